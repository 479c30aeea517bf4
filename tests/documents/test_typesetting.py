"""Each character finds its face, and lines break where readers of both scripts expect it."""

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from crm_desktop.core.resources import resource
from crm_desktop.documents.figures import align_figures
from crm_desktop.documents.typesetting import Style, clean, first_line, missing, runs, width, wrap

STYLE = Style(9, 13)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pump CP-40", ["I:Pump CP-40"]),
        ("工业泵—型号 4（不锈钢）", ["N:工业泵—型号 ", "I:4", "N:（不锈钢）"]),
        ("“Pump” — good", ["I:“Pump” — good"]),
        ("“泵”很好", ["N:“泵”很好"]),
        ("约翰·史密斯 John", ["N:约翰·史密斯 ", "I:John"]),
        ("Müller Łódź Ελλάδα Москва ½ € m²", ["I:Müller Łódź Ελλάδα Москва ½ € m²"]),
        ("—", ["I:—"]),
        ("泵 ꟿ", ["N:泵 ", "I:ꟿ"]),
        ("", []),
    ],
)
def test_each_stretch_is_set_in_the_face_of_its_script(text: str, expected: list[str]) -> None:
    assert [f"{face.name[0]}:{part}" for face, part in runs(text, is_bold=False)] == expected


@pytest.mark.parametrize("is_bold", [False, True])
def test_figures_are_all_of_one_width(is_bold: bool) -> None:
    style = Style(9, 13, is_bold=is_bold)
    assert len({round(width(figure * 10, style), 6) for figure in "0123456789"}) == 1


def test_a_face_without_figures_of_one_width_is_refused() -> None:
    file = TTFont("Proportional", str(resource("fonts/Inter_400Regular.ttf")), asciiReadable=False).face
    file.get_table = lambda _tag: b""
    with pytest.raises(ValueError, match="tabular"):
        align_figures(file)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x00\x1b\u200b\ufeff\u202eb", "ab"),
        ("a\u00a0b\u2003c\u3000d", "a b c\u3000d"),
        ("\u260e\ufe0f", "\u260e"),
        ("e\u0301", "é"),
        ("plain", "plain"),
    ],
)
def test_only_what_can_be_printed_stays(text: str, printed: str) -> None:
    assert clean(text) == printed


@pytest.mark.parametrize(
    ("text", "character"), [("泵 pump €", ""), ("吉𠮷", "𠮷"), ("x\ud800", "\ud800"), ("a\nb", "")]
)
def test_the_first_character_without_a_letter_is_found(text: str, character: str) -> None:
    assert missing(text) == character


def test_whatever_is_not_named_as_missing_can_be_measured_in_both_weights() -> None:
    for code in range(0x20, 0x30000):
        if not missing(chr(code)):
            for is_bold in (False, True):
                assert width(chr(code), Style(9, 13, is_bold=is_bold)) >= 0


def test_lines_fit_and_lose_nothing_but_spaces() -> None:
    text = "The quick brown fox jumps over 敏捷的棕色狐狸，跳过了懒狗（真的）。 supercalifragilisticexpialidocious"
    for room in range(30, 200, 7):
        lines = wrap(text, STYLE, room)
        assert all(width(line, STYLE) <= room for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "工业泵，不锈钢；（进口）、「循环」：质量好。" * 4
    for room in range(40, 150):
        lines = wrap(text, STYLE, room)
        assert not any(line[0] in "，；）、」：。" for line in lines)
        assert not any(line[-1] in "（「" for line in lines)


def test_english_breaks_between_words() -> None:
    assert wrap("stainless steel pump", STYLE, width("stainless steel", STYLE)) == ["stainless steel", "pump"]


def test_paragraphs_stay_apart_and_empty_ends_go() -> None:
    assert wrap("one\n\ntwo\n\n", STYLE, 100) == ["one", "", "two"]
    assert first_line("\x00", STYLE, 100) == ""
    assert first_line("one\ntwo", STYLE, 100) == "one"
