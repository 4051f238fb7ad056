"""What of the customers stands in a request to a hosted model, over the smoke conversations.

The offline model answers in the place of a hosted one, and every request is read as it is sent: all messages and all
tools. E-mail addresses, one-time codes, customer ids and tokens of ways to pay must be in none, whoever typed them.
A customer's name and address may be told once they are proved or typed, and are counted apart.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import BaseMessage
from langchain_core.tracers.context import register_configure_hook

from assistant.errors import AssistantError
from assistant.offline_model.model import OfflineChatModel
from assistant.shop.customers import Customer
from assistant.shop.identity import Proof
from evals.cases import Case
from evals.play import CODE, CannotPlay, Visit
from evals.result import Failure, Result
from evals.stage import Stage, demo_stage
from evals.suites.smoke import load_all

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Requests(BaseCallbackHandler):
    """Each request to a chat model, as text."""

    run_inline = True

    def __init__(self) -> None:
        self.texts: list[str] = []

    def on_chat_model_start(self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **kwargs: Any) -> None:
        _ = serialized
        sent = [(m.type, m.content, getattr(m, "tool_calls", ())) for m in messages[0]]
        self.texts.append(repr(sent) + repr(kwargs.get("invocation_params")))


_requests: ContextVar[Requests | None] = ContextVar("requests", default=None)
register_configure_hook(_requests, inheritable=True)


@contextmanager
def listening() -> Iterator[Requests]:
    """Hears every request of this task until it ends."""
    heard = Requests()
    token = _requests.set(heard)
    try:
        yield heard
    finally:
        _requests.reset(token)


async def run(cases: Path | None, progress: Callable[[int, int], None]) -> Result:
    async with demo_stage() as stage:
        return await measured(stage, load_all(cases), progress)


async def measured(stage: Stage, cases: Sequence[Case], progress: Callable[[int, int], None]) -> Result:
    started, sent, told = time.perf_counter(), 0, 0
    failures: list[Failure] = []
    for done, case in enumerate(cases, start=1):
        heard, leaks, known = await _played(case, stage)
        sent, told = sent + heard, told + known
        failures += [Failure(id=case.id, why=why) for why in leaks]
        progress(done, len(cases))
    return Result(
        suite="privacy",
        model="offline-rules-1 as a hosted one",
        cases=len(cases),
        measures={"requests": sent, "leaks": len(failures), "requests_with_the_proved_customer": told},
        failures=tuple(failures),
        protocol="every request is searched for what may never leave, and for customers who were not proved",
        seconds=round(time.perf_counter() - started, 2),
    )


async def _played(case: Case, stage: Stage) -> tuple[int, list[str], int]:
    """How many requests there were, what leaked, and how many told of the customer who was proved."""
    visit = await Visit.begin(stage, OfflineChatModel(embeddings=stage.embeddings, shop_name=stage.settings.shop_name))
    sent, leaks, told = 0, list[str](), 0
    async with visit.life:
        for number, step in enumerate(case.steps, start=1):
            with listening() as heard, suppress(AssistantError, CannotPlay):
                await visit.act(step)
            proof = (await visit.conversation()).proof
            own = [one for one in stage.customers if proof and _is(one, proof)]
            others = [one for one in stage.customers if one not in own]
            secrets = never(stage.customers) | {f"a code: {code}": code for code in await _codes(visit)}
            secrets |= _who(others, "\n".join(visit.typed))
            for text in heard.texts:
                leaks += [f"step {number}: {name}" for name in [*found(text, secrets), *strange(text, stage)]]
                told += bool(own and found(text, _who(own, "")))
            sent += len(heard.texts)
    return sent, list(dict.fromkeys(leaks)), told


def found(text: str, secrets: Mapping[str, str]) -> list[str]:
    """The names of what stands in it."""
    low = text.casefold()
    return [name for name, secret in secrets.items() if secret.casefold() in low]


def strange(text: str, stage: Stage) -> list[str]:
    """E-mail addresses, whoever's they are, but for those that the shop's own pages publish."""
    published = {mail.casefold() for document in stage.documents for mail in _MAIL.findall(document.text)}
    mails = [m.group() for m in _MAIL.finditer(text) if m.group().casefold().rstrip(".") not in published]
    return [f"an address of mail, {len(mail)} long" for mail in mails]


def never(customers: Sequence[Customer]) -> dict[str, str]:
    ids = {f"the id of {one.id}": f"'{one.id}'" for one in customers}
    tokens = {
        f"way to pay {n} of {one.id}": method.id
        for one in customers
        for n, method in enumerate(one.payment_methods, start=1)
    }
    return ids | tokens


def _who(customers: Sequence[Customer], typed: str) -> dict[str, str]:
    """Names and streets, but for those that the shopper typed in this conversation."""
    names = {f"the name of {one.id}": one.name for one in customers}
    streets = {f"the street of {one.id}": one.address.line1 for one in customers if one.address}
    return {name: said for name, said in (names | streets).items() if said.casefold() not in typed.casefold()}


def _is(customer: Customer, proof: Proof) -> bool:
    return customer.id == proof.customer_id or (customer.email or "").casefold() == (proof.email or "none").casefold()


async def _codes(visit: Visit) -> list[str]:
    return [m.group(1) for mail in await visit.kept.stores.outbox.recent() if (m := CODE.search(mail.body))]
