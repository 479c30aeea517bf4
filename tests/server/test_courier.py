"""A mail goes whole to all of its recipients or to none, and what is in the way is said in words."""

import ssl

import pytest

from crm_desktop.replica.post import MailServer
from crm_desktop.sync.courier import Courier
from crm_desktop.sync.undelivered import DoubtfulError, HeldError, LaterError, TurnedDownError
from tests.server.post_office import PASSWORD, USER, PostOffice, certificate

CONTENT = b"Subject: x\r\n\r\nfirst\r\n.second\r\n..third\r\n"
TO = ("min@east.example", "li@east.example")


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


def sent(office, **more):
    Courier(office.server, **more).deliver(USER, TO, CONTENT)


def test_a_mail_arrives_as_it_was_written_at_everybody():
    with PostOffice() as office:
        sent(office)
        assert office.taken == [(USER, TO, CONTENT)]
        assert office.heard[-1] == "QUIT"


@pytest.mark.parametrize("is_tls", [False, True])
def test_it_is_encrypted_before_the_password_is_said(tls, is_tls):
    with PostOffice(tls=tls[0], is_tls=is_tls, wants_login=True) as office:
        sent(office, password=PASSWORD, trusted=tls[1])
        assert len(office.taken) == 1
        assert is_tls or office.heard.index("STARTTLS") < office.heard.index("AUTH")


@pytest.mark.parametrize("is_tls", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_not_believed(tls, is_tls):
    with PostOffice(tls=tls[0], is_tls=is_tls, wants_login=True) as office:
        with pytest.raises(HeldError, match=r"certificate of the mail server 127\.0\.0\.1 is not trusted: self-signed"):
            sent(office, password=PASSWORD, trusted=ssl.create_default_context())
        assert "AUTH" not in office.heard


def test_nothing_crosses_a_network_in_plain(monkeypatch):
    monkeypatch.setattr("crm_desktop.replica.post.LOOPBACK", frozenset())
    with PostOffice() as office:
        with pytest.raises(HeldError, match="does not encrypt on port"):
            sent(office)
        assert office.heard == ["EHLO"]


def test_a_port_that_does_not_encrypt_from_the_beginning_is_named(tls):
    with PostOffice() as office:
        server = MailServer(host="127.0.0.1", port=office.port, is_tls=True)
        with pytest.raises(HeldError, match=f"does not encrypt on port {office.port}"):
            Courier(server, trusted=tls[1]).deliver(USER, TO, CONTENT)


def test_a_wrong_password_is_not_tried_again_by_itself(tls):
    with PostOffice(tls=tls[0], wants_login=True) as office, pytest.raises(HeldError, match="Bad credentials"):
        sent(office, password="wrong", trusted=tls[1])


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ({"hello": "421 Too busy."}, LaterError, "does not take it now: Too busy. It is tried"),
        ({"MAIL": "451 Later"}, LaterError, "Later"),
        ({"MAIL": "550 Not from here"}, TurnedDownError, "refused the mail: Not from here"),
        ({"MAIL": "530 Authentication required"}, HeldError, "Authentication required"),
        ({"RCPT": "450 Greylisted"}, LaterError, "Greylisted"),
        ({"RCPT": "550 No such user"}, TurnedDownError, "refused min@east.example: No such user. Nobody got"),
        ({"DATA": "554 No"}, TurnedDownError, "No"),
        ({".": "554 5.7.1 Spam"}, TurnedDownError, "5.7.1 Spam"),
        ({".": "452 Full"}, LaterError, "Full"),
        ({"MAIL": ""}, LaterError, "cannot be reached"),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(answers, kind, words):
    with PostOffice(answers) as office:
        with pytest.raises(kind, match=words):
            sent(office)
        assert office.taken == []


def test_a_connection_that_breaks_after_the_whole_mail_leaves_doubt():
    with PostOffice({".": ""}) as office:
        with pytest.raises(DoubtfulError, match="may have gone"):
            sent(office)
        assert len(office.taken) == 1


def test_a_mail_that_is_too_large_is_not_begun():
    with PostOffice(most=20) as office:
        with pytest.raises(TurnedDownError, match="larger than the"):
            sent(office)
        assert "MAIL" not in office.heard


def test_no_network_is_nothing_to_worry_about():
    with PostOffice() as office:
        office.close()
        with pytest.raises(LaterError, match=r"127\.0\.0\.1 cannot be reached"):
            sent(office)


def test_what_hangs_is_ended_from_another_thread():
    with PostOffice() as office:
        courier = Courier(office.server)
        courier.cut()
        with pytest.raises(LaterError):
            courier.deliver(USER, TO, CONTENT)
        assert office.taken == []


def test_settings_are_tried_without_a_mail(tls):
    with PostOffice(tls=tls[0], wants_login=True) as office:
        Courier(office.server, PASSWORD, tls[1]).try_out()
        assert office.heard == ["EHLO", "STARTTLS", "EHLO", "AUTH", "QUIT"]
