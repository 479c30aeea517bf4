"""A mail says in the customer's language what is attached, arrives as it was written, and cannot be bent by what is typed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes, policy

import pytest

from crm_desktop.documents.covering import Covered, covering
from crm_desktop.documents.mail import Mail, addresses, is_address, message

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
COVERED = Covered(
    language="en", number="HP-7-R2", about="Pump line", replaces="HP-7", total=Decimal("30714.77"), currency="CNY",
    valid_until=date(2026, 12, 20), person="Min Wang", signed=("Ann", "Harbour Pumps"),
)  # fmt: skip


def mail(**more):
    said = {
        "to": ("min@east.example",),
        "subject": "报价单 HP-7",
        "text": "王敏，您好！\n\n.请查收",
        "pdf": b"%PDF-1\x00\xff",
    }
    return Mail(
        **{**said, "file_name": "HP-7 上海泵业.pdf", "key": "k1", "at": AT, "sender": "ann@harbour.example", **more}
    )


def read(content):
    return message_from_bytes(content, policy=policy.default)


def test_it_is_worded_for_who_reads_it():
    subject, text = covering(COVERED)
    assert subject == "Quotation HP-7-R2: Pump line"
    assert text.splitlines()[:3] == [
        "Dear Min Wang,", "",
        ("thank you for your inquiry; please find our quotation HP-7-R2 attached, CNY 30,714.77 in total, valid until"
        " 20 December 2026. It replaces HP-7."),
    ]  # fmt: skip
    assert text.endswith("Kind regards\n\nAnn\nHarbour Pumps")
    chinese = Covered(language="zh_CN", number="HP-7", total=Decimal(5), currency="CNY", valid_until=date(2026, 12, 20))
    assert covering(chinese) == (
        "报价单 HP-7",
        (
            "尊敬的客户，您好！\n\n感谢您的关注。随信附上我司报价单 HP-7，总额 CNY 5，有效期至 2026年12月20日，请查收。\n\n"
            "如有疑问或需要调整，请直接回复本邮件。\n\n顺祝商祺"
        ),
    )
    subject, text = covering(Covered(language="bilingual", number="HP-7"))
    assert subject == "Quotation 报价单 HP-7"
    assert text.index("Sir or Madam") < text.index("尊敬的客户")


def test_what_was_written_arrives_with_its_paper():
    made = read(message(mail(sender_name="Ann 安")))
    assert (made["Subject"], made["To"], made["From"]) == (
        "报价单 HP-7",
        "min@east.example",
        "Ann 安 <ann@harbour.example>",
    )
    assert made.get_body().get_content().splitlines() == ["王敏，您好！", "", ".请查收"]
    (paper,) = made.iter_attachments()
    assert (paper.get_filename(), paper.get_content_type()) == ("HP-7 上海泵业.pdf", "application/pdf")
    assert paper.get_content() == b"%PDF-1\x00\xff"
    assert made["X-Unsent"] is None
    assert read(message(mail(is_draft=True)))["X-Unsent"] == "1"


def test_the_same_mail_is_the_same_bytes_in_plain_letters_with_crlf():
    content = message(mail())
    assert content == message(mail())
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 998  # RFC 5322


def test_nothing_typed_becomes_a_head_of_its_own():
    made = read(
        message(
            mail(subject="Offer\r\nBcc: all@east.example\x00", text="a\x07b\r\nc", sender_name="x\nBcc: y@z.example")
        )
    )
    assert made["Subject"] == "Offer Bcc: all@east.example"
    assert made["Bcc"] is None
    assert made.get_body().get_content().splitlines() == ["ab", "c"]


def test_addresses_are_read_as_people_type_them():
    typed = "Min Wang <min@east.example>； li@east.example,min@east.example\nbüro@x.de; someone, a@b"
    assert addresses(typed) == (["min@east.example", "li@east.example"], ["büro@x.de", "someone", "a@b"])


@pytest.mark.parametrize(
    "text", ["a@b@c.de", "a b@c.de", "@c.de", "a@.de", "a@c..de", f"{'a' * 250}@c.de", "a@c.de>", ""]
)
def test_what_no_server_takes_is_no_address(text):
    assert not is_address(text)


def test_a_domain_in_other_letters_goes_by_its_plain_name():
    assert is_address("min@泵业.example")
    assert read(message(mail(to=("min@泵业.example",))))["To"] == "min@xn--vhq056e.example"
