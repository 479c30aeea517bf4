"""The secrets of people and their laptops: passwords, one-time codes, sessions, and blocks of numbers."""

import hashlib
import secrets
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Engine, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm_desktop.core.entities import User
from crm_desktop.core.errors import SignInError, UserError
from crm_desktop.core.protocol import SIGN_IN_AGAIN, WRONG_CODE, WRONG_SIGN_IN, NumberBlock, SignIn
from crm_desktop.core.schema import QT_TRANSLATE_NOOP
from crm_desktop.core.store.sqlite import WRITES
from sync_server import numbering
from sync_server.postgres import asking_alone, one_at_a_time
from sync_server.tables import CREDENTIAL, DEVICE, ONE_TIME_CODE, SESSION, WRONG_TRY

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
CODE_LIFE = 7 * DAY
SESSION_LIFE = 90 * DAY
"""A session ends when its laptop was not seen for so long."""
FREE_TRIES = 5
LONGEST_PAUSE = 900 * SECOND
FORGET_TRIES = DAY
SHORTEST_PASSWORD = 8
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I, which people mistake for each other

TOO_MANY_TRIES = QT_TRANSLATE_NOOP("core", "Too many wrong attempts. Wait {minutes} minutes, then try again.")
NOT_ENROLLED = QT_TRANSLATE_NOOP(
    "core", "This laptop is not enrolled yet. Ask your administrator for a one-time code and sign in with it."
)
OTHER_PERSON = QT_TRANSLATE_NOOP(
    "core",
    "The data on this laptop are another person’s. Sign in to the computer under your own name, then enrol there.",
)
WRONG_OLD_PASSWORD = QT_TRANSLATE_NOOP(
    "core", "The current password is not right, so nothing was changed. Check capital letters and try again."
)
SHORT_PASSWORD = QT_TRANSLATE_NOOP("core", "A password has at least {length} characters. Choose a longer one.")

UserWith = Callable[[str], User | None]
"""Sign-in name as typed, without spaces around it -> the user of that name."""


_SESSION_OF = select(SESSION).where(SESSION.c.hash == bindparam("digest"))
_GO_ON = update(SESSION).where(SESSION.c.hash == bindparam("digest")).values(expires=bindparam("until"))
_ENROLLED = select(DEVICE.c.enrolled).where(DEVICE.c.id == bindparam("which"))
_SEEN = update(DEVICE).where(DEVICE.c.id == bindparam("which")).values(seen=bindparam("moment"))


class SignedIn(NamedTuple):
    """Who signed in on which device, and the token that proves it from now on."""

    user: str
    device: str
    token: str


class Caller(NamedTuple):
    """Whose token came with a request."""

    user: str
    device: str


