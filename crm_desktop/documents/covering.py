"""What a mail with a quote says, in the customer's language: subject and text, to be changed before it goes."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from crm_desktop.documents.phrases import written_amount, written_day
from crm_desktop.documents.sheet import Language


class Covered(Struct, frozen=True, kw_only=True):
    """What is sent and by whom. number: as on the paper; replaces: number of the revision before it, "" for none.

    person: whom the mail is for, "" where nobody is named; signed: lines under the greeting, the sender's name first.
    """

    language: Language
    number: str
    about: str = ""
    replaces: str = ""
    total: Decimal | None = None
    currency: str = ""
    valid_until: date | None = None
    person: str = ""
    signed: tuple[str, ...] = ()


def covering(covered: Covered) -> tuple[str, str]:
    """Word a mail and give its subject and its text; for a reader of both languages English stands first."""
    if covered.language == "zh_CN":
        return _chinese_subject(covered), _signed(_chinese(covered), covered)
    if covered.language == "en":
        return _english_subject(covered), _signed(_english(covered), covered)
    subject = f"Quotation 报价单 {covered.number}{_about(covered, ': ')}"
    return subject, _signed(f"{_english(covered)}\n\n{_chinese(covered)}", covered)


def _english(covered: Covered) -> str:
    said = [f"please find our quotation {covered.number} attached"]
    if covered.total is not None:
        said.append(f"{covered.currency} {written_amount(covered.total)} in total")
    if covered.valid_until:
        said.append(f"valid until {written_day(covered.valid_until, 'en')}")
    replaces = f" It replaces {covered.replaces}." if covered.replaces else ""
    return "\n\n".join((
        f"Dear {covered.person or 'Sir or Madam'},",
        f"thank you for your inquiry; {', '.join(said)}.{replaces}",
        "If anything is missing or should be different, simply reply to this mail.",
        "Kind regards",
    ))  # fmt: skip


def _chinese(covered: Covered) -> str:
    said = [f"随信附上我司报价单 {covered.number}"]
    if covered.total is not None:
        said.append(f"总额 {covered.currency} {written_amount(covered.total)}")
    if covered.valid_until:
        said.append(f"有效期至 {written_day(covered.valid_until, 'zh_CN')}")
    replaces = f"本报价替代 {covered.replaces}。" if covered.replaces else ""
    return "\n\n".join((
        f"{covered.person or '尊敬的客户'}，您好！",
        f"感谢您的关注。{'，'.join(said)}，请查收。{replaces}",
        "如有疑问或需要调整，请直接回复本邮件。",
        "顺祝商祺",
    ))  # fmt: skip


def _english_subject(covered: Covered) -> str:
    return f"Quotation {covered.number}{_about(covered, ': ')}"


def _chinese_subject(covered: Covered) -> str:
    return f"报价单 {covered.number}{_about(covered, '：')}"


def _about(covered: Covered, colon: str) -> str:
    return f"{colon}{covered.about}" if covered.about else ""


def _signed(text: str, covered: Covered) -> str:
    return "\n".join((text, "", *covered.signed)) if covered.signed else text
