"""Rows and cards are painted from one record each and say aloud everything they show."""

import pytest
from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QEvent, QModelIndex, QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QTableView, QToolTip

from crm_desktop.ui.look.appearance import Appearance
from crm_desktop.ui.look.cells import Card, Cell, Chip, Roles, card_data, cell_data
from crm_desktop.ui.look.delegates import dress_column, dress_table
from crm_desktop.ui.look.fonts import load_fonts, text_font
from crm_desktop.ui.look.theme import DARK, LIGHT, ROW


class Cells(QAbstractTableModel):
    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 - the signature of Qt
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008 - as above
        return 0 if parent.isValid() else len(self.rows[0])

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return cell_data(self.rows[index.row()][index.column()], role)

    def flags(self, index):
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable


class Cards(QAbstractListModel):
    def __init__(self, cards):
        super().__init__()
        self.cards = cards

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 - as above
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return card_data(self.cards[index.row()], role)


@pytest.fixture
def appearance(qapp, tmp_path):
    made = Appearance(qapp, QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    made.choose("light")
    yield made
    qapp.setStyleSheet("")


@pytest.fixture
def table(appearance, qtbot):
    def make(rows):
        view = QTableView()
        view.setModel(Cells(rows))
        view.model().setParent(view)
        dress_table(view, appearance)
        qtbot.addWidget(view)
        view.resize(600, 300)
        view.show()
        return view

    return make


def colours(view, box):
    image = view.viewport().grab(box).toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize(
    ("cell", "spoken"),
    [
        (Cell("Acme", secondary="Pumps"), "Acme, Pumps"),
        (Cell(chips=(Chip("Won", "green"), Chip("VIP", "pink"))), "Won, VIP"),
        (Cell("2 Mar", tone="bad", note="Overdue by 3 days"), "2 Mar, Overdue by 3 days"),
        (Cell("90", is_number=True, was="100"), "90, was 100"),
        (Cell(), ""),
    ],
)
def test_a_cell_says_everything_it_shows(cell, spoken):
    assert cell_data(cell, Qt.ItemDataRole.AccessibleTextRole) == spoken


def test_a_card_says_everything_it_shows():
    card = Card("Pump line", "Acme", "CNY 90", "12 d", "Ann Lee", no_step="No next step", rotting="bad", note="Stuck")
    expected = "Pump line, Acme, CNY 90, 12 d, No next step, Stuck, Ann Lee"
    assert card_data(card, Qt.ItemDataRole.AccessibleTextRole) == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Qt.ItemDataRole.DisplayRole, "90"),
        (Qt.ItemDataRole.ToolTipRole, "Raised\nwas 100"),
        (Qt.ItemDataRole.EditRole, None),
        (Roles.ID, None),
    ],
)
def test_a_cell_answers_the_roles_of_qt(role, expected):
    assert cell_data(Cell("90", was="100", note="Raised"), role) == expected


def test_copying_a_choice_gives_its_words():
    assert cell_data(Cell(chips=(Chip("Won"), Chip("VIP"))), Qt.ItemDataRole.DisplayRole) == "Won, VIP"


def test_a_screen_reader_finds_the_words_of_a_painted_cell(table):
    view = table([[Cell("2 Mar", tone="bad", note="Overdue by 3 days")]])
    tree = QAccessible.queryAccessibleInterface(view)
    names = [tree.child(number).text(QAccessible.Text.Name) for number in range(tree.childCount())]
    assert "2 Mar, Overdue by 3 days" in names


@pytest.mark.parametrize(("tone", "token"), [("bad", "bad"), ("warn", "warn"), ("good", "good"), ("", "text")])
def test_a_tone_paints_in_its_colour(table, tone, token):
    view = table([[Cell("IIII████", tone=tone)]])
    assert getattr(LIGHT, token) in colours(view, view.visualRect(view.model().index(0, 0)))


def test_overdue_differs_by_a_sign_not_by_colour_alone(table):
    view = table([[Cell("", tone="bad")], [Cell("", tone="")]])
    with_sign, without = (colours(view, view.visualRect(view.model().index(row, 0))) for row in (0, 1))
    assert with_sign - without


def test_chips_paint_plate_and_words_of_their_hue(table):
    view = table([[Cell(chips=(Chip("████ Won", "green"),))]])
    painted = colours(view, view.visualRect(view.model().index(0, 0)))
    assert {LIGHT.chips["green"], LIGHT.hues["green"]} <= painted


def test_numbers_stand_at_the_right(table):
    view = table([[Cell("█", is_number=True)]])
    view.setColumnWidth(0, 300)
    view.horizontalHeader().setStretchLastSection(False)
    image = view.viewport().grab(view.visualRect(view.model().index(0, 0))).toImage()
    inked = [x for x in range(image.width()) if image.pixelColor(x, 16) == QColor(LIGHT.text)]
    assert inked
    assert min(inked) > 250


