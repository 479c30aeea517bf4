"""A product is named in the language of the reader, and at home where it has no name in that."""

import pytest

from crm_desktop.core.entities import Product
from crm_desktop.core.entities.catalogue import product_sound
from crm_desktop.core.product_texts import description_in, name_in
from crm_desktop.core.schema import Item

PUMP = Product(
    id="p", name="Pump", name_zh="水泵", description="Back pull-out", names=(Item("1", "de", "Pumpe"), Item("2", "pt_BR", "Bomba")),
    descriptions=(Item("1", "DE", "Prozessbauweise"),),
)  # fmt: skip
NAMES = [
    ("en", "Pump"), ("", "Pump"), ("zh_CN", "水泵"), ("bilingual", "Pump\n水泵"), ("de", "Pumpe"), ("de_AT", "Pumpe"),
    ("pt-br", "Bomba"), ("fr", "Pump"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "wanted"), NAMES)
def test_a_name_is_that_of_the_language_else_the_one_at_home(language: str, wanted: str) -> None:
    assert name_in(PUMP, language) == wanted


def test_a_description_is_that_of_the_language_else_the_one_at_home() -> None:
    assert [description_in(PUMP, one) for one in ("de", "zh_CN", "bilingual")] == [
        "Prozessbauweise", "Back pull-out", "Back pull-out",
    ]  # fmt: skip


def test_all_names_of_a_product_sound() -> None:
    sound = str(product_sound({"name": "Pump", "name_zh": "水泵", "names": [["1", "zh_TW", "幫浦"]]})["sound"])
    assert {"shuibengbangpu", "sbbp"} <= set(sound.split())
