"""How somebody is reached from a record: calls, mails and web pages by click, and the address as it goes on an envelope."""

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.core.addresses import postal_lines
from crm_desktop.core.entities import Account, Contact
from crm_desktop.core.schema import Kind, Record, entity_of
from crm_desktop.ui import wording
from crm_desktop.ui.context import Context
from crm_desktop.ui.look.icons import icon
from crm_desktop.ui.page import Frame

SCHEMES = {"phone": "tel", "mail": "mailto"}
ICONS = {"tel": "phone", "mailto": "mail", "https": "globe"}
MOST = 6  # ways in one menu


class Way(msgspec.Struct, frozen=True):
    """One way of reaching somebody. target: what is opened; words: the number, address or page; whose: their name."""

    target: str
    words: str
    whose: str = ""

    @property
    def scheme(self) -> str:
        """Give "tel", "mailto" or "https"."""
        scheme = self.target.partition(":")[0]
        return "https" if scheme == "http" else scheme


def ways_to(context: Context, record: Record) -> list[Way]:
    """List how somebody is reached: by what the record says, else by its contact and its account."""
    found = _ways(record)
    for name, key in (("contact", "contact"), ("account", "account")):
        if not found and (id_ := getattr(record, name, "")) and (other := wording.titles(context).record(key, id_)):
            found = [msgspec.structs.replace(way, whose=wording.name_of(other)) for way in _ways(other)]
    return found[:MOST]


def target_of(field_name: str, search: str, value: str) -> str:
    """Give what a click on a value opens, "" for values that open nothing."""
    if scheme := SCHEMES.get(search) if field_name != "website" else None:
        return f"{scheme}:{''.join(value.split())}"
    if field_name == "website" and value:
        return value if "://" in value else f"https://{value}"
    return ""


def _ways(record: Record) -> list[Way]:
    found = []
    for field in entity_of(record).stored:
        value: Any = getattr(record, field.name)
        texts = [item.value for item in value] if field.kind is Kind.LABELLED else [value] if value else []
        for text in texts:
            if target := target_of(field.name, field.search, str(text)):
                words = wording.phone(text) if target.startswith("tel:") else str(text)
                found.append(Way(target, words))
    return found


def reach(frame: Frame, way: Way) -> None:
    """Hand a number, mail address or page to the system; where no program takes it, it is copied."""
    if not QDesktopServices.openUrl(QUrl(way.target)):
        QGuiApplication.clipboard().setText(way.words)
        said = QCoreApplication.translate("Reach", "No program on this computer opens “%1”. It was copied instead.")
        frame.message("info", said.replace("%1", way.words))


def mail(context: Context, frame: Frame, record: Record, beside: QWidget) -> None:
    """Begin a mail to who a record is about; several addresses are offered under a widget, none is said."""
    ways = [way for way in ways_to(context, record) if way.scheme == "mailto"]
    if not ways:
        frame.toast(QCoreApplication.translate("Reach", "No e-mail address is known here."))
    elif len(ways) == 1:
        reach(frame, ways[0])
    else:
        menu = QMenu(beside)
        menu.aboutToHide.connect(menu.deleteLater)
        for way in ways:
            menu.addAction(icon("mail", context.appearance.theme.muted), _name(way), partial(reach, frame, way))
        menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))


def address_of(context: Context, record: Record) -> str:
    """Write the address of a record, or of its account, as it goes on an envelope; "" where none is known."""
    id_ = record.id if isinstance(record, Account) else getattr(record, "account", "")
    account = wording.titles(context).record("account", id_) if id_ else None
    if not isinstance(account, Account):
        return ""
    person = record.name if isinstance(record, Contact) else ""
    return "\n".join(postal_lines(account, *((account.name, person) if person else (account.name,))))


def fill_menu(menu: QMenu, context: Context, frame: Frame, record: Record) -> None:
    """Add to a menu every way of reaching who a record is about, and the copying of the address."""
    colour = context.appearance.theme.muted
    ways, address = ways_to(context, record), address_of(context, record)

    def opens(way: Way) -> Callable[[], None]:
        return lambda: reach(frame, way)

    for way in ways:
        menu.addAction(icon(ICONS[way.scheme], colour), _name(way), opens(way))
    if address:
        menu.addAction(
            icon("map-pin", colour),
            QCoreApplication.translate("Reach", "Copy the address"),
            lambda: copy(frame, address),
        )
    if ways or address:
        menu.addSeparator()


def copy(frame: Frame, text: str) -> None:
    """Put a text on the clipboard and show that it is there."""
    QGuiApplication.clipboard().setText(text)
    lines = " · ".join(text.splitlines())
    frame.toast(QCoreApplication.translate("Reach", "Copied: %1").replace("%1", lines))


def _name(way: Way) -> str:
    call = QCoreApplication.translate("Reach", "Call %1")
    write = QCoreApplication.translate("Reach", "Write to %1")
    visit = QCoreApplication.translate("Reach", "Open %1")
    said = {"tel": call, "mailto": write, "https": visit}[way.scheme].replace("%1", way.words)
    return f"{said}  ({way.whose})" if way.whose else said
