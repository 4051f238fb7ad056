"""The bench of a busy shift: a delay runs from what was sent to each who heard it; what nobody heard is told."""

from typing import cast

from evals.benches.desk import figures
from evals.handing.servers import Servers
from evals.handing.shift import EACH, Heard, Shift
from evals.handing.staff import Agent

PEOPLE = [Agent("a", "Ada", ""), Agent("b", "Bo", "")]


def said(text: str, kind: str = "said") -> dict[str, object]:
    return {"seq": 1, "kind": kind, "payload": {"text": text}}


def test_each_line_is_owed_to_all_people_and_its_shopper() -> None:
    heard = Heard(sent={"one": 10.0, "two": 20.0})
    heard.came = {"one": [10.1, 10.2, 10.3], "two": [20.4], "three": [5.0]}
    told = figures(Shift(cast("Servers", None), PEOPLE, heard))  # nobody is asked anything
    assert (told["lines"], told["events"], told["missed"]) == (2, 4, 2)
    assert 200 < told["p50_ms"] < 300


def test_only_what_a_person_said_is_timed() -> None:
    heard = Heard(sent={"one": 0.0})
    heard.tell(said("one"))
    heard.tell(said("one", kind="turn"))
    assert len(heard.delays()) == 1


def test_a_bare_stream_has_as_many_chats_and_no_shopper() -> None:
    shift = Shift(cast("Servers", None), PEOPLE)
    shift.stands_in()
    assert len(shift.chats) == EACH * len(PEOPLE)
    assert len(shift.listeners) == len(PEOPLE)
    assert not any(listener.listening.is_set() for listener in shift.listeners)
