"""The first half of the hour: from the first run to a list, a record and a board that were worked in."""

from tests.hour.hands import Hands
from tests.hour.laptop import PASSWORD

ACCOUNT = "Hour Hydraulics"
DEAL = "Hour pumps"
VIEW = "Large ones"
STEP = "Send the pump curves"


def sign_in(hands: Hands, address: str, login: str, code: str) -> None:
    """Enrol a laptop as anybody does, and wait until the first load has shown the day."""
    hands.see("Server address", "text")
    hands.picture("first-run")
    for name, text in (
        ("Server address", address),
        ("Sign-in name", login),
        ("One-time code", code),
        ("Choose a password", PASSWORD),
        ("The same password again", PASSWORD),
    ):
        hands.write(hands.see(name, "text"), text)
    hands.click(
        hands.see("Sign in and load my data", "push button"), "sign in and load everything",
        until=lambda: hands.find("Overdue and today", "table"), may_take_s=10,
    )  # fmt: skip
    hands.picture("today")


def log_a_call(hands: Hands) -> None:
    """Log a call on what is due, by one key."""
    hands.key("c", "log a call", until=lambda: hands.find("What was said.*", "text"))
    hands.picture("call")
    hands.type("Talked about the pump curve of the second hall")
    hands.key("Return", "save the call", until=lambda: hands.find("Saved: Call", "label"))


def close_with_next_step(hands: Hands) -> None:
    """Close the first thing that is due, and plan the next step in the same place."""
    hands.key("space", "close what is due", until=lambda: hands.find("What came of it.*", "text"))
    hands.type("They want an offer")
    hands.key("Tab")
    hands.write(hands.see("What is next.*", "text"), STEP)
    hands.picture("next-step")
    hands.key("Return", "plan the next step", until=lambda: hands.find("Done: .*", "label"))
    hands.picture("today-after")


def make_customer(hands: Hands) -> None:
    """Make an account, and a contact of it."""
    hands.key("ctrl+2", until=lambda: hands.find("Accounts", "table"))
    hands.picture("accounts")
    hands.key("ctrl+n", "begin an account", until=lambda: hands.find("Name", "text"))
    hands.type(ACCOUNT)
    hands.key("Return", "name the account", until=lambda: hands.find("Added: Account", "label"))
    hands.picture("account-made")
    hands.key("ctrl+w")
    hands.key("ctrl+3", until=lambda: hands.find("Contacts", "table"))
    hands.key("ctrl+n", "begin a contact", until=lambda: hands.find("Family name", "text"))
    hands.type("Hour")
    hands.key("Tab", "save the contact", until=lambda: hands.find("Added: Contact", "label"))
    hands.type("hour hyd")
    hands.picture("account-of-contact")
    hands.key("Return", "choose the account", until=lambda: hands.find(f"Account: {ACCOUNT}", "label"))
    hands.picture("contact-made")
    hands.key("ctrl+w")


def work_on_the_board(hands: Hands) -> None:
    """Open a deal on the board, move it on by keys and by the mouse, take that back and do it again."""
    hands.key("ctrl+4", until=lambda: hands.find("Deals in .*", "list"))
    hands.picture("board")
    hands.key("ctrl+n", "begin a deal", until=lambda: hands.find("Name of the deal", "text"))
    hands.type(DEAL)
    hands.key("Return")
    hands.type("hour hyd")
    hands.picture("new-deal")
    hands.key("Return")
    hands.type("120000")
    hands.key("Return", "open the deal", until=lambda: card(hands))
    hands.key("ctrl+Right", "move it by keys", until=lambda: hands.find(f"{DEAL} moved to Qualified", "label"))
    place = card(hands).place
    hands.drag(
        card(hands).middle, (place[0] + place[2] * 3 // 2, place[1] + place[3] // 2), "move it by the mouse",
        until=lambda: hands.find(f"{DEAL} moved to Proposal", "label"),
    )  # fmt: skip
    hands.picture("board-moved")
    hands.key("ctrl+z", "take the move back", until=lambda: _is_in(hands, "Qualified"))
    hands.key("ctrl+shift+z", "move it again", until=lambda: _is_in(hands, "Proposal"))


def work_in_a_list(hands: Hands) -> None:
    """Filter, sort and keep a view of the deals; change a name where it stands, and take that back."""
    hands.key("ctrl+5", until=lambda: hands.find("Deals", "table"))
    hands.key("f", "filter", until=lambda: hands.find("Add filter", "push button"))
    hands.type("amount")
    hands.key("Tab Tab")
    hands.type("100000")
    hands.picture("filter")
    hands.key("Return", "add the filter", until=lambda: hands.find("Filter: Amount at least.*", "push button"))
    hands.click(hands.see("Amount", "column header", into="table"), "sort by the amount")
    hands.key("ctrl+s", "save the view", until=lambda: hands.find("Name of the view", "text"))
    hands.type(VIEW)
    hands.key("Return", "name the view", until=lambda: hands.find(VIEW, "page tab"))
    hands.picture("view")
    hands.click(hands.see(f"{DEAL}.*", "cell", into="table"))
    hands.key("F2")
    hands.type(f"{DEAL}, second hall")
    hands.picture("cell")
    hands.key(
        "Return",
        "change a name where it stands",
        until=lambda: hands.find(f"{DEAL}, second hall", "cell", into="table"),
    )
    hands.key("ctrl+z", "take the name back", until=lambda: hands.find(DEAL, "cell", into="table"))
    hands.picture("list")


def card(hands: Hands):
    """Find the card of the deal on the board."""
    return hands.find(f"{DEAL},.*", "list item", into="list")


def _is_in(hands: Hands, stage: str) -> bool:
    column, deal = hands.find(f"Deals in {stage}", "list"), card(hands)
    return (
        column is not None
        and deal is not None
        and column.place[0] <= deal.middle[0] <= column.place[0] + column.place[2]
    )
