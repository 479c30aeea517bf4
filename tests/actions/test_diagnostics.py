"""Whoever is asked for help sees how a laptop fares, and no customer of it."""

import io
import logging
import zipfile

import msgspec
import pytest

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.diagnostics import diagnostics, save
from crm_desktop.actions.records import edit
from crm_desktop.core.demo import REP_LOGIN
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, User
from crm_desktop.replica.folders import LOG
from crm_desktop.ui.faults import Discreet
from tests.replicas import demo_office

SETTINGS = {
    "language": "zh_CN", "theme": "dark", "server": "https://crm.lanting-pumps.example", "login": REP_LOGIN,
    "windows/1/rail": "1", "list/account/columns": "name:200", "search/last": "somebody",
}  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    office = demo_office(tmp_path, accounts=40, contacts=60, deals=40)
    made = desk_of(office.laptop(REP_LOGIN, "laptop"), office.clock)
    yield made
    office.close()


@pytest.fixture
def log(tmp_path):
    handler = logging.FileHandler(tmp_path / LOG, encoding="utf-8")
    handler.setFormatter(Discreet())
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    handler.close()


def named(desk):
    """List every name, mail and phone of people and customers on a laptop."""
    replica = desk.replica
    found = {
        desk.user.login,
        desk.user.name,
        *(one.name for one in replica.find(User)),
        *(one.login for one in replica.find(User)),
    }
    for record in (*replica.find(Account), *replica.find(Contact)):
        found |= {
            getattr(record, "name", ""),
            *(item.value for item in (*record.phones, *getattr(record, "emails", ()))),
        }
    for contact in replica.find(Contact):
        found |= {f"{contact.given_name} {contact.family_name}", f"{contact.family_name}{contact.given_name}"}
    found |= {one.name for one in replica.find(Opportunity)} | {one.subject for one in replica.find(Activity)}
    return {text for text in found if len(text) > 3 or (len(text) > 1 and not text.isascii())}


@pytest.mark.expects_errors("faults are logged on purpose, with a customer in them")
def test_no_customer_is_in_any_byte_of_the_bundle(desk, log, tmp_path):
    account = next(one for one in desk.replica.find(Account) if one.phones)
    contact = desk.replica.find(Contact, limit=1)[0]
    edit(desk, account, city=f"near {account.name}")
    try:
        try:
            int(account.name)
        except ValueError as fault:
            raise LookupError(contact.family_name + contact.given_name) from fault
    except LookupError:
        logging.getLogger("satchel").exception("unexpected fault")
    logging.getLogger("urllib3.connectionpool").warning("Retrying after %s", account.phones[0].value)
    logging.getLogger("somebody.else").error(ValueError(account.name))
    texts = diagnostics(desk, tmp_path, SETTINGS, "Qt 6")
    save(tmp_path / "bundle.zip", texts)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "bundle.zip").read_bytes())) as bundle:
        told = "\n".join(bundle.read(name).decode() for name in bundle.namelist())
        assert bundle.namelist() == list(texts)
    assert [text for text in named(desk) if text in told] == []
    assert "lanting-pumps" not in told
    for said in ("LookupError", "because of ValueError", "test_diagnostics.py:", "Retrying after", "unexpected fault"):
        assert said in texts["log.txt"]


def test_the_bundle_tells_how_the_laptop_fares(desk, tmp_path):
    edit(desk, desk.replica.find(Account, limit=1)[0], city="Wuxi")
    texts = diagnostics(desk, tmp_path, SETTINGS)
    told = {name: msgspec.json.decode(text) for name, text in texts.items() if name.endswith(".json")}
    assert told["settings.json"] == {
        "language": "zh_CN", "theme": "dark", "windows/1/rail": "1", "list/account/columns": "name:200",
    }  # fmt: skip
    assert told["counts.json"]["account"] == desk.replica.count(Account)
    assert (told["sync.json"]["waiting"], told["sync.json"]["demo"], told["sync.json"]["role"]) == (1, False, "rep")
    assert told["waiting.json"][0]["entries"] == [["account", "edit", ["city"]]]
    assert "phones" in told["schema.json"]["account"]
    assert told["storage.json"]["set_aside"] == []
    assert texts["about.txt"].startswith("Satchel ")
    assert texts["log.txt"] == ""
