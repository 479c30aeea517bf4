"""How the windows look and speak: in force at the click, in every window."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.ui.frame.notices import NOTIFY, is_notifying
from crm_desktop.ui.frame.reminders import CHOICES as CHOICES_OF_MINUTES
from crm_desktop.ui.frame.reminders import SETTING, minutes_before
from crm_desktop.ui.look.appearance import CHOICES, DENSITIES, Appearance
from crm_desktop.ui.look.language import LANGUAGES, Language
from crm_desktop.ui.preferences.card import Card


class Look(Card):
    """Choose language, theme and whether the desktop is told of what comes in."""

    def __init__(self, appearance: Appearance, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._language = appearance, language
        self.languages, self.themes, self.notify = QComboBox(self), QComboBox(self), QCheckBox(self)
        self.remind = QComboBox(self)
        self._speaks, _ = self.add_line(self.languages)
        self._wears, _ = self.add_line(self.themes)
        self.rows = QComboBox(self)
        self._stands, _ = self.add_line(self.rows)
        self._tells, self._of = self.add_line(self.notify)
        self._of.setProperty("kind", "muted")
        for box, names, choose in (
            (self.languages, LANGUAGES, language.choose),
            (self.themes, dict.fromkeys(CHOICES, ""), appearance.choose),
            (self.rows, dict.fromkeys(DENSITIES, ""), appearance.set_density),
        ):
            self._fill(box, names, choose)
        self._reminds, _ = self.add_line(self.remind)
        self._fill(
            self.remind, {str(one): "" for one in CHOICES_OF_MINUTES},
            lambda minutes: appearance.settings.setValue(SETTING, int(minutes)),
        )  # fmt: skip
        self.notify.toggled.connect(lambda is_on: appearance.settings.setValue(NOTIFY, int(is_on)))
        appearance.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        self.heading.setText(self.tr("Look and language"))
        self._speaks.setText(self.tr("Language"))
        self._wears.setText(self.tr("Theme"))
        self._tells.setText(self.tr("Notifications"))
        self._reminds.setText(self.tr("Reminders"))
        for at, minutes in enumerate(CHOICES_OF_MINUTES):
            before = self.tr("%n minute(s) before", "", minutes)
            self.remind.setItemText(at, before if minutes else self.tr("No reminders"))
        self._of.setText(self.tr("Answers, refusals and long jobs that end, while another program is in front"))
        self.notify.setText(self.tr("Show them"))
        names = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        names["contrast"] = self.tr("High contrast")
        for at, choice in enumerate(CHOICES):
            self.themes.setItemText(at, names.get(choice, choice.capitalize()))
        self._stands.setText(self.tr("Rows of lists"))
        close = {"comfortable": self.tr("Comfortable"), "compact": self.tr("Compact")}
        for at, density in enumerate(DENSITIES):
            self.rows.setItemText(at, close[density])
        for box, name in (
            (self.languages, self._speaks),
            (self.themes, self._wears),
            (self.rows, self._stands),
            (self.remind, self._reminds),
        ):
            box.setAccessibleName(name.text())
        self.notify.setAccessibleName(self._tells.text())
        for box, chosen in (
            (self.languages, self._language.code), (self.themes, self._appearance.choice),
            (self.remind, str(minutes_before(self._appearance))), (self.rows, self._appearance.density),
        ):  # fmt: skip
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(chosen))
            box.blockSignals(False)
        self.notify.blockSignals(True)
        self.notify.setChecked(is_notifying(self._appearance))
        self.notify.blockSignals(False)

    def _fill(self, box: QComboBox, names: Mapping[str, str], choose: Callable[[str], None]) -> None:
        for key, name in names.items():
            box.addItem(name, key)
        box.setMinimumWidth(160)
        box.currentIndexChanged.connect(lambda at: choose(box.itemData(at)))
