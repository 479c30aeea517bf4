"""`satchel quote send` hands a quote to a mail server, or lets it wait; what it says and its exit code tell which."""

from email import message_from_bytes, policy

import pytest

from crm_desktop.__main__ import main
from crm_desktop.actions import issuing, quotes
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Activity, Opportunity, Product, Quote, User
from crm_desktop.core.store import Where
from crm_desktop.replica.replica import Replica
from tests.replicas import PASSWORD, small_office
from tests.server.post_office import PostOffice


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """Make a laptop with an issued quote; gives its folder and the number."""
    place = tmp_path_factory.mktemp("sending")
    office = small_office(place)
    office.edit(office.get(User, "ann"), email="ann@harbour.example")
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    quote, _ = issuing.issue(desk, quote)
    replica.close()
    office.close()
    (place / "password").write_text(PASSWORD + "\n")
    return place, quote


def asked(laptop, *words):
    place = laptop[0]
    return main(["--data", str(place / "laptop"), "quote", "send", *words, "--password-file", str(place / "password")])


def set_server(laptop, server):
    replica = Replica.open(laptop[0] / "laptop", PASSWORD)
    replica.post.set_server(server)
    replica.close()


def test_a_quote_waits_without_a_network_and_goes_with_one(laptop, capsys):
    number = laptop[1].number
    with PostOffice() as office:
        set_server(laptop, office.server)
    assert asked(laptop, number, "--to", "carl@north.example", "--subject", "Our offer") == 5
    assert "carl@north.example: Our offer waits. The mail server 127.0.0.1 cannot be reached" in capsys.readouterr().out
    with PostOffice({"RCPT": "550 No such user"}) as office:
        set_server(laptop, office.server)
        assert asked(laptop) == 1
        assert "did not go. The mail server refused carl@north.example" in capsys.readouterr().out
    with PostOffice() as office:
        set_server(laptop, office.server)
        assert (
            asked(laptop, number, "--to", "carl@north.example, sue@south.example") == 1
        )  # the refused one is told of still
        assert "Sent to carl@north.example, sue@south.example" in capsys.readouterr().out
        (mail,) = office.mails
    assert mail["From"] == "Ann <ann@harbour.example>"
    assert mail["To"] == "carl@north.example, sue@south.example"
    (paper,) = mail.iter_attachments()
    replica = Replica.open(laptop[0] / "laptop", PASSWORD)
    sent = replica.get(Quote, laptop[1].id)
    noted = replica.find(Activity, Where("kind", "eq", "mail"))
    assert paper.get_content().startswith(b"%PDF")
    assert (sent.state, [one.subject for one in noted]) == ("sent", [mail["Subject"]])
    replica.close()


def test_a_mail_is_written_for_a_program(laptop, tmp_path, capsys):
    text, mail = tmp_path / "text.txt", tmp_path / "mail.eml"
    text.write_text("Dear Carl, 您好\n", "utf-8")
    assert asked(laptop, laptop[1].number, "--to", "carl@north.example", "--text", str(text), "--eml", str(mail)) == 0
    made = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert (made["X-Unsent"], made["To"]) == ("1", "carl@north.example")
    assert made.get_body().get_content().strip() == "Dear Carl, 您好"
    assert asked(laptop, laptop[1].number, "--eml", str(mail)) == 1  # nobody to send it to is known
    assert "Type the mail address" in capsys.readouterr().err


def test_without_a_mail_server_it_says_where_one_is_set_up(laptop, capsys):
    set_server(laptop, None)
    assert asked(laptop, laptop[1].number, "--to", "carl@north.example") == 1
    assert "No mail server is set up on this laptop" in capsys.readouterr().err
