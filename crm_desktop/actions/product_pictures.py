"""The picture of a product: hung on it, shown, and taken away."""

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.actions.files import Attachment
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.attached import MEGABYTE, PDF
from crm_desktop.core.changes import create_entry
from crm_desktop.core.entities import File, Product
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, entity_of, raw_of

LARGEST_PICTURE = 2 * MEGABYTE  # every laptop fetches it
NO_PICTURE = QT_TRANSLATE_NOOP("core", "{name} is no picture. Choose a JPEG, PNG, GIF or WebP file.")
TOO_LARGE = QT_TRANSLATE_NOOP(
    "core", "{name} is larger than {most} MB, and every laptop fetches it. Choose a smaller copy."
)


def show(desk: Desk, product: Product, attached: Attachment) -> Done:
    """Make what was attached the picture of a product, in place of another.

    Raises RefusedError for what is no picture or too large, and to those who may not change products.
    """
    if attached.media_type == PDF:
        raise RefusedError(NO_PICTURE, "picture", name=attached.name)
    if attached.size > LARGEST_PICTURE:
        raise RefusedError(TOO_LARGE, "picture", name=attached.name, most=LARGEST_PICTURE // MEGABYTE)
    file = File(
        id=desk.new_id(), name=attached.name, sha256=attached.sha256, media_type=attached.media_type,
        size=attached.size, product=product.id, owner=desk.user.id,
    )  # fmt: skip
    named = edit_entry_of(product, picture=file.id)
    made = create_entry(entity_of(file).key, file.id, raw_of(file))
    return desk.save(made, *([named] if named else []))


def take_away(desk: Desk, product: Product) -> Done:
    """Leave a product without a picture; its file stays, for who takes that back."""
    named = edit_entry_of(product, picture="")
    return desk.save(named) if named else Done({})


def picture_of(desk: Desk, product: Product) -> File | None:
    """Find the file with the picture of a product; None where it has none."""
    return desk.replica.get(File, product.picture) if product.picture else None
