"""A pack of unlike tables imports with a mapping alone: GB18030, semicolons, a workbook, German dates and numbers."""

import gzip
from datetime import date

import openpyxl
import pytest

CUSTOMERS = """Kundennr;公司名称;联系人;Telefon 1;Telefon 2;Umsatz;Kunde seit;Gebiet;Schlagworte;gesperrt;I;II
K-01;上海泵业有限公司;欧阳 小明;021-5555 0101;138 0013 8000;1.234.567,80;05.03.2019;华东;泵|重点;nein;100.000,00;120.000,50
K-02;Müller Söhne GmbH;Dr. Anna Maria Müller;030 555 0102;030 555 0102;"-";1.7.2020;Nord;;ja;50.000,00;
K-03;北京阀门厂;王伟;;;12,5;;华东;阀门;nein;;
"""
VISITS = """Nr|Wer|Bei|Wann|Erledigt|Worum
1|li|K-01|02.02.2021|ja|Pumpe ansehen
2|li|K-02|03.02.2021||Angebot
"""
MAPPING = """
pack = "dritte"
happened = 2018-01-01
[formats]
day = ["%d.%m.%Y"]
decimal = ","
thousands = "."
yes = ["ja"]
no = ["nein"]

[maps.sprache]
"华东" = "East"
"Nord" = "North"

[tables.kunden]
file = "kunden.csv"
[tables.kunden.columns]
gebiet = { value = "{Gebiet}", map = "sprache", strict = true }
umsatz = { value = "{Umsatz}", map = { "-" = "" } }

[tables.gebiete]
from = "kunden"
distinct = ["gebiet"]

[tables.preise]
file = "preise.xlsx"
sheet = "Preise"
header = 3
[tables.preise.next]
bis = { of = ["Artikel"], by = { day = "{ab}" }, take = { day = "{ab}", shift = -1 } }

[tables.besuche]
file = "besuche.csv.gz"
delimiter = "|"
joins = [{ table = "kunden", by = { Kundennr = "{Bei}" } }]

[[records]]
entity = "currency"
id = "EUR"
fields = { name = "EUR" }

[[records]]
entity = "user"
key = ["li"]
fields = { name = "李伟", login = "li", role = "rep" }

[[records]]
entity = "territory"
from = "gebiete"
key = ["{gebiet}"]
fields = { name = "{gebiet}", kind = "region" }

[[records]]
entity = "account"
from = "kunden"
key = ["{Kundennr}"]
happened = "{Kunde seit}"
[records.fields]
name = "{公司名称}"
kind = { if = { gesperrt = "ja" }, then = "former", else = "customer" }
phones = { items = [{ label = "Büro", value = "{Telefon 1}" }, { label = "Mobil", value = "{Telefon 2}" }] }
revenue = "{umsatz}"
currency = "EUR"
territory = { link = "territory", by = ["{gebiet}"] }
tags = { list = "{Schlagworte}", at = "|" }

[[records]]
entity = "contact"
from = "kunden"
key = ["{Kundennr}"]
[records.fields]
given_name = { name = "{联系人}", part = "given" }
family_name = { name = "{联系人}", part = "family" }
account = { link = "account", by = ["{Kundennr}"] }

[[records]]
entity = "quota"
from = "kunden"
where = { I = true }
key = ["{Kundennr}", "I"]
fields = { period = "2021-Q1", first_day = 2021-01-01, last_day = 2021-03-31, amount = "{I}", currency = "EUR" }

[[records]]
entity = "quota"
from = "kunden"
where = { II = true }
key = ["{Kundennr}", "II"]
fields = { period = "2021-Q2", first_day = 2021-04-01, last_day = 2021-06-30, amount = "{II}", currency = "EUR" }

[[records]]
entity = "product"
from = "preise"
versions = "{ab}"
key = ["{Artikel}"]
fields = { name = "{Bezeichnung}", sku = "{Artikel}", is_inactive = "{Auslauf}" }

[[records]]
entity = "price_book"
key = ["liste"]
fields = { name = "Preisliste", currency = "EUR" }

[[records]]
entity = "price"
from = "preise"
key = ["{Artikel}", "{ab}"]
[records.fields]
price_book = { link = "price_book", by = ["liste"] }
product = { link = "product", by = ["{Artikel}"] }
unit_price = "{Preis}"
first_day = "{ab}"
last_day = "{bis}"

[[records]]
entity = "activity"
from = "besuche"
key = ["{Nr}"]
[records.fields]
kind = "visit"
subject = { join = ["{Worum}", "{公司名称}"], with = ": " }
account = { link = "account", by = ["{Bei}"] }
owner = { link = "user", by = ["{Wer}"] }
due_day = "{Wann}"
[[records.events]]
where = { Erledigt = "ja" }
happened = { day = "{Wann}", shift = 1 }
fields = { is_done = true, done_at = { happened = true } }
"""


