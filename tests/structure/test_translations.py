"""Every text of the windows can be found, is translated, and says the same in both languages."""

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

import crm_desktop.core.entities  # noqa: F401 - fills the registry
from crm_desktop.core.schema import REGISTRY

LANGUAGES = ("en", "zh_CN")
UPDATE = "run installers/translations --update, translate what is marked unfinished, run installers/translations"
BUILD = "run installers/translations"
CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
PLACES = re.compile(r"%(?:n|\d+)|\{\w*\}")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
KEPT_WORDS = {
    *(
        "Satchel",
        "TLS",
        "TOML",
        "UTF",
        "GB",
        "SKU",
        "SHA",
        "PDF",
        "XML",
        "CSV",
        "csv",
        "xlsx",
        "Asia",
        "Shanghai",
        "HH",
        "mm",
        "id",
        "from",
        "rows",
    ),
    *(
        "file",
        "mapping",
        "toml",
        "satchel",
        "server",
        "init",
        "crm",
        "example",
        "com",
        "http",
        "https",
        "Ctrl",
        "Enter",
        "smtp",
        "STARTTLS",
    ),
    *("Esc", "Alt", "Shift", "English"),
    *("MB", "JPEG", "PNG", "GIF", "WebP", "HEIC", "SVG"),
}
"""Names, units and commands that are the same in Chinese."""


class Text(NamedTuple):
    """What tells one text from another."""

    context: str
    source: str
    is_counted: bool


def texts_of(path: Path) -> dict[Text, list[str]]:
    """Return for each text of a .ts file its translations, several where it is counted; "" where it is unfinished."""
    found = {}
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            is_counted = message.get("numerus") == "yes"
            forms = [form.text or "" for form in translation.iter("numerusform")] if is_counted else [translation.text]
            key = Text(context.findtext("name", ""), message.findtext("source", ""), is_counted)
            found[key] = ["" if translation.get("type") else form or "" for form in forms]
    return found


@pytest.fixture(scope="module")
def kept(repository) -> dict[str, dict[Text, list[str]]]:
    """Return the kept texts by language."""
    return {code: texts_of(repository / f"resources/translations/satchel_{code}.ts") for code in LANGUAGES}


@pytest.fixture(scope="module")
def sources(repository) -> list[Path]:
    """Return the sources in which texts are looked for."""
    return sorted(path for room in ("crm_desktop", "sync_server") for path in (repository / room).rglob("*.py"))


@pytest.fixture(scope="module")
def gathered(sources, tmp_path_factory) -> set[Text]:
    """Return what the tool finds in the sources now."""
    path = tmp_path_factory.mktemp("texts") / "gathered.ts"
    tool = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run([tool, "-silent", "-target-language", "zh_CN", *sources, "-ts", path], check=True)
    return set(texts_of(path))


def test_the_kept_texts_are_those_of_the_sources(gathered, kept):
    assert gathered == set(kept["zh_CN"]), UPDATE
    assert {text for text in gathered if text.is_counted} == set(kept["en"]), UPDATE


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_is_translated(kept, code):
    assert [text for text, forms in kept[code].items() if not all(form.strip() for form in forms)] == [], UPDATE


@pytest.mark.parametrize("code", LANGUAGES)
def test_translations_have_the_places_of_their_source(kept, code):
    wrong = [
        (text.source, form)
        for text, forms in kept[code].items()
        for form in forms
        if form and sorted(PLACES.findall(form)) != sorted(PLACES.findall(text.source))
    ]
    assert wrong == []


def test_english_is_free_of_chinese_letters_and_signs(kept):
    assert [text.source for text in kept["zh_CN"] if CJK.search(text.source)] == []
    assert [form for forms in kept["en"].values() for form in forms if CJK.search(form)] == []


def test_chinese_is_free_of_english_words(kept):
    left = {
        form: words
        for forms in kept["zh_CN"].values()
        for form in forms
        if (words := set(LATIN_WORD.findall(PLACES.sub(" ", form))) - KEPT_WORDS)
    }
    assert left == {}


