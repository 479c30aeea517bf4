"""Which theme the windows wear, following the system unless the person chose one."""

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QStyleFactory

from crm_desktop.ui.look.stylesheet import style_sheet
from crm_desktop.ui.look.theme import CONTRAST, CONTRAST_DARK, DARK, LIGHT, ROW, THEMES, Theme, palette

SYSTEM = "system"
HIGH_CONTRAST = CONTRAST.name
CHOICES = (SYSTEM, LIGHT.name, DARK.name, HIGH_CONTRAST)
DENSITIES = {"comfortable": ROW, "compact": 26}
"""How high the rows of lists are, in pixels."""


class Appearance(QObject):
    """Dress the application and tell everybody who paints.

    theme: the tokens in force; changed: emitted with the new Theme after palette and style sheet stand.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        choice = str(settings.value("theme", SYSTEM))
        self.choice = choice if choice in CHOICES else SYSTEM
        self.theme: Theme = LIGHT
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._wear)
        app.styleHints().accessibility().contrastPreferenceChanged.connect(self._wear)
        self._wear()

    @property
    def settings(self) -> QSettings:
        """Give the settings of this laptop, for widths, orders and the like; no customer is named in them."""
        return self._settings

    @property
    def density(self) -> str:
        """Name how close the rows of lists stand, a key of DENSITIES."""
        kept = str(self._settings.value("density", ""))
        return kept if kept in DENSITIES else "comfortable"

    @property
    def row(self) -> int:
        """Give the height of the rows of lists, in pixels."""
        return DENSITIES[self.density]

    def set_density(self, density: str) -> None:
        """Let the rows of lists stand as close as a key of DENSITIES says, also after a restart."""
        self._settings.setValue("density", density)
        self.changed.emit(self.theme)

    def choose(self, choice: str) -> None:
        """Wear "system", "light", "dark" or "contrast" from now on, also after a restart.

        High contrast is light or dark as the system is, and "system" wears it where the system asks for it.
        """
        if choice not in CHOICES:
            raise ValueError(f"no such theme: {choice}")
        self.choice = choice
        self._settings.setValue("theme", choice)
        self._wear()

    def _wear(self) -> None:
        hints = self._app.styleHints()
        self.theme = worn(
            self.choice,
            is_dark=hints.colorScheme() == Qt.ColorScheme.Dark,
            wants_contrast=hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast,
        )
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(style_sheet(self.theme))
        self.changed.emit(self.theme)


def worn(choice: str, *, is_dark: bool, wants_contrast: bool) -> Theme:
    """Find the theme for what the person chose and what the system is set to."""
    if choice == HIGH_CONTRAST or (choice == SYSTEM and wants_contrast):
        return CONTRAST_DARK if is_dark else CONTRAST
    if choice == SYSTEM:
        return DARK if is_dark else LIGHT
    return THEMES[choice]
