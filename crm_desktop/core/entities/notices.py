"""What a person has to look at, and the files that hang on records: conflicts, refusals, files."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from crm_desktop.core import schema as field
from crm_desktop.core.attached import LARGEST
from crm_desktop.core.entities.people import ADMINISTRATOR
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Choice, Raw, Record, entity

ANSWERS = (
    Choice("mine", QT_TRANSLATE_NOOP("core", "Kept the standing value"), "grey"),
    Choice("theirs", QT_TRANSLATE_NOOP("core", "Took the other value"), "blue"),
    Choice("other", QT_TRANSLATE_NOOP("core", "Entered another value"), "violet"),
)
CLASH = QT_TRANSLATE_NOOP("core", "Conflict")
REFUSAL = QT_TRANSLATE_NOOP("core", "Refusal")
FILE = QT_TRANSLATE_NOOP("core", "File")
NOT_ON_TEMPLATES = QT_TRANSLATE_NOOP("core", "Only an administrator changes the files of paper templates. Ask one.")
NOT_ON_PRODUCTS = QT_TRANSLATE_NOOP("core", "Only an administrator hangs pictures on products. Ask one.")


@entity("conflict", QT_TRANSLATE_NOOP("core", "Conflict"), QT_TRANSLATE_NOOP("core", "Conflicts"), history_days=400, icon="triangle-alert", title=("on_field",), follows=("record", "account", "territory", "waiting_author"), internal=True)
class Conflict(Record, frozen=True, kw_only=True):
    """Two people changed one field to different values; the standing value stays until somebody answers.

    It lies where its record lies; account, territory: where that was when it began, for the case that it is nowhere.
    base, standing, waiting: the raw values as JSON text.
    """

    entity: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Kind of record"), section=CLASH, column=1)] = ""
    record: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Record"), section=CLASH, index=True, target_in="entity")] = ""
    on_field: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Field"), section=CLASH, column=2)] = ""
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account")] = ""
    territory: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Territory"), "territory")] = ""
    base: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Before"), section=CLASH)] = ""
    standing: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Standing value"), section=CLASH, column=3)] = ""
    standing_author: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Standing value by"), "user", section=CLASH)] = ""
    standing_at: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "Standing since"), section=CLASH)] = None
    waiting: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Waiting value"), section=CLASH, column=4)] = ""
    waiting_author: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Waiting value by"), "user", section=CLASH)] = ""
    waiting_at: Annotated[datetime | None, field.moment(QT_TRANSLATE_NOOP("core", "Waiting since"), section=CLASH)] = None
    answer: Annotated[str, field.choice(QT_TRANSLATE_NOOP("core", "Answer"), ANSWERS, section=CLASH, column=5)] = ""
    answered_by: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Answered by"), "user", section=CLASH)] = ""
    note: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Note"), section=CLASH)] = ""


@entity("refusal", QT_TRANSLATE_NOOP("core", "Refusal"), QT_TRANSLATE_NOOP("core", "Refusals"), history_days=400, icon="triangle-alert", title=("reason",), follows=("author",), internal=True)
class Refusal(Record, frozen=True, kw_only=True):
    """A change the server did not take, with the reason and everything that was typed.

    values and kept are JSON text: what fills the sentence, and the refused change.
    """

    author: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Author"), "user", required=True, section=REFUSAL)] = ""
    change: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Change"), section=REFUSAL, index=True)] = ""
    entity: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Kind of record"), section=REFUSAL, column=1)] = ""
    record: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Record"), section=REFUSAL)] = ""
    on_field: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Field"), section=REFUSAL, column=2)] = ""
    reason: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Reason"), required=True, section=REFUSAL, column=3)] = ""
    values: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "Values"), section=REFUSAL)] = ""
    kept: Annotated[str, field.long_text(QT_TRANSLATE_NOOP("core", "What was typed"), section=REFUSAL)] = ""
    waits_for: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Waits for"), "refusal", section=REFUSAL)] = ""
    answer: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Answer"), section=REFUSAL)] = ""


def for_everybody_by_administrators(raw: Mapping[str, Raw], role: str) -> None:
    """Refuse what would reach everybody by a product or a template to those who may not change these."""
    if role == ADMINISTRATOR:
        return
    if raw.get("product"):
        raise RefusedError(NOT_ON_PRODUCTS, "product")
    if raw.get("paper_template"):
        raise RefusedError(NOT_ON_TEMPLATES, "paper_template")


@entity("file", QT_TRANSLATE_NOOP("core", "File"), QT_TRANSLATE_NOOP("core", "Files"), history_days=400, icon="file-check", follows=("account", "quote", "activity", "order", "paper_template", "product", "owner"), rules=(for_everybody_by_administrators,), internal=True)
class File(Record, frozen=True, kw_only=True):
    """A file that hangs on a record; its bytes travel apart, known by their SHA-256."""

    name: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Name"), required=True, section=FILE, column=1)] = ""
    sha256: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "SHA-256"), required=True, section=FILE, index=True)] = ""
    media_type: Annotated[str, field.text(QT_TRANSLATE_NOOP("core", "Type"), section=FILE, column=2)] = ""
    size: Annotated[int | None, field.whole(QT_TRANSLATE_NOOP("core", "Bytes"), section=FILE, column=3, low=Decimal(0), high=Decimal(LARGEST))] = None
    account: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Account"), "account", section=FILE)] = ""
    quote: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Quote"), "quote", section=FILE)] = ""
    activity: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Activity"), "activity", section=FILE)] = ""
    paper_template: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Paper template"), "paper_template", section=FILE)] = ""
    order: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Order"), "order", section=FILE)] = ""
    product: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Product"), "product", section=FILE)] = ""
    owner: Annotated[str, field.link(QT_TRANSLATE_NOOP("core", "Owner"), "user", section=FILE)] = ""
