"""The editor of a paper template: its fields at the left, a paper that it prints at the right."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.actions import paper_templates, records
from crm_desktop.actions.desk import Desk, Done
from crm_desktop.core.entities import PaperTemplate, Quote
from crm_desktop.core.entities.quote_life import paper_number
from crm_desktop.core.errors import NOT_FOUND, RefusedError, UserError
from crm_desktop.core.schema import Record, entity_of
from crm_desktop.ui.context import Context
from crm_desktop.ui.fields.finder import Finder
from crm_desktop.ui.look.cells import Cell
from crm_desktop.ui.look.language import sentence
from crm_desktop.ui.page import Frame, Page
from crm_desktop.ui.parts.named_combo import name_combo
from crm_desktop.ui.parts.paper_view import PaperView
from crm_desktop.ui.places import Place
from crm_desktop.ui.quotes.template_fields import TemplateFields
from crm_desktop.ui.quotes.template_logo import Logo, read_file, read_logo
from crm_desktop.ui.taking_back import take_back
from crm_desktop.ui.wording import choice, title

LANGUAGES = ("en", "zh_CN", "bilingual")
FILTERS = {"logo": "*.png *.jpg *.jpeg *.svg", "appendix": "*.pdf"}


def paper_by(desk: Desk, template: PaperTemplate, language: str, quote: Quote | None) -> Callable[[], bytes]:
    """Give the call that prints a quote, or a sample, by a template; to be run in the lane of long work."""

    def make() -> bytes:
        # The library of papers takes 0.3 s to load, so it waits for the first paper.
        import msgspec

        from crm_desktop.actions.papers import sheet_of
        from crm_desktop.actions.sample_paper import sample_sheet
        from crm_desktop.documents.quote_pdf import render

        if quote is None:
            return render(sample_sheet(desk, template, language))  # type: ignore[arg-type]  # one of LANGUAGES
        plain = msgspec.structs.replace(quote, language=language, paper_look="", paper_size="")
        return render(sheet_of(desk, plain, template))

    return make


class TemplateEditor(Page):
    """Write one template, which places name by its id; everything saves as it is left, and prints as it is typed."""

    def __init__(self, context: Context, frame: Frame) -> None:
        super().__init__()
        self._context, self._frame = context, frame
        self.template: PaperTemplate | None = None
        self.quote: Quote | None = None
        self.fields = TemplateFields(context, self)
        self.paper = PaperView(context, self)
        self.language = QComboBox(self)
        for key in LANGUAGES:
            self.language.addItem(key, key)
        self.finder = Finder(context, ("quote",), self._quote_cell, self)
        self._lay_out()
        self._connect()

    # What the frame asks.

    def open_place(self, place: Place) -> None:
        is_other = self.template is None or self.template.id != place.record
        if is_other:
            self.leave()
            self.language.setCurrentIndex(LANGUAGES.index("zh_CN" if self._context.language.code == "zh_CN" else "en"))
        self._read(place.record, is_other=is_other)

    def take_focus(self) -> None:
        self.fields.fields["name"].editor.take_focus()

    def leave(self) -> None:
        self.fields.save_all()

    def retranslate(self) -> None:
        languages = entity_of(Quote).fields["language"]
        for at, key in enumerate(LANGUAGES):
            self.language.setItemText(at, choice(languages, key))
        name_combo(self.language, self.tr("Language of the paper"))
        self.language.setToolTip(self.tr("Language of the paper"))
        self.finder.setPlaceholderText(self.tr("A sample; type the number of a quote to see that"))
        self.finder.setToolTip(self.finder.placeholderText())
        self.finder.setAccessibleName(self.tr("Quote to look at"))
        self.fields.retranslate()
        self.paper.retranslate()
        self._show_bar()

    # What is shown.

    def _read(self, id_: str, *, is_other: bool = False) -> None:
        found = self._context.view.get(PaperTemplate, id_)
        self.template = found
        self._body.setEnabled(found is not None)
        if found is None:
            self._say(sentence(RefusedError(NOT_FOUND, entity=entity_of(PaperTemplate).label)))
            return
        self._say("")
        self.fields.show_template(found, may_edit=self._may_edit)
        self._show_bar()
        self._print(is_other=is_other)

    def _print(self, *, is_other: bool = False) -> None:
        if self.template is not None:
            template, language = self.fields.as_typed(), str(self.language.currentData())
            self.paper.show_paper(paper_by(self._context.desk, template, language, self.quote), is_other=is_other)

    def _show_bar(self) -> None:
        template = self.template
        self._title.setText(template.name if template else self.tr("Paper template"))
        is_used = template is not None and self._context.desk.organisation.paper_template == template.id
        self._used.setText(self.tr("Used for all quotes") if is_used else "")
        self.use_button.setText(self.tr("Do not use for all") if is_used else self.tr("Use for all quotes"))
        self.use_button.setToolTip(
            self.tr("Quotes that name no template of their own are printed without one")
            if is_used
            else self.tr("Every quote that names no template of its own is printed by this one; issued ones stay")
        )
        self.use_button.setVisible(template is not None and self._may_edit)

    @property
    def _may_edit(self) -> bool:
        return self._context.may_edit and self._context.desk.role in entity_of(PaperTemplate).write

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def _quote_cell(self, quote: Record) -> Cell:
        if not isinstance(quote, Quote):
            raise TypeError(quote)
        number = paper_number(quote.number, quote.revision) or self.tr("Draft quote")
        return Cell(number, secondary=title(self._context, "account", quote.account) or quote.subject)

    # What is changed.

    def _on_edited(self, name: str, value: object) -> None:
        template = self.template
        if template is None:
            return
        try:
            self._tell(records.edit(self._context.desk, template, **{name: value}))
        except RefusedError as error:
            self.fields.refuse(error.field or name, sentence(error))

    def _tell(self, done: Done, words: str = "") -> None:
        self._context.tell(done)
        if self.template is not None:
            self._read(self.template.id)
        if words and done.change:
            undo = self.tr("Undo")
            self._frame.toast(words, undo, lambda: take_back(self._context, self._frame, done.change))

    def _on_use(self) -> None:
        template, desk = self.template, self._context.desk
        if template is None:
            return
        is_used = desk.organisation.paper_template == template.id
        words = self.tr("Quotes are printed without a template") if is_used else self.tr("All quotes are printed by %1")
        try:
            done = records.edit(desk, desk.organisation, paper_template="" if is_used else template.id)
        except RefusedError as error:
            self._say(sentence(error))
            return
        self._tell(done, words.replace("%1", template.name))

    def _on_file_asked(self, name: str) -> None:
        words = self.tr("Choose the logo") if name == "logo" else self.tr("Choose the appendix")
        chosen, _ = QFileDialog.getOpenFileName(self, words, str(Path.home()), f"{words} ({FILTERS[name]})")
        if chosen:
            self.take_file(name, Path(chosen))

    def take_file(self, name: str, path: Path) -> None:
        """Give the template a logo or an appendix; what cannot be printed is said under it."""
        template, desk = self.template, self._context.desk
        if template is None:
            return
        self.fields.files[name].show_trouble("")

        def read() -> Logo:
            if name == "logo":
                return read_logo(path)
            # PDFium loads with the first paper, not with the window.
            from crm_desktop.documents.appendix import check_appendix

            content = read_file(path, paper_templates.LARGEST[name])
            check_appendix(path.name, content)
            return Logo(path.name, content, 0)

        def keep(found: Logo) -> None:
            try:
                done = paper_templates.put_file(desk, template, name, found.name, found.content)
            except UserError as error:
                self.fields.refuse(name, sentence(error))
                return
            coarse = self.tr("%1 is kept; it has few dots and will look coarse on paper")
            words = coarse if found.is_coarse else self.tr("%1 is on every paper from now on")
            self._tell(done, words.replace("%1", found.name))

        self._context.tasks.run(
            read, keep, lambda error: self.fields.refuse(name, sentence(error)), name=self.tr("Reading the file")
        )

    def _on_file_removed(self, name: str) -> None:
        if self.template is not None:
            self._tell(
                paper_templates.take_file(self._context.desk, self.template, name), self.tr("It is taken off the paper")
            )

    def _on_quote_taken(self, quote: Record | None) -> None:
        self.quote = quote if isinstance(quote, Quote) else None
        if self.quote is not None and self.quote.language in LANGUAGES:
            self.language.setCurrentIndex(LANGUAGES.index(self.quote.language))
        self._print(is_other=True)

    def _on_touched(self, touched: dict[str, frozenset[str]]) -> None:
        if self.template is not None and self.isVisible() and touched.keys() & {"*", "paper_template", "organisation"}:
            self._read(self.template.id)

    def _on_moved_in_time(self) -> None:
        if self.template is not None and self.isVisible():
            self._read(self.template.id, is_other=True)

    # How it is made.

    def _connect(self) -> None:
        self.fields.edited.connect(self._on_edited)
        self.fields.typed.connect(self._print)
        for name, file in self.fields.files.items():
            file.asked.connect(lambda name=name: self._on_file_asked(name))
            file.removed.connect(lambda name=name: self._on_file_removed(name))
        self.use_button.clicked.connect(self._on_use)
        self.language.activated.connect(lambda _at: self._print(is_other=True))
        self.finder.taken.connect(self._on_quote_taken)
        self._context.tasks.touched.connect(self._on_touched)
        self._context.moved_in_time.connect(self._on_moved_in_time)

    def _lay_out(self) -> None:
        self._title, self._used, self.trouble = (QLabel(self) for _ in range(3))
        self._title.setProperty("kind", "title")
        self._used.setProperty("kind", "muted")
        self.trouble.setProperty("kind", "bad")
        self.trouble.setWordWrap(True)
        self.trouble.setContentsMargins(20, 0, 20, 8)
        self.trouble.hide()
        self.use_button = QPushButton(self)
        top = QHBoxLayout()
        top.setContentsMargins(20, 12, 12, 10)
        top.setSpacing(12)
        top.addWidget(self._title)
        top.addWidget(self._used)
        top.addStretch(1)
        top.addWidget(self.use_button)
        area = self.area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self.fields)
        area.setMinimumWidth(380)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for one in (area.viewport(), self.fields):
            one.setAutoFillBackground(False)
        right = QWidget(self)
        asked = QHBoxLayout()
        asked.setContentsMargins(12, 8, 12, 0)
        asked.setSpacing(8)
        asked.addWidget(self.finder, 1)
        asked.addWidget(self.language)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(asked)
        column.addWidget(self.paper, 1)
        right.setMinimumWidth(300)
        self._body = QSplitter(Qt.Orientation.Horizontal, self)
        self._body.addWidget(area)
        self._body.addWidget(right)
        self._body.setChildrenCollapsible(False)
        self._body.setStretchFactor(0, 1)
        self._body.setStretchFactor(1, 1)
        self._body.setSizes([600, 600])
        line = QFrame(self)
        line.setProperty("kind", "line")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(line)
        page.addWidget(self.trouble)
        page.addWidget(self._body, 1)
