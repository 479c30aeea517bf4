"""How alike two accounts or contacts are, and why: tables of cases, and the names of real companies."""

import csv
from pathlib import Path

import pytest

from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.likeness import (
    CERTAIN,
    LIKELY,
    NEARLY_SAME,
    OTHER_ORDER,
    PART_OF_NAME,
    SAME_ACCOUNT,
    SAME_BUT_FORM,
    SAME_CITY,
    SAME_HOST,
    SAME_MAIL,
    SAME_NAME,
    SAME_PHONE,
    SAME_TAX,
    SOUNDS_SAME,
    Alike,
    bare_name,
    likeness,
    traits_of,
)
from crm_desktop.core.schema import Item

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

BARE = [
    ("Lake & Sons Co., Ltd.", "lake sons"), ("The Lake and Sons", "lake sons"), ("ACME S.A.R.L.", "acme"), ("Acme GmbH & Co. KG", "acme"),
    ("Zürich Pumpen AG", "zurich pumpen"), ("Co", "co"), ("上海泵业有限公司", "上海泵业"), ("上海泵业股份有限公司", "上海泵业"), ("上海泵业（集团）有限责任公司", "上海泵业集团"),
    ("公司", "公司"), ("ＡＣＭＥ　Ltd", "acme"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "bare"), BARE)
def test_a_name_is_compared_without_its_legal_form(name: str, bare: str) -> None:
    assert bare_name(name) == bare


def items(*values: str) -> tuple[Item, ...]:
    return tuple(Item(str(place), "work", value) for place, value in enumerate(values))


def company(name: str = "", phone: str = "", mail: str = "", **values: str) -> Account:
    return Account(id=name or "1", name=name, phones=items(phone), emails=items(mail), **values)


def person(name: str, family: str = "", phone: str = "", mail: str = "", account: str = "") -> Contact:
    return Contact(id=name, name=name, family_name=family, phones=items(phone), emails=items(mail), account=account)


ALIKE: list[tuple[Alike, Alike, list[str]]] = [
    (company("Lake"), company("LAKE "), [SAME_NAME]),
    (company("Lake Ltd"), company("Lake Inc."), [SAME_BUT_FORM]),
    (company("上海泵业有限公司"), company("上海泵业"), [SAME_BUT_FORM]),
    (company("上海泵业"), company("Shanghai Bengye Co., Ltd."), [SOUNDS_SAME]),
    (company("上海市泵业"), company("上海泵业"), [NEARLY_SAME]),
    (company("Harbour Pumps"), company("Harbuor Pumps"), [NEARLY_SAME]),
    (company("Harbour Pumps"), company("Harbour Pumps Trading"), [PART_OF_NAME]),
    (company("A", tax_number="91 31-0000"), company("B", tax_number="91310000"), [SAME_TAX]),
    (company("A", "+86 138 1234 5678"), company("B", "138-1234-5678"), [SAME_PHONE]),
    (company("A", mail="Sales@Lake.example"), company("B", mail="sales@lake.example"), [SAME_MAIL]),
    (company("A", mail="a@lake.com.cn"), company("B", website="https://www.lake.com.cn/x"), [SAME_HOST]),
    (company("Lake Ltd", city="Zürich"), company("Lake", city="Zurich"), [SAME_BUT_FORM, SAME_CITY]),
    (person("Mary Smith"), person("Smith Mary"), [OTHER_ORDER]),
    (person("王小明", account="x"), person("王小明", account="x"), [SAME_NAME, SAME_ACCOUNT]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "reasons"), ALIKE)
def test_what_two_records_share_is_told_and_counts(one: Alike, other: Alike, reasons: list[str]) -> None:
    found = likeness(traits_of(one), traits_of(other))
    assert [reason.said for reason in found.reasons] == reasons
    assert LIKELY <= found.score <= 100
    assert found.score == likeness(traits_of(other), traits_of(one)).score


UNLIKE: list[tuple[Alike, Alike]] = [
    (company("Harbour Pumps"), company("Harbour Trading")), (company(""), company("")), (company("A", city="Wuxi"), company("B", city="Wuxi")),
    (company("A", mail="a@qq.com"), company("B", mail="b@qq.com")), (company("A", "021"), company("B", "021")),
    (company("上海泵业"), company("上海水泵")), (person("Mary Smith", account="x"), person("John Miller", account="x")),
    (person("Mary Smith", account="x"), person("Mary Smith", account="y")),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_many_share_makes_nobody_alike(one: Alike, other: Alike) -> None:
    assert likeness(traits_of(one), traits_of(other)).score < LIKELY


def test_reasons_add_up_to_near_certainty() -> None:
    one, other = company("Lake Ltd", "13812345678"), company("Lake", "+86 13812345678")
    assert likeness(traits_of(one), traits_of(other)).score >= CERTAIN


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data, which is not part of the project")
def test_real_chinese_brands_are_hardly_ever_taken_for_each_other() -> None:
    names = (DATA / "zh_company_names" / "short_names_5000.txt").read_text().split()[:1500:3]
    traits = [traits_of(company(name)) for name in names]
    pairs = [(one, other) for place, one in enumerate(traits) for other in traits[:place]]
    taken = [(one.name, other.name) for one, other in pairs if likeness(one, other).score >= LIKELY]
    assert len(taken) * 10_000 <= len(pairs), taken
    for one, name in zip(traits, names, strict=True):
        assert likeness(one, traits_of(company(f"{name}有限公司"))).score >= LIKELY, name


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data, which is not part of the project")
def test_real_dealers_with_one_name_are_found_and_others_are_left_alone() -> None:
    with (DATA / "adventureworks_sfa" / "accounts.csv").open(encoding="utf-8") as file:
        rows = [(row["ResellerName"], row["City"]) for row in csv.DictReader(file)]  # their phones are made up
    traits = [traits_of(company(name, city=city)) for name, city in rows]
    same = {frozenset((i, j)) for i, (one, *_) in enumerate(rows) for j in range(i) if rows[j][0] == one}
    found = {frozenset((i, j)) for i, one in enumerate(traits) for j in range(i) if likeness(one, traits[j]).score >= LIKELY}  # fmt: skip
    assert same <= found
    assert len(found - same) <= 20, [[rows[i] for i in pair] for pair in found - same]
