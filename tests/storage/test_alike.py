"""What is another's, what is not there and what nobody proved cost the same queries and write the same rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event, func, select

from assistant.shop.customers import Address, Customer
from assistant.shop.identity import Claim, Identity, OrderDesk, Proof
from assistant.shop.orders import Orders
from assistant.storage.database import Database
from assistant.storage.identity import SqlChallenges
from assistant.storage.orders import SqlOrders
from assistant.storage.tables import challenges
from assistant.storage.tables import mail as mail_table
from tests.goods import ORDERS
from tests.storage.times import NOW

YUSUF = Customer("c-yus", "Yusuf Rossi", "Yusuf@example.com", Address("1 Elm St", "Philadelphia", "19122", "USA"))


@pytest.fixture
async def orders(database: Database) -> Orders:
    orders = SqlOrders(database)
    await orders.replace([YUSUF], ORDERS)
    return orders


@contextmanager
def counted() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.owasp("API1:2023")
async def test_an_order_that_is_not_proved_costs_what_one_that_is_not_there_costs(orders: Orders) -> None:
    desk, asked = OrderDesk(orders), []
    for proof in (None, Proof("bob@example.com"), Proof(customer_id="c-x"), Proof("bob@example.com", "c-x")):
        for number in ("#1042", "#9999"):
            with counted() as said:
                assert await desk.status(number, proof) is None
            asked.append(said)
    assert asked[0]
    assert all(said == asked[0] for said in asked)


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        (Claim("yusuf@example.com"), Claim("nobody@example.com")),
        (Claim("ada@example.com"), Claim("nobody@example.com")),
        (Claim(person="yusuf rossi 19122"), Claim(person="yusuf rossi 19123")),
        (Claim("ada@example.com", number="#1042"), Claim("ada@example.com", number="#9999")),
    ],
)
async def test_asking_for_a_code_does_the_same_whoever_is_meant(
    database: Database, orders: Orders, known: Claim, unknown: Claim
) -> None:
    identity, work = Identity(orders, SqlChallenges(database), b"secret", "Larkfield"), []
    for conversation, claim in (("c1", known), ("c2", unknown)):
        with counted() as said:
            await identity.request_code(conversation, claim, NOW)
        work.append(said)
        async with database.connect() as connection:
            rows = [await connection.scalar(select(func.count()).select_from(t)) for t in (challenges, mail_table)]
        assert rows == [len(work), len(work)]
    assert work[0] == work[1]


async def test_an_order_without_account_and_address_is_nobodys(database: Database) -> None:
    orders = SqlOrders(database)
    await orders.replace((), [replace(ORDERS[0], email="", customer_id=None)])
    assert await orders.get("#1042") is not None
    assert await orders.owned("#1042", None, None) is None
    assert await orders.owned("#1042", "c-x", "x@example.com") is None
