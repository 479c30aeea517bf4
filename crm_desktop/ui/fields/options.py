"""What a field of choices can be given: its declared values, or the records of a short list such as stages and people."""

from crm_desktop.core.schema import REGISTRY, Field, Kind, Record
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context


def options_of(context: Context, field: Field, record: Record) -> list[tuple[str, str]]:
    """List the values that a field of a record can take, each with its words, in their order."""
    if field.kind is Kind.CHOICE:
        return [(one.value, wording.core(one.label)) for one in field.choices]
    declared = REGISTRY[field.target]
    order = ("position",) if "position" in declared.fields else (declared.title[0],)
    found = context.desk.replica.find(declared.record, order=order)
    pipeline = getattr(record, "pipeline", "") if field.target == "stage" else ""
    standing = [
        one
        for one in found
        if not getattr(one, "is_inactive", False) and (not pipeline or getattr(one, "pipeline", "") == pipeline)
    ]
    return [(one.id, wording.name_of(one)) for one in standing]
