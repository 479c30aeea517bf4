"""Paper templates as an administrator keeps them: begun, given a logo and an appendix, and looked at with a sample."""

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.records import create, edit_entry_of
from crm_desktop.core.attached import HEAD, MEGABYTE, PDF, PRINTED, check_file
from crm_desktop.core.changes import Entry, create_entry, delete_entry
from crm_desktop.core.colours import READABLE, contrast, is_colour
from crm_desktop.core.entities import File, PaperTemplate
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, raw_of

LARGEST = {"logo": 1 * MEGABYTE, "appendix": 4 * MEGABYTE}
"""The most bytes of each: every laptop fetches them ahead."""
PAPER, INK = "#FFFFFF", "#1B2430"
USUAL_SHADE = "#F3F5F7"

NO_LOGO = QT_TRANSLATE_NOOP(
    "core", "{name} is no PNG or JPEG picture, whatever its name says. Choose one of these, or an SVG."
)
NO_APPENDIX = QT_TRANSLATE_NOOP("core", "{name} is no PDF, whatever its name says. Save it as a PDF, and choose that.")
TOO_LARGE = QT_TRANSLATE_NOOP(
    "core", "{name} has {size} MB, and here a file may have {most} MB: every laptop keeps it. Choose a smaller copy."
)
PALE_TITLES = QT_TRANSLATE_NOOP(
    "core", "Titles in this colour are hard to read on white: {ratio} to 1, where 4.5 is needed. Choose a darker one."
)
PALE_TOTAL = QT_TRANSLATE_NOOP(
    "core", "The total is hard to read in these two colours: {ratio} to 1, where 4.5 is needed. Choose a paler ground."
)
DARK_SHADE = QT_TRANSLATE_NOOP(
    "core", "Headings are hard to read on this colour: {ratio} to 1, where 4.5 is needed. Choose a paler one."
)


def begin_template(desk: Desk, name: str) -> tuple[PaperTemplate, Done]:
    """Make a template that lays nothing down yet."""
    template = PaperTemplate(id=desk.new_id(), name=name)
    return template, create(desk, template)


def put_file(desk: Desk, template: PaperTemplate, field: str, name: str, content: bytes) -> Done:
    """Give a template its logo or its appendix in place of the one it has. field: "logo" or "appendix".

    Raises RefusedError with what to do where kind or size will not do; nothing is kept then.
    """
    kind = check_file(name, content[:HEAD], len(content))
    wanted, sentence = {"logo": (PRINTED, NO_LOGO), "appendix": ((PDF,), NO_APPENDIX)}[field]
    if kind not in wanted:
        raise RefusedError(sentence, field, name=name)
    if len(content) > LARGEST[field]:
        size = f"{len(content) / MEGABYTE:.1f}"
        raise RefusedError(TOO_LARGE, field, name=name, size=size, most=LARGEST[field] // MEGABYTE)
    file = File(
        id=desk.new_id(), name=name, sha256=desk.replica.files.keep(content), media_type=kind, size=len(content),
        paper_template=template.id, owner=desk.user.id,
    )  # fmt: skip
    made = create_entry(entity_of(file).key, file.id, raw_of(file))
    return desk.save(made, *_named_instead(desk, template, field, file.id))


def take_file(desk: Desk, template: PaperTemplate, field: str) -> Done:
    """Take the logo or the appendix off a template."""
    return desk.save(*_named_instead(desk, template, field, ""))


def _named_instead(desk: Desk, template: PaperTemplate, field: str, id_: str) -> list[Entry]:
    """Let a template name another file, and remove the record of the one before."""
    before = desk.replica.get(File, getattr(template, field)) if getattr(template, field) else None
    gone = delete_entry(entity_of(before).key, before.id, raw_of(before)) if before else None
    return [one for one in (edit_entry_of(template, **{field: id_}), gone) if one]


def hard_to_read(template: PaperTemplate) -> RefusedError | None:
    """Find what cannot be read well in the colours of a template: said, never forbidden. None where all can."""
    accent, shade = (one if is_colour(one) else "" for one in (template.accent, template.shade))
    ground = shade or USUAL_SHADE
    asked = (
        (PALE_TITLES, "accent", accent, PAPER),
        (DARK_SHADE, "shade", INK if shade else "", ground),
        (PALE_TOTAL, "shade" if shade else "accent", accent, ground),
    )
    for sentence, field, text, behind in asked:
        if text and contrast(text, behind) < READABLE:
            return RefusedError(sentence, field, ratio=f"{contrast(text, behind):.1f}")
    return None
