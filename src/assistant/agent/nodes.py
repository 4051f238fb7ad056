"""One function for each node of the graph. A node reads the state and the turn's context, and returns what changes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, cast

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langgraph.runtime import Runtime
from langgraph.types import Command

from assistant.agent.carded import exchanges, without_cards
from assistant.agent.gather import gather
from assistant.agent.history import Ended, before, ended, failed_in_a_row, last_words
from assistant.agent.known import evidence
from assistant.agent.meanwhile import told_of
from assistant.agent.model import Models, Thought
from assistant.agent.recommending import suggested_before
from assistant.agent.so_far import talk_of
from assistant.agent.speaker import Speaker
from assistant.agent.spending import Payer, Use
from assistant.agent.state import State, TurnRecord
from assistant.agent.words import NOT_VERIFIED, TOO_MANY_STEPS, handed_over
from assistant.card_numbers import PART, hold_back
from assistant.conversation import Progress, Sentence
from assistant.errors import IndexMissing
from assistant.escalation.policy import Decision
from assistant.guardrails.addresses import Places
from assistant.guardrails.inbound import CARD_REFUSAL, PART_REFUSAL, beside_the_card, screen
from assistant.guardrails.outbound import CODES_CHECKS, SENTENCE_CHECKS
from assistant.prompts import Prompts
from assistant.retrieval.outline import Outline
from assistant.shop.cart.news import worded
from assistant.tools import ShopTool, shown
from assistant.tools.context import TurnContext
from assistant.tools.policies import passage_json

MAX_STEPS = 8
RECALLED = 3
Context = Runtime[TurnContext]


@dataclass(frozen=True)
class Nodes:
    """The nodes and what they work with."""

    models: Models
    tools: Sequence[ShopTool]
    prompts: Prompts
    shop_name: str
    places: Places = field(default_factory=Places)

    async def screen(self, state: State, runtime: Context) -> Command[Literal["tell", "hand_off", "refuse"]]:
        """Clean the message, hear proofs of identity, and see whether a person is called for."""
        inbound = screen(runtime.context.text)
        heard = await runtime.context.proving.hear(inbound.text)
        # what stood between two halves of a number may have been taken out
        kept = screen(heard.text)
        held = hold_back(kept.text, exchanges(runtime.context.before))
        # a turn that broke off may have left calls without results, which no model server accepts
        left = declined(state["messages"], "That was not carried out: the turn broke off.")
        messages: list[AnyMessage] = [*left, HumanMessage(held.text)]
        if heard.event:
            note = {"event": heard.event, "order_number": heard.order_number, "message": heard.message}
            messages.append(SystemMessage(json.dumps({"identity": note})))
        messages += [*await suggested_before(runtime.context), *told_of(runtime.context.meanwhile)]
        talk = talk_of(runtime.context.before, runtime.context.now)
        proof = runtime.context.proving.conversation.proof
        decision = await runtime.context.calling.by(held.text, talk, proof, runtime.context.now)
        if decision:
            return Command(goto="hand_off", update={"messages": messages, "turn": _decided(state["turn"], decision)})
        update: dict[str, Any] = {"messages": messages}
        if inbound.card and inbound.asks_more:
            # the refusal comes first, then the answer to the rest; no model is told of it
            messages[len(left)] = HumanMessage(beside_the_card(held.text))
            update["turn"] = _speak(state, runtime, f"{CARD_REFUSAL}\n\n", outcome="refused")["turn"]
            return Command(goto="tell", update=update)
        return Command(goto="refuse" if inbound.card or kept.card or held.found else "tell", update=update)

    async def refuse(self, state: State, runtime: Context) -> dict[str, Any]:
        part = PART in last_words(state["messages"])
        return _speak(state, runtime, PART_REFUSAL if part else CARD_REFUSAL, outcome="refused")

    async def tell(self, state: State, runtime: Context) -> dict[str, Any]:
        """A price or a stock that changed since the shopper saw it comes before anything else, in code's own words."""
        news = await tell_news(runtime)
        if not news:
            return {}
        note = SystemMessage(json.dumps({"cart": {"told": news["text"]}}))
        return {"messages": [note], "turn": TurnRecord(**{**state["turn"], "news": news})}

    async def recall(self, state: State, runtime: Context) -> dict[str, Any]:
        """Passages for the message before the first model call, so that a plain question costs one call."""
        hits = await runtime.context.retriever.passages(last_words(state["messages"]), RECALLED)
        return {"turn": {**state["turn"], "recalled": [passage_json(hit) for hit in hits if not hit.weak]}}

    async def think(self, state: State, runtime: Context) -> dict[str, Any]:
        turn = state["turn"]
        if turn["steps"] >= MAX_STEPS:
            return _speak(state, runtime, TOO_MANY_STEPS, outcome="failed")
        recalled, today = [p["text"] for p in turn["recalled"]], runtime.context.now.date()
        system = await self._system(runtime)
        knows = partial(
            evidence, state["messages"], turn["start"], recalled, system, today, self.places, self.prompts.beside
        )
        checks = CODES_CHECKS if self.models.kind == "offline" else SENTENCE_CHECKS
        speaker = Speaker(knows, runtime.stream_writer, [*turn["held"], *turn["said"]], checks)
        tools = shown(self.tools, await _outline(runtime))
        payer = Payer(runtime.context.conversation_id, runtime.context.network)
        prompt = self._prompt(state, system)
        thought = await self.models.think(prompt, tools, speaker, turn["fallback"], payer)
        speaker.finish()
        message = without_cards(thought.message, state["messages"], turn["start"])
        self._tell(message, runtime)
        return {"messages": [message], "turn": _thought(turn, thought, speaker)}

    async def review(self, state: State, runtime: Context) -> Command[Literal["think", "hand_off", "__end__"]]:
        """Held-back sentences cost one rewrite; what is still unsupported is replaced by the truth."""
        turn = state["turn"]
        if turn["held"] and not turn["said"] and turn["rewrites"] == 0:
            note = SystemMessage(self.prompts.render("rewrite", sentences="\n".join(turn["held"])))
            again = TurnRecord(**{**turn, "held": [], "rewrites": 1})
            return Command(goto="think", update={"messages": [note], "turn": again})
        if not "".join(turn["said"]).strip():
            update = _speak(state, runtime, NOT_VERIFIED, outcome="failed")
        else:
            outcome = turn["outcome"] if turn["outcome"] != "answered" else _outcome(state)
            update = {"turn": {**turn, "outcome": outcome}}
        failed = failed_in_a_row([*before(runtime.context.before), _ended(state, update["turn"])])
        proof = runtime.context.proving.conversation.proof
        decision = await runtime.context.calling.after(failed, proof, runtime.context.now)
        if decision:
            return Command(goto="hand_off", update={**update, "turn": _decided(update["turn"], decision)})
        return Command(goto="__end__", update=update)

    async def hand_off(self, state: State, runtime: Context) -> dict[str, Any]:
        """Works without a model: queue the conversation, then tell the shopper the truth about it."""
        context, turn = runtime.context, state["turn"]
        decision = Decision.of(turn["decision"])
        handoff = await context.desk.call(context.conversation_id, decision, await context.cart.view(), context.now)
        # said once it is written, with the end of the turn
        spoken = _said(state, handed_over(decision), outcome="handed_over")
        spoken["turn"]["handoff"] = handoff.model_dump(mode="json")
        return spoken

    async def _system(self, runtime: Context) -> str:
        return self.prompts.render(
            "assistant",
            shop_name=self.shop_name,
            today=f"{runtime.context.now:%A, %-d %B %Y}",
            currency=runtime.context.cart.currency,
            most_of_one=(await runtime.context.carts.limits()).most_of_one,
        )

    def _prompt(self, state: State, system: str) -> list[BaseMessage]:
        recalled = state["turn"]["recalled"]
        if recalled:
            passages = "\n\n".join(f"[{_fenced(p['title'])}] {_fenced(p['text'])}" for p in recalled)
            system += "\n\n" + self.prompts.render("recalled", passages=passages)
        return [SystemMessage(system), *state["messages"]]

    def _tell(self, message: AIMessage, runtime: Context) -> None:
        words = {shop_tool.tool.name: shop_tool.progress for shop_tool in self.tools}
        for text in dict.fromkeys(words[c["name"]] for c in message.tool_calls if c["name"] in words):
            runtime.stream_writer(Progress(text=text))


