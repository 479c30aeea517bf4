"""Passwords, one-time codes, sessions and number blocks keep what they promise."""

import threading

import msgspec
import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import URL

from crm_desktop.core.entities import User
from crm_desktop.core.errors import SignInError, UserError
from crm_desktop.core.protocol import SIGN_IN_AGAIN, WRONG_CODE, WRONG_SIGN_IN
from sync_server.accounts import (
    DAY,
    FREE_TRIES,
    HOUR,
    NOT_ENROLLED,
    OTHER_PERSON,
    SHORT_PASSWORD,
    TOO_MANY_TRIES,
    Accounts,
)
from sync_server.database import open_database
from sync_server.tables import server_tables
from tests.server.house import PASSWORD, QUICK, Clock, sign_in

MINUTE = HOUR // 60
USERS = {
    "li": User(id="u-li", name="Li Wei", login="li"),
    "mia": User(id="u-mia", name="Mia Roth", login="mia"),
    "gone": User(id="u-gone", name="Old Hand", login="gone", is_inactive=True),
}


class Counting(PasswordHasher):
    """Counts derivations, which are what takes time."""

    def __init__(self):
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.derivations = 0

    def hash(self, password, *, salt=None):
        self.derivations += 1
        return super().hash(password, salt=salt)

    def verify(self, *both):
        try:
            return super().verify(*both)
        except VerifyMismatchError:
            self.derivations += 1  # a hash that is none at all is seen at once, and not counted
            raise


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def path(request, tmp_path):
    if request.param == "SQLite":
        yield tmp_path / "server.db"
        return
    databases = request.getfixturevalue("postgres")
    place = databases.create()
    yield place
    databases.drop(place)


@pytest.fixture
def engine(path):
    made = open_database(path, synchronous="OFF")
    yield made
    made.dispose()


@pytest.fixture
def accounts(engine, clock):
    return Accounts(engine, clock, QUICK)


def enter(accounts, login, password=PASSWORD, **more):
    return accounts.sign_in(sign_in(login, password, **more), USERS.get)


def enrol(accounts, login="li", device="d1", password=PASSWORD):
    return enter(accounts, login, password, device=device, code=accounts.create_code(login))


def refused(accounts, login, password=PASSWORD, **more) -> str:
    with pytest.raises(UserError) as caught:
        enter(accounts, login, password, **more)
    return caught.value.message


def test_a_code_sets_the_password_and_enrols_the_laptop(accounts):
    first = enrol(accounts)
    again = enter(accounts, "li")
    assert (first.user, first.device, again.user, again.device) == ("u-li", "d1", "u-li", "d1")
    assert accounts.authenticate(again.token) == ("u-li", "d1")


def test_a_code_is_readable_and_may_be_typed_carelessly(accounts):
    code = accounts.create_code("li")
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert enter(accounts, "li", code=f" {code.lower().replace('-', ' ')} ").user == "u-li"


def test_a_code_serves_one_laptop_only(accounts):
    code = accounts.create_code("li")
    enter(accounts, "li", code=code)
    assert refused(accounts, "li", device="d2", code=code) == WRONG_CODE


def test_a_code_whose_answer_got_lost_may_be_repeated_by_the_same_laptop(accounts):
    code = accounts.create_code("li")
    enter(accounts, "li", code=code)
    assert accounts.authenticate(enter(accounts, "li", code=code).token) == ("u-li", "d1")
    assert refused(accounts, "li", "some other password", code=code) == WRONG_SIGN_IN


def test_a_code_ends_after_seven_days(accounts, clock):
    code = accounts.create_code("li")
    clock.now += 7 * DAY
    assert refused(accounts, "li", code=code) == WRONG_CODE


@pytest.mark.parametrize("login", ["mia", "gone", "nobody"])
def test_a_code_is_for_the_person_it_was_made_for(accounts, login):
    assert refused(accounts, login, code=accounts.create_code("li")) == WRONG_CODE


def test_a_code_of_somebody_who_left_opens_nothing(accounts):
    assert refused(accounts, "gone", code=accounts.create_code("gone")) == WRONG_CODE


def test_a_short_password_is_refused_before_the_code_is_spent(accounts):
    code = accounts.create_code("li")
    assert refused(accounts, "li", "short", code=code) == SHORT_PASSWORD
    assert enter(accounts, "li", code=code).user == "u-li"


def test_a_new_code_sets_a_forgotten_password_anew(accounts):
    enrol(accounts)
    enrol(accounts, password="another long one")
    assert enter(accounts, "li", "another long one").user == "u-li"
    assert refused(accounts, "li", PASSWORD) == WRONG_SIGN_IN


def test_the_right_password_on_a_strange_laptop_asks_for_a_code(accounts):
    enrol(accounts)
    assert refused(accounts, "li", device="d2") == NOT_ENROLLED


