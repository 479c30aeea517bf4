"""Choosing among the records of a short list, such as people and territories, by a few letters."""

from collections.abc import Collection

from crm_desktop.actions.desk import Desk
from crm_desktop.core.schema import REGISTRY, Record

BESIDE = ("login", "job_title", "email")  # fields by which a record is found beside its name


def fitting(desk: Desk, key: str, text: str, without: Collection[str], limit: int) -> list[Record]:
    """List the records that fit what was typed, those whose name begins with it first; without: ids left out.

    Each typed word has to begin a word of the name, of how it sounds (pinyin or initials), or of what stands beside it;
    Chinese and middles of names are found anywhere. Who left the company is not offered. "" fits all.
    """
    declared = REGISTRY[key]
    words = text.casefold().split()
    found: list[tuple[bool, str, Record]] = []
    for record in desk.replica.find(declared.record, order=(declared.title[0],)):
        name = declared.title_of(record).casefold()
        if (
            record.id in without
            or getattr(record, "is_inactive", False)
            or not all(_fits(record, name, w) for w in words)
        ):
            continue
        found.append((not name.startswith(text.casefold().strip()), name, record))
    return [record for *_, record in sorted(found, key=lambda one: one[:2])[:limit]]


def _fits(record: Record, name: str, word: str) -> bool:
    beside = " ".join(str(getattr(record, field, "")) for field in ("sound", *BESIDE)).casefold()
    return word in name or any(part.startswith(word) for part in beside.split())
