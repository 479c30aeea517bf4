"""Which theme the windows wear, following the system unless the person chose one."""

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QStyleFactory

from crm_desktop.ui.stylesheet import style_sheet
from crm_desktop.ui.theme import DARK, LIGHT, ROW, THEMES, Theme, palette

SYSTEM = "system"
CHOICES = (SYSTEM, *THEMES)
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
        """Wear "system", "light" or "dark" from now on, also after a restart."""
        if choice not in CHOICES:
            raise ValueError(f"no such theme: {choice}")
        self.choice = choice
        self._settings.setValue("theme", choice)
        self._wear()

    def _wear(self) -> None:
        if self.choice == SYSTEM:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            self.theme = DARK if dark else LIGHT
        else:
            self.theme = THEMES[self.choice]
        self._app.setPalette(palette(self.theme))
        self._app.setStyleSheet(style_sheet(self.theme))
        self.changed.emit(self.theme)