def test_chinese_ends_its_sentences_in_chinese_signs(kept):
    wrong = [form for forms in kept["zh_CN"].values() for form in forms if re.search(r"[\u4e00-\u9fff][,.;:?!]", form)]
    assert wrong == []


def test_every_name_of_a_declaration_is_translated(kept):
    said = set()
    for declared in REGISTRY.values():
        said |= {declared.label, declared.plural}
        for field in declared.fields.values():
            said |= {field.label, field.help, field.section, *(choice.label for choice in field.choices)}
    assert {text for text in said if text} - {text.source for text in kept["zh_CN"] if text.context == "core"} == set()


class Marks(ast.NodeVisitor):
    """Walk a source and note each text that is translated or marked, with the context it has."""

    def __init__(self, path: Path) -> None:
        self.found: list[tuple[str, Text | None]] = []
        self._path = path
        self._class = ""
        self.visit(ast.parse(path.read_text()))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = outer

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        values = [getattr(argument, "value", None) for argument in node.args]
        if name == "tr":
            self._note(node.args[0], self._class, len(node.args) > 2)
        elif name in {"translate", "QT_TRANSLATE_NOOP"} and isinstance(values[0], str):
            self._note(node.args[1], values[0], len(node.args) > 3)

    def _note(self, said: ast.expr, context: str, is_counted: bool) -> None:
        place = f"{self._path.name}:{said.lineno}"
        if isinstance(said, ast.JoinedStr | ast.BinOp):
            self.found.append((f"{place}: put together", None))
        elif isinstance(said, ast.Constant) and isinstance(said.value, str):
            self.found.append((f"{place}: {said.value}", Text(context, said.value, is_counted)))


def test_every_text_is_written_where_the_tool_finds_it(sources, gathered):
    """Not found: a text put together at run time, tr within an f-string, a counted text anywhere but in self.tr."""
    hidden = [place for path in sources for place, text in Marks(path).found if text not in gathered]
    assert hidden == []


def test_a_text_has_one_wording_or_a_comment_that_tells_its_meanings_apart(repository):
    """A comment is a line that begins with "#:" above the text; one meaning of several may do without."""
    said: dict[str, dict[str, bool]] = {}
    for message in ET.parse(repository / "resources/translations/satchel_zh_CN.ts").getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        wording = "|".join(form.text or "" for form in translation.iter("numerusform")) or translation.text or ""
        wordings = said.setdefault(message.findtext("source", ""), {})
        wordings[wording] = wordings.get(wording, False) or message.find("extracomment") is not None
    apart = {source: wordings for source, wordings in said.items() if len(wordings) > 1}
    assert {source: found for source, found in apart.items() if list(found.values()).count(False) > 1} == {}


def test_no_two_classes_share_the_context_of_their_texts(sources):
    homes: dict[str, set[str]] = {}
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text())):
            calls = (
                (one for one in ast.walk(node) if isinstance(one, ast.Call)) if isinstance(node, ast.ClassDef) else ()
            )
            if any(getattr(one.func, "attr", "") == "tr" for one in calls):
                homes.setdefault(node.name, set()).add(str(path))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.usefixtures("qapp")
def test_what_the_windows_load_was_built_from_the_kept_texts(repository, kept, code):
    path = repository / f"resources/translations/satchel_{code}.qm"
    assert path.exists(), f"{path.name} is not there: {BUILD}"
    translator = QTranslator()
    assert translator.load(str(path)), BUILD
    old = [
        text.source
        for text, forms in kept[code].items()
        if translator.translate(text.context, text.source, "", 1 if text.is_counted else -1) != forms[0]
    ]
    assert old == [], BUILD


@pytest.mark.usefixtures("qapp")
def test_one_and_many_differ_in_english(repository):
    translator = QTranslator()
    assert translator.load(str(repository / "resources/translations/satchel_en.qm")), BUILD
    QCoreApplication.installTranslator(translator)
    try:
        said = [QCoreApplication.translate("Titles", "Overdue by %n day(s)", "", days) for days in (1, 2)]
    finally:
        QCoreApplication.removeTranslator(translator)
    assert said == ["Overdue by 1 day", "Overdue by 2 days"]
