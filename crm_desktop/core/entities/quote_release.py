"""Who may let a quote out of the house: asked on the laptop before it is saved, and by the server again."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_desktop.core.entities.limits import GRANTED
from crm_desktop.core.entities.quote_life import APPROVED, DRAFT, UNRELEASED
from crm_desktop.core.entities.quote_limits import (
    Breach,
    Case,
    Person,
    breaches,
    digest,
    holding_on,
    is_granted,
    may_release,
)
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.schema import QT_TRANSLATE_NOOP, Around, Raw, moment_of

OVER_DISCOUNT = QT_TRANSLATE_NOOP(
    "core",
    "Line {line} is {found} % below its list price, and “{limit}” allows {allowed} %. Ask for an approval, then issue the quote.",
)
UNDER_PRICE = QT_TRANSLATE_NOOP(
    "core",
    "Line {line} brings less than the lowest price of its product. Ask for an approval, then issue the quote.",
)
NOT_APPROVED = QT_TRANSLATE_NOOP(
    "core", "Nobody approved this quote as it is now. Ask for an approval, and it is approved by the answer."
)
UNDER_MARGIN = QT_TRANSLATE_NOOP(
    "core", "This quote leaves less than “{limit}” asks for. Ask for an approval, then issue the quote."
)


def may_be_issued(
    user: str, role: str, before: Mapping[str, Raw] | None, after: Mapping[str, Raw] | None, around: Around
) -> None:
    """Refuse to issue what goes beyond the limits of whoever issues it, unless it was released as it stands.

    Nothing is called approved either that nobody approved as it stands.
    """
    if not user or after is None:
        return
    was, now = None if before is None else _state(before), _state(after)
    if now == APPROVED and was != APPROVED and not _granted(after, around):
        raise RefusedError(NOT_APPROVED, "state")
    if now in UNRELEASED or (was is not None and was not in UNRELEASED):
        return
    issuer, case = Person(user, role), case_of(after, around)
    found = breaches(case, issuer) if case.limits else ()
    answers = _granted(after, around) if found else []
    for breach in found:
        if not any(_releases(breach, one, issuer, around) for one in answers):
            raise over(breach, around)


def case_of(quote: Mapping[str, Raw], around: Around) -> Case:
    """Gather what a quote is judged by; `quote` holds its id. A limit holds on the day of the issue."""
    limits = holding_on(around.every("limit"), str(quote.get("issue_day") or ""))
    lines = around.those("quote_line", "quote", str(quote["id"])) if limits else []
    ids = dict.fromkeys(str(line["product"]) for line in lines if line.get("product"))
    products = {id_: {**raw, "id": id_} for id_ in ids if (raw := around.raw("product", id_)) is not None}
    return Case(quote=quote, lines=lines, products=products, limits=limits)


def over(breach: Breach, around: Around) -> RefusedError:
    """Say what goes beyond a limit, without a figure that not everybody may read."""
    limit = str((around.raw("limit", breach.limit) or {}).get("name") or "")
    if breach.sort == "margin":
        return RefusedError(UNDER_MARGIN, limit=limit)
    if breach.sort == "lowest_price":
        return RefusedError(UNDER_PRICE, line=breach.place)
    found, allowed = (f"{float(one):.2f}".rstrip("0").rstrip(".") for one in (breach.found, breach.allowed))
    return RefusedError(OVER_DISCOUNT, line=breach.place, limit=limit, found=found, allowed=allowed)


def _releases(breach: Breach, approval: Mapping[str, Raw], issuer: Person, around: Around) -> bool:
    """Tell whether an answer releases something; nobody releases what is her own by standing in for somebody."""
    who = _person(str(approval.get("answered_by") or ""), around)
    if who is None or who.id in (issuer.id, approval.get("asked_by")):
        return False
    day = _day(approval.get("answered_at"), around)
    return may_release(breach, who, lambda id_: _person(id_, around), around.those("stand_in", "stand_in", who.id), day)


def _granted(quote: Mapping[str, Raw], around: Around) -> list[Mapping[str, Raw]]:
    """List the approvals that were given for what a quote says."""
    id_ = str(quote["id"])
    found = [one for one in around.those("approval", "quote", id_) if one.get("answer") == GRANTED]
    now = digest(quote, around.those("quote_line", "quote", id_)) if found else ""
    return [one for one in found if is_granted(one, now)]


def _person(id_: str, around: Around) -> Person | None:
    raw = around.raw("user", id_) if id_ else None
    return None if raw is None else Person(id_, str(raw.get("role") or ""))


def _day(moment: Raw, around: Around) -> str:
    zone = str((around.raw("organisation", "organisation") or {}).get("time_zone") or "UTC")
    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        where = ZoneInfo("UTC")
    return moment_of(moment).astimezone(where).date().isoformat() if isinstance(moment, int) else ""


def _state(raw: Mapping[str, Raw]) -> str:
    return str(raw.get("state") or DRAFT)
