"""The server judges again what leaves the house beyond a limit, whatever a laptop let pass."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from crm_desktop.actions import approvals, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.changes import Entry, create_entry
from crm_desktop.core.entities import Approval, Limit, Opportunity, Product, Quote, QuoteLine, Refusal, StandIn
from crm_desktop.core.entities.limits import GRANTED, RETURNED
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import raw_of
from crm_desktop.replica import saving
from tests.replicas import TODAY, Office

BEYOND, UNDER = "below its list price", "leaves less than"


@pytest.fixture
def desks(office: Office) -> tuple[Desk, Desk, Desk]:
    """Give the desks of ann, bob and mia in an office with limits."""
    pump = office.get(Product, "pump")
    office.edit(pump, cost=Decimal(1100), currency="CNY")
    office.add(
        Limit(id="rep", name="Reps", role="rep", highest_discount=Decimal(10), approver_role="manager"),
        Limit(id="all", name="House", lowest_margin=Decimal(5), approver_role="manager"),
    )
    office.sync(*office.laptops)
    ann, bob, mia = (desk_of(office.laptops[place], office.clock) for place in range(3))
    return ann, bob, mia


def offered(desk: Desk, discount: int) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    line, _ = quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    quotes.edit_line(desk, quote, line, discount=Decimal(discount))
    return desk.fetch(Quote, quote.id)


def issue_unasked(desk: Desk, quote: Quote, *more: Entry, patch: pytest.MonkeyPatch) -> None:
    """Save the issue as a laptop would that does not judge."""
    entry = records.edit_entry_of(quote, state="issued", issue_day=desk.today(), number=f"X-{quote.id}", revision=1)
    assert entry is not None
    with patch.context() as lax:
        lax.setattr(saving, "check_admitted", lambda *_told: None)
        desk.save(entry, *more)


def refused(office: Office, desk: Desk) -> list[str]:
    office.sync(desk.replica)
    return [one.reason for one in desk.replica.find(Refusal)]


def asked_and_answered(office: Office, ann: Desk, mia: Desk, discount: int = 18) -> tuple[Quote, Approval]:
    quote = offered(ann, discount)
    approvals.ask(ann, quote, "They buy more.", mia.user)
    office.sync(ann.replica, mia.replica)
    approvals.answer(mia, approvals.waiting_for_me(mia)[0], GRANTED)
    office.sync(mia.replica, ann.replica)
    (approval,) = ann.replica.find(Approval)
    return ann.fetch(Quote, quote.id), approval


def test_what_a_laptop_let_pass_comes_back_into_the_inbox(
    office: Office, desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = desks[0]
    quote = offered(ann, 18)
    issue_unasked(ann, quote, patch=monkeypatch)
    assert [BEYOND in one for one in refused(office, ann)] == [True]
    assert office.get(Quote, quote.id).state == "draft"


def test_the_margin_that_a_rep_cannot_know_is_judged_by_the_server_and_not_told(
    office: Office, desks: tuple[Desk, Desk, Desk]
) -> None:
    ann = desks[0]
    quote = offered(ann, 10)  # 1,250 less 10 %: 1,125 for what costs 1,100
    assert approvals.judged(ann, quote).breaches == ()
    issue = records.edit_entry_of(quote, state="issued", issue_day=ann.today(), number="X-1", revision=1)
    assert issue is not None
    ann.save(issue)
    (said,) = refused(office, ann)
    assert UNDER in said
    assert not any(figure in ann.replica.find(Refusal)[0].values for figure in ("2.2", "1100", "5"))


def test_a_cheaper_line_in_the_very_change_of_the_issue_is_seen(
    office: Office, desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = desks[0]
    quote = offered(ann, 0)
    (line,) = quotes.lines_of(ann, quote)
    cheaper = records.edit_entry_of(line, discount=Decimal(50))
    assert cheaper is not None
    issue_unasked(ann, quote, cheaper, patch=monkeypatch)
    assert [BEYOND in one for one in refused(office, ann)] == [True]


def test_a_quote_created_as_issued_is_judged_too(
    office: Office, desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = desks[0]
    made = Quote(id=ann.new_id(), owner="ann", currency="CNY", account="north1", state="issued", number="X-9")
    line = QuoteLine(
        id=ann.new_id(),
        quote=made.id,
        currency="CNY",
        quantity=Decimal(1),
        unit_price=Decimal(1),
        list_price=Decimal(2),
    )
    with pytest.raises(RefusedError, match=BEYOND):
        records.create(ann, made, line)
    monkeypatch.setattr(saving, "check_admitted", lambda *_told: None)
    records.create(ann, made, line)
    assert [BEYOND in one for one in refused(office, ann)] == [True]


def test_an_approved_quote_is_issued_until_it_is_changed(
    office: Office, desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _, mia = desks
    quote, _ = asked_and_answered(office, ann, mia)
    approvals.check_released(ann, quote)
    approvals.take_back(ann, quote)
    quote = ann.fetch(Quote, quote.id)
    (line,) = quotes.lines_of(ann, quote)
    quotes.edit_line(ann, quote, line, discount=Decimal(19))
    with pytest.raises(RefusedError, match=BEYOND):
        approvals.check_released(ann, ann.fetch(Quote, quote.id))
    issue_unasked(ann, ann.fetch(Quote, quote.id), patch=monkeypatch)
    assert [BEYOND in one for one in refused(office, ann)] == [True]


def test_a_colleagues_line_that_came_meanwhile_voids_the_approval(
    office: Office, desks: tuple[Desk, Desk, Desk]
) -> None:
    ann, _, mia = desks
    quote, _ = asked_and_answered(office, ann, mia)
    office.edit(office.get(QuoteLine, quotes.lines_of(ann, quote)[0].id), quantity=Decimal(2))
    issue = records.edit_entry_of(quote, state="issued", issue_day=ann.today(), number="X-3", revision=1)
    assert issue is not None
    ann.save(issue)
    assert [BEYOND in one for one in refused(office, ann)] == [True]


FORGED: dict[str, Callable[[Approval], Entry | None]] = {
    "another content": lambda one: records.edit_entry_of(one, digest="other"),
    "another quote": lambda one: records.edit_entry_of(one, quote="q2"),
    "another answer": lambda one: records.edit_entry_of(one, answer=RETURNED, note="x", answered_by="ann"),
    "another name": lambda one: records.edit_entry_of(one, answered_by="root"),
    "answered by oneself for her": lambda one: create_entry(
        "approval", "new", {**raw_of(one), "answered_by": "mia", "answer": GRANTED}
    ),
    "asked for her": lambda one: create_entry(
        "approval",
        "new",
        {name: value for name, value in raw_of(one).items() if "answer" not in name} | {"asked_by": "mia"},
    ),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_no_answer_is_forged(
    office: Office, desks: tuple[Desk, Desk, Desk], forged: Callable[[Approval], Entry | None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    ann, _, mia = desks
    _, approval = asked_and_answered(office, ann, mia)
    entry = forged(approval)
    assert entry is not None
    with pytest.raises(RefusedError):
        ann.save(entry)
    monkeypatch.setattr(saving, "check_admitted", lambda *_told: None)
    ann.save(entry)
    assert len(refused(office, ann)) == 1


def test_nothing_is_called_approved_that_nobody_approved(
    office: Office, desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = desks[0]
    entry = records.edit_entry_of(offered(ann, 18), state="approved")
    assert entry is not None
    with pytest.raises(RefusedError, match="Nobody approved"):
        ann.save(entry)
    monkeypatch.setattr(saving, "check_admitted", lambda *_told: None)
    ann.save(entry)
    assert ["Nobody approved" in one for one in refused(office, ann)] == [True]


def test_a_stand_in_answers_on_her_days_and_never_for_herself(office: Office, desks: tuple[Desk, Desk, Desk]) -> None:
    ann, bob, mia = desks
    office.edit(office.get(type(bob.user), "bob"), territories=("world",))
    records.create(
        mia, StandIn(id=mia.new_id(), person="mia", stand_in="bob", first_day=TODAY, last_day=TODAY.replace(day=30))
    )
    office.sync(mia.replica, bob.replica, ann.replica)
    quote = offered(ann, 18)
    asked, _ = approvals.ask(ann, quote, "They buy more.")
    office.sync(ann.replica, bob.replica)
    assert [one.id for one in approvals.waiting_for_me(bob)] == [asked.id]
    approvals.answer(bob, approvals.waiting_for_me(bob)[0], GRANTED)
    office.sync(bob.replica, ann.replica)
    approvals.check_released(ann, ann.fetch(Quote, quote.id))
    own = offered(bob, 18)
    assert "bob" not in {one.id for one in approvals.approvers(bob, own, approvals.judged(bob, own).breaches)}


def test_a_no_makes_it_a_draft_again_with_the_note_and_is_taken_back_by_undo(
    office: Office, desks: tuple[Desk, Desk, Desk]
) -> None:
    ann, _, mia = desks
    quote = offered(ann, 18)
    approvals.ask(ann, quote, "They buy more.", mia.user)
    office.sync(ann.replica, mia.replica)
    (waiting,) = approvals.waiting_for_me(mia)
    with pytest.raises(RefusedError, match="note"):
        approvals.answer(mia, waiting, RETURNED, " ")
    done = approvals.answer(mia, waiting, RETURNED, "Twelve at most.")
    records.undo(mia, done.change)
    assert [one.id for one in approvals.waiting_for_me(mia)] == [waiting.id]
    approvals.answer(mia, approvals.waiting_for_me(mia)[0], RETURNED, "Twelve at most.")
    office.sync(mia.replica, ann.replica)
    (told,) = approvals.of_quote(ann, quote)
    assert (ann.fetch(Quote, quote.id).state, told.note) == ("draft", "Twelve at most.")
    assert refused(office, ann) == []


def test_it_is_passed_on_to_whom_it_is_not_too_much_for(office: Office, desks: tuple[Desk, Desk, Desk]) -> None:
    ann, _, mia = desks
    office.add(
        Limit(id="m", name="Managers", role="manager", highest_discount=Decimal(20), approver_role="administrator")
    )
    office.sync(ann.replica, mia.replica)
    quote = offered(ann, 30)
    office.sync(ann.replica, mia.replica)
    assert [one.id for one in approvals.approvers(ann, quote, approvals.judged(ann, quote).breaches)] == ["root"]
    with pytest.raises(RefusedError, match="may not approve this"):
        approvals.ask(ann, quote, "They buy more.", mia.user)
    approvals.ask(ann, quote, "They buy more.")
    office.sync(ann.replica, mia.replica)
    (asked,) = mia.replica.find(Approval)
    with pytest.raises(RefusedError, match="Pass it on to"):
        approvals.answer(mia, asked, GRANTED)
    approvals.pass_on(mia, asked, mia.fetch(type(mia.user), "root"))
