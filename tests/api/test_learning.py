"""What shoppers asked in vain comes before the owner, who decides; a failed turn becomes a case in one click."""

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import yaml

from assistant.agent.assistant import Assistant
from assistant.shop.conversations import Turn
from evals.cases import Case
from tests.agent.after_purchase import ADA, moved_in, proved
from tests.api.desk import Desk
from tests.api.talk import Talk

ASKED = "Do you donate to charity?"


@dataclass
class Shop:
    assistant: Assistant
    talk: Talk
    ada: Desk
    olu: Desk

    @property
    def chat(self) -> str:
        return f"/conversations/{self.talk.id}"

    async def turns(self) -> list[Turn]:
        return list(await self.assistant.stores.conversations.turns(self.talk.id))

    async def read(self) -> Any:
        return (await self.olu.send("GET", "/faqs")).json()

    async def suggest(self, key: str = "question-1", **changed: str) -> httpx2.Response:
        turn_id = (await self.turns())[-1].id
        body = {"id": key, "turn_id": turn_id, "question": "Do you engrave?", "answer": "Yes, for $5."} | changed
        return await self.ada.send("POST", f"{self.chat}/faqs", body)

    async def decide(self, faq: Any, status: str, **changed: str) -> httpx2.Response:
        body = {"was": faq["status"], "status": status} | {name: faq[name] for name in ("question", "answer")}
        return await self.olu.send("PUT", f"/faqs/{faq['id']}", body | changed)

    async def freeze(self, body: Any) -> httpx2.Response:
        return await self.ada.send("PUT", f"{self.chat}/cases/{(await self.turns())[-1].id}", body)

    async def cases(self) -> list[Case]:
        return [Case.model_validate(one) for one in yaml.safe_load((await self.ada.send("GET", "/cases")).text)]


@pytest.fixture
async def shop(assistant: Assistant, client: httpx2.AsyncClient) -> Shop:
    """A shopper has asked what no page of the shop answers."""
    talk = await Talk.begin(client)
    ada, olu = await Desk.of(assistant, client, "agent", "ada"), await Desk.of(assistant, client, "owner", "olu")
    assert (await talk.say(ASKED)).json()["outcome"] == "abstained"
    return Shop(assistant, talk, ada, olu)


async def test_what_is_asked_in_vain_is_counted_until_somebody_suggests_or_refuses_it(
    shop: Shop, client: httpx2.AsyncClient
) -> None:
    await (await Talk.begin(client)).say(ASKED.upper())
    await (await Talk.begin(client)).say("Do you sell lawn mowers?")
    [asked] = (await shop.read())["asked"]
    assert (asked["text"], asked["times"]) == (ASKED.upper(), 2)
    refused = (await shop.suggest(answer="")).json()
    assert (await shop.decide(refused, "refused")).json()["pending"] is False
    assert (await shop.read())["asked"] == []


async def test_an_owner_approves_once_with_an_answer_and_the_pages_wait_for_it(shop: Shop) -> None:
    first, again = (await shop.suggest()).json(), (await shop.suggest(question="Sent again?")).json()
    assert first == again
    assert (first["asked"], first["by"], first["status"]) == (ASKED, "Ada", "suggested")
    assert (await shop.decide(first, "approved", answer=" ")).status_code == 422
    approved = (await shop.decide(first, "approved", answer="Yes, for $6.")).json()
    assert (approved["decided_by"], approved["pending"], approved["live"]) == ("Olu", True, False)
    late = await shop.decide(first, "refused")
    assert (late.status_code, late.json()["error"]["message"][:22]) == (409, "Somebody else has just")
    assert [(one["status"], one["answer"]) for one in (await shop.read())["faqs"]] == [("approved", "Yes, for $6.")]
    assert (await shop.read())["by_hand"] is True


@pytest.mark.owasp("LLM02:2026")
async def test_nothing_that_names_the_shoppers_order_or_card_is_suggested(shop: Shop) -> None:
    await moved_in(shop.assistant.stores)
    conversation = await shop.assistant.conversations.get(shop.talk.id)
    assert conversation
    await proved(shop.assistant.stores, conversation)
    for words in ("It went out with #2001.", f"Write to {ADA.email.upper()}.", "Your card is 4242 4242 4242 4242."):
        assert (await shop.suggest(answer=words)).status_code == 422
    assert (await shop.freeze({})).status_code == 422
    assert (await shop.read())["faqs"] == []


async def test_a_turn_is_kept_as_a_case_that_can_fail(shop: Shop) -> None:
    await shop.talk.say("Show me red dresses")
    assert (await shop.freeze({})).status_code == 204
    [shown] = await shop.cases()
    assert [step.shopper for step in shown.steps] == [ASKED, "Show me red dresses"]
    last = shown.steps[-1].expect
    assert last
    assert last.cards
    assert "poppy-dress" in last.cards.exclude
    for wrong, expected in (
        ("no answer", {"outcome": ("answered",)}),
        ("needed a person", {"outcome": ("handed_over",)}),
        ("wrong answer", {"never_says": ((await shop.turns())[-1].reply.text,)}),  # type: ignore[union-attr]
    ):
        await shop.freeze({"wrong": wrong, "note": "As Ada saw it."})
        [shown] = await shop.cases()
        assert shown.steps[-1].expect
        assert shown.steps[-1].expect.model_dump(exclude_unset=True) == expected
        assert shown.about.endswith(f"{wrong}. As Ada saw it.")
    turn_id = (await shop.turns())[-1].id
    assert (await shop.ada.send("GET", shop.chat)).json()["cases"] == [turn_id]
    await shop.ada.send("DELETE", f"{shop.chat}/cases/{turn_id}")
    assert await shop.cases() == []


async def test_what_a_person_answered_is_no_case_and_not_in_one(shop: Shop) -> None:
    await shop.ada.send("POST", f"{shop.chat}/take")
    await shop.talk.say("Are you there?")
    assert (await shop.freeze({})).status_code == 422
    assert (await shop.ada.send("PUT", f"{shop.chat}/cases/nothing", {})).status_code == 404
    await shop.ada.send("POST", f"{shop.chat}/return")
    await shop.talk.say("do you have tents?")
    await shop.freeze({})
    [case] = await shop.cases()
    assert [step.shopper for step in case.steps] == [ASKED, "do you have tents?"]
