"""Sending a quote by mail: worded for the customer, opened in a mail program or handed to the laptop's queue, noted when it went."""

from collections.abc import Sequence
from datetime import date

import msgspec

from crm_desktop.actions.activities import LONGEST_SUBJECT, about
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.files import Attachment, file_entries
from crm_desktop.actions.quotes import contact_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.attached import PDF
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import Account, Activity, Quote
from crm_desktop.core.entities.activities import MAIL
from crm_desktop.core.entities.quote_life import ISSUED, SENT, is_issued, paper_number
from crm_desktop.core.errors import RefusedError, UserError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, micros, moment_of, raw_of
from crm_desktop.documents.covering import Covered, covering
from crm_desktop.documents.mail import Mail, addresses, is_address, message, one_line
from crm_desktop.replica.post import Letter

NOT_ISSUED = QT_TRANSLATE_NOOP("core", "A draft is not sent to a customer. Issue the quote first.")
NOBODY = QT_TRANSLATE_NOOP("core", "Type the mail address of the customer.")
NO_ADDRESS = QT_TRANSLATE_NOOP(
    "core", "“{word}” is no mail address. Write it as name@company.com, several with commas between them."
)
NO_SUBJECT = QT_TRANSLATE_NOOP("core", "Write a subject: a mail without one looks like one that nobody asked for.")
NO_SENDER = QT_TRANSLATE_NOOP(
    "core", "No mail address of yours is known, so nobody could answer. Ask an administrator to add it to your record."
)
TOO_MANY = QT_TRANSLATE_NOOP("core", "A mail goes to {most} addresses at most.")
MOST_ADDRESSES = 20


class Writing(msgspec.Struct, frozen=True):
    """A mail as it is written. to: addresses parted by commas."""

    to: str = ""
    subject: str = ""
    text: str = ""


def first_words(desk: Desk, quote: Quote) -> Writing:
    """Word the mail of a quote in the customer's language; addressed to its contact, else to its account."""
    contact = contact_of(desk, quote)
    account = desk.replica.get(Account, quote.account) if quote.account else None
    known = (*(contact.emails if contact else ()), *(account.emails if account else ()))
    to = next((item.value.strip() for item in known if is_address(item.value.strip())), "")
    revision = quote.revision or 1
    subject, text = covering(
        Covered(
            language="zh_CN" if quote.language == "zh_CN" else "bilingual" if quote.language == "bilingual" else "en",
            number=paper_number(quote.number, revision),
            about=quote.subject,
            replaces=paper_number(quote.number, revision - 1) if revision > 1 else "",
            total=quote.total,
            currency=quote.currency,
            valid_until=quote.valid_until,
            person=contact.name if contact else "",
            signed=_signed(desk, quote),
        )
    )
    return Writing(to, subject, text)


def checked(quote: Quote, writing: Writing) -> list[str]:
    """Give the addresses of a mail; raises RefusedError with the field to mend where it cannot go like this."""
    if not is_issued(raw_of(quote)):
        raise RefusedError(NOT_ISSUED)
    right, wrong = addresses(writing.to)
    if wrong:
        raise RefusedError(NO_ADDRESS, "to", word=wrong[0])
    if not right:
        raise RefusedError(NOBODY, "to")
    if len(right) > MOST_ADDRESSES:
        raise RefusedError(TOO_MANY, "to", most=MOST_ADDRESSES)
    if not one_line(writing.subject):
        raise RefusedError(NO_SUBJECT, "subject")
    return right


def as_file(desk: Desk, quote: Quote, writing: Writing, file_name: str) -> bytes:
    """Make a file that a mail program opens as a mail to be sent; raises UserError as `checked` and the paper do."""
    # The library of papers takes 0.3 s to load, so it waits for the first paper.
    from crm_desktop.actions.papers import paper_of

    to = checked(quote, writing)
    return message(
        Mail(
            to=tuple(to), subject=writing.subject, text=writing.text, file_name=file_name, pdf=paper_of(desk, quote),
            key=desk.new_id(), at=desk.now(), sender=sender(desk), sender_name=desk.user.name, is_draft=True,
        )
    )  # fmt: skip


