"""A company's template counts for its papers, on every laptop, and never for what was issued."""

from io import BytesIO

import pytest
from PIL import Image

from crm_desktop.actions import issuing, product_pictures, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.files import attach
from crm_desktop.actions.paper_templates import begin_template, hard_to_read, put_file, take_file
from crm_desktop.actions.papers import paper_of, sheet_of
from crm_desktop.core.access import check_values
from crm_desktop.core.attached import MEGABYTE
from crm_desktop.core.entities import File, Opportunity, PaperTemplate, Product, Quote, Refusal
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import entity_of
from tests.papers import page_texts
from tests.replicas import Office

GREEN = {
    "look": "compact", "size": "Letter", "accent": "#1f6f54", "title": "Offer", "title_zh": "报价书", "footer": "ISO 9001",
    "opening": "Thank you.", "opening_zh": "感谢您的询价。", "general_zh": "一般条款在此。", "without_unit": True,
}  # fmt: skip


def picture(kind: str = "PNG", wide: int = 40) -> bytes:
    target = BytesIO()
    Image.new("RGB", (wide, 20), "#20A040").save(target, kind)
    return target.getvalue()


@pytest.fixture
def root(office: Office) -> Desk:
    return desk_of(office.laptops[3], office.clock)


@pytest.fixture
def ann(office: Office) -> Desk:
    return desk_of(office.laptops[0], office.clock)


def made(desk: Desk, name: str = "House", **values: object) -> PaperTemplate:
    template, _ = begin_template(desk, name)
    records.edit(desk, template, **values)
    return desk.fetch(PaperTemplate, template.id)


def chosen(desk: Desk, template: PaperTemplate) -> None:
    records.edit(desk, desk.organisation, paper_template=template.id)


def drafted(desk: Desk) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    return desk.fetch(Quote, quote.id)


def test_a_template_that_lays_nothing_down_changes_no_byte(root: Desk) -> None:
    quote = drafted(root)
    usual = paper_of(root, quote)
    chosen(root, made(root))
    assert paper_of(root, quote) == usual


def test_the_organisations_template_dresses_every_draft_and_a_quote_may_have_its_own(root: Desk) -> None:
    quote = drafted(root)
    chosen(root, made(root, **GREEN))
    sheet = sheet_of(root, quote)
    assert (sheet.look, sheet.page_size, sheet.stationery.accent) == ("compact", "Letter", "#1F6F54")
    assert (sheet.opening, sheet.terms.general) == ("感谢您的询价。", "一般条款在此。")
    (text,) = page_texts(paper_of(root, quote))
    assert "报价书" in text
    other = made(root, "Other", title_zh="报盘")
    quotes.edit_quote(root, quote, paper_template=other.id, paper_look="classic")
    sheet = sheet_of(root, root.fetch(Quote, quote.id))
    assert (sheet.look, sheet.stationery.titles) == ("classic", (("quotation", "", "报盘"),))


def test_the_words_of_a_template_follow_the_language_of_the_paper(root: Desk) -> None:
    quote = drafted(root)
    chosen(root, made(root, **GREEN))
    said = {}
    for language in ("en", "zh_CN", "bilingual"):
        quotes.edit_quote(root, root.fetch(Quote, quote.id), language=language)
        sheet = sheet_of(root, root.fetch(Quote, quote.id))
        said[language] = (sheet.opening, sheet.terms.general, sheet.stationery.footer)
    assert said["en"] == ("Thank you.", "", "ISO 9001")
    assert said["zh_CN"] == ("感谢您的询价。", "一般条款在此。", "")
    assert said["bilingual"] == ("Thank you.\n感谢您的询价。", "一般条款在此。", "ISO 9001")


def test_a_changed_or_deleted_template_leaves_an_issued_paper_as_it_was(root: Desk) -> None:
    template = made(root, **GREEN)
    chosen(root, template)
    quote, _ = issuing.issue(root, drafted(root))
    issued = paper_of(root, quote)
    records.edit(root, template, title_zh="新标题")
    put_file(root, root.fetch(PaperTemplate, template.id), "logo", "logo.png", picture())
    assert paper_of(root, quote) == issued
    records.delete(root, root.fetch(PaperTemplate, template.id))
    assert paper_of(root, quote) == issued
    assert sheet_of(root, drafted(root)).stationery.titles == ()


