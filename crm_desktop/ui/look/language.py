"""The language of the windows, switched while they are open."""

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QSettings, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from crm_desktop.core.errors import UserError
from crm_desktop.ui.look.fonts import load_fonts, text_font

# Each language in its own words: somebody who cannot read the present one must find hers.
LANGUAGES = {"en": "English", "zh_CN": "简体中文"}

# What fills a sentence is shown as it is, except the names of fields and of kinds of record.
_NAMES = frozenset({"label", "entity", "before", "after"})


class Language(QObject):
    """Load the translations and set fonts and formats with them.

    folder: where the built satchel_<code>.qm are.
    code: the language in force, a key of LANGUAGES; changed: emitted with it after the switch. Widgets retranslate at
    QEvent.LanguageChange, which Qt sends them by itself.
    """

    changed = Signal(str)

    def __init__(self, app: QApplication, settings: QSettings, folder: Path) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._folder = folder
        self._translators: list[QTranslator] = []
        self.code = ""
        load_fonts()
        chosen = str(settings.value("language", ""))
        self._speak(chosen if chosen in LANGUAGES else system_language())

    def choose(self, code: str) -> None:
        """Speak a language of LANGUAGES from now on, also after a restart."""
        if code not in LANGUAGES:
            raise ValueError(f"no such language: {code}")
        self._settings.setValue("language", code)
        if code != self.code:
            self._speak(code)

    def _speak(self, code: str) -> None:
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self.code = code
        QLocale.setDefault(QLocale(code))
        self._translators = _translators(code, self._folder)
        for translator in self._translators:
            self._app.installTranslator(translator)
        self._app.setFont(text_font(code))
        # Widgets whose size or weight the style sheet sets keep the old families until they are polished again.
        self._app.setStyleSheet(self._app.styleSheet())
        self.changed.emit(code)


def system_language() -> str:
    """Give the language of LANGUAGES that fits the system's best, else English."""
    wanted = QLocale.system().language()
    return next((code for code in LANGUAGES if QLocale(code).language() == wanted), "en")


def sentence(error: UserError) -> str:
    """Word an error in the language of the reader."""
    text = QCoreApplication.translate("core", error.message)
    named = {name: QCoreApplication.translate("core", str(error.values[name])) for name in _NAMES & error.values.keys()}
    return text.format(**error.values | named) if error.values else text


def _translators(code: str, folder: Path) -> list[QTranslator]:
    """Load Qt's own texts (OK, Cancel, calendar) and ours; English ones are in the sources, but for forms of one and many."""
    qt_folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    loaded = []
    of_qt = [] if code == "en" else [qt_folder / f"qtbase_{code}.qm"]
    for file in (*of_qt, folder / f"satchel_{code}.qm"):
        translator = QTranslator()
        if translator.load(str(file)):
            loaded.append(translator)
        else:
            # The window still works, in English; a working copy whose translations were not built is the usual cause.
            logging.getLogger(__name__).warning("no translation in %s", file)
    return loaded
