"""`satchel export` writes the lists that the window shows, filtered and sorted as told."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import create
from crm_desktop.command.commands import FINE, TROUBLE
from crm_desktop.core.entities import Account, Quote
from tests.replicas import PASSWORD, Office, small_office


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    office: Office = small_office(place)
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    create(
        desk,
        Account(id=desk.new_id(), name="Zeta", territory="north", city="上海", owner="ann"),
        Account(
            id=desk.new_id(), name="Alpha", territory="north", city="上海", revenue=Decimal("12.5"), currency="CNY"
        ),
    )
    create(
        desk, Quote(id="over", subject="Over", state="sent", owner="ann", currency="CNY", valid_until=date(2020, 1, 1))
    )
    replica.close()
    office.close()
    (place / "password").write_text(PASSWORD + "\n")
    return place


def asked(folder: Path, *words: str) -> int:
    return main(["--data", str(folder / "laptop"), "export", *words, "--password-file", str(folder / "password")])


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_list_is_written_filtered_sorted_and_with_the_columns_asked_for(folder: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.csv"
    assert (
        asked(folder, "accounts", "--to", str(path), "--where", "city=上海", "--columns", "name,revenue,owner") == FINE
    )
    assert capsys.readouterr().out == f"2 Accounts written to {path}\n"
    assert rows(path) == [
        ["Name", "Annual revenue", "Currency", "Owner"],
        ["Alpha", "12.50", "CNY", ""],
        ["Zeta", "", "", "Ann"],
    ]
    falling = ("accounts", "--to", str(path), "--order", "name-", "--columns", "name", "--where", "city~上")
    assert asked(folder, *falling) == FINE
    assert rows(path) == [["Name"], ["Zeta"], ["Alpha"]]
    assert (
        asked(
            folder, "account", "--to", str(path), "--where", "owner=Ann", "--where", "city=上海", "--where", "revenue="
        )
        == FINE
    )
    assert [row[0] for row in rows(path)] == ["Name", "Zeta"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("people",), "no list “people”. There are: "),
        (("accounts", "--where", "town=x"), "have no field “town”"),
        (("accounts", "--where", "city"), "no condition"),
        (("accounts", "--where", "revenue>=much"), "not a number"),
        (("accounts", "--columns", "sound"), "have no field “sound”"),
    ],
)
def test_a_word_that_means_nothing_is_told_with_what_there_is(folder, tmp_path, capsys, words, said) -> None:
    assert asked(folder, words[0], "--to", str(tmp_path / "a.csv"), *words[1:]) == TROUBLE
    assert said in capsys.readouterr().err
    assert not (tmp_path / "a.csv").exists()


def test_quotes_are_asked_for_by_what_they_are_today(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for condition, found in (("state=expired", [["Over"]]), ("state!=Expired", []), ("state=sent", [])):
        assert asked(folder, "quotes", "--to", str(path), "--columns", "subject", "--where", condition) == FINE
        assert rows(path)[1:] == found
