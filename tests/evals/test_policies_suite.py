"""The suite of policy questions: what counts as right, and that its own cases speak of what the pages really state."""

import re

import pytest

from assistant.conversation import CartView, Citation, ModelUse, Reply
from assistant.shop.money import Money, price_view
from evals.loading import load
from evals.stage import DEMO
from evals.suites.policies import CASES, Answer, Case, measures
from ingest.markup import to_markdown
from tests.demo.files import as_shown

ASKED = Case(id="a", ask="Postage?", words=("$6.95",), source=("Shipping > What it costs",))
UNSTATED = Case(id="b", ask="By drone?")
RULE = Citation(title="Shipping", url="/pages/shipping", quote="Standard shipping costs $6.95.")


def replied(text: str, *citations: Citation, outcome: str = "answered") -> Reply:
    return Reply.model_validate(
        {
            "turn_id": "t",
            "text": text,
            "citations": citations,
            "outcome": outcome,
            "cart": CartView(subtotal=price_view(Money(0))),
            "model": ModelUse(name="m", kind="offline", prompt="p"),
        }
    )


def test_an_answer_is_right_by_its_words_and_by_the_page_it_cites() -> None:
    assert Answer(ASKED, replied("It is $6.95.", RULE)).fault == ""
    assert Answer(ASKED, replied("It is $6.95.")).fault == "cites another page"
    assert Answer(ASKED, replied("It is free.", RULE)).fault == "does not hold the answer"
    assert Answer(ASKED, replied("I could not find that.", outcome="abstained")).fault == "told as not stated"


def test_what_no_page_states_must_be_told_without_a_quote() -> None:
    assert Answer(UNSTATED, replied("I could not find that.", outcome="abstained")).fault == ""
    assert Answer(UNSTATED, replied("Only to Canada.", RULE)).fault == "answers what no page states"
    assert Answer(UNSTATED, replied("The nearest I have: $6.95.", RULE, outcome="abstained")).fault == ""


def test_the_figures_are_of_the_half_that_was_not_worked_on() -> None:
    tuned, other = (
        next(ASKED.model_copy(update={"id": i}) for i in "abcdefgh" if _tuned(i) is side) for side in (True, False)
    )
    found = measures([Answer(tuned, replied("No.")), Answer(other, replied("$6.95", RULE))])
    assert (found["right_source"], found["right_source_tuned"]) == (1.0, 0.0)


def _tuned(name: str) -> bool:
    return ASKED.model_copy(update={"id": name}).tuned


def _sections() -> dict[str, str]:
    """By "title > heading", on one line; what stands before the first heading goes by the title alone."""
    found: dict[str, str] = {}
    for path in [*DEMO.glob("policies/*"), *DEMO.glob("faqs/*")]:
        text = as_shown(path)
        page = to_markdown(text)[1] if path.suffix == ".html" else text
        top, *parts = re.split(r"(?m)^## ", page)
        title, _, lead = top.strip().removeprefix("# ").partition("\n")
        found[title] = " ".join(lead.split())
        for part in parts:
            heading, _, text = part.partition("\n")
            found[f"{title} > {heading.strip()}"] = " ".join(re.sub(r"\s*\|\s*", ": ", text).split())
    return found


SECTIONS = _sections()


@pytest.mark.parametrize("case", load(CASES, Case), ids=lambda case: str(case.id))
def test_what_a_case_takes_for_the_answer_stands_in_a_section_that_it_names(case: Case) -> None:
    told = " ".join(SECTIONS[one] for one in case.source).casefold()
    assert not case.words or any(words.casefold() in told for words in case.words)
    assert bool(case.words) == bool(case.source)


def test_half_of_our_own_cases_are_on_points_that_no_page_states() -> None:
    cases = load(CASES, Case)
    assert (len(cases), sum(not case.words for case in cases)) == (80, 40)


def test_a_right_passage_told_as_nearest_counts_for_its_source_and_not_as_an_answer() -> None:
    unsure = Answer(ASKED, replied("The nearest I have: $6.95.", RULE, outcome="abstained"))
    assert (unsure.right_source, unsure.right, unsure.unsure, unsure.not_stated) == (True, False, True, False)
    assert unsure.fault == "told as unsure"


def test_a_quote_that_does_not_answer_counts_as_told_wrongly() -> None:
    assert Answer(UNSTATED, replied("Only to Canada.", RULE)).wrong_as_sure
    assert not Answer(UNSTATED, replied("The nearest: only to Canada.", RULE, outcome="abstained")).wrong_as_sure
