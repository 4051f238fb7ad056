"""Cases are played against the real assistant; each act changes the world, and a step that misses is told."""

from typing import Any

from assistant.testing.model import ScriptedModel, calls, says
from evals.cases import Case
from evals.play import play
from evals.result import Failure
from evals.stage import Stage

ASK = {"shopper": "Where is order #1042? My e-mail is ada@example.com"}
EMPTY: dict[str, Any] = {"cart": {"lines": {}}}
TENT_ADDED = (calls(("search_products", {"query": "tent"})), calls(("add_to_cart", {"sku": "HUT-4"})), says("Done."))


def case(*steps: dict[str, Any]) -> Case:
    return Case.model_validate({"id": "a-case", "about": "A promise in a sentence", "steps": steps})


async def failure(stage: Stage, *steps: dict[str, Any], script: list[Any] | None = None) -> str:
    """Why the case fails, or nothing; the model says what the script says, or "All well." to everything."""
    spoken = script if script is not None else [says("All well.") for _ in steps]
    found = await play(case(*steps), stage, ScriptedModel(steps=list(spoken)))
    return found.why if isinstance(found, Failure) else ""


async def test_a_case_whose_steps_all_hold_passes(stage: Stage) -> None:
    step = {"shopper": "hello", "expect": {"says": ["all well"], "queue": {"waiting": 0}, **EMPTY}}
    assert await failure(stage, step) == ""


async def test_the_first_step_that_misses_is_named(stage: Stage) -> None:
    good = {"shopper": "hello", "expect": {"says": ["well"]}}
    assert (await failure(stage, good, {"shopper": "hello", "expect": {"says": ["ill"]}})).startswith("step 2: ")


async def test_tools_cards_and_cart_are_seen_as_the_turn_left_them(stage: Stage) -> None:
    script = list(TENT_ADDED)
    expect = {
        "tools": ["search_products", "add_to_cart"],
        "cards": {"include": ["hut-tent"]},
        "cart": {"lines": {"HUT-4": 1}, "subtotal": 32900},
    }
    step = {"shopper": "Add the Hut tent to my cart", "expect": expect}
    assert await failure(stage, step, script=script) == ""
    assert "the cart holds {}" in await failure(stage, step)


async def test_the_mailed_code_proves_and_an_old_one_does_not(stage: Stage) -> None:
    asked = {**ASK, "expect": {"proof": "none", "mail": {"count": 1, "to": "ada@example.com"}}}
    proved = {"code_from_mail": "it is {code}", "expect": {"proof": "ada@example.com"}}
    assert await failure(stage, asked, proved) == ""
    assert "proved is none" in await failure(stage, asked, {"advance_minutes": 11}, proved)


async def test_a_code_where_no_mail_came_is_a_failure_and_not_a_crash(stage: Stage) -> None:
    assert "CannotPlay" in await failure(stage, {"code_from_mail": True, "expect": {"says": ["code"]}}, script=[])


async def test_a_proof_in_progress_outlives_a_restart_but_not_a_change_of_browser(stage: Stage) -> None:
    proved = {"code_from_mail": True, "expect": {"proof": "ada@example.com"}}
    assert await failure(stage, ASK, {"restart": True}, proved) == ""
    assert "proved is none" in await failure(stage, ASK, {"new_conversation": True}, proved)


async def test_the_sites_word_proves_a_customer(stage: Stage) -> None:
    assert await failure(stage, {"sign_in": "c-ada", "expect": {"proof": "c-ada"}}) == ""


async def test_the_button_queues_the_conversation(stage: Stage) -> None:
    step = {"button": "person", "expect": {"queue": {"waiting": 1, "reason": "asked for a person"}}}
    assert await failure(stage, step) == ""


async def test_the_shop_can_change_under_a_cart(stage: Stage) -> None:
    script = list(TENT_ADDED)
    added = {"shopper": "Add the Hut tent to my cart", "expect": {"cart": {"subtotal": 32900}}}
    dearer = {"set_price": {"HUT-4": 33900}, "expect": {"cart": {"subtotal": 33900, "notes": ["price was $329.00"]}}}
    gone = {"set_stock": {"HUT-4": 0}, "expect": {"cart": {"notes": ["out of stock"]}}}
    assert await failure(stage, added, dearer, gone, script=script) == ""


async def test_an_error_of_the_assistant_is_seen_by_its_name(stage: Stage) -> None:
    assert await failure(stage, {"shopper": "  ", "expect": {"error": "BadRequest"}}, script=[]) == ""
    assert "BadRequest" in await failure(stage, {"shopper": "  "}, {"restart": True, "expect": EMPTY}, script=[])


async def test_what_was_stored_is_searched_in_transcript_queue_and_memory(stage: Stage) -> None:
    heard = {"shopper": "my cat is called Quibble", "expect": {"stored_without": ["quibble"]}}
    assert "'quibble' was stored" in await failure(stage, heard)
    card = {
        "shopper": "my card is 4111 1111 1111 1111",
        "expect": {"stored_without": ["4111 1111"], "outcome": ["refused"]},
    }
    assert await failure(stage, card, script=[]) == ""