def test_a_laptop_belongs_to_one_person(accounts):
    enrol(accounts, "li", device="d1")
    assert refused(accounts, "mia", device="d1", code=accounts.create_code("mia")) == OTHER_PERSON


@pytest.mark.parametrize(
    ("login", "password"), [("li", "not the right one"), ("nobody", PASSWORD), ("gone", PASSWORD), ("mia", PASSWORD)]
)
def test_nothing_tells_which_part_was_wrong_and_each_takes_as_long(engine, clock, login, password):
    hasher = Counting()
    accounts = Accounts(engine, clock, hasher)
    enrol(accounts, "li")
    still_here = msgspec.structs.replace(USERS["gone"], is_inactive=False)
    accounts.sign_in(sign_in("gone", PASSWORD, device="d2", code=accounts.create_code("gone")), lambda _: still_here)
    enter(accounts, "li")
    before = hasher.derivations
    assert refused(accounts, login, password) == WRONG_SIGN_IN
    assert hasher.derivations == before + 1


def test_the_name_may_be_typed_with_spaces_around(accounts):
    enrol(accounts)
    assert enter(accounts, " li ").user == "u-li"


@pytest.mark.parametrize("login", ["li", "nobody"])
def test_after_a_few_wrong_tries_one_has_to_wait_whether_the_name_exists_or_not(accounts, clock, login):
    enrol(accounts)
    for _ in range(FREE_TRIES):
        assert refused(accounts, login, "wrong guess") == WRONG_SIGN_IN
    assert refused(accounts, login, PASSWORD) == TOO_MANY_TRIES
    clock.now += MINUTE
    assert refused(accounts, login, "wrong guess") == WRONG_SIGN_IN


def test_the_pause_grows_up_to_a_quarter_of_an_hour(accounts, clock):
    enrol(accounts)
    for _ in range(FREE_TRIES + 12):
        assert refused(accounts, "li", "wrong guess") == WRONG_SIGN_IN
        clock.now += 15 * MINUTE
    enter(accounts, "li")


def test_a_clock_of_the_server_that_is_put_back_makes_no_pause_longer(accounts, clock):
    enrol(accounts)
    for _ in range(FREE_TRIES):
        refused(accounts, "li", "wrong guess")
    clock.now -= 72 * 60 * MINUTE
    enter(accounts, "li")


def test_success_forgets_the_wrong_tries(accounts):
    enrol(accounts)
    for _ in range(3):
        for _ in range(FREE_TRIES - 1):
            refused(accounts, "li", "wrong guess")
        enter(accounts, "li")


def test_many_tries_at_once_gain_nothing(accounts):
    enrol(accounts)
    heard: list[str] = []
    crowd = [threading.Thread(target=lambda: heard.append(refused(accounts, "li", "a guess"))) for _ in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert heard.count(WRONG_SIGN_IN) == FREE_TRIES


def test_a_session_ends_when_its_laptop_stayed_away_too_long(accounts, clock):
    token = enrol(accounts).token
    for _ in range(4):
        clock.now += 80 * DAY
        assert accounts.authenticate(token).user == "u-li"
    clock.now += 90 * DAY
    with pytest.raises(SignInError) as caught:
        accounts.authenticate(token)
    assert caught.value.message == SIGN_IN_AGAIN


def test_disabling_ends_sessions_and_the_password_of_that_person_only(accounts):
    hers, mias = enrol(accounts, "li", "d1").token, enrol(accounts, "mia", "d2").token
    accounts.disable("u-li")
    with pytest.raises(SignInError):
        accounts.authenticate(hers)
    assert refused(accounts, "li") == WRONG_SIGN_IN
    assert accounts.authenticate(mias).user == "u-mia"


def _everything_in(engine, path):
    """Read all that an owner of the database may: the rows, and the files where there are any."""
    with engine.connect() as connection:
        held = repr([connection.execute(table.select()).all() for table in server_tables.sorted_tables]).encode()
    engine.dispose()
    files = [] if isinstance(path, URL) else path.parent.iterdir()
    return b"".join([held, *(part.read_bytes() for part in files)])


def test_the_database_holds_no_password_no_code_and_no_token(accounts, engine, path):
    unused = accounts.create_code("mia")
    token = enrol(accounts).token
    held = _everything_in(engine, path)
    assert not [secret for secret in (PASSWORD, token, unused, unused.replace("-", "")) if secret.encode() in held]


def test_blocks_of_a_series_follow_each_other_also_from_many_threads(accounts):
    blocks = []
    crowd = [
        threading.Thread(target=lambda device=str(number): blocks.append(accounts.lease("Q-2026", 7, device)))
        for number in range(8)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    numbers = sorted(number for block in blocks for number in range(block.first, block.last + 1))
    assert numbers == list(range(1, 57))


def test_each_series_counts_from_one(accounts):
    assert [accounts.lease(series, 5, "d1").first for series in ("A", "B", "A")] == [1, 1, 6]
