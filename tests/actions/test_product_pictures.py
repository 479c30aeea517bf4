"""A product has one picture, hung on it by an administrator, which every laptop fetches ahead."""

import pytest

from crm_desktop.actions import files, product_pictures
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.attached import PDF
from crm_desktop.core.entities import File, Product
from crm_desktop.core.errors import RefusedError
from tests.replicas import Office

PIXEL = b"\x89PNG\r\n\x1a\n" + b"dot"


def test_a_picture_reaches_every_laptop_and_is_taken_away_again(office: Office) -> None:
    ann, bob, _, root = office.laptops
    desk = desk_of(root, office.clock)
    product_pictures.show(desk, desk.fetch(Product, "pump"), files.attach(desk, "pump.png", PIXEL))
    office.sync(root, ann, bob)
    office.sync(ann, bob)
    for laptop in (ann, bob):
        file = product_pictures.picture_of(desk_of(laptop, office.clock), office.get(Product, "pump"))
        assert file is not None
        assert laptop.files.read(file.sha256) == PIXEL
    product_pictures.take_away(desk, desk.fetch(Product, "pump"))
    office.sync(root, ann)
    seen = ann.get(Product, "pump")
    assert seen is not None
    assert product_pictures.picture_of(desk_of(ann, office.clock), seen) is None


REFUSED = [
    ("rep", "image/png", 99, "Only an administrator"),
    ("administrator", PDF, 99, "is no picture"),
    ("administrator", "image/png", 3 << 20, "is larger than"),
]


@pytest.mark.parametrize(("role", "kind", "size", "said"), REFUSED)
def test_what_cannot_be_its_picture_is_refused(office: Office, role: str, kind: str, size: int, said: str) -> None:
    desk = desk_of(office.laptops[3 if role == "administrator" else 0], office.clock)
    attached = files.Attachment("x", kind, "0" * 64, size)
    with pytest.raises(RefusedError, match=said):
        product_pictures.show(desk, desk.fetch(Product, "pump"), attached)
    assert desk.replica.find(File) == []
