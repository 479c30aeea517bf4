"""The head of a record page: what it is called, what one wants to know first, and its buttons."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from crm_desktop.core.entities import Activity, Opportunity, Order
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon, pixmap
from crm_desktop.ui.parts.time_bar import TimeButton
from crm_desktop.ui.walk import walk_of


class RecordHead(QWidget):
    """Show the name of a record with its facts; what the buttons do is the page's."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.sign, self.title, self.under, self.steps = (QLabel(self) for _ in range(4))
        self.title.setProperty("kind", "title")
        self.under.setProperty("kind", "muted")
        self.steps.setProperty("kind", "small")
        self.time_button = TimeButton(context, self)
        self.up_button, self.down_button, self.quote_button, self.done_button, self.menu_button = (
            QToolButton(self) for _ in range(5)
        )
        self._lay_out()

    def show_record(self, record: Record) -> None:
        """Show a record."""
        theme, may_edit = self._context.appearance.theme, self._context.may_edit
        self.sign.setPixmap(pixmap(wording.icon_of(record), theme.accent, 22, self.devicePixelRatioF()))
        self.title.setText(wording.called(self._context, record))
        self.under.setText(self.facts(record, partial(wording.near_day, self._context)))
        place, length = walk_of(self._context).place(entity_of(record).key, record.id)
        self.steps.setText(self.tr("%1 of %2").replace("%1", str(place)).replace("%2", str(length)) if place else "")
        self.up_button.setVisible(bool(place))
        self.down_button.setVisible(bool(place))
        self.up_button.setEnabled(place > 1)
        self.down_button.setEnabled(place < length)
        self.quote_button.setVisible(isinstance(record, Opportunity) and may_edit)
        self.done_button.setVisible(isinstance(record, Activity) and not record.is_done and may_edit)

    def retranslate(self) -> None:
        """Name the buttons in the language and draw them in the colours now in force."""
        theme = self._context.appearance.theme
        for button, sign, name, keys in (
            (self.up_button, "chevron-up", self.tr("Previous in the list"), "Alt+↑"),
            (self.down_button, "chevron-down", self.tr("Next in the list"), "Alt+↓"),
            (self.quote_button, "file-plus", self.tr("Make a quote"), ""),
            (self.done_button, "circle-check", self.tr("Mark as done"), ""),
            (self.menu_button, "ellipsis", self.tr("More"), ""),
        ):
            button.setIcon(icon(sign, theme.muted))
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {keys}".strip())
        self.quote_button.setText(f"\u2009{self.tr('Make a quote')}")
        self.done_button.setText(f"\u2009{self.tr('Mark as done')}")

    def facts(self, record: Record, worded: Callable[[date], str]) -> str:
        """Say under the name what one wants to know first, days as they are worded."""
        return " · ".join(part for part in self._facts(record, worded) if part)

    def _facts(self, record: Record, worded: Callable[[date], str]) -> list[str]:
        owner = wording.title(self._context, "user", getattr(record, "owner", ""))
        account = wording.title(self._context, "account", getattr(record, "account", ""))
        if isinstance(record, Opportunity):
            money = wording.money(record.amount, record.currency) if record.amount is not None else ""
            step = self.tr("Next: %1").replace("%1", record.next_step) if record.next_step else self.tr("No next step")
            day = worded(record.next_step_day) if record.next_step_day else ""
            return [account, money, f"{step} {day}".strip(), owner]
        if isinstance(record, Order):
            total = wording.money(record.total, record.currency, exact=True) if record.total is not None else ""
            return [wording.choice(entity_of(record).fields["state"], record.state), account, total, owner]
        kind = getattr(record, "kind", "")
        words = wording.choice(entity_of(record).fields["kind"], kind) if kind else ""
        own = (getattr(record, name, "") for name in ("city", "sku"))
        return [words, getattr(record, "job_title", ""), account, *own, owner]

    def _lay_out(self) -> None:
        head = QHBoxLayout(self)
        head.setContentsMargins(16, 12, 12, 8)
        head.setSpacing(10)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.under)
        self.sign.setContentsMargins(0, 3, 0, 0)  # in the middle of the line of the title
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        head.addWidget(self.steps)
        for button in (
            self.up_button, self.down_button, self.time_button, self.quote_button, self.done_button, self.menu_button,
        ):  # fmt: skip
            button.setIconSize(QSize(16, 16))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        for button in (self.quote_button, self.done_button):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setWordWrap(True)
        self.under.setWordWrap(True)
