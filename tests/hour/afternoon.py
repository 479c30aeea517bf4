"""The second half of the hour: the calendar, a quick look elsewhere and back in time, five quotes without a network."""

import re
from pathlib import Path

from tests.hour.hands import Hands, HourError
from tests.hour.morning import DEAL

PLANNED = "Walk through the second hall"
LETTERS = ("beng", "fa", "bei")
PILL = "Sync now: %s.*"


def plan_in_the_calendar(hands: Hands) -> None:
    """Plan a visit by keys, and drag it to another hour."""
    hands.key("ctrl+6", until=lambda: hands.find("Calendar", "list"))
    hands.picture("calendar")
    hands.key("ctrl+n", "plan something", until=lambda: hands.find("What is planned\\?", "text"))
    hands.type(PLANNED)
    hands.write(hands.see("When: .*", "text"), "wed 10:00-11:30")
    hands.write(hands.see("With whom: .*", "text"), "hour hyd")
    hands.picture("plan")
    hands.key("Return")
    hands.key("Return", "plan it", until=lambda: planned(hands))
    thing = planned(hands)
    x, y = thing.middle
    hands.drag((x, y), (x, y + 96), "drag it to a later hour", until=lambda: _moved(hands, thing.place[1]))
    hands.picture("calendar-moved")


def go_elsewhere(hands: Hands) -> None:
    """Find an account by the sound of its name, and the new deal by its letters."""
    hands.key("ctrl+k", "open the palette", until=lambda: hands.find("Do or find anything.*", "text"))
    hands.type("lanhe")
    hands.until(lambda: hands.find(".*澜和.*", "list item", into="list"), "pinyin finds nothing")
    hands.picture("palette")
    hands.key("Return", "open what was found", until=lambda: hands.find(".*澜和.*", "filler"))
    hands.picture("account-page")
    to_deal(hands, DEAL)
    hands.picture("deal-page")


def to_deal(hands: Hands, name: str) -> None:
    """Go to a record by the palette."""
    hands.key("ctrl+k", until=lambda: hands.find("Do or find anything.*", "text"))
    hands.type(name, until=lambda: hands.find(f"{re.escape(name)}.*", "list item", into="list"))
    hands.key("Return", f"open {name}", until=lambda: hands.find(re.escape(name), "filler"))


def from_board(hands: Hands, name: str) -> None:
    """Open a deal from its card on the board."""
    hands.key("ctrl+4", until=lambda: hands.find("Deals in .*", "list"))
    hands.click(hands.see(f"{re.escape(name)},.*", "list item", into="list"))
    hands.key("Return", f"open {name}", until=lambda: hands.find(re.escape(name), "filler"))


def look_back(hands: Hands) -> None:
    """See the board as it was a month ago, and come back."""
    hands.key("ctrl+4", until=lambda: hands.find("Deals in .*", "list"))
    hands.click(hands.see("Moment looked at: Now", "push button"))
    hands.picture("time-panel")
    hands.key("Page_Up")
    hands.key("Return", "look a month back", until=lambda: hands.find("Moment looked at: .*[0-9].*", "push button"))
    hands.picture("board-then")
    hands.key("Escape", "come back to now", until=lambda: hands.find("Moment looked at: Now", "push button"))


def make_quotes(hands: Hands, deals: list[str], papers: Path) -> list[str]:
    """Make a quote of three lines for each deal, issue it and save its paper; give their numbers."""
    numbers = []
    for name in deals:
        from_board(hands, name)
        hands.click(
            hands.see("Make a quote", "push button"), f"make a quote for {name}",
            until=lambda: hands.find("Add a product: .*", "text"),
        )  # fmt: skip
        for quantity, letters in enumerate(LETTERS, 2):
            add_line(hands, letters, quantity)
        if not numbers:
            hands.picture("quote-draft")
        hands.click(hands.see("Issue", "push button"), f"issue the quote for {name}", until=lambda: number_of(hands))
        numbers.append(number_of(hands))
        save_paper(hands, papers / f"{numbers[-1]}.pdf", is_first=len(numbers) == 1)
        if len(numbers) == 1:
            hands.picture("quote-issued")
    return numbers


def add_line(hands: Hands, letters: str, quantity: int) -> None:
    """Add a product by letters of its name in pinyin, and say how many."""
    before = _lines(hands)
    hands.key("ctrl+Return")
    hands.type(letters)
    hands.key("Return", f"add a line by {letters}", until=lambda: _lines(hands) == before + 1)
    hands.type(str(quantity))
    hands.key("Return")


def save_paper(hands: Hands, file: Path, *, is_first: bool) -> None:
    """Save the paper of the quote that is open."""
    hands.click(hands.see("Save PDF.*", "push button"), until=lambda: hands.find("File name:", "text"))
    if is_first:
        hands.picture("save-paper")
    hands.key("ctrl+a")
    hands.type(str(file))
    hands.key("Escape Return") if hands.find(role="list item") else hands.key("Return")
    hands.until(file.exists, f"{file.name} was not written")


def number_of(hands: Hands) -> str:
    """Read the number of the quote that is open, "" while it has none."""
    found = hands.find("[A-Z]+[0-9]{4}-[0-9]+", "label")
    return found.name if found else ""


def wait_for_pill(hands: Hands, state: str, what: str) -> None:
    """Press F5 and wait until the pill says how it went."""
    hands.key("F5", what, until=lambda: hands.find(PILL % state, "push button"), may_take_s=5)


def change_amount(hands: Hands, amount: str) -> None:
    """Give the deal another amount on its page."""
    to_deal(hands, DEAL)
    hands.click(hands.see("Amount: .*", "label"), until=lambda: hands.find("Amount", "text"))
    hands.key("ctrl+a")
    hands.type(amount)
    hands.key("Return", "change the amount", until=lambda: hands.find("Amount: .*", "label"))


def answer_conflict(hands: Hands) -> None:
    """Look at the conflict in the inbox, and take the own value by one key."""
    hands.key(
        "ctrl+9",
        "open the inbox",
        until=lambda: hands.find(f".*{DEAL}.*", "panel") or hands.find(".*to answer", "label"),
    )
    hands.picture("inbox")
    hands.key("t", "answer the conflict", until=lambda: hands.find("No conflicts", "label"))
    hands.picture("inbox-answered")


def planned(hands: Hands):
    """Find what was planned in the calendar."""
    return hands.find(f".*{PLANNED}.*", "list item", into="list")


def _moved(hands: Hands, from_y: int) -> bool:
    thing = planned(hands)
    return thing is not None and thing.place[1] != from_y


def _lines(hands: Hands) -> int:
    table = hands.find("Lines of the quote", "table")
    if table is None:
        raise HourError("no quote is open")
    return len({one.place[1] for one in hands.all(role="cell", inside=table)})
