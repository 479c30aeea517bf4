"""How a laptop stands to its server, in pairs of a name and a plain sentence: what runs, what waits, what was mended."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.actions.standing import LOAD_WORDS, WHY_ANEW, Damaged, Load, Round, Standing
from crm_desktop.replica.doubts import GIVEN_UP, Repair, Return
from crm_desktop.replica.first_load import Anew
from crm_desktop.ui.context import Context
from crm_desktop.ui.frame.status import progress_of
from crm_desktop.ui.rest_line import Loading
from crm_desktop.ui.sync_state import SyncState
from crm_desktop.ui.tasks import Job
from crm_desktop.ui.wording import core, kind_name, listed, moment, number, told

GROUP_GAP = 8  # pixels above the first line of a group


class StandingGrid(QWidget):
    """Show the pairs. inbox_wanted: the person would see what waits for her."""

    inbox_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._pairs: list[tuple[QLabel, QLabel]] = []
        self._lines: list[QHBoxLayout] = []  # of the values
        self.inbox_button = QPushButton(self)
        self.inbox_button.setProperty("kind", "link")
        self.inbox_button.clicked.connect(self.inbox_wanted)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    @property
    def shown(self) -> dict[str, str]:
        """Give what is to be read, name by name."""
        return {name.text(): value.text() for name, value in self._pairs if not name.isHidden()}

    def show_standing(self, here: Standing, state: SyncState, jobs: Iterable[Job]) -> None:
        """Take over how the laptop stands."""
        answers = self.tr("In the inbox")
        groups = (
            (
                (self.tr("Doing now"), self._doing(here, state, jobs)),
                (self.tr("Last complete sync"), self._when(here.last_sync)),
                (self.tr("Last exchange"), self._exchanged(here.last_round)),
            ),
            (
                (self.tr("To send"), self._counts(here.waiting, here.files_to_send)),
                (self.tr("Damaged on this laptop"), self._damaged(here.damaged)),
                (self.tr("To fetch"), self._counts(0, here.files_to_fetch)),
                (answers, self._answers(here)),
            ),
            (
                (self.tr("On this laptop"), core(LOAD_WORDS[here.load])),
                (self.tr("Fetched anew"), self._fetched_anew(here.anew)),
                (self.tr("Compared with the server"), self._compared(here.repairs)),
                (self.tr("Brought back to the server"), self._returned(here.returns)),
                (self.tr("Taken over"), self._taken_over(here.taken_over)),
                (self.tr("Name of this laptop"), self._renamed(here.renamed)),
                (self.tr("Quote numbers left on this laptop"), number(here.numbers_left)),
            ),
            ((self.tr("Server"), here.server), (self.tr("Signed in as"), here.login)),
        )
        row = 0
        for at, group in enumerate(groups):
            for place, (name, value) in enumerate(pair for pair in group if pair[1]):
                self._set(row, name, value, gap=GROUP_GAP if at and not place else 0)
                if name == answers:
                    self._lines[row].insertWidget(1, self.inbox_button)
                row += 1
        for pair in self._pairs[row:]:
            for label in pair:
                label.hide()
        self.inbox_button.setText(self.tr("Open the inbox"))
        self.inbox_button.setVisible(bool(here.to_answer))

    def _set(self, row: int, name: str, value: str, *, gap: int) -> None:
        if row == len(self._pairs):
            left, right = QLabel(self), QLabel(self)
            left.setProperty("kind", "muted")
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            right.setTextFormat(Qt.TextFormat.PlainText)
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(right)
            line.addStretch(1)
            self._grid.addWidget(left, row, 0)
            self._grid.addLayout(line, row, 1)
            self._lines.append(line)
            self._pairs.append((left, right))
        for label, text in zip(self._pairs[row], (name, value), strict=True):
            label.setText(text)
            label.setContentsMargins(0, gap, 0, 0)
            label.show()
        self._pairs[row][1].setAccessibleName(f"{name}: {value}")

    def _doing(self, here: Standing, state: SyncState, jobs: Iterable[Job]) -> str:
        doing = listed(progress_of(job) for job in jobs)
        if here.load in (Load.UNFINISHED, Load.REST_TO_COME) and state.progress.total:
            doing = listed([*([doing] if doing else []), Loading().words(state.progress, state.left_s)])
        nothing = self.tr("Nothing; waiting for news") if state.connection == "online" else self.tr("Nothing")
        return doing or nothing

    def _when(self, us: int) -> str:
        return moment(self._context, us) if us else self.tr("Never")

    def _exchanged(self, last: Round) -> str:
        if not last.at:
            return self.tr("None yet")
        counts = [
            self.tr("%n change(s) sent", "", last.sent), self.tr("%n received", "", last.received),
            *([self.tr("all data loaded anew")] if last.loaded else []),
            *([self.tr("%n refused", "", last.refused)] if last.refused else []),
            *([self.tr("%n conflict(s)", "", last.conflicts)] if last.conflicts else []),
        ]  # fmt: skip
        return told(moment(self._context, last.at), listed(counts))

    def _fetched_anew(self, anew: Anew) -> str:
        """Say when everything was fetched anew and why, "" where that never was."""
        return told(moment(self._context, anew.at), core(WHY_ANEW[anew.why])) if anew.why in WHY_ANEW else ""

    def _counts(self, changes: int, files: int) -> str:
        found = [
            *([self.tr("%n change(s)", "", changes)] if changes else []),
            *([self.tr("%n file(s)", "", files)] if files else []),
        ]
        return listed(found) or self.tr("Nothing")

    def _answers(self, here: Standing) -> str:
        found = [
            *([self.tr("%n refused change(s)", "", here.refused)] if here.refused else []),
            *([self.tr("%n conflict(s) to answer", "", here.conflicts)] if here.conflicts else []),
        ]
        return listed(found) or self.tr("Nothing to answer")

    def _compared(self, repairs: tuple[Repair, ...]) -> str:
        """Say how often something differed from the server or from its history, and when last."""
        if not repairs:
            return self.tr("Nothing ever differed")
        last = repairs[-1]
        names = listed(kind_name(key, plural=True) for key in last.entities)
        when = moment(self._context, last.at)
        if last.how == GIVEN_UP:
            return self.tr("Not all: %1 differ since %2").replace("%1", names).replace("%2", when)
        times = self.tr("%n difference(s) put right", "", len(repairs))
        words = self.tr("%1, last %2: %3").replace("%1", times)
        return words.replace("%2", when).replace("%3", names)

    def _damaged(self, files: tuple[Damaged, ...]) -> str:
        """Name the files that cannot be sent, "" where there are none."""
        names = listed(f"{one.name} ({one.about})" for one in files)
        return self.tr("%1: attach again, the bytes are not what was attached").replace("%1", names) if files else ""

    def _taken_over(self, count: int) -> str:
        """Say what an earlier copy on this laptop had not sent, "" where there was nothing."""
        return self.tr("%n change(s) that the data here before had not sent", "", count) if count else ""

    def _renamed(self, since: int) -> str:
        """Say that a copy of this laptop was in use, "" where none was."""
        words = self.tr("its data was in use on another laptop as well; since %1 it has quote numbers of its own")
        return words.replace("%1", moment(self._context, since)) if since else ""

    def _returned(self, returns: tuple[Return, ...]) -> str:
        """Say what the server, put back from a backup, got from here; "" where that never was."""
        if not returns:
            return ""
        last = returns[-1]
        what = self.tr("%n change(s) that its backup had not got", "", last.changes) if last.changes else ""
        nothing = self.tr("nothing was missing; it was put back from a backup")
        return told(moment(self._context, last.at), what or nothing)
