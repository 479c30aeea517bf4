"""What a screen reader is told of the windows: a read-only view of their tree, over the accessibility bus (AT-SPI)."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
PROPERTIES = "org.freedesktop.DBus.Properties"
ON_THE_SCREEN = 0
PATIENCE_S = 20.0
STATES = {
    "active": 1, "checked": 4, "editable": 7, "enabled": 8, "expanded": 10, "focusable": 11, "focused": 12,
    "modal": 16, "multi-line": 17, "selectable": 22, "selected": 23, "showing": 25, "visible": 30,
}  # fmt: skip
"""Bits of the states that are asked for here (AtspiStateType)."""

Address = tuple[str, str]
"""Name on the bus and path of one thing on the screen."""


class SpokenError(Exception):
    """The bus answered with an error: most often the thing asked about is gone."""


@dataclass(frozen=True)
class Thing:
    """What was said of one thing on the screen. place: x, y, width, height in pixels of the screen."""

    address: Address
    role: str
    name: str
    states: frozenset[str]
    place: tuple[int, int, int, int]

    @property
    def middle(self) -> tuple[int, int]:
        """Give the point to click at."""
        x, y, width, height = self.place
        return x + width // 2, y + height // 2


class Spoken:
    """Ask over the accessibility bus. session: address of the session bus that knows it."""

    def __init__(self, session: str) -> None:
        opening = open_dbus_connection(session)
        try:
            reply = opening.send_and_get_reply(
                new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress"),
                timeout=PATIENCE_S,
            )
        finally:
            opening.close()
        self._bus: DBusConnection = open_dbus_connection(_body(reply)[0])
        self.heard: list[tuple[str, Address, tuple[Any, ...]]] = []
        """Events that came so far: their name, whose they are, what they say."""

    def close(self) -> None:
        """Hang up."""
        self._bus.close()

    def listen(self, *events: str) -> None:
        """Be told of events from now on, such as `object:state-changed:focused`."""
        for event in events:
            kind = event.split(":")[0].title()
            rule = f"type='signal',interface='org.a11y.atspi.Event.{kind}'"
            driver = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
            self._ask((driver, "org.freedesktop.DBus", "AddMatch", "s", (rule,)))
            registry = (REGISTRY[0], "/org/a11y/atspi/registry")
            self._ask((registry, REGISTRY[0], "RegisterEvent", "sass", (event, [], "")))

    def application(self, name: str) -> Thing | None:
        """Find an application by its name, the one that came last."""
        named = [application for application in self.children(REGISTRY) if application.name == name]
        return named[-1] if named else None

    def children(self, address: Address) -> list[Thing]:
        """List what a thing holds."""
        (answer,) = self._ask((address, ACCESSIBLE, "GetChildren", None, ()))
        return self.things([(name, path) for name, path in answer[0]])

    def things(self, addresses: Iterable[Address]) -> list[Thing]:
        """Ask about several things at once; those that are gone meanwhile are left out."""
        asked = list(addresses)
        answers = self._ask(*(one for address in asked for one in _questions(address)), is_lenient=True)
        found = []
        for place, address in enumerate(asked):
            role, name, states, extents = answers[4 * place : 4 * place + 4]
            if role is None or name is None or states is None:
                continue
            bits = states[0][0] | states[0][1] << 32
            named = frozenset(state for state, bit in STATES.items() if bits >> bit & 1)
            found.append(Thing(address, role[0], name[0][1], named, extents[0] if extents else (0, 0, 0, 0)))
        return found

    def walk(self, *tops: Address, into: Callable[[Thing], bool] = lambda _thing: True) -> Iterator[Thing]:
        """Give what shows below things, level by level. into: whether to look into one as well."""
        level = list(tops)
        while level:
            answers = self._ask(*((one, ACCESSIBLE, "GetChildren", None, ()) for one in level), is_lenient=True)
            held = [(name, path) for answer in answers if answer is not None for name, path in answer[0]]
            shown = [thing for thing in self.things(held) if "showing" in thing.states]
            yield from shown
            level = [thing.address for thing in shown if into(thing)]

    def attribute(self, thing: Thing, name: str) -> Any:
        """Give one property of a thing, such as Description."""
        (answer,) = self._ask((thing.address, PROPERTIES, "Get", "ss", (ACCESSIBLE, name)))
        return answer[0][1]

    def _ask(self, *questions: tuple, is_lenient: bool = False) -> list[Any]:
        """Send all questions, then gather the answers: one turn of the window instead of one a question.

        is_lenient: an error is None in its place; otherwise raises SpokenError.
        """
        waiting: dict[int, int] = {}
        for place, (address, interface, method, signature, body) in enumerate(questions):
            message = new_method_call(DBusAddress(address[1], address[0], interface), method, signature, body)
            serial = next(self._bus.outgoing_serial)
            waiting[serial] = place
            self._bus.send(message, serial=serial)
        answers: list[Any] = [None] * len(questions)
        end = time.monotonic() + PATIENCE_S
        while waiting:
            message = self._bus.receive(timeout=max(0.001, end - time.monotonic()))
            place = waiting.pop(message.header.fields.get(5, -1), None)  # 5: whose reply it is
            if place is None:
                self._keep(message)
            elif message.header.message_type != MessageType.error:
                answers[place] = message.body
            elif not is_lenient:
                raise SpokenError(f"{questions[place][2]}: {message.body}")
        return answers

    def _keep(self, message: Message) -> None:
        if message.header.message_type != MessageType.signal:
            return
        fields = message.header.fields
        interface = str(fields.get(2, ""))
        if ".Event." in interface:
            name = f"{interface.rsplit('.', 1)[1].lower()}:{fields.get(3)}:{message.body[0]}"
            self.heard.append((name, (fields.get(7, ""), fields.get(1, "")), message.body[1:]))


def _questions(address: Address) -> tuple[tuple, ...]:
    return (
        (address, ACCESSIBLE, "GetRoleName", None, ()),
        (address, PROPERTIES, "Get", "ss", (ACCESSIBLE, "Name")),
        (address, ACCESSIBLE, "GetState", None, ()),
        (address, COMPONENT, "GetExtents", "u", (ON_THE_SCREEN,)),
    )


def _body(reply: Message) -> tuple[Any, ...]:
    if reply.header.message_type == MessageType.error:
        raise SpokenError(str(reply.body))
    return reply.body
