"""Forged notices over a real connection to the real route, about a payment that was really made."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from assistant.api import Site, create_app
from assistant.api.routes.webhooks import PATH
from assistant.api.site import Rate
from assistant.bootstrap import build
from assistant.observability import configure_logging
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.testing.clock import FixedClock
from evals.carting.client import Answer, Connection
from evals.once.forging import SECRETS, forgeries, genuine, signed_rightly
from evals.once.shop import NOW, Basket, shop_over, shopper
from evals.stage import offline_settings

BASKET = Basket((("CUP", 2),))
SITE = Site("Larkfield", notice_rate=Rate(10**9, 10**9))
REFUSED, TAKEN = 400, 200


@dataclass(frozen=True)
class Notices:
    connection: Connection

    async def post(self, body: bytes, header: str) -> Answer:
        return await self.connection.send("POST", PATH, {"Stripe-Signature": header}, body)


async def posted(folder: Path, url: str, rng: random.Random, count: int) -> list[str]:
    """What is wrong: each must be refused and none may make the order, which the genuine notice then makes."""
    configure_logging("error")  # a line for each request would hide what was found
    clock = FixedClock(NOW)
    payments = DemoPayments(DemoBook(folder / "posted_pay.db"), "https://pay.example", SECRETS, clock)
    settings = offline_settings(folder).model_copy(update={"database_url": url})
    async with build(settings, payments=payments, now=clock) as assistant:
        shop = shop_over(assistant.stores, payments)
        await shop.open()
        page = await shop.till.pay_page((await shop.buy(shopper("ada"), BASKET)).id, NOW)
        await payments.pay(page.id, "visa")
        async with _served(create_app(assistant, SITE)) as notices:
            wrong = [
                f"{name}: {header!r} was answered {answer.status}"
                for name, (body, header) in forgeries(rng, count, page.id)
                if (answer := await notices.post(body, header)).status != REFUSED
            ]
            wrong += [f"{number} was made of forgeries" for number in await shop.stores.orders.all_numbers()]
            last = await notices.post(genuine(page.id), signed_rightly(genuine(page.id), SECRETS[0]))
        made = len(await shop.stores.orders.all_numbers())
    return wrong + ([] if (last.status, made) == (TAKEN, 1) else [f"the genuine one was answered {last.status}"])


@asynccontextmanager
async def _served(app: FastAPI) -> AsyncIterator[Notices]:
    """Without the rounds of a running shop, which would hear of the payment by themselves."""
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        task = asyncio.create_task(server.serve(sockets=[listener]))
        notices = Notices(Connection(listener.getsockname()[1]))
        try:
            yield notices
        finally:
            notices.connection.close()
            server.should_exit = True
            await task
