"""An administrator writes a paper template, sees what it prints as she types, and what cannot be printed is said."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QColorDialog, QFileDialog

from crm_desktop.actions import quotes, records
from crm_desktop.core.entities import File, Opportunity, PaperTemplate, Product, Quote, User
from crm_desktop.core.schema import Kind, entity_of
from crm_desktop.ui.look.fonts import load_fonts, text_font
from crm_desktop.ui.places import Place, place_of, record_at
from crm_desktop.ui.quotes.template_logo import FINEST, read_logo
from crm_desktop.ui.screens.template_editor import TemplateEditor
from tests.papers import page_texts
from tests.ui.parts import Workplace, deal, enrolled, small_office

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#C03020"/></svg>'


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    boss = User(id="u-root", name="Root", login="root", role="administrator", territories=("t",), home="t")
    house = PaperTemplate(id="house", name="House style", accent="#1F6F54", title="Offer", general="Ours apply.")
    return small_office(tmp_path_factory.mktemp("office"), deal("d1", contact="k1"), boss, house)


@pytest.fixture(scope="module")
def laptops(office):
    return {login: enrolled(office, login) for login in ("root", "li.wei")}


@pytest.fixture
def login():
    return "root"


@pytest.fixture
def work(qapp, laptops, office, tmp_path, login):
    made = Workplace(qapp, laptops[login], tmp_path, office.clock)
    yield made
    made.close()


@pytest.fixture
def editor(work, qtbot):
    return work.show(qtbot, TemplateEditor(work.context, work.frame), Place("template_editor", "house"), (1400, 860))


def stored(work):
    return work.replica.get(PaperTemplate, "house")


def line(editor, name):
    return editor.fields.fields[name].editor.focusProxy()


def retype(qtbot, editor, name, text, key=Qt.Key.Key_Return):
    field = line(editor, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    if key:
        qtbot.keyClick(field, key)


def paper(editor, qtbot):
    qtbot.waitUntil(lambda: not editor.paper.is_busy and bool(editor.paper.pdf))
    return " ".join(page_texts(editor.paper.pdf)[0].split())


def logo(place, name="logo.png", wide=300, high=200, kind="PNG"):
    target = BytesIO()
    Image.new("RGB", (wide, high), "#20A040").save(target, kind)
    (place / name).write_bytes(target.getvalue())
    return place / name


def test_every_declared_field_can_be_written(editor):
    shown = {**editor.fields.fields, **editor.fields.flags, **editor.fields.files}
    assert shown.keys() == entity_of(PaperTemplate).fields.keys()
    assert {name for name, one in entity_of(PaperTemplate).fields.items() if one.kind is Kind.FILE} == {
        *editor.fields.files
    }


def test_the_paper_follows_what_is_typed_before_it_is_saved(editor, work, qtbot):
    assert "Offer" in paper(editor, qtbot)
    retype(qtbot, editor, "title", "Our best offer", key=None)
    qtbot.waitUntil(lambda: "Our best offer" in paper(editor, qtbot))
    assert stored(work).title == "Offer"
    qtbot.keyClick(line(editor, "title"), Qt.Key.Key_Tab)
    assert stored(work).title == "Our best offer"


def test_a_field_saves_when_it_is_left_and_escape_gives_it_up(editor, work, qtbot):
    retype(qtbot, editor, "footer", "ISO 9001", Qt.Key.Key_Tab)
    assert stored(work).footer == "ISO 9001"
    retype(qtbot, editor, "footer", "nothing", Qt.Key.Key_Escape)
    assert line(editor, "footer").text() == "ISO 9001"
    editor.fields.flags["without_unit"].click()
    assert stored(work).without_unit


def test_what_is_no_colour_stays_with_the_sentence_under_it(editor, work, qtbot):
    retype(qtbot, editor, "accent", "greenish")
    assert "“greenish” is no colour" in editor.fields.fields["accent"].trouble.text()
    assert line(editor, "accent").text() == "greenish"
    assert stored(work).accent == "#1F6F54"
    assert "Offer" in paper(editor, qtbot)  # half a colour stops no paper


def test_a_colour_that_is_hard_to_read_is_said_while_it_is_typed_and_kept_all_the_same(editor, work, qtbot):
    assert editor.fields.warning.isHidden()
    retype(qtbot, editor, "accent", "#FFD000")
    assert "hard to read on white: 1." in editor.fields.warning.text()
    assert stored(work).accent == "#FFD000"


def test_colours_are_offered_and_any_other_can_be_asked_for(editor, work, monkeypatch):
    accent = editor.fields.fields["accent"]
    accent.menu.aboutToShow.emit()
    accent.menu.actions()[2].trigger()
    assert stored(work).accent == accent.menu.actions()[2].text()
    monkeypatch.setattr(QColorDialog, "getColor", lambda before, *_: before.darker())
    accent.menu.actions()[-1].trigger()
    assert stored(work).accent not in {"#1F6F54", accent.menu.actions()[2].text()}


@pytest.mark.parametrize("name", ["logo.svg", "logo.jpg"])
def test_a_logo_is_chosen_printed_and_taken_away(editor, work, qtbot, tmp_path, monkeypatch, name):
    place = logo(tmp_path, name, kind="JPEG" if name.endswith("jpg") else "PNG")
    if name.endswith("svg"):
        place.write_bytes(SVG)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(place), ""))
    editor.fields.files["logo"].choose.click()
    qtbot.waitUntil(lambda: bool(stored(work).logo))
    assert [one.name for one in work.replica.find(File)] == ["logo.png"]
    assert not editor.fields.files["logo"].shown.pixmap().isNull()
    qtbot.waitUntil(lambda: b"/Subtype /Image" in editor.paper.pdf)
    editor.fields.files["logo"].remove.click()
    assert (stored(work).logo, work.replica.find(File)) == ("", [])
    work.frame.undo()
    assert stored(work).logo


def test_what_cannot_be_a_logo_is_said_under_it(editor, work, qtbot, tmp_path):
    trouble = editor.fields.files["logo"].trouble
    for content in (b"\x89PNG\r\n\x1a\nbroken", b"<svg not really", b"GIF89a"):
        trouble.clear()
        (tmp_path / "logo.png").write_bytes(content)
        editor.take_file("logo", tmp_path / "logo.png")
        qtbot.waitUntil(lambda: "is no PNG or JPEG picture" in trouble.text())
    editor.take_file("logo", tmp_path / "nowhere.png")
    qtbot.waitUntil(lambda: "cannot be read" in trouble.text())
    assert stored(work).logo == ""


def test_a_large_logo_is_kept_as_fine_as_paper_shows_and_a_coarse_one_is_told(tmp_path, qapp):
    kept = read_logo(logo(tmp_path, wide=1200, high=900))
    image = Image.open(BytesIO(kept.content))
    assert (image.height, abs(image.width - FINEST.height() * 4 / 3) < 1) == (FINEST.height(), True)
    assert not kept.is_coarse
    assert read_logo(logo(tmp_path, wide=60, high=40)).is_coarse


def test_an_appendix_that_is_no_pdf_is_said_under_it(editor, qtbot, tmp_path):
    (tmp_path / "terms.pdf").write_bytes(b"%PDF-1.4 but broken")
    editor.take_file("appendix", tmp_path / "terms.pdf")
    qtbot.waitUntil(lambda: "cannot be opened as a PDF" in editor.fields.files["appendix"].trouble.text())


def test_one_click_uses_it_for_all_quotes_and_another_for_none(editor, work):
    editor.use_button.click()
    assert work.desk.organisation.paper_template == "house"
    assert editor.use_button.text() == "Do not use for all"
    work.frame.undo()
    assert work.desk.organisation.paper_template == ""


def test_a_quote_is_looked_at_in_its_language_and_keeps_what_it_says(editor, work, qtbot):
    quote, _ = quotes.draft(work.desk, work.replica.get(Opportunity, "d1"))
    quotes.add_line(work.desk, quote, work.replica.get(Product, "pump"))
    records.edit(work.desk, work.replica.get(Quote, quote.id), subject="Pump house two")
    qtbot.keyClicks(editor.finder, "Pump house")
    qtbot.keyClick(editor.finder, Qt.Key.Key_Return)
    assert editor.language.currentData() == "zh_CN"
    assert "离心泵" in paper(editor, qtbot)
    editor.language.setCurrentIndex(0)
    editor.language.activated.emit(0)
    text = paper(editor, qtbot)
    assert "Ours apply." in text


@pytest.mark.parametrize("login", ["li.wei"])
def test_who_may_not_change_it_reads_it(editor, qtbot):
    assert not editor.fields.fields["title"].editor.isVisible()
    assert editor.fields.fields["title"].words.text() == "Offer"
    assert not any(flag.isEnabled() for flag in editor.fields.flags.values())
    assert not editor.use_button.isVisible()
    assert "Offer" in paper(editor, qtbot)


def test_a_template_that_is_gone_is_said(editor):
    editor.open_place(Place("template_editor", "nothing"))
    assert "not here any more" in editor.trouble.text()


def test_its_place_is_known_wherever_it_is_named():
    place = place_of("paper_template", "house")
    assert place == Place("template_editor", "house")
    assert record_at(place) == ("paper_template", "house")


def test_the_smallest_window_shows_every_field_over_its_whole_width(editor):
    load_fonts()
    editor.setFont(text_font("en"))
    editor.resize(824, 560)  # beside the rail of a window of 1024 pixels
    assert editor.fields.minimumSizeHint().width() <= editor.area.viewport().width()
