"""The reference of all entities and fields, written from their declarations."""

import sys

from crm_desktop.core.entities import REGISTRY
from crm_desktop.core.schema import Entity, Field

MERGES = {
    "ask": "asks",
    "latest": "later wins",
    "union": "joined",
    "sum": "added up",
    "text": "merged by line",
}


def markdown() -> str:
    """Write the reference as Markdown; the committed copy is compared with it by a test."""
    parts = [
        "# Entities and fields",
        "",
        "Written from the declarations by `python -m crm_desktop.core.reference`.",
        "",
    ]
    for declared in REGISTRY.values():
        parts += _entity(declared)
    return "\n".join(parts)


def _entity(declared: Entity) -> list[str]:
    doc = (declared.record.__doc__ or "").strip().splitlines()[0]
    place = "everybody's" if not declared.follows else "follows " + ", then ".join(declared.follows)
    if declared.shared:
        place = f"its {declared.owned}\u2019s alone, everybody\u2019s with `{declared.shared}`"
    rights = "everybody in scope" if not declared.write else ", ".join(sorted(declared.write))
    rights = f"its {declared.owned} and administrators" if declared.owned else rights
    rows = [_field(field) for field in declared.stored]
    return [
        f"## {declared.label} (`{declared.key}`)",
        "",
        f"{doc} Place: {place}. Changed by: {rights}.",
        "",
        "| Field | Name | Kind | If two change it | Notes |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _field(field: Field) -> str:
    kind = f"{field.kind.value} → {field.target}" if field.target else field.kind.value
    notes = [word for word, holds in (("required", field.required), ("derived", field.derived)) if holds]
    if field.read:
        notes.append("read by " + ", ".join(sorted(field.read)))
    if field.choices:
        notes.append(", ".join(choice.label for choice in field.choices))
    if field.help:
        notes.append(field.help)
    merge = "—" if field.derived else MERGES[field.merge.value]
    return f"| {field.label} | `{field.name}` | {kind} | {merge} | {'; '.join(notes)} |"


if __name__ == "__main__":
    sys.stdout.write(markdown())
