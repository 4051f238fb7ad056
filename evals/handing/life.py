"""One hand-off from the first word to its end, as two pages of staff and one of a shopper drive it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.handing.servers import Servers
from evals.handing.staff import Agent, Answer, Caller

ASKS = (
    "I want to talk to a person, please.",
    "Can I speak to a human about my parcel?",
    "This is the third time I ask. Get me a real person now!",
    "You are useless. Let me talk to your manager!",
)
PATIENCE = 5
LATER = "Thank you, I am still here."
ANSWER = "Hello, I am reading what you wrote."


@dataclass
class Case:
    """What was done, as those who did it know it. `wrong` is what they were told that cannot be.

    `failed` counts the turns that the shopper was told had gone wrong, before one called a person.
    """

    number: int
    ask: str
    sku: str
    ending: str
    conversation: str = ""
    handoff: str = ""
    owner: str = ""
    failed: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Life:
    """`twice` sends whatever can be sent twice two times, the second at another server."""

    servers: Servers
    agents: Sequence[Agent]
    twice: bool = True

    async def live(self, case: Case) -> None:
        opened = await Caller(self.servers, {}).ask("POST", "/api/conversations", {})
        case.conversation = opened.body["id"]
        shopper = Caller(self.servers, {"Authorization": f"Bearer {opened.body['token']}"}, case.number % 2)
        path = f"/api/conversations/{case.conversation}"
        if case.sku:
            await shopper.ask("POST", f"{path}/cart/lines", {"sku": case.sku, "quantity": 1})
        while not case.handoff and case.failed < PATIENCE:
            await self._call(case, shopper, path)
        if case.handoff:
            await self._at_desk(case, shopper, path)

    async def _call(self, case: Case, shopper: Caller, path: str) -> None:
        """A shopper who is told that it went wrong asks once more."""
        asked = await self._both(shopper, f"{path}/messages", {"text": case.ask, "key": f"ask {case.failed}"})
        case.wrong += [f"the call was answered {one.status}" for one in asked if one.status != 200]
        case.handoff = (asked[0].body.get("handoff") or {}).get("id", "")
        if not case.handoff:
            case.failed += 1
            if asked[0].body.get("outcome") != "failed":
                case.wrong.append(f"nobody was called: {asked[0].body.get('outcome')}")

    async def _at_desk(self, case: Case, shopper: Caller, path: str) -> None:
        first, second = (self.agents[(case.number + step) % len(self.agents)] for step in (0, 1))
        desk = f"/console/api/conversations/{case.conversation}"
        clicks = [who.at(self.servers, at).ask("POST", f"{desk}/take") for at, who in enumerate((first, second))]
        taken = await asyncio.gather(*clicks)
        won = [who for who, answer in zip((first, second), taken, strict=True) if answer.status == 200]
        if len(won) != 1:
            case.wrong.append(f"{len(won)} took it: {[answer.status for answer in taken]}")
            return
        case.owner = won[0].id
        owner, loser = won[0], second if won[0] is first else first
        said = await self._both(owner.at(self.servers, 0), f"{desk}/messages", {"id": "line-0001", "text": ANSWER})
        case.wrong += [f"a line was answered {one.status}: {one.body}" for one in said if one.status != 200]
        barred = await loser.at(self.servers, 1).ask("POST", f"{desk}/messages", {"id": "line-0002", "text": ANSWER})
        if barred.status != 409:
            case.wrong.append(f"who did not have the chat wrote into it: {barred.status}")
        later = await self._both(shopper, f"{path}/messages", {"text": LATER, "key": "later"})
        case.wrong += [f"beside a person: {one.body}" for one in later if one.body.get("outcome") != "with_person"]
        ended = await self._both(owner.at(self.servers, 1), f"{desk}/{case.ending}", {})
        case.wrong += [f"the end was answered {one.status}" for one in ended if one.status not in {200, 409}]

    async def _both(self, who: Caller, path: str, body: Any) -> list[Answer]:
        """As a page does that sends again before the first answer is there."""
        other = Caller(who.servers, who.headers, 1 - who.server)
        senders = (who, other) if self.twice else (who,)
        return list(await asyncio.gather(*(one.ask("POST", path, body) for one in senders)))


def cases(count: int, skus: Sequence[str]) -> list[Case]:
    """Half of them with something in the cart."""
    return [
        Case(
            number, ASKS[number % len(ASKS)], skus[number % len(skus)] if number % 2 else "",
            "return" if number % 3 else "close",
        )
        for number in range(count)
    ]  # fmt: skip
