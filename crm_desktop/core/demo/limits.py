"""How far the people of the demo company may go with a price, who stands in for whom, and what was asked of a manager."""

from collections.abc import Collection, Sequence

from crm_desktop.core.changes import Act, Entry
from crm_desktop.core.demo.people import MANAGER_LOGIN, PEOPLE, user_id
from crm_desktop.core.demo.story import Story, created, day_at, iso, moment_at
from crm_desktop.core.entities.limits import RETURNED
from crm_desktop.core.entities.quote_life import DRAFT, IN_APPROVAL
from crm_desktop.core.entities.quote_limits import digest
from crm_desktop.core.ids import id_from
from crm_desktop.core.schema import Raw

_SCALE = 1_000_000
_HOUR_US = 3_600_000_000
_LIMITS: tuple[dict[str, Raw], ...] = (
    {"name": "Reps · 销售", "role": "rep", "highest_discount": 15 * _SCALE, "approver_role": "manager"},
    {"name": "Managers · 经理", "role": "manager", "highest_discount": 25 * _SCALE, "approver_role": "administrator"},
    {"name": "Spare parts · 备件", "role": "rep", "category": "Spare parts", "highest_discount": 20 * _SCALE, "approver_role": "manager"},
    {"name": "House margin · 毛利", "lowest_margin": 12 * _SCALE, "approver_role": "manager"},
)  # fmt: skip
_ASKED = "竞争对手低两成，三台可于本周下单。 A competitor is 20 % below us; three pumps are ordered this week."
_RETURNED = "最多八五折。 Fifteen percent at most."


def limits() -> list[Entry]:
    """Describe the limits: reps 15 %, spare parts 20 %, managers 25 %, and a margin of 12 % for the house."""
    return [created("limit", id_from("demo", "limit", str(at)), dict(one)) for at, one in enumerate(_LIMITS, 1)]


def tell_approvals(story: Story, issued: Collection[str]) -> None:
    """Tell that the manager of the tour will be away, was asked about one quote of her people, and returned another.

    issued: ids of the quotes that do not stay drafts.
    """
    manager = user_id(MANAGER_LOGIN)
    away = story.workday(story.today + 7)
    raw: dict[str, Raw] = {
        "person": manager, "stand_in": user_id("zhang.yun"), "first_day": iso(away), "last_day": iso(away + 4),
    }  # fmt: skip
    when = moment_at(story.workday_before(story.today - 1), 8.5)
    story.create(when, manager, "stand_in", raw, id_from("demo", "stand_in", "1"))
    managers = {user_id(one.login): user_id(one.manager) for one in PEOPLE if one.manager}
    drafts = [one for one in story.saves_of("quote") if one[1] in managers and one[2][0].record not in issued]
    drafts.sort(key=lambda one: managers[one[1]] == manager)  # of her own people first
    for answer, (moment, author, entries) in zip(("", RETURNED), reversed(drafts), strict=False):
        _ask(story, moment + 2 * _HOUR_US, (author, managers[author]), entries, answer)


def _ask(story: Story, when: int, people: tuple[str, str], entries: Sequence[Entry], answer: str) -> None:
    """Tell that somebody lowered the first line of a draft by 18 % and asked her manager; answer: "" where it waits."""
    if day_at(when + 2 * _HOUR_US) >= story.today:
        return
    author, manager = people
    quote, first, *rest = [{name: new for name, (_, new) in one.fields.items()} | {"id": one.record} for one in entries]
    quote_id, asked = str(quote["id"]), id_from("demo", "approval", str(quote["id"]))
    lowered: dict[str, tuple[Raw, Raw]] = {"discount": (first.get("discount"), 18 * _SCALE)}
    raw: dict[str, Raw] = {
        "quote": quote_id, "asked_by": author, "asked_at": when, "reason": _ASKED, "asked_of": manager,
        "digest": digest(quote, [{**first, "discount": 18 * _SCALE}, *rest]),
    }  # fmt: skip
    story.tell(when - _HOUR_US, author, Entry("quote_line", str(first["id"]), Act.EDIT, lowered))
    story.edit(when, author, "quote", quote_id, {"state": DRAFT}, {"state": IN_APPROVAL})
    story.create(when + 1, author, "approval", raw, asked)
    if answer:
        when += _HOUR_US
        no: dict[str, Raw] = {"answer": answer, "note": _RETURNED, "answered_by": manager, "answered_at": when}
        story.edit(when, manager, "approval", asked, {}, no)
        story.edit(when + 1, manager, "quote", quote_id, {"state": IN_APPROVAL}, {"state": DRAFT})
