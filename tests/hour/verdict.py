"""What an hour was like: every wait, every dialog, every warning, and the sentences that make it fail."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.hour.hands import Act, Diary

LONGEST_S = 1.0
WORST = 10
NEEDED = {
    "Save the paper": "where a paper is to lie is the person's to say, once",
}
"""Dialogs that cannot be avoided, and why."""
ACCUSING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b")


def long_answers(file: Path) -> list[dict[str, Any]]:
    """Read what the watcher beside the application wrote down."""
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def judge(diary: Diary, answers: Iterable[dict[str, Any]], log: Sequence[str], said: Sequence[str]) -> list[str]:
    """Name in sentences what must not be in an hour. log: lines of the log; said: lines of the error output."""
    found = [
        f"“{act.what}” took {act.waited_s:.1f} s until it was there, {act.may_take_s:.0f} s at most."
        for act in diary.acts
        if act.waited_s > act.may_take_s
    ]
    for answer in answers:
        if answer["s"] > LONGEST_S:
            where = answer["doing"][len(answer["doing"]) // 2][0] if answer["doing"] else "a place it does not say"
            found.append(f"The window did not answer for {answer['s']:.1f} s {during(diary, answer)}, in {where}.")
    found += [f"The dialog “{words}” could have been avoided." for words in diary.dialogs if words not in NEEDED]
    found += [f"The log says: {line}" for line in log if ACCUSING.search(line)]
    found += [f"It said: {line}" for line in said if line.strip()]
    return found


def during(diary: Diary, answer: dict[str, Any]) -> str:
    """Say what was being done when an answer did not come."""
    before = [act.what for act in diary.acts if act.at <= answer["at"] + answer["s"]]
    return f"after “{before[-1]}”" if before else "at the start"


def worst(diary: Diary, answers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the longest waits of the hour, answers of the window and things that were awaited alike."""
    waits = [{"s": act.waited_s, "what": act.what, "until": "it was there"} for act in diary.acts if act.waited_s]
    waits += [{"s": one["s"], "what": during(diary, one), "until": "the window answered"} for one in answers]
    return sorted(waits, key=lambda wait: -wait["s"])[:WORST]


def report(diary: Diary, answers: list[dict[str, Any]], sentences: list[str], seconds: float) -> dict[str, Any]:
    """Put together what out/hour.json says."""
    return {
        "seconds": round(seconds, 1),
        "acts": len(diary.acts),
        "longest_wait_s": max((act.waited_s for act in diary.acts if act.may_take_s <= LONGEST_S), default=0.0),
        "longest_answer_s": max((one["s"] for one in answers), default=0.0),
        "worst": worst(diary, answers),
        "dialogs": diary.dialogs,
        "failures": sentences,
        "waits": [_line(act) for act in diary.acts],
    }


def _line(act: Act) -> dict[str, Any]:
    return {"what": act.what, "s": act.waited_s, "may_take_s": act.may_take_s}
