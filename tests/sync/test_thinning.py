"""A laptop folds old history of what matters little; the server keeps it, and both go on holding the same."""

from datetime import timedelta

from crm_desktop.core.entities import Account, Activity
from crm_desktop.replica.doubts import DAY_US
from tests.replicas import Office


def test_old_history_of_an_activity_goes_and_that_of_an_account_stays(office: Office) -> None:
    office.add(Activity(id="call", kind="call", subject="0", owner="ann", account="north1"))
    for number in range(1, 6):
        office.edit(office.get(Activity, "call"), subject=str(number))
        office.edit(office.get(Account, "north1"), city=str(number))
    ann = office.laptops[0]
    office.sync(ann)
    before = ann.content_hash("rep")
    now = office.clock.us() + 500 * DAY_US
    assert (ann.thin(now), ann.thin(now)) == (5, 0)
    lines = ann.lines(["call", "north1"])
    assert (len(lines["call"]), len(lines["north1"])) == (1, 6)
    assert (ann.known_since("activity"), ann.known_since("account")) == (now - 400 * DAY_US, 0)
    assert (ann.content_hash("rep"), ann.verify()) == (before, [])
    assert ann.inverse_of(lines["call"][0].change) == ()
    office.edit(office.get(Activity, "call"), outcome="Bought")
    office.clock.moment += timedelta(seconds=1)
    office.sync(ann)
    assert (office.differences(ann), ann.verify(), ann.doubts(), ann.repairs()) == ([], [], {}, [])
    assert len(office.laptops[0].lines(["call"])["call"]) == 2
