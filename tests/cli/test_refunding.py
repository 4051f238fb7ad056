"""Staff pay back in a terminal: shown first, once, and what became of it is told."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from assistant.bootstrap import open_till
from assistant.cli.refunding import REFUSED, SENT, refund
from assistant.errors import TooMuchBack
from assistant.payments.demo import DemoPayments
from assistant.settings import Settings
from assistant.shop.checkout.refunding import Wanted
from tests.cli.buying import bought_on_the_demo_page


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(
        update={"state_dir": tmp_path, "database_url": f"sqlite+aiosqlite:///{tmp_path}/shop.db"}
    )


async def given(own: Settings, wanted: Wanted, key: str = "", *, agreed: bool = True) -> tuple[bool, str]:
    told = io.StringIO()
    done = await refund(own, wanted, key, Console(file=told, width=300), lambda: agreed)
    return done, told.getvalue()


async def back(own: Settings, number: str) -> tuple[str, int]:
    async with open_till(own) as (stores, till):
        order, checkout = await stores.orders.get(number), await stores.checkouts.of_number(number)
        assert order is not None
        assert checkout is not None
        session = await till.payments.read(checkout.session_id or "")
        return str(order.refunded), session.refunded.minor


async def test_a_part_is_shown_agreed_to_and_sent(own: Settings) -> None:
    number = await bought_on_the_demo_page(own)
    wanted = Wanted(number, "5", "a scratch", "Kim")
    done, told = await given(own, wanted, agreed=False)
    effect = f"$5.00 of order {number} goes back to Visa ending in 4242; $30.34 can still go back after that."
    assert (done, told) == (False, f"{effect} The shopper is told: because a scratch.\n")
    assert await back(own, number) == ("None", 0)
    done, told = await given(own, wanted, "key-1")
    assert (done, SENT in told, "--key key-1" in told) == (True, True, True)
    assert (await given(own, wanted, "key-1"))[0]
    assert await back(own, number) == ("$5.00", 500)


async def test_more_than_is_left_is_told_before_anybody_is_asked(own: Settings) -> None:
    number = await bought_on_the_demo_page(own)
    with pytest.raises(TooMuchBack, match=r"\$35\.34 can still be paid back"):
        await given(own, Wanted(number, "99", "a scratch", "Kim"))


async def test_a_refund_that_the_provider_refuses_is_told(own: Settings) -> None:
    number = await bought_on_the_demo_page(own)
    async with open_till(own) as (stores, till):
        checkout = await stores.checkouts.of_number(number)
        assert checkout is not None
        assert isinstance(till.payments, DemoPayments)
        await till.payments.refund(checkout.session_id or "", checkout.total, "by hand at the provider")
    done, told = await given(own, Wanted(number, "", "a scratch", "Kim"))
    assert (done, REFUSED in told) == (False, True)