class Accounts:
    """Keep what proves who somebody is; everything else about people lives in the `user` records.

    clock: microseconds UTC. hasher: of passwords; tests pass a quick one. A derivation takes a tenth of a second and
    64 MB, so at most two run at once; call from a thread, never from an event loop.
    """

    def __init__(self, engine: Engine, clock: Callable[[], int], hasher: PasswordHasher | None = None) -> None:
        self._reading, self._asking = engine, asking_alone(engine)
        self._writing = engine.execution_options(**{WRITES: True})
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        self._derivations = threading.BoundedSemaphore(2)
        self._enrolled: dict[str, int] = {}
        self._nobody = ""  # compared with where there is no such person; made at the first sign-in, whoever's it is

    # ------------------------------------------------------------------------------------------------------ sign-in

    def create_code(self, login: str) -> str:
        """Make a one-time code with which a person enrols a laptop and sets a password; it is told only now."""
        letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
        with self._writing.begin() as connection:
            connection.execute(delete(ONE_TIME_CODE).where(ONE_TIME_CODE.c.expires <= self._clock()))
            connection.execute(
                insert(ONE_TIME_CODE).values(
                    hash=_digest(letters), login=_folded(login), expires=self._clock() + CODE_LIFE
                )
            )
        return "-".join((letters[:4], letters[4:8], letters[8:]))

    def sign_in(self, request: SignIn, user_with: UserWith) -> SignedIn:
        """Let a person in by password, or by a one-time code that enrols the device and sets the password.

        SignInError says neither whether the name exists nor which part was wrong, and takes as long either way.
        A code whose answer got lost may be repeated by the same device with the same password.
        """
        login = _folded(request.login)
        if request.code:
            _check_password(request.password)
        self._count_try(login)
        found = user_with(request.login.strip())
        user = found if found is not None and not found.is_inactive else None
        signed_in = self._enrol(request, login, user) if request.code else None
        if signed_in is None:
            signed_in = self._by_password(request, user)
        with self._writing.begin() as connection:
            connection.execute(delete(WRONG_TRY).where(WRONG_TRY.c.login == login))
        return signed_in

    def _enrol(self, request: SignIn, login: str, user: User | None) -> SignedIn | None:
        """Spend the code; None where this device has spent it already and is let in by its password."""
        derived = self._derive(request.password)
        code = ONE_TIME_CODE.c
        with self._writing.begin() as connection:
            row = connection.execute(
                select(ONE_TIME_CODE)
                .where(code.hash == _digest(_letters(request.code)), code.login == login, code.expires > self._clock())
                .with_for_update()
            ).first()
            if row is None or user is None:
                raise SignInError(WRONG_CODE)
            if row.used is not None:
                if row.device == request.device:
                    return None
                raise SignInError(WRONG_CODE)
            held_by = connection.execute(select(DEVICE.c.user).where(DEVICE.c.id == request.device)).scalar()
            if held_by not in (None, user.id):
                raise SignInError(OTHER_PERSON)
            now = self._clock()
            connection.execute(
                update(ONE_TIME_CODE).where(code.hash == row.hash).values(used=now, device=request.device)
            )
            _put(connection, CREDENTIAL, {"user": user.id}, {"hash": derived})
            if held_by is None:
                connection.execute(
                    insert(DEVICE).values(
                        id=request.device, user=user.id, name=request.device_name, enrolled=now, seen=now
                    )
                )
            return self._session(connection, user.id, request.device)

    def _by_password(self, request: SignIn, user: User | None) -> SignedIn:
        self._nobody = self._nobody or self._derive(secrets.token_hex())
        held = None
        if user is not None:
            with self._reading.connect() as connection:
                held = connection.execute(select(CREDENTIAL.c.hash).where(CREDENTIAL.c.user == user.id)).scalar()
        is_right = self._verify(held or self._nobody, request.password)
        if not is_right or user is None or held is None:
            raise SignInError(WRONG_SIGN_IN)
        with self._writing.begin() as connection:
            enrolled_for = connection.execute(select(DEVICE.c.user).where(DEVICE.c.id == request.device)).scalar()
            if enrolled_for != user.id:
                raise SignInError(NOT_ENROLLED if enrolled_for is None else OTHER_PERSON)
            connection.execute(
                update(DEVICE).where(DEVICE.c.id == request.device).values(name=request.device_name, seen=self._clock())
            )
            return self._session(connection, user.id, request.device)

    def _session(self, connection: Connection, user: str, device: str) -> SignedIn:
        token = secrets.token_urlsafe(32)
        connection.execute(delete(SESSION).where(SESSION.c.device == device))
        connection.execute(
            insert(SESSION).values(hash=_digest(token), user=user, device=device, expires=self._clock() + SESSION_LIFE)
        )
        return SignedIn(user, device, token)

    def split(self, device: str, fresh: str) -> str:
        """Enrol a device beside the one of which its laptop is a copy, and give its token; again, where that was lost."""
        with self._writing.begin() as connection:
            row = connection.execute(select(DEVICE).where(DEVICE.c.id == device)).one()
            now = self._clock()
            self._enrolled.pop(fresh, None)
            _put(connection, DEVICE, {"id": fresh}, {"user": row.user, "name": row.name, "enrolled": now, "seen": now})
            return self._session(connection, row.user, fresh).token

    def enrolled(self, device: str) -> int:
        """Tell when a device was enrolled (microseconds UTC)."""
        if device not in self._enrolled:
            with self._reading.connect() as connection:
                found = connection.execute(_ENROLLED, {"which": device}).scalar()
            self._enrolled[device] = int(found or 0)
        return self._enrolled[device]

    def change_password(self, caller: Caller, login: str, old: str, new: str) -> int:
        """Give a person another password and end the sessions of her other laptops; tells how many.

        Tries are counted as at the sign-in. A change whose answer got lost may be repeated.
        """
        _check_password(new)
        login = _folded(login)
        self._count_try(login)
        with self._reading.connect() as connection:
            held = connection.execute(select(CREDENTIAL.c.hash).where(CREDENTIAL.c.user == caller.user)).scalar()
        if held is None or not (self._verify(held, old) or self._verify(held, new)):
            raise UserError(WRONG_OLD_PASSWORD)
        derived = self._derive(new)
        with self._writing.begin() as connection:
            _put(connection, CREDENTIAL, {"user": caller.user}, {"hash": derived})
            others = delete(SESSION).where(SESSION.c.user == caller.user, SESSION.c.device != caller.device)
            ended = connection.execute(others).rowcount
            connection.execute(delete(WRONG_TRY).where(WRONG_TRY.c.login == login))
        return ended

    def sign_out(self, token: str) -> int:
        """End a session, if it is one; tells how many ended."""
        with self._writing.begin() as connection:
            return connection.execute(delete(SESSION).where(SESSION.c.hash == _digest(token))).rowcount

    def authenticate(self, token: str) -> Caller:
        """Tell whose token this is; SignInError where it is nobody's, or not any more."""
        now = self._clock()
        with self._asking.connect() as connection:
            row = connection.execute(_SESSION_OF, {"digest": _digest(token)}).first()
        if row is None or row.expires <= now:
            raise SignInError(SIGN_IN_AGAIN)
        if row.expires < now + SESSION_LIFE - HOUR:  # at most once an hour, so that reading stays reading
            with self._writing.begin() as connection:
                connection.execute(_GO_ON, {"digest": row.hash, "until": now + SESSION_LIFE})
                connection.execute(_SEEN, {"which": row.device, "moment": now})
        return Caller(row.user, row.device)

    def disable(self, user: str) -> None:
        """End a person's sessions and forget the password."""
        with self._writing.begin() as connection:
            connection.execute(delete(SESSION).where(SESSION.c.user == user))
            connection.execute(delete(CREDENTIAL).where(CREDENTIAL.c.user == user))

    # ------------------------------------------------------------------------------------------------ wrong passwords

    def _count_try(self, login: str) -> None:
        """Count a try before it is judged, so that many at once gain nothing; success forgets them."""
        now = self._clock()
        with self._writing.begin() as connection:
            one_at_a_time(connection, login)  # the first tries have no row yet that could be locked
            connection.execute(delete(WRONG_TRY).where(WRONG_TRY.c.latest < now - FORGET_TRIES))
            row = connection.execute(select(WRONG_TRY).where(WRONG_TRY.c.login == login).with_for_update()).first()
            # A pause that is longer than any was set by a clock that was ahead, and has been put back since.
            if row is not None and now < row.paused_until <= now + LONGEST_PAUSE:
                raise SignInError(TOO_MANY_TRIES, minutes=-(-(row.paused_until - now) // (60 * SECOND)))
            tries = 1 if row is None else row.tries + 1
            pause = 0 if tries < FREE_TRIES else min(15 * SECOND << min(tries - FREE_TRIES, 10), LONGEST_PAUSE)
            _put(connection, WRONG_TRY, {"login": login}, {"tries": tries, "latest": now, "paused_until": now + pause})

    def _derive(self, password: str) -> str:
        with self._derivations:
            return self._hasher.hash(password)

    def _verify(self, derived: str, password: str) -> bool:
        with self._derivations:
            try:
                return self._hasher.verify(derived, password)
            except (VerificationError, InvalidHashError):
                return False

    # -------------------------------------------------------------------------------------------------------- numbers

    def lease(self, series: str, count: int, device: str, begin: int = 1) -> NumberBlock:
        """Give a device the next `count` numbers of a series, which nobody else ever gets (law 13).

        begin: the first number of a series that is new.
        """
        with self._writing.begin() as connection:
            return numbering.lease(connection, series, count, device, self._clock(), begin)

    def keep(self, held: Sequence[NumberBlock], device: str) -> tuple[NumberBlock, ...]:
        """Tell what of some blocks a device may go on using after a restore; see numbering.keep."""
        with self._writing.begin() as connection:
            return numbering.keep(connection, held, device, self._clock())


def _put(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Write one row over the one of the same key, or as a new one."""
    change = update(table).where(*(table.c[name] == value for name, value in key.items())).values(**values)
    if connection.execute(change).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(**key, **values))
    except IntegrityError:  # another process was quicker
        connection.execute(change)


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise UserError(SHORT_PASSWORD, length=SHORTEST_PASSWORD)


def _folded(login: str) -> str:
    return login.strip().casefold()[:200]


def _letters(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _digest(secret: str) -> str:
    # Codes have 60 random bits and tokens 256, so a plain hash is enough for them; passwords get Argon2.
    return hashlib.sha256(secret.encode()).hexdigest()
