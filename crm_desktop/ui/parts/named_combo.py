"""The name of a box of choices, where screen readers look for it."""

from PySide6.QtWidgets import QComboBox


def name_combo(combo: QComboBox, name: str) -> None:
    """Name a box of choices. On Linux Qt tells its value in place of its name, so the description has to say the name."""
    combo.setAccessibleName(name)
    combo.setAccessibleDescription(name)
    if (line := combo.lineEdit()) is not None:
        line.setAccessibleName(name)