async def tell_news(runtime: Context) -> dict[str, Any]:
    """What changed in the cart, as a turn keeps it; {} when nothing did."""
    cart = await runtime.context.cart.view()
    text = worded(cart)
    if not text:
        return {}
    runtime.stream_writer(Sentence(text=f"{text}\n\n"))
    return {"text": text, "ids": [news.id for news in cart.news]}


async def _outline(runtime: Context) -> Outline:
    """A shop that was never filled can still be talked to."""
    try:
        return await runtime.context.retriever.outline()
    except IndexMissing:
        return Outline()


def _thought(turn: TurnRecord, thought: Thought, speaker: Speaker) -> TurnRecord:
    usage: Mapping[str, Any] = thought.message.usage_metadata or {}
    told = Use(usage.get("input_tokens", 0), usage.get("output_tokens", 0)) if thought.trusted else thought.spent
    changed = {
        "said": [*turn["said"], *speaker.said],
        "held": [*turn["held"], *speaker.held],
        "steps": turn["steps"] + 1,
        "model": thought.model,
        "fallback": thought.fallback,
        "trusted": thought.trusted,
        "input_tokens": turn["input_tokens"] + told.tokens_in,
        "output_tokens": turn["output_tokens"] + told.tokens_out,
    }
    return cast("TurnRecord", {**turn, **changed})


