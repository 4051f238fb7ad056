"""Every customer of the tau retail shop asks over HTTP for every order: each sees all of their own, and no other."""

import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

from assistant.shop.customers import Customer
from evals.result import Failure, Progress, Result
from evals.sampling import sampled
from evals.tau_site import TauSite, tau_site
from evals.wire import Answer

SHOWN = 100
NOT_THERE = "#W0000000"
ON_DISK = 20
"""Of so many customers the same is asked again where orders lie in SQLite, which takes five times as long."""


async def run(cases: Path | None, progress: Progress, *, limit: int | None = None) -> Result:
    """`limit` takes only so many of the customers; each still asks for all orders."""
    started = time.perf_counter()
    counts: dict[str, Counter[str]] = {"memory": Counter(), "sqlite": Counter()}
    failures: list[Failure] = []
    for where, most in (("memory", limit or 0), ("sqlite", min(limit or ON_DISK, ON_DISK))):
        async with tau_site(cases, in_memory=where == "memory") as site:
            failures += await _all_asked(site, most, counts[where], progress)
    total = counts["memory"] + counts["sqlite"]
    return Result(
        suite="ownership",
        model="none",
        cases=total["requests"],
        measures=_measures(total) | {"orders": len(site.shop.orders)},
        groups={where: _measures(found) for where, found in counts.items()},
        failures=tuple(failures[:SHOWN]),
        protocol="each customer is proved by a token of the site, then asks for all orders over HTTP in this process",
        seconds=round(time.perf_counter() - started, 2),
    )


def _measures(counts: Counter[str]) -> dict[str, float]:
    own = counts["own"] + counts["own not shown"]
    return {
        "customers": counts["customers"],
        "requests": counts["requests"],
        "leaks": counts["leaks"],
        "own_orders": own,
        "own_shown": counts["own"] / max(own, 1),
        "taken_over": counts["taken over"],
    }


async def _all_asked(site: TauSite, most: int, counts: Counter[str], progress: Progress) -> list[Failure]:
    customers = sampled(site.shop.customers, most, lambda customer: customer.id)
    failures = []
    for done, customer in enumerate(customers, 1):
        counts["customers"] += 1
        for kind, why in await _asked(site, customer, customers[done % len(customers)], counts):
            counts[kind] += 1
            failures.append(Failure(id=customer.id, why=f"{kind}: {why}"))
        progress(done, len(customers))
    return failures


async def _asked(site: TauSite, customer: Customer, other: Customer, counts: Counter[str]) -> list[tuple[str, str]]:
    """What went wrong: the kind, and why. Counts requests and own orders."""
    path, token = here = await site.wire.open()

    async def order(number: str) -> Answer:
        counts["requests"] += 1
        return await site.wire.get(f"{path}/orders/{quote(number)}", token)

    nothing = await order(NOT_THERE)
    own = {one.number for one in site.shop.orders if one.customer_id == customer.id}
    wrong = [("leaks", f"{number} before proof") for number in sorted(own) if await order(number) != nothing]
    if await site.sign_in(here, customer.id) != 204:
        return [*wrong, ("own not shown", "the sign-in was refused")]
    for one in site.shop.orders:
        answer = await order(one.number)
        if one.number not in own:
            wrong += [("leaks", one.number)] if answer != nothing else []
        elif answer.status == 200 and answer.json()["order"]["number"] == one.number:
            counts["own"] += 1
        else:
            wrong.append(("own not shown", one.number))
    listed = (await site.wire.get(f"{path}/orders", token)).json()["orders"]
    if {one["number"] for one in listed} != own:
        wrong.append(("leaks", "the list is not theirs"))
    if other is not customer and await site.sign_in(here, other.id) != 401:
        wrong.append(("taken over", f"by {other.id}"))
    return wrong
