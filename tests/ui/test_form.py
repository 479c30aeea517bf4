"""Forms come from the declarations, save when a field is left, and lose nothing that was typed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices

from crm_desktop.actions import records
from crm_desktop.core.entities import REGISTRY, Account, Contact, Opportunity, Product, User
from crm_desktop.core.schema import Item, Kind, raw_of
from crm_desktop.ui.fields.editors import editor_for
from crm_desktop.ui.fields.form import Form
from crm_desktop.ui.fields.sections import sections
from crm_desktop.ui.places import Place
from crm_desktop.ui.records.new_records import NewPanel, drafted, start_new
from crm_desktop.ui.typed import TypedError, read_day, read_moment, read_number

TODAY = date(2026, 11, 20)  # a Friday


@pytest.fixture
def account(stage):
    """Open an account and return it."""
    found = stage.context.desk.replica.find(Account, order=("name",), limit=1)[0]
    stage.go(Place("record", f"account:{found.id}"))
    return found


def fresh(stage, record):
    return stage.context.desk.replica.get(type(record), record.id)


def edit(stage, name, text, leave=Qt.Key.Key_Return):
    row = stage.page.form.rows[name]
    stage.click(row.quiet)
    row.editor.line.selectAll()
    stage.type(text, row.editor.line)
    stage.press(leave, widget=row.editor.line)
    return row


def test_leaving_a_field_saves_it_and_offers_undo(stage, account):
    row = edit(stage, "industry", "Brewing", Qt.Key.Key_Tab)
    assert fresh(stage, account).industry == "Brewing"
    assert not row.is_editing
    toast = stage.window.toasts
    assert toast.words.text() == "Industry saved"
    stage.click(toast.button)
    assert fresh(stage, account).industry == account.industry


def test_enter_saves_and_leaves_the_keyboard_on_the_value(stage, account):
    row = edit(stage, "city", "Suzhou")
    assert fresh(stage, account).city == "Suzhou"
    assert row.quiet.hasFocus()
    assert "Suzhou" in row.quiet.text()


def test_escape_leaves_the_value_as_it_was(stage, account):
    row = edit(stage, "city", "Suzhou", Qt.Key.Key_Escape)
    assert fresh(stage, account) == account
    assert not row.is_editing


def test_nothing_changed_is_nothing_saved(stage, account):
    edit(stage, "city", account.city)
    assert stage.context.desk.replica.pending() == 0


def test_a_refused_value_stays_in_the_editor_with_the_sentence_under_it(stage, account):
    row = edit(stage, "employees", "-5")
    assert row.is_editing
    assert row.editor.line.text() == "-5"
    assert row.trouble.text() == "Employees must be at least 0."
    assert row.editor.line.property("wrong") == "true"
    assert fresh(stage, account).employees == account.employees


def test_what_cannot_be_read_stays_with_an_example(stage, account):
    row = edit(stage, "employees", "many")
    assert row.editor.line.text() == "many"
    assert row.trouble.text() == "“many” is no number. Type digits, for example 120000."


def test_a_required_field_does_not_become_empty(stage, account):
    row = stage.page.form.rows["name"]
    stage.click(row.quiet)
    row.editor.line.clear()
    stage.press(Qt.Key.Key_Return, widget=row.editor.line)
    assert row.trouble.text() == "Name must not be empty."
    assert fresh(stage, account).name == account.name


def test_going_elsewhere_saves_what_is_being_typed(stage, account):
    row = stage.page.form.rows["city"]
    stage.click(row.quiet)
    row.editor.line.setText("Wuxi")
    stage.go(Place("account"))
    assert fresh(stage, account).city == "Wuxi"


def test_an_edit_carries_what_its_author_saw(stage, account):
    row = stage.page.form.rows["city"]
    stage.click(row.quiet)
    done = records.edit(stage.context.desk, account, city="Wuhan")
    stage.context.tasks.touched.emit(done.touched)
    assert row.is_editing
    assert row.trouble.text() == "Changed elsewhere meanwhile: Wuhan"
    row.editor.line.setText("Wuxi")
    stage.press(Qt.Key.Key_Return, widget=row.editor.line)
    change = stage.context.desk.replica.outbox()[-1]
    assert change.entries[0].fields["city"] == (account.city, "Wuxi")


def test_a_day_is_typed_as_people_say_it(stage):
    deal = stage.context.desk.replica.find(Opportunity, limit=1)[0]
    stage.go(Place("record", f"opportunity:{deal.id}"))
    edit(stage, "close_day", "+3")
    assert fresh(stage, deal).close_day == stage.context.desk.today() + timedelta(days=3)


def test_an_amount_understands_thousands(stage):
    deal = stage.context.desk.replica.find(Opportunity, limit=1)[0]
    stage.go(Place("record", f"opportunity:{deal.id}"))
    edit(stage, "amount", "120k")
    assert fresh(stage, deal).amount == Decimal(120000)


def test_a_choice_saves_when_it_is_made(stage, account):
    row = stage.page.form.rows["kind"]
    stage.click(row.quiet)
    combo = row.editor.combo
    combo.setCurrentIndex(combo.findData("partner"))
    combo.activated.emit(combo.currentIndex())
    assert fresh(stage, account).kind == "partner"
    assert not row.is_editing


def test_a_link_is_found_while_typing(stage):
    contact = stage.context.desk.replica.find(Contact, limit=1)[0]
    other = next(one for one in stage.context.desk.replica.find(Account) if one.id != contact.account)
    stage.go(Place("record", f"contact:{contact.id}"))
    row = stage.page.form.rows["account"]
    row.start()
    row.editor.finder.clear()
    stage.type(other.name, row.editor.finder)
    stage.press(Qt.Key.Key_Return, widget=row.editor.finder)
    assert fresh(stage, contact).account == other.id


@pytest.fixture
def team(stage, account):
    """Open the editor of the team of an account with two people on it."""
    desk = stage.context.desk
    people = [one.id for one in desk.replica.find(User, order=("name",)) if not one.is_inactive][:2]
    stage.context.tell(records.edit(desk, fresh(stage, account), team=tuple(people)))
    stage.go(Place("record", f"account:{account.id}"))
    row = stage.page.form.rows["team"]
    stage.click(row.quiet)
    return row


def test_people_are_found_by_pinyin_and_stand_as_chips(stage, account, team):
    stage.type("lw", team.editor.finder)  # 李薇 Li Wei
    assert team.editor.finder.found.records[0].login == "li.wei"
    stage.press(Qt.Key.Key_Return, widget=team.editor.finder)
    assert team.editor.finder.text() == ""
    assert len(team.editor.chips) == 3
    assert team.editor.chips[-1].text().startswith("李薇")
    stage.press(Qt.Key.Key_Return, widget=team.editor.finder)
    assert len(fresh(stage, account).team) == 3
    assert team.quiet.hasFocus()


def test_the_key_down_shows_whom_one_may_choose(stage, team):
    stage.press(Qt.Key.Key_Down, widget=team.editor.finder)
    offered = team.editor.finder.found.records
    assert len(offered) > 2
    assert not {one.id for one in offered} & set(team.editor.value())
    team.editor.finder._hide()


def test_a_chip_goes_by_a_key_or_a_click_and_says_what_it_does(stage, account, team):
    name = team.editor.chips[0].text()
    assert team.editor.chips[0].accessibleName() == f"Remove {name}"
    assert team.editor.finder.accessibleName() == "Team"
    team.editor.chips[0].setFocus()
    stage.press(Qt.Key.Key_Delete, widget=team.editor.chips[0])
    assert len(team.editor.value()) == 1
    assert team.editor.chips[0].hasFocus()
    stage.click(team.editor.chips[0])
    assert (team.editor.value(), team.editor.finder.hasFocus()) == ((), True)
    stage.press(Qt.Key.Key_Return, widget=team.editor.finder)
    assert fresh(stage, account).team == ()


def test_backspace_in_the_empty_line_takes_the_last_one_and_escape_takes_nothing(stage, account, team):
    stage.type("x", team.editor.finder)
    stage.press(Qt.Key.Key_Backspace, widget=team.editor.finder)
    assert len(team.editor.value()) == 2
    stage.press(Qt.Key.Key_Backspace, widget=team.editor.finder)
    assert len(team.editor.value()) == 1
    stage.press(Qt.Key.Key_Escape, widget=team.editor.finder)
    assert (len(fresh(stage, account).team), team.is_editing) == (2, False)


def test_phones_are_added_and_removed_with_their_kind(stage, account):
    row = stage.page.form.rows["phones"]
    row.start()
    stage.click(row.editor.add)
    line = row.editor.lines[-1]
    line.label.setText("mobile")
    line.value.setText("+8613800001234")
    stage.press(Qt.Key.Key_Return, widget=line.value)
    after = fresh(stage, account).phones
    assert [(item.label, item.value) for item in after][-1] == ("mobile", "+8613800001234")
    assert after[: len(account.phones)] == account.phones
    row.start()
    stage.click(row.editor.lines[0].cross)
    stage.press(Qt.Key.Key_Return, widget=row.editor.lines[0].value)
    assert fresh(stage, account).phones == after[1:]


def test_a_phone_is_called_by_a_click(stage, account, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    stage.page.form.rows["phones"].quiet.linkActivated.emit("tel:+8613800001234")
    assert opened == [QUrl("tel:+8613800001234")]


def test_a_link_leads_to_its_record(stage):
    contact = next(one for one in stage.context.desk.replica.find(Contact) if one.account)
    stage.go(Place("record", f"contact:{contact.id}"))
    stage.page.form.rows["account"].quiet.linkActivated.emit(f"account:{contact.account}")
    assert stage.window.pages.places.current.record == f"account:{contact.account}"


def test_tab_walks_from_editor_to_editor(stage, account):
    rows = stage.page.form.rows
    rows["name"].start()
    stage.press(Qt.Key.Key_Tab, widget=rows["name"].editor.line)
    stage.qtbot.waitUntil(lambda: rows["kind"].is_editing)
    assert not rows["name"].is_editing


def test_derived_values_are_not_edited(stage):
    deal = stage.context.desk.replica.find(Opportunity, limit=1)[0]
    stage.go(Place("record", f"opportunity:{deal.id}"))
    row = stage.page.form.rows["weighted"]
    row.start()
    assert not row.is_editing
    assert row.quiet.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_rep_reads_a_product_but_does_not_write_it_and_never_sees_its_cost(stage):
    product = stage.context.desk.replica.find(Product, limit=1)[0]
    stage.go(Place("record", f"product:{product.id}"))
    form = stage.page.form
    assert "cost" not in form.rows
    assert not any(row.quiet.is_open for row in form.rows.values())


def test_empty_fields_wait_behind_a_button(stage, account):
    form = stage.page.form
    done = records.edit(stage.context.desk, account, website="")
    stage.context.tasks.touched.emit(done.touched)
    assert form.rows["website"].isHidden()
    form._more.click()
    assert not form.rows["website"].isHidden()


def test_alt_h_tells_who_changed_a_field_from_what_to_what(stage, account):
    row = edit(stage, "city", "Suzhou")
    stage.press(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier, widget=row.quiet)
    history = row.findChild(type(row.open_history()))
    step = history.steps[0]
    assert (step.before, step.after) == (account.city, "Suzhou")
    assert step.author == stage.context.desk.user.name


@pytest.mark.parametrize("key", [key for key, one in REGISTRY.items() if not one.internal])
def test_every_field_of_every_section_has_an_editor_that_gives_its_value_back(stage, key):
    declared = REGISTRY[key]
    found = stage.context.desk.replica.find(declared.record, limit=1)
    record = found[0] if found else declared.record(id="1")
    for fields in sections(declared, "administrator").values():
        for field in fields:
            if field.derived or field.kind in {Kind.FILE, Kind.YES_NO}:
                continue
            editor = editor_for(stage.context, field, record, stage.window)
            value = editor.value()
            same = msgspec.structs.replace(record, **{field.name: value})
            assert raw_of(same).get(field.name) == raw_of(record).get(field.name), field.name
            editor.deleteLater()


@pytest.mark.parametrize("key", [key for key, one in REGISTRY.items() if not one.internal])
def test_every_field_lies_in_one_section(key):
    declared = REGISTRY[key]
    names = [field.name for fields in sections(declared, "administrator").values() for field in fields]
    assert sorted(names) == sorted(field.name for field in declared.stored if field.section)


def test_a_new_account_is_saved_as_soon_as_it_has_a_name(stage):
    stage.go(Place("account"))
    stage.click(stage.page.new_button)
    panel = stage.window.peek_panel.content
    assert isinstance(panel, NewPanel)
    stage.qtbot.waitUntil(lambda: panel.form.rows["name"].is_editing)
    line = panel.form.rows["name"].editor.line
    stage.type("Fresh Pumps", line)
    assert stage.context.desk.replica.pending() == 0
    stage.press(Qt.Key.Key_Return, widget=line)
    made = fresh(stage, panel.form.record)
    assert made.name == "Fresh Pumps"
    assert made.owner == stage.context.desk.user.id
    assert made.territory
    stage.click(panel.open_button)
    assert stage.window.pages.places.current.record == f"account:{made.id}"


def test_a_new_account_says_what_is_missing_until_it_is_saved(stage):
    start_new(stage.context, stage.window, "account")
    assert stage.window.peek_panel.content.hint.text() == "Saved as soon as this is filled in: Name"
    start_new(stage.context, stage.window, "account", name="Fresh Pumps")
    assert stage.window.peek_panel.content.hint.text() == "Enter saves it"


def test_a_new_contact_knows_where_it_was_begun(stage, account):
    start_new(stage.context, stage.window, "contact", account=account.id)
    form = stage.window.peek_panel.content.form
    stage.qtbot.waitUntil(lambda: form.rows["family_name"].is_editing)
    stage.type("Smith", form.rows["family_name"].editor.line)
    stage.press(Qt.Key.Key_Return, widget=form.rows["family_name"].editor.line)
    assert fresh(stage, form.record).account == account.id


def test_a_new_deal_stands_in_the_first_stage(context):
    deal = drafted(context, "opportunity")
    assert deal.stage
    assert deal.outcome == "open"
    assert deal.probability is not None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12,000", 12000), ("1200.5", "1200.5"), ("120k", 120000), ("1.5m", 1500000), ("12万", 120000), ("35 %", 35),
        ("2亿", 200000000), ("-3", -3), ("1 000", 1000),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(context, typed, expected):
    assert read_number(typed) == Decimal(expected)


@pytest.mark.parametrize("typed", ["", "abc", "1e400000", "nan", "12..3"])
def test_what_is_no_number_is_told_so(context, typed):
    with pytest.raises(TypedError):
        read_number(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-31", (2026, 12, 31)), ("2026/1/2", (2026, 1, 2)), ("2026年12月3日", (2026, 12, 3)), ("12月3日", (2026, 12, 3)),
        ("31.12.2027", (2027, 12, 31)), ("24.12.", (2026, 12, 24)), ("12/24", (2026, 12, 24)), ("3 Dec", (2026, 12, 3)),
        ("3 december 2027", (2027, 12, 3)), ("Dec 3, 2027", (2027, 12, 3)), ("today", (2026, 11, 20)), ("明天", (2026, 11, 21)),
        ("+3", (2026, 11, 23)), ("-1w", (2026, 11, 13)), ("+2m", (2027, 1, 20)), ("+1y", (2027, 11, 20)),
        ("mon", (2026, 11, 23)), ("fri", (2026, 11, 27)), ("周五", (2026, 11, 27)), ("星期天", (2026, 11, 22)),
    ],
)  # fmt: skip
def test_days_are_read_as_people_type_them(typed, expected):
    assert read_day(typed, TODAY) == date(*expected)


@pytest.mark.parametrize("typed", ["", "31.2.", "2026-13-01", "soon", "99"])
def test_what_is_no_day_is_told_so(typed):
    with pytest.raises(TypedError):
        read_day(typed, TODAY)


def test_the_end_of_a_month_stays_within_the_month():
    assert read_day("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(("typed", "hour", "day"), [("14:30", 14, 20), ("tomorrow 8:05", 8, 21), ("fri", 9, 27)])
def test_moments_are_read_in_the_time_of_the_organisation(typed, hour, day):
    zone = ZoneInfo("Asia/Shanghai")
    found = read_moment(typed, datetime(2026, 11, 20, 3, tzinfo=ZoneInfo("UTC")), zone).astimezone(zone)
    assert (found.day, found.hour) == (day, hour)


def test_items_without_a_value_are_left_out(stage, account):
    editor = editor_for(stage.context, REGISTRY["account"].fields["emails"], account, stage.window)
    editor.show_value((Item("1", "work", "a@b.example"), Item("2", "home", "  ")))
    assert editor.value() == (Item("1", "work", "a@b.example"),)


def sections_of(page):
    """List the sections as they stand, each with whether it is folded."""
    places = sorted(page.form.sections.values(), key=lambda section: section.y())
    return [(section.name, section.is_folded) for section in places if section.isVisible()]


def test_a_folded_section_stays_folded_for_its_kind_of_record(stage, account):
    about = stage.page.form.sections["About"]
    stage.click(about.head)
    assert not about.body.isVisible()
    other = stage.context.desk.replica.find(Account, limit=2)[1]
    stage.go(Place("record", f"account:{other.id}"))
    assert not stage.page.form.rows["name"].isVisible()
    again = Form(stage.context, stage.window, other)
    assert again.sections["About"].is_folded
    assert not Form(stage.context, stage.window, Contact(id="x")).sections["About"].is_folded


def test_keys_fold_a_section_and_pin_it_on_top(stage, account):
    responsible = stage.page.form.sections["Responsible"]
    responsible.head.setFocus(Qt.FocusReason.TabFocusReason)
    stage.press(Qt.Key.Key_Space, widget=responsible.head)
    stage.qtbot.waitUntil(responsible.pin.isVisible)
    stage.press(Qt.Key.Key_Tab, widget=responsible.head)
    assert responsible.pin.hasFocus()
    stage.press(Qt.Key.Key_Space, widget=responsible.pin)
    stage.qtbot.waitUntil(lambda: sections_of(stage.page)[0] == ("Responsible", True))
    assert Form(stage.context, stage.window, account).sections["Responsible"].is_pinned
    stage.press(Qt.Key.Key_Space, widget=responsible.pin)
    stage.qtbot.waitUntil(lambda: sections_of(stage.page)[0] == ("About", False))


def test_a_field_that_is_asked_for_comes_out_of_its_folded_section(stage, account):
    section = stage.page.form.sections["About"]
    stage.click(section.head)
    stage.page.form.rows["industry"].start()
    assert stage.page.form.rows["industry"].editor.isVisible()
    other = stage.context.desk.replica.find(Account, limit=2)[1]
    stage.go(Place("record", f"account:{other.id}"))
    assert section.is_folded


def test_a_new_record_shows_all_its_sections(stage, account):
    stage.click(stage.page.form.sections["About"].head)
    draft = Form(stage.context, stage.window, drafted(stage.context, "account"), is_draft=True)
    assert not any(section.is_folded for section in draft.sections.values())