def test_a_changed_value_bears_a_mark(table):
    view = table([[Cell("90", was="100")], [Cell("90")]])
    marks = [LIGHT.accent in colours(view, view.visualRect(view.model().index(row, 0))) for row in (0, 1)]
    assert marks == [True, False]


def test_the_whole_row_lights_up_under_the_mouse_and_goes_out(table, qtbot):
    view = table([[Cell("a"), Cell("b")], [Cell("c"), Cell("d")]])
    far = view.visualRect(view.model().index(1, 1))
    qtbot.mouseMove(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
    assert LIGHT.hover in colours(view, far)
    qtbot.mouseMove(view.viewport(), QPoint(20, 250))
    assert LIGHT.hover not in colours(view, far)


def test_the_present_cell_shows_its_focus(table, qtbot):
    view = table([[Cell("a"), Cell("b")]])
    view.activateWindow()
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 1))
    qtbot.waitUntil(view.hasFocus)
    shown = [LIGHT.accent in colours(view, view.visualRect(view.model().index(0, column))) for column in (0, 1)]
    assert shown == [False, True]


def test_a_theme_switch_repaints_what_was_painted(table, appearance):
    view = table([[Cell("████")]])
    box = view.visualRect(view.model().index(0, 0))
    colours(view, box)
    appearance.choose("dark")
    assert DARK.text in colours(view, box)


def test_rows_keep_their_height_and_editors_open_in_them(table, qtbot):
    view = table([[Cell("a")]])
    assert view.rowHeight(0) == ROW
    view.edit(view.model().index(0, 0))
    editor = view.findChild(QLineEdit)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.state() == QTableView.State.NoState)


@pytest.mark.parametrize(("rotting", "token"), [("warn", "warn"), ("bad", "bad")])
def test_a_rotting_card_is_striped_and_fits_its_column(appearance, qtbot, rotting, token):
    view = QListView()
    view.setModel(
        Cards([Card("Fresh", next_step="Call"), Card("Old", "Acme", "1", "90 d", "Ann", "Call", rotting=rotting)])
    )
    view.model().setParent(view)
    dress_column(view, appearance)
    qtbot.addWidget(view)
    view.resize(240, 400)
    view.show()
    QApplication.processEvents()
    boxes = [view.visualRect(view.model().index(row)) for row in (0, 1)]
    assert [getattr(LIGHT, token) in colours(view, box) for box in boxes] == [False, True]
    assert all(box.width() <= view.viewport().width() for box in boxes)


def test_the_smallest_column_neither_fails_nor_paints_outside(table):
    view = table([[Cell("long words", secondary="more", chips=(Chip("Won"),), icon="house"), Cell("b")]])
    view.setColumnWidth(0, 30)
    assert colours(view, view.viewport().rect())


def test_dressing_a_long_table_does_not_walk_its_rows(appearance, qtbot):
    class Long(Cells):
        def rowCount(self, parent=QModelIndex()):  # noqa: B008 - as above
            return 0 if parent.isValid() else 20_000

    view, resized = QTableView(), []
    qtbot.addWidget(view)
    view.setModel(Long([[Cell("a")]]))
    view.model().setParent(view)
    view.verticalHeader().sectionResized.connect(lambda row, _before, _after: resized.append(row))
    dress_table(view, appearance)
    assert len(resized) < 100


@pytest.mark.parametrize("cell", [Cell("1 × CNY 11,111.11", is_number=True), Cell("Shaft seal", strong=True)])
def test_a_column_as_wide_as_its_content_cuts_nothing_off(table, cell):
    load_fonts()
    view = table([[cell]])
    view.setFont(text_font("en"))  # whose digits are of several widths where they do not stand in columns
    view.horizontalHeader().setStretchLastSection(False)
    view.resizeColumnToContents(0)
    view.grab()
    assert [text for text, _ in view.itemDelegate().pens().measured.values()] == [cell.text]


def test_what_has_no_room_in_its_cell_is_said_on_hover(table):
    name, note = "上海予旭机电安装科技有限公司", "Overdue by 3 days"
    view = table([[Cell(name, secondary="Shanghai", note=note), Cell("short")]])
    view.setColumnWidth(0, 80)
    view.setColumnWidth(1, 200)

    def said(column):
        place = view.visualRect(view.model().index(0, column)).center()
        QToolTip.hideText()
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
        return QToolTip.text()

    assert said(0) == f"{name}\nShanghai\n{note}"
    view.setColumnWidth(0, 500)
    assert said(0) == note
    QToolTip.hideText()
