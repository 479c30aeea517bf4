"""A mail waits in the encrypted file until it goes, goes once, and is on the timeline with its paper when it went."""

import shutil

import msgspec
import pytest

from crm_desktop.actions import issuing, posting, quotes, undoing
from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.files import files_of
from crm_desktop.actions.mailing import Writing, as_file, first_words, note_sent, put_in_post
from crm_desktop.core.entities import Activity, Opportunity, Product, Quote, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.store import Where
from crm_desktop.replica.post import Fate, MailServer
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.undelivered import DoubtfulError, HeldError, LaterError, TurnedDownError
from tests.replicas import PASSWORD, small_office

MINUTE_US = 60_000_000


class Carrier:
    """Takes mails, or fails as it is told, once for each."""

    def __init__(self, *faults):
        self.faults, self.taken = list(faults), []

    def deliver(self, sender, to, content):
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault
        self.taken.append((sender, to, content))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    made = small_office(tmp_path_factory.mktemp("post"))
    ann = made.get(User, "ann")
    made.edit(ann, email="ann@harbour.example")
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(office):
    found = desk_of(office.laptop("ann"), office.clock)
    found.replica.post.set_server(MailServer(host="post.example", port=587))
    return found


@pytest.fixture
def quote(desk):
    drafted, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    quotes.add_line(desk, drafted, desk.fetch(Product, "pump"))
    yield issuing.issue(desk, drafted)[0]
    for letter in posting.waiting(desk):
        posting.discard(desk, letter)


WRITING = Writing("carl@north.example", "Our offer", "Dear Carl")


def posted(desk, quote, writing=WRITING):
    return put_in_post(desk, quote, writing, f"{quote.number}.pdf")


def rounds(desk, carrier, **more):
    return list(posting.let_go(desk, carrier, **more))


def noted(desk):
    return desk.replica.find(Activity, Where("kind", "eq", "mail"), order=("id",))


def test_a_mail_that_went_is_on_the_timeline_with_its_paper_and_the_quote_is_sent(desk, quote):
    letter = posted(desk, quote)
    assert posting.waiting(desk, quote) == [letter]
    assert desk.fetch(Quote, quote.id).state == "issued"  # not before it went
    carrier = Carrier()
    (done,) = rounds(desk, carrier)
    assert [one.id for one in done.gone] == [letter.id]
    assert carrier.taken[0][:2] == ("ann@harbour.example", ("carl@north.example",))
    assert posting.waiting(desk) == []
    assert desk.fetch(Quote, quote.id).state == "sent"
    activity = desk.fetch(Activity, letter.id)
    assert (activity.kind, activity.subject, activity.opportunity, activity.is_done) == (
        "mail",
        "Our offer",
        "deal1",
        True,
    )
    assert activity.text == "→ carl@north.example\n\nDear Carl"
    (paper,) = files_of(desk, [letter.id])[letter.id]
    assert desk.replica.files.read(paper.sha256) == desk.replica.files.read(letter.sha256)
    assert done.touched.keys() >= {"quote", "activity", "file"}
    assert rounds(desk, carrier, is_now=True) == []
    assert len(carrier.taken) == 1


def test_undo_passes_over_a_mail_that_went(desk, quote):
    before = desk.replica.doings.done
    letter = posted(desk, quote)
    rounds(desk, Carrier())
    assert desk.replica.doings.done == before
    assert desk.replica.get(Activity, letter.id) is not None


def test_without_a_network_it_waits_longer_each_time_and_at_once_when_there_is_one(desk, quote, office):
    letter = posted(desk, quote)
    away = LaterError("{host} is away", host="post.example")
    carrier = Carrier(*[away] * 8)
    (done,) = rounds(desk, carrier)
    (stopped,) = done.stopped
    assert (stopped.fate, stopped.why, stopped.values) == (Fate.WAITING, "{host} is away", {"host": "post.example"})
    assert rounds(desk, carrier) == []  # its time has not come
    pauses = [stopped.due - office.clock.us()]
    for _ in range(6):
        (done,) = rounds(desk, carrier, is_now=True)
        pauses.append(done.stopped[0].due - office.clock.us())
    assert [round(pause / MINUTE_US) for pause in pauses] == [1, 2, 4, 8, 16, 32, 60]
    assert posting.next_due(desk) == done.stopped[0].due
    carrier.faults.clear()
    rounds(desk, carrier, is_now=True)
    assert desk.replica.get(Activity, letter.id) is not None