def test_what_cannot_be_printed_is_no_logo(root: Desk) -> None:
    template = made(root)
    for name, content, sentence in (
        ("logo.png", b"", "is empty"),
        ("logo.png", b"not a picture at all", "neither a picture"),
        ("logo.gif", b"GIF89a and more of it", "is no PNG or JPEG"),
        ("logo.png", picture() + bytes(MEGABYTE), "has 1.0 MB, and here a file may have 1 MB"),
    ):
        with pytest.raises(RefusedError, match=sentence):
            put_file(root, template, "logo", name, content)
    assert root.replica.find(File) == []


def test_a_logo_replaces_the_one_before_and_one_undo_brings_that_back(root: Desk) -> None:
    template = made(root)
    put_file(root, template, "logo", "first.png", picture())
    first = root.fetch(PaperTemplate, template.id)
    second = put_file(root, first, "logo", "second.jpg", picture("JPEG"))
    assert [one.name for one in root.replica.find(File)] == ["second.jpg"]
    records.undo(root, second.change)
    assert [one.name for one in root.replica.find(File)] == ["first.png"]
    assert root.fetch(PaperTemplate, template.id).logo == first.logo
    take_file(root, first, "logo")
    assert (root.fetch(PaperTemplate, template.id).logo, root.replica.find(File)) == ("", [])


def test_a_logo_reaches_every_laptop_ahead_and_stands_on_its_papers(office: Office, root: Desk, ann: Desk) -> None:
    template = made(root)
    chosen(root, template)
    put_file(root, root.fetch(PaperTemplate, template.id), "logo", "logo.png", picture())
    office.sync(root.replica, ann.replica, ann.replica)
    assert office.differences(ann.replica) == []
    assert sheet_of(ann, drafted(ann)).letterhead.logo == picture()


def test_nothing_is_issued_without_the_logo_that_belongs_on_it(office: Office, root: Desk, ann: Desk) -> None:
    template = made(root, "House")
    chosen(root, template)
    put_file(root, root.fetch(PaperTemplate, template.id), "logo", "logo.png", picture())
    office.sync(root.replica, ann.replica, ann.replica)
    logo = ann.fetch(File, ann.fetch(PaperTemplate, template.id).logo)
    quote = drafted(ann)
    records.edit(root, root.fetch(File, logo.id), sha256="0" * 64)
    office.sync(root.replica, ann.replica)
    assert sheet_of(ann, quote).letterhead.logo == b""
    with pytest.raises(UserError, match="template “House” are not on this laptop yet"):
        issuing.issue(ann, quote)
    assert ann.fetch(Quote, quote.id).state == "draft"


def test_pictures_of_products_stand_beside_lines_where_the_template_says_so(root: Desk) -> None:
    product_pictures.show(root, root.fetch(Product, "pump"), attach(root, "pump.png", picture()))
    quote, plain, pictured = drafted(root), made(root), made(root, "Pictured", with_pictures=True)
    assert [line.picture for line in sheet_of(root, quote, plain).lines] == [b""]
    assert [line.picture[:2] for line in sheet_of(root, quote, pictured).lines] == [b"\xff\xd8"]


def test_only_an_administrator_changes_a_template(office: Office, root: Desk, ann: Desk) -> None:
    template = made(root)
    office.sync(root.replica, ann.replica)
    with pytest.raises(RefusedError, match="may not change Paper templates"):
        records.edit(ann, ann.fetch(PaperTemplate, template.id), title="Mine")
    with pytest.raises(RefusedError, match="Only an administrator changes the files of paper templates"):
        records.create(ann, File(id="f", name="f.png", sha256="0" * 64, paper_template=template.id, owner="ann"))
    assert ann.replica.find(Refusal) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"accent": "green"}, "“green” is no colour"),
        ({"shade": "#12345"}, "is no colour"),
        ({"title": "x" * 61}, "at most 60"),
        ({"footer": "two\nlines"}, "one line"),
    ],
)
def test_what_cannot_be_printed_is_refused(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence) as refused:
        check_values(entity_of(PaperTemplate), {"name": "House", **values}, values, "administrator")
    assert refused.value.field in values


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, None),
        ({"accent": "#1F6F54", "shade": "#EEF5F1"}, None),
        ({"accent": "#FFD000"}, "accent"),
        ({"shade": "#203040"}, "shade"),
        ({"accent": "#707070", "shade": "#C0C0C0"}, "shade"),
        ({"accent": "#767676"}, "accent"),
    ],
)
def test_colours_that_are_hard_to_read_are_named(values: dict[str, str], field: str | None) -> None:
    found = hard_to_read(PaperTemplate(id="t", name="T", **values))
    assert (found.field if found else None) == field
