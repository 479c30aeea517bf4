"""A list on its way to paper."""

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QWidget

from crm_desktop.actions.listing import Asked, count_of, listing
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.lists.export import watched
from crm_desktop.ui.page import Frame
from crm_desktop.ui.parts.browse import counted
from crm_desktop.ui.parts.paper_over import PaperOver, language


class ListPaper(PaperOver):
    """Show a list as it is printed."""

    is_wide = True

    def __init__(self, context: Context, frame: Frame, asked: Asked, about: Sequence[str], window: QWidget) -> None:
        super().__init__(context, frame, wording.kind_name(asked.key, plural=True), window)
        self._asked, self._about = asked, tuple(about)
        self._begin()

    def _begin(self) -> None:
        context, asked, halt, tasks = self._context, self._asked, self._halt, self._context.tasks
        view, zone, name, around = context.view, context.desk.zone, self.drawing, self._around()

        def work() -> bytes:
            # The library of papers takes 0.3 s to load, so it waits for the first paper.
            from crm_desktop.documents.list_pdf import Paper, render_list

            with view.reading() as reader:
                total = count_of(reader, asked)
                made = listing(reader, zone, asked, wording.words())
                paper = msgspec.convert({**around, "count": counted(total, asked.key)}, Paper)
                return render_list(watched(made, halt, lambda done: tasks.report(name, done, total)), paper)

        self.draw(work)

    def _around(self) -> dict[str, object]:
        return {
            "company": self.company(),
            "about": [*self._about, *self.moment()],
            "printed": self.printed(),
            "total": self.tr("Total"),
            "yes": self.tr("Yes"),
            "language": language(),
        }
