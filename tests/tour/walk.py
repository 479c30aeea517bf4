"""The walk of the tour: what a rep does on a day without a network, and what her manager sees of it afterwards."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.core.demo import MANAGER_LOGIN, REP_LOGIN
from crm_desktop.core.names import sounds
from crm_desktop.ui.app import Desktop
from crm_desktop.ui.frame.window import Window
from crm_desktop.ui.screens.board import Board
from crm_desktop.ui.screens.lists import ListPage
from crm_desktop.ui.screens.quote_editor import QuoteEditor
from crm_desktop.ui.screens.record import RecordPage
from installers.serving import ServerProcess, one_time_code
from tests.tour.hands import Hands, TourError

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1440, 900)
CTRL = Qt.KeyboardModifier.ControlModifier
DEAL = "Tour: booster pumps for the new hall"
WEBSITE = "https://typed-offline.example"
VISIT = "Tour: walked through the pump hall"
AMOUNT = "184500"
PRODUCTS = ("beng", "fa", "bei")
PASSWORD = "tour of the demo company"


class Tour:
    """Walk through the demo company once. out: folder of pictures and paper; database: of the demo company."""

    def __init__(self, app: QApplication, out: Path, database: Path, *, is_cut: bool) -> None:
        self._app = app
        self._out = out
        self._work = database.parent
        self._is_cut = is_cut
        self._database = database
        self._server = ServerProcess(database)
        self._hands = Hands(app, out)
        self._others = ThreadPoolExecutor()  # each waits for another process
        self._checks: list[tuple[str, Future[subprocess.CompletedProcess[str]]]] = []
        self._desktop: Desktop | None = None
        self._account = ""
        self._stage = ""
        self._number = ""
        self._total = 0

    def walk(self) -> None:
        """Do all of it; raises TourError or ServerError at the first claim that does not hold."""
        rep, manager = (self._others.submit(one_time_code, self._database, who) for who in (REP_LOGIN, MANAGER_LOGIN))
        try:
            self._server.start()
            self.sign_in(REP_LOGIN, rep.result())
            self.say("signed in as Li Wei with a one-time code and loaded her territory")
            self.go_offline()
            self.edit_account()
            self.open_and_move_deal()
            self.log_visit()
            self.quote()
            self.check("no_deal", self._database, DEAL)
            self.say("worked a while with the server stopped; the server has heard nothing of it")
            if not self._is_cut:
                self._server.start()
            self.sync()
            self.check_server()
            self.leave()
            self.sign_in(MANAGER_LOGIN, manager.result())
            self.manager_sees()
            self.leave()
            self.check("replica", self._work / MANAGER_LOGIN, DEAL, self._stage, typed=PASSWORD)
            self._server.stop()
            self.say("the manager has the deal on his board and in his replica")
        finally:
            self.leave()
            self._server.stop()
            self._others.shutdown()

    # ------------------------------------------------------------------------------------------------- the walk

    def sign_in(self, login: str, code: str) -> None:
        """Enrol a laptop as anybody does: address, name, one-time code, a password of one's own."""
        self._desktop = Desktop(self._app, self._work / login)
        self._desktop.language.choose("en")
        self._desktop.appearance.choose("light")
        self._desktop.start()
        asked = self._desktop.sign_in
        if asked is None:
            raise TourError("there is no sign-in window")
        asked.resize(*SIZE)
        for field, text in (
            (asked.address, self._server.address),
            (asked.login, login),
            (asked.code, code),
            (asked.password, PASSWORD),
            (asked.again, PASSWORD),
        ):
            self._hands.write(field, text)
        self._hands.picture(asked, "sign-in")
        self._hands.click(asked.button)
        self._hands.until(lambda: self.desktop.windows or asked.error.isVisible(), "no window opened", 60)
        if not self.desktop.windows:
            raise TourError(f"no window opened: {asked.error.text()}")
        self.window.resize(*SIZE)
        self._hands.until(lambda: self.connection() == "online", "the desktop did not get online")
        self._hands.picture(self.window, "today")

    def go_offline(self) -> None:
        """Stop the server; the window notices and goes on."""
        self._server.stop()
        self._hands.key(Qt.Key.Key_F5)
        self._hands.until(lambda: self.connection() == "offline", "the desktop did not notice that it is offline")

    def edit_account(self) -> None:
        """Find an account by its pinyin, open it, type a website."""
        self._hands.key(Qt.Key.Key_2, CTRL)
        page = self.page(ListPage)
        self._hands.until(lambda: page.table.model().rowCount() > 0, "there are no accounts")
        names = [str(page.table.model().index(row, 0).data()) for row in range(page.table.model().rowCount())]
        self._account = next(name for name in names if sounds(name))
        self._hands.write(self.window.topbar.search, sounds(self._account).split()[-2])
        first = page.table.model().index(0, 0)
        self._hands.until(
            lambda: str(page.table.model().index(0, 0).data()) == self._account, f"{first.data()} was found first"
        )
        self._hands.picture(self.window, "found-by-pinyin")
        self._hands.key(Qt.Key.Key_Down)
        self._hands.key(Qt.Key.Key_Return)
        record = self.page(RecordPage)
        self._hands.until(lambda: record.head.title.text() == self._account, "the account did not open")
        if record.form is None:
            raise TourError("the account has no form")
        row = record.form.rows["website"]
        # Beside the words: on them a click follows the link.
        self._hands.click(row.quiet, QPoint(row.quiet.width() - 4, row.quiet.height() // 2))
        self._hands.until(lambda: row.editor is not None, "the website cannot be edited")
        self._hands.key(Qt.Key.Key_A, CTRL)
        self._hands.type(WEBSITE)
        self._hands.key(Qt.Key.Key_Tab)
        self._hands.until(lambda: self.pending() == 1, "the website was not saved")
        self._hands.picture(self.window, "account-edited-offline")

    def open_and_move_deal(self) -> None:
        """Open a deal on the board and move it one stage on, by keys alone."""
        self._hands.key(Qt.Key.Key_4, CTRL)
        board = self.page(Board)
        self._hands.until(lambda: bool(board.columns), "the board has no stages")
        self._hands.key(Qt.Key.Key_N, CTRL)
        self._hands.type(DEAL)
        self._hands.key(Qt.Key.Key_Return)
        self._hands.type(sounds(self._account).split()[-2])
        self._hands.key(Qt.Key.Key_Return)
        self._hands.type(AMOUNT)
        self._hands.key(Qt.Key.Key_Return)
        self._hands.until(lambda: self.pending() == 2, "the deal was not saved")
        self._stage = board.columns[1].stage.name
        self._hands.until(lambda: self.column_of(board) == 0, "the deal is not in the first column")
        self._hands.key(Qt.Key.Key_Right, CTRL)
        self._hands.until(lambda: self.column_of(board) == 1, "the deal did not move")
        self._hands.picture(self.window, "board-offline")
        self._hands.key(Qt.Key.Key_Return)
        record = self.page(RecordPage)
        self._hands.until(lambda: record.head.title.text() == DEAL, "the deal did not open")

    def log_visit(self) -> None:
        """Log a visit on the deal's page: V, the words, Ctrl+Enter."""
        before = self.pending()
        self._hands.key(Qt.Key.Key_V)
        self._hands.type(VISIT)
        self._hands.key(Qt.Key.Key_Return, CTRL)
        self._hands.until(lambda: self.pending() == before + 1, "the visit was not saved")
        self._hands.picture(self.window, "deal-with-visit")

    def quote(self) -> None:
        """Make a quote from the deal, three products by pinyin, issue it, save its paper."""
        self._hands.click(self.page(RecordPage).head.quote_button)
        editor = self.page(QuoteEditor)
        for count, letters in enumerate(PRODUCTS, 1):
            self._hands.write(editor.search_line, letters)
            self._hands.until(lambda: editor.search_line.found.rowCount() > 0, f"no product found by {letters}")
            self._hands.key(Qt.Key.Key_Return)
            self._hands.until(lambda wanted=count: len(editor.model.lines) == wanted, "the line was not added")
        self._hands.until(lambda: bool(editor.paper.pdf), "the preview did not come")
        self._hands.picture(self.window, "quote-draft")
        self._hands.click(editor.issue_button)
        self._hands.until(
            lambda: editor.quote is not None and editor.quote.state == "issued", "the quote was not issued"
        )
        if editor.quote is None or editor.quote.total is None:
            raise TourError("the issued quote has no total")
        self._number, self._total = editor.quote.number, int(editor.quote.total.scaleb(2))
        paper = self._out / "quote.pdf"
        self._hands.answer_file_dialog(paper)
        editor.file.save(editor.quote)
        self._hands.until(paper.exists, "the paper was not written")
        self.check("paper", paper, self._number, f"{editor.quote.total:,.2f}", self._account)
        self._hands.until(lambda: not editor.paper.is_busy, "the paper's picture did not come")
        self._hands.picture(self.window, "quote-issued")
        self.say(f"issued quote {self._number} over {editor.quote.total:,.2f} offline; its paper says so")

    def sync(self) -> None:
        """Press F5 once the server is back; one round, and nothing waits any more."""
        self._hands.until(lambda: self.connection() != "syncing", "a round without a server does not end")
        self._hands.key(Qt.Key.Key_F5)
        self._hands.until(lambda: self.connection() != "syncing", "the round does not end")
        if self.connection() != "online" or self.pending():
            raise TourError("the changes were not sent")
        self._hands.picture(self.window, "synced")

    def check_server(self) -> None:
        """Let another process look into the server's file."""
        self.check("deal", self._database, DEAL, self._stage, self._account)
        self.check("account", self._database, self._account, "website", WEBSITE)
        self.check("activity", self._database, VISIT, "visit")
        self.check("quote", self._database, DEAL, self._number, "issued", self._total, len(PRODUCTS))
        self.say("synced: the server has the account's edit, the deal in its stage, the visit and the quote")

    def manager_sees(self) -> None:
        """Look for the deal on the manager's board."""
        self._hands.key(Qt.Key.Key_4, CTRL)
        board = self.page(Board)
        self._hands.until(lambda: bool(board.columns), "the manager's board has no stages")
        self._hands.write(self.window.topbar.search, DEAL[:20])
        self._hands.until(lambda: self.column_of(board) == 1, "the manager does not see the deal")
        self._hands.picture(self.window, "manager-board")

    # ----------------------------------------------------------------------------------------------- looking

    @property
    def desktop(self) -> Desktop:
        """Give the desktop that is open."""
        if self._desktop is None:
            raise TourError("no desktop is open")
        return self._desktop

    @property
    def window(self) -> Window:
        """Give the window that is open."""
        return self.desktop.windows[-1]

    def page(self, kind: type) -> object:
        """Give the page in front once it is of a kind."""
        self._hands.until(lambda: isinstance(self.window.pages.page, kind), f"{kind.__name__} did not come")
        return self.window.pages.page

    def connection(self) -> str:
        """Say what the status line says of the connection."""
        syncing = self.desktop.syncing
        return syncing.state().connection if syncing else ""

    def pending(self) -> int:
        """Count what the status line says waits."""
        syncing = self.desktop.syncing
        return syncing.state().pending if syncing else -1

    @staticmethod
    def column_of(board: Board) -> int:
        """Say in which column of a board the deal's card is, -1 for none."""
        for place, column in enumerate(board.columns):
            rows = range(column.model.rowCount())
            if any(DEAL in str(column.model.index(row, 0).data()) for row in rows):
                return place
        return -1

    def check(self, claim: str, *arguments: object, typed: str = "") -> None:
        """Let another process check a claim; `say` waits for what it finds."""
        command = [sys.executable, "-m", "tests.tour.check", claim, *map(str, arguments)]
        self._checks.append(
            (claim, self._others.submit(
                subprocess.run, command, cwd=ROOT, input=typed + "\n", capture_output=True, text=True, check=False,
            ))
        )  # fmt: skip

    def say(self, words: str) -> None:
        """Say what was done, in one line, once every check of it is through."""
        checks, self._checks = self._checks, []
        for claim, check in checks:
            done = check.result()
            if done.returncode:
                raise TourError(f"{claim} does not hold: {done.stdout.strip() or done.stderr.strip()[-400:]}")
        print(f"tour: {words}", flush=True)

    def leave(self) -> None:
        """Close the desktop that is open."""
        desktop, self._desktop = self._desktop, None
        if desktop is None:
            return
        for window in list(desktop.windows):
            window.close()
        desktop.close()
        self._hands.settle()
