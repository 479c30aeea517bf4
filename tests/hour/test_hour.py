"""The parts of the hour that judge and carry, without a screen; the hour itself is `make hour`."""

import threading

import pytest

from tests.hour.hands import Act, Diary
from tests.hour.house import missing
from tests.hour.verdict import judge, long_answers, report, worst
from tests.hour.watched import doing

QUICK = Act("log a call", 10.0, 0.2)
ANSWER = {"at": 10.5, "s": 1.5, "doing": [["home.py:61 __init__", "app.py:104 open"]]}


def test_an_hour_without_a_wait_a_dialog_or_a_warning_has_nothing_to_mend():
    diary = Diary([QUICK, Act("load everything", 11.0, 4.0, may_take_s=10.0)], ["Save the paper"])
    assert judge(diary, [{**ANSWER, "s": 0.9}], ["2026-11-22 INFO satchel opened"], []) == []


@pytest.mark.parametrize(
    ("diary", "answers", "log", "said", "sentence"),
    [
        (Diary([Act("log a call", 10.0, 1.2)]), [], [], [], "“log a call” took 1.2 s until it was there, 1 s at most."),
        (
            Diary([QUICK]), [ANSWER], [], [],
            "The window did not answer for 1.5 s after “log a call”, in home.py:61 __init__.",
        ),
        (Diary([], ["Really?"]), [], [], [], "The dialog “Really?” could have been avoided."),
        (Diary([]), [], ["2026 WARNING satchel odd"], [], "The log says: 2026 WARNING satchel odd"),
        (Diary([]), [], [], ["edit: editing failed"], "It said: edit: editing failed"),
    ],
)  # fmt: skip
def test_what_must_not_be_in_an_hour_is_named_in_a_sentence(diary, answers, log, said, sentence):
    assert judge(diary, answers, log, said) == [sentence]


def test_the_longest_waits_come_first_whatever_was_waited_for():
    waits = worst(Diary([QUICK, Act("nothing awaited", 12.0)]), [ANSWER])
    assert [wait["s"] for wait in waits] == [1.5, 0.2]


def test_the_report_keeps_the_loads_that_show_how_far_they_are_apart_from_the_longest_wait():
    diary = Diary([QUICK, Act("load everything", 11.0, 4.0, may_take_s=10.0)])
    told = report(diary, [ANSWER], [], 60.0)
    assert (told["longest_wait_s"], told["longest_answer_s"], told["acts"]) == (0.2, 1.5, 2)


def test_a_watcher_that_found_nothing_wrote_nothing(tmp_path):
    assert long_answers(tmp_path / "none.jsonl") == []


def test_the_watcher_says_where_the_window_is():
    assert doing(threading.get_ident())[0].partition(" ")[2] == "doing"


def test_programs_that_are_not_there_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing("openbox")[:4] == ["Xvfb", "xdotool", "dbus-daemon", "openbox"]
