"""What every screen is given: the desk, the threads, the look, and the moment that is being looked at."""

from PySide6.QtCore import QObject, Signal

from crm_desktop.actions.desk import Desk, Done
from crm_desktop.core.store import Past
from crm_desktop.replica.view import View
from crm_desktop.ui.drafts import Drafts
from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.language import Language
from crm_desktop.ui.tasks import Tasks


class Context(QObject):
    """Hand the parts of the application to its screens.

    moved_in_time: another moment is looked at; screens show it and switch editing off while `moment` is not None.
    """

    moved_in_time = Signal()

    def __init__(
        self, desk: Desk, tasks: Tasks, appearance: Appearance, language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.tasks = tasks
        self.appearance = appearance
        self.language = language
        self.drafts = Drafts(desk.replica.drafts, tasks, self)
        self.moment: int | None = None
        self.past = Past.AS_WAS

    @property
    def view(self) -> View:
        """The replica now, or as of the moment looked at."""
        return self.desk.replica if self.moment is None else self.desk.replica.as_of(self.moment, self.past)

    @property
    def may_edit(self) -> bool:
        """Tell whether the present is looked at; the past cannot be changed."""
        return self.moment is None

    def look_at(self, moment: int | None, past: Past = Past.AS_WAS) -> None:
        """Look at another moment (microseconds UTC), None for now."""
        if (moment, past) != (self.moment, self.past):
            self.moment, self.past = moment, past
            self.moved_in_time.emit()

    def tell(self, done: Done) -> Done:
        """Let every screen know what an action touched."""
        self.tasks.announce(done.touched)
        return done