def test_while_the_server_is_away_the_others_are_not_tried_but_one_that_is_refused_holds_nobody_up(desk, quote):
    first, second = posted(desk, quote), posted(desk, quote)
    assert len(rounds(desk, Carrier(LaterError("away")))) == 1
    (refused, gone) = rounds(desk, Carrier(TurnedDownError("no: {answer}", answer="spam")), is_now=True)
    assert (refused.stopped[0].id, refused.stopped[0].fate) == (first.id, Fate.REFUSED)
    assert gone.gone[0].id == second.id
    assert rounds(desk, Carrier(), is_now=True) == []  # what was refused is not tried by itself
    posting.again(desk, posting.waiting(desk)[0])
    assert rounds(desk, Carrier())[0].gone[0].id == first.id


def test_what_waits_for_better_settings_goes_once_they_are_better(desk, quote):
    posted(desk, quote)
    rounds(desk, Carrier(HeldError("password")))
    assert posting.waiting(desk)[0].fate is Fate.HELD
    assert rounds(desk, Carrier(), is_now=True) == []
    posting.release_held(desk)
    assert len(rounds(desk, Carrier())) == 1


def test_what_may_have_gone_is_never_sent_twice_by_itself(desk, quote):
    letter = posted(desk, quote)
    rounds(desk, Carrier(DoubtfulError("perhaps")))
    assert posting.waiting(desk)[0].fate is Fate.DOUBTFUL
    assert rounds(desk, Carrier(), is_now=True) == []
    posting.went(desk, posting.waiting(desk)[0])
    assert desk.replica.get(Activity, letter.id) is not None
    assert posting.waiting(desk) == []


def killed(desk, place):
    """Give the desk that finds the files as they lie at this moment."""
    shutil.copytree(desk.replica.folder, place)
    return desk_of(Replica.open(place, PASSWORD), desk.clock)


def test_killed_at_any_step_nothing_goes_twice_and_nothing_is_forgotten(desk, quote, tmp_path):
    letter = posted(desk, quote)
    found = []

    class Killed(Carrier):
        def deliver(self, sender, to, content):
            found.append(killed(desk, tmp_path / "amidst"))

    waiting = killed(desk, tmp_path / "before")
    assert posting.take_up(waiting) == posting.Round()
    assert len(rounds(waiting, Carrier())) == 1  # it waited over the restart
    rounds(desk, Killed())
    (amidst,) = found
    assert posting.take_up(amidst).stopped[0].fate is Fate.DOUBTFUL
    assert rounds(amidst, Carrier(), is_now=True) == []
    amidst.replica.post.put(msgspec.structs.replace(letter, fate=Fate.GONE))  # killed before it was noted
    assert posting.take_up(amidst).gone[0].id == letter.id
    assert amidst.replica.get(Activity, letter.id) is not None
    assert posting.take_up(amidst) == posting.Round()
    for one in (waiting, amidst):
        one.replica.close()


def test_what_nobody_wants_any_more_does_not_go(desk, quote):
    letter = posted(desk, quote)
    posting.discard(desk, letter)
    assert rounds(desk, Carrier()) == []
    assert desk.replica.files.read(letter.sha256)  # the quote names it as well


def test_what_is_opened_in_a_mail_program_is_noted_when_the_person_says_so_and_that_can_be_undone(desk, quote):
    content = as_file(desk, quote, WRITING, "a.pdf")
    assert b"X-Unsent: 1" in content
    assert desk.fetch(Quote, quote.id).state == "issued"
    note_sent(desk, quote, WRITING, "a.pdf")
    assert desk.fetch(Quote, quote.id).state == "sent"
    undoing.undo_last(desk)
    assert desk.fetch(Quote, quote.id).state == "issued"


@pytest.mark.parametrize(
    ("writing", "field", "words"),
    [
        (Writing("", "s", "t"), "to", "Type the mail address"),
        (Writing("carl@north.example, carl", "s", "t"), "to", "“carl” is no mail address"),
        (Writing(",".join(f"a{n}@b.example" for n in range(21)), "s", "t"), "to", "20 addresses at most"),
        (Writing("carl@north.example", " \n", "t"), "subject", "Write a subject"),
    ],
)
def test_what_cannot_go_is_refused_with_the_field_to_mend(desk, quote, writing, field, words):
    with pytest.raises(RefusedError, match=words) as refused:
        posted(desk, quote, writing)
    assert refused.value.field == field
    assert posting.waiting(desk) == []


def test_a_draft_does_not_go(desk):
    drafted, _ = quotes.draft(desk, desk.fetch(Opportunity, "deal1"))
    with pytest.raises(RefusedError, match="Issue the quote first"):
        posted(desk, drafted)


def test_the_first_words_are_in_the_language_of_the_quote_and_signed(desk, quote):
    written = first_words(desk, quote)
    assert written.subject == f"报价单 {quote.number}：Deal deal1"
    assert written.text.endswith("顺祝商祺\n\nAnn\n海港泵业\nann@harbour.example")
