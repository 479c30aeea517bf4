"""A record on its way to paper: its fields, what hangs on it and what happened last, in the language of the window."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec
from PySide6.QtWidgets import QWidget

from crm_desktop.core.entities import Opportunity
from crm_desktop.core.entities.pipeline import OPEN
from crm_desktop.core.schema import REGISTRY, Kind, Record, entity_of
from crm_desktop.core.store import Where
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.sections import sections
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.paper_over import PaperOver, language
from crm_desktop.ui.records.happenings import Happening, happenings, told, when_of
from crm_desktop.ui.records.related import RELATIONS, Relation
from crm_desktop.ui.records.related_row import beside, first

LAST = 12
"""Things that happened which stand on the paper."""
MOST = 20
"""Records of a kind that stand on it."""


class RecordPaper(PaperOver):
    """Show the page of a record as it is printed."""

    def __init__(self, context: Context, frame: Frame, record: Record, about: str, window: QWidget) -> None:
        super().__init__(context, frame, wording.name_of(record), window)
        self._record = record
        sheet = {
            "title": wording.name_of(record),
            "kind": wording.kind_name(entity_of(record).key),
            "about": [part for part in (about, *self.moment()) if part],
            "sections": list(self._sections()),
            "related": [made for one in RELATIONS.get(entity_of(record).key, ()) if (made := self._related(one))],
            "happened_heading": self.tr("What happened last"),
            "happened": list(self._happened()),
            "company": self.company(),
            "printed": self.printed(),
            "language": language(),
        }
        self.draw(partial(_drawn, sheet))

    def _sections(self) -> Iterator[dict[str, Any]]:
        record = self._record
        for name, fields in sections(entity_of(record), self._context.desk.role).items():
            facts = [
                {"label": wording.label(field), "value": words, "is_long": field.kind is Kind.LONG_TEXT}
                for field in fields
                if (words := wording.shown(self._context, field, getattr(record, field.name), record))
            ]
            if facts:
                yield {"heading": wording.core(name), "facts": facts}

    def _related(self, relation: Relation) -> dict[str, Any] | None:
        """List what hangs on the record; of deals those that are open, the others are counted."""
        declared, view = REGISTRY[relation.key], self._context.view
        where = [Where(relation.link, "eq", self._record.id)]
        every = view.count(declared.record, *where)
        if declared.record is Opportunity:
            where.append(Where("outcome", "eq", OPEN))
        found = view.find(declared.record, *where, order=relation.order, limit=MOST)
        if not every:
            return None
        rows = []
        for one in found:
            about, right, _ = beside(self._context, one)
            rows.append({"name": first(self._context, one), "about": about, "right": right})
        left = every - len(found)
        more = self.tr("and %1 more").replace("%1", wording.number(left)) if left else ""
        return {"heading": wording.core(declared.plural), "rows": rows, "more": more}

    def _happened(self) -> Iterator[dict[str, Any]]:
        """Tell of the nearest that is planned and the newest that happened; the more of the one, the less of the other."""
        traces = happenings(self._context, self._record)
        planned = [one for one in traces if one.is_planned][:LAST]
        # What is pinned comes first here too, and stands at its day.
        past = [one for one in traces if not one.is_planned][: LAST - len(planned) // 2]
        for one in told(self._context, self._record, [*planned, *past]):
            if one is not None:
                yield self._entry(one)

    def _entry(self, one: Happening) -> dict[str, Any]:
        steps = [f"{step.label}: {step.before or '–'} → {step.after or '–'}" for step in one.steps]
        title = f"{one.title} · {wording.name_of(one.about)}" if one.about is not None else one.title
        if one.is_planned:
            title = self.tr("Planned: %1").replace("%1", title)
        beside_it = " · ".join(part for part in (when_of(self._context, one, wording.day), one.who) if part)
        return {"title": title, "when": beside_it, "lines": [*steps, *([one.text] if one.text else [])]}


def _drawn(sheet: dict[str, Any]) -> bytes:
    # The library of papers takes 0.3 s to load, so it waits for the first paper.
    from crm_desktop.documents.record_pdf import RecordSheet, render_record

    return render_record(msgspec.convert(sheet, RecordSheet))