@pytest.fixture
def third(pack, bring, store):
    folder = pack(MAPPING, kunden=CUSTOMERS.encode("gb18030"))
    (folder / "besuche.csv.gz").write_bytes(gzip.compress(VISITS.encode("utf-8-sig")))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Preise"
    for row in (
        ["Preisliste"],
        [],
        ["Artikel", "Bezeichnung", "Preis", "ab", "Auslauf"],
        ["P1", "Pumpe neu", "1.300,25", date(2021, 1, 1), True],
        ["P1", "Pumpe", 1234.5678, date(2020, 1, 1), False],
        [77, "Dichtung", 3, "15.06.2020", "nein"],
    ):
        sheet.append(row)
    book.save(folder / "preise.xlsx")
    return folder, bring(folder), store


def test_every_row_of_the_third_pack_goes_in(third):
    _, imported, _ = third
    assert [problem.reason for problem in imported.problems] == []
    assert {key: count.new for key, count in imported.counts.items()} == {
        "currency": 1, "user": 1, "territory": 2, "account": 3, "contact": 3, "quota": 3, "product": 2, "price_book": 1,
        "price": 3, "activity": 2,
    }  # fmt: skip


def test_a_second_run_of_the_third_pack_changes_nothing(third, bring):
    folder, _, _ = third
    assert bring(folder).changes == ()


def test_german_figures_and_chinese_words_are_read(third):
    _, _, store = third
    account, raw = store.one("account", name="上海泵业有限公司")
    assert (raw["revenue"], raw["tags"]) == (123_456_780, ["泵", "重点"])
    assert [(label, value) for _, label, value in raw["phones"]] == [
        ("Büro", "021-5555 0101"),
        ("Mobil", "138 0013 8000"),
    ]
    assert store.days("account", account) == ["2019-03-05"]
    assert sorted(raw["amount"] for raw in store.all("quota").values()) == [5_000_000, 10_000_000, 12_000_050]


def test_one_phone_in_two_columns_is_one_phone(third):
    _, raw = third[2].one("account", name="Müller Söhne GmbH")
    assert [(label, value) for _, label, value in raw["phones"]] == [("Büro", "030 555 0102")]
    assert (raw["kind"], raw.get("revenue")) == ("former", None)


def test_names_are_split_in_the_order_of_their_script(third):
    names = {(raw["family_name"], raw["given_name"]) for raw in third[2].all("contact").values()}
    assert names == {("欧阳", "小明"), ("Müller", "Dr. Anna Maria"), ("王", "伟")}


def test_rows_of_one_key_are_versions_whose_price_ends_before_the_next(third):
    _, _, store = third
    product, raw = store.one("product", sku="P1")
    assert (raw["name"], raw["is_inactive"]) == ("Pumpe neu", True)
    assert store.days("product", product) == ["2020-01-01", "2021-01-01"]
    prices = sorted((raw["first_day"], raw.get("last_day"), raw["unit_price"]) for raw in store.all("price").values())
    assert prices == [
        ("2020-01-01", "2020-12-31", 1_234_567_800),
        ("2020-06-15", None, 3_000_000),
        ("2021-01-01", None, 1_300_250_000),
    ]


def test_what_was_done_later_is_a_later_moment(third):
    _, _, store = third
    visit, raw = store.one("activity", is_done=True)
    assert raw["subject"] == "Pumpe ansehen: 上海泵业有限公司"
    assert store.days("activity", visit) == ["2019-03-05", "2021-02-03"]  # never before its account