def _outcome(state: State) -> str:
    """What the offline model says of its own answer; of a hosted one, whether its tools found anything."""
    last = state["messages"][-1]
    told = last.response_metadata.get("outcome") if isinstance(last, AIMessage) else None
    if told:
        return str(told)
    gathered = gather(state["messages"][state["turn"]["start"] :])
    return "abstained" if gathered.looked and not gathered.found else "answered"


def _ended(state: State, turn: TurnRecord) -> Ended:
    gathered = gather(state["messages"][turn["start"] :])
    return ended(last_words(state["messages"]), turn["outcome"], gathered.tools, gathered.cards)


def _speak(state: State, runtime: Context, text: str, outcome: str) -> dict[str, Any]:
    spoken = _said(state, text, outcome)
    runtime.stream_writer(Sentence(text=spoken["turn"]["said"][-1]))
    return spoken


def _said(state: State, text: str, outcome: str) -> dict[str, Any]:
    turn = state["turn"]
    text = ("\n\n" if turn["said"] else "") + text
    said = TurnRecord(**{**turn, "said": [*turn["said"], text], "outcome": outcome})
    return {"messages": [AIMessage(text.strip())], "turn": said}


def _decided(turn: TurnRecord, decision: Decision) -> TurnRecord:
    return TurnRecord(**{**turn, "decision": decision.kept()})


def _fenced(text: str) -> str:
    """A document cannot close the fence it stands in."""
    return text.replace("<", "‹").replace(">", "›")


def pending_calls(messages: Sequence[AnyMessage]) -> list[Any]:
    """The calls of the last answer that have no result yet."""
    answered = set[str]()
    for message in reversed(messages):
        if isinstance(message, AIMessage):
            return [call for call in message.tool_calls if call["id"] not in answered]
        if not isinstance(message, ToolMessage):
            break
        answered.add(message.tool_call_id)
    return []


def declined(messages: Sequence[AnyMessage], why: str) -> list[ToolMessage]:
    return [ToolMessage(why, tool_call_id=c["id"], name=c["name"], status="error") for c in pending_calls(messages)]
