"""What waits is written down in the words of whoever reads it."""

import csv
from datetime import date

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.leftovers import HEADINGS, waiting_as_table
from crm_desktop.actions.listing import Words
from crm_desktop.core.entities import Account, Activity
from tests.replicas import Office


def test_headings_labels_and_choices_are_in_the_language_of_the_reader_and_names_as_they_are(office: Office) -> None:
    office.sync(*office.laptops)
    desk = desk_of(office.laptops[0], office.clock)
    call = Activity(
        id=desk.new_id(),
        owner=desk.user.id,
        kind="call",
        subject="Ring",
        account="north1",
        is_done=True,
        due_day=date(2026, 11, 20),
    )
    records.create(desk, call)
    table = list(csv.reader(waiting_as_table(desk, Words(text=lambda text: f"<{text}>")).splitlines()))
    assert table[0] == [f"<{one}>" for one in HEADINGS]
    told = {row[4]: row[6] for row in table[1:] if row[2] == "Ring"}
    assert {row[1] for row in table[1:] if row[2] == "Ring"} == {"<Activity>"}
    assert {row[3] for row in table[1:] if row[2] == "Ring"} == {"<added>"}
    account = desk.replica.get(Account, "north1")
    assert account is not None
    assert told["<Account>"] == account.name
    assert {label: told[label] for label in ("<Kind>", "<Done>", "<Due>")} == {
        "<Kind>": "<Call>", "<Done>": "<yes>", "<Due>": "2026-11-20",
    }  # fmt: skip
