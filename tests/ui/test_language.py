"""Sentences are worded in the language of the reader, the names and counts within them too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings

from crm_desktop.core.access import MISSING, UNKNOWN_CHOICE
from crm_desktop.core.errors import NOT_FOUND, RefusedError
from crm_desktop.core.resources import resource
from crm_desktop.ui.look.language import Language, sentence


@pytest.fixture
def language(qapp, tmp_path: Path) -> Iterator[Language]:
    before, font = QLocale(), qapp.font()
    made = Language(qapp, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat), resource("translations"))
    yield made
    for translator in made._translators:  # the next test reads what stands in the sources
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)
    qapp.setFont(font)


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (RefusedError(MISSING, "name", label="Name"), "Name must not be empty.", "“名称”不能为空。"),
        (
            RefusedError(NOT_FOUND, entity="Account"),
            "This Account is not here any more. It was removed, or it left your territory.",
            "该客户已不在这里：可能已被删除，或已移出您的销售区域。",
        ),
        (
            RefusedError(UNKNOWN_CHOICE, "role", label="Role", value="Contact"),
            "Role has no value “Contact”. Choose one from the list.",
            "“角色”没有“Contact”这个选项。请从列表中选择。",
        ),
    ],
)
def test_names_within_a_sentence_are_translated_and_values_are_not(
    language: Language, error: RefusedError, english: str, chinese: str
) -> None:
    language.choose("en")
    assert sentence(error) == english
    language.choose("zh_CN")
    assert sentence(error) == chinese