def put_in_post(desk: Desk, quote: Quote, writing: Writing, file_name: str) -> Letter:
    """Put a mail with the paper among those that wait to go, in the encrypted file; raises UserError as `as_file` does."""
    # Loads the library of papers.
    from crm_desktop.actions.papers import paper_of

    to = checked(quote, writing)
    if not sender(desk):
        raise RefusedError(NO_SENDER)
    content = paper_of(desk, quote)
    letter = Letter(
        id=desk.new_id(), quote=quote.id, to=tuple(to), subject=one_line(writing.subject), text=writing.text,
        file_name=file_name, sha256=desk.replica.files.keep(content), size=len(content), made=micros(desk.now()),
    )  # fmt: skip
    desk.replica.post.put(letter)
    return letter


def sender(desk: Desk) -> str:
    """Name the address from which mails go: the person's, else the name by which she signs in at the mail server."""
    server = desk.replica.post.server
    known = (desk.user.email.strip(), server.user if server else "")
    return next((one for one in known if is_address(one)), "")


def content_of(desk: Desk, letter: Letter) -> bytes:
    """Write a waiting mail down for a server, always alike."""
    return message(
        Mail(
            to=letter.to, subject=letter.subject, text=letter.text, file_name=letter.file_name, key=letter.id,
            pdf=desk.replica.files.read(letter.sha256) or b"", at=moment_of(letter.made), sender=sender(desk),
            sender_name=desk.user.name,
        )
    )  # fmt: skip


def note_sent(desk: Desk, quote: Quote, writing: Writing, file_name: str) -> Done:
    """Note on the timeline that a mail went from the person's own mail program, and that the quote is sent."""
    # Loads the library of papers.
    from crm_desktop.actions.papers import paper_of

    content = paper_of(desk, quote)
    attached = Attachment(file_name, PDF, desk.replica.files.keep(content), len(content))
    return _noted(desk, quote, desk.new_id(), addresses(writing.to)[0], writing.subject, writing.text, attached)


def note_gone(desk: Desk, letter: Letter) -> Done:
    """Note that a waiting mail went, once, and let go of it; it is nothing that undo takes back.

    Raises UserError where nothing can be noted; the mail is gone all the same.
    """
    try:
        if desk.replica.get(Activity, letter.id) is not None:
            return Done({})
        quote = desk.replica.get(Quote, letter.quote)
        attached = Attachment(letter.file_name, PDF, letter.sha256, letter.size)
        done = _noted(desk, quote, letter.id, letter.to, letter.subject, letter.text, attached)
        desk.replica.pass_over(done.change)
        return done
    finally:
        desk.replica.post.drop(letter.id)


def _noted(
    desk: Desk, quote: Quote | None, id_: str, to: Sequence[str], subject: str, text: str, attached: Attachment
) -> Done:
    today: date = desk.today()
    activity = msgspec.structs.replace(
        about(desk, quote), id=id_, kind=MAIL, subject=one_line(subject)[:LONGEST_SUBJECT],
        text=f"→ {', '.join(to)}\n\n{text}", due_day=today, is_done=True, done_at=desk.now(),
    )  # fmt: skip
    entries = [create_entry(entity_of(activity).key, activity.id, raw_of(activity))]
    entries += file_entries(desk, activity, [attached])
    state = edit_entry_of(quote, state=SENT) if quote is not None and quote.state == ISSUED else None
    if state is None:
        return desk.save(*entries)
    try:
        return desk.save(*entries, state)
    except UserError:  # whose quote it is now may have changed; that it went is true all the same
        return desk.save(*entries)


def _signed(desk: Desk, quote: Quote) -> tuple[str, ...]:
    user, company = desk.user, desk.organisation
    name = (company.name_zh if quote.language == "zh_CN" else "") or company.name
    place = ", ".join(part for part in (user.job_title, name) if part)
    return tuple(line for line in (user.name, place, user.phone, user.email) if line)
