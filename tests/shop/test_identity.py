"""Codes: once, in time, five tries, and nothing given away."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.errors import TooManyAttempts, WrongCode
from assistant.shop.customers import Address, Customer, person_key
from assistant.shop.given import read_given
from assistant.shop.identity import (
    CODE_MINUTES,
    CODE_TRIES,
    CODES_PER_CONVERSATION,
    CODES_PER_NETWORK,
    CODES_PER_ORDER,
    CODES_PER_SUBJECT,
    Claim,
    Identity,
    OrderDesk,
    Proof,
)
from assistant.testing.stores import InMemoryChallenges, InMemoryOrders, InMemoryOutbox
from tests.conftest import NOON
from tests.goods import ORDERS

CODE = "123456"


class Shop:
    def __init__(self) -> None:
        self.outbox = InMemoryOutbox()
        self.orders = InMemoryOrders((), ORDERS)
        challenges = InMemoryChallenges(self.outbox)
        self.identity = Identity(self.orders, challenges, b"secret", "Larkfield", lambda: CODE)


@pytest.fixture
def shop() -> Shop:
    return Shop()


async def test_the_right_code_proves_the_address_once(shop: Shop) -> None:
    await shop.identity.request_code("c1", Claim("Ada@Example.com", number="1042"), NOON)
    assert await shop.identity.verify("c1", CODE, NOON) == Proof(email="ada@example.com")
    with pytest.raises(WrongCode):
        await shop.identity.verify("c1", CODE, NOON)


async def test_a_code_goes_to_an_address_that_the_shop_has_and_nowhere_else(shop: Shop) -> None:
    await shop.orders.replace([Customer("c-bob", "Bob Bell", "Bob.Bell@example.com")], ())
    await shop.identity.request_code("c1", Claim("eve@example.com", number="#1042"), NOON)
    assert await shop.outbox.recent() == []
    await shop.identity.request_code("c1", Claim("ada@example.com", number="#1042"), NOON)
    await shop.identity.request_code("c2", Claim("bob.bell@example.com"), NOON)
    assert [mail.to for mail in await shop.outbox.recent()] == ["Bob.Bell@example.com", "ada@example.com"]


async def test_a_name_and_a_postcode_ask_for_a_code_to_the_one_account_that_has_them(shop: Shop) -> None:
    address = Address("1 Elm St", "Philadelphia", "19122", "USA")
    await shop.orders.replace([Customer("c-yus", "Yusuf Rossi", "yusuf@example.com", address)], ())
    await shop.identity.request_code("c1", Claim(person=person_key("yusuf rossi", "19122")), NOON)
    assert [mail.to for mail in await shop.outbox.recent()] == ["yusuf@example.com"]
    assert await shop.identity.verify("c1", CODE, NOON) == Proof("yusuf@example.com", "c-yus")
    await shop.orders.replace([Customer("c-two", "Yusuf K. Rossi", "other@example.com", address)], ())
    for person in (person_key("Yusuf Rossi", "19122"), person_key("Yusuf Rossi", "19123"), ""):
        await shop.identity.request_code("c1", Claim(person=person), NOON)
        with pytest.raises(WrongCode):
            await shop.identity.verify("c1", CODE, NOON)
    assert len(await shop.outbox.recent()) == 1


@pytest.mark.owasp("API2:2023", "API6:2023")
@pytest.mark.parametrize(
    ("claims", "limit"),
    [
        ([Claim(f"{i}@example.com", number="#1042") for i in range(40)], CODES_PER_ORDER),
        ([Claim("nobody@example.com", number=f"#{i}") for i in range(40)], CODES_PER_SUBJECT),
        ([Claim(person="yusuf rossi 19122", number=f"#{i}") for i in range(40)], CODES_PER_SUBJECT),
        ([Claim(f"{i}@example.com", network="192.0.2.1") for i in range(40)], CODES_PER_NETWORK),
    ],
)
async def test_attempts_are_limited_whatever_they_share(shop: Shop, claims: list[Claim], limit: int) -> None:
    """From forty conversations at once, and whether anybody is known by the claim or not."""
    asked = (shop.identity.request_code(f"c{i}", claim, NOON) for i, claim in enumerate(claims))
    refused = [isinstance(r, TooManyAttempts) for r in await asyncio.gather(*asked, return_exceptions=True)]
    assert refused.count(False) == limit


async def test_reading_by_name_counts_as_a_code_does(shop: Shop) -> None:
    address = Address("1 Elm St", "Philadelphia", "19122", "USA")
    await shop.orders.replace([Customer("c-yus", "Yusuf Rossi", "yusuf@example.com", address)], ())
    right = Claim(person=person_key("Yusuf Rossi", "19122"), postcode="19122")
    by_email = Claim("yusuf@example.com", postcode="19122")
    for claim in (right, by_email):
        proof = await shop.identity.read_by("c1", claim, NOON)
        assert proof == Proof("yusuf@example.com", "c-yus", read_only=True)
    for claim in (replace(by_email, postcode="19123"), replace(by_email, postcode=""), Claim("ada@example.com")):
        assert await shop.identity.read_by("c1", claim, NOON) is None
    assert not await shop.identity.waits("c1", NOON)
    with pytest.raises(TooManyAttempts):
        await shop.identity.read_by("c1", right, NOON)


async def test_a_guess_for_a_wrong_pair_never_proves_even_with_the_code(shop: Shop) -> None:
    await shop.identity.request_code("c1", Claim("eve@example.com", number="#1042"), NOON)
    with pytest.raises(WrongCode):
        await shop.identity.verify("c1", CODE, NOON)


@pytest.mark.owasp("ASI03", "API2:2023")
async def test_another_conversation_cannot_use_the_code(shop: Shop) -> None:
    await shop.identity.request_code("c1", Claim("ada@example.com", number="#1042"), NOON)
    with pytest.raises(WrongCode):
        await shop.identity.verify("c2", CODE, NOON)


async def test_a_code_lives_ten_minutes(shop: Shop) -> None:
    await shop.identity.request_code("c1", Claim("ada@example.com", number="#1042"), NOON)
    with pytest.raises(WrongCode, match="expired"):
        await shop.identity.verify("c1", CODE, NOON + timedelta(minutes=CODE_MINUTES))


async def test_after_five_wrong_tries_the_right_code_is_refused(shop: Shop) -> None:
    await shop.identity.request_code("c1", Claim("ada@example.com", number="#1042"), NOON)
    for _ in range(CODE_TRIES):
        with pytest.raises(WrongCode):
            await shop.identity.verify("c1", "000000", NOON)
    with pytest.raises(TooManyAttempts):
        await shop.identity.verify("c1", CODE, NOON)


async def test_codes_are_limited_for_a_conversation_and_for_an_order(shop: Shop) -> None:
    for i in range(CODES_PER_CONVERSATION):
        await shop.identity.request_code("c1", Claim("ada@example.com", number=f"#{i}"), NOON)
        await shop.identity.request_code(f"c{i + 10}", Claim("eve@example.com", number="#1042"), NOON)
    for conversation, number in (("c1", "#77"), ("c99", "#1042")):
        with pytest.raises(TooManyAttempts):
            await shop.identity.request_code(conversation, Claim("ada@example.com", number=number), NOON)
    await shop.identity.request_code("c1", Claim("ada@example.com", number="#77"), NOON + timedelta(hours=1, minutes=1))


async def test_a_proof_covers_its_own_orders_only(shop: Shop) -> None:
    desk = OrderDesk(shop.orders)
    assert await desk.status("1042", None) is None
    assert await desk.status("1042", Proof(email="bob@example.com")) is None
    assert await desk.status("1042", Proof(customer_id="c-bob")) is None
    for proof in (Proof(email="ada@example.com"), Proof(customer_id="c-ada")):
        order = await desk.status(" 1042", proof)
        assert order is not None
        assert [o.number for o in await desk.recent(proof)] == ["#1042"]
    assert await desk.recent(None) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is #1042?", "#1042"),
        ("my order number is W2378156", "#W2378156"),
        ("order 1042 please", "#1042"),
        ("order no. 1042", "#1042"),
        ("I want to order 2 mugs", None),
        ("a tent under 150", None),
    ],
)
def test_order_numbers_are_heard(text: str, number: str | None) -> None:
    assert read_given(text, code_waits=False).number == number


async def test_a_look_alike_address_gets_no_mail(shop: Shop) -> None:
    """What folds alike is not the same mailbox: the mail would go to whoever owns the other one."""
    await shop.orders.replace((), [replace(ORDERS[0], number="#7", email="straße@example.com")])
    await shop.identity.request_code("c1", Claim("strasse@example.com", number="#7"), NOON)
    assert await shop.outbox.recent() == []
    await shop.identity.request_code("c1", Claim("STRAßE@example.com", number="#7"), NOON)
    assert [mail.to for mail in await shop.outbox.recent()] == ["straße@example.com"]


async def test_an_account_and_its_address_are_one_customer(shop: Shop) -> None:
    desk, ada = OrderDesk(shop.orders), Proof(email="ada@example.com")
    await shop.orders.replace([Customer("c-new", "Ada", "ADA@example.com")], ())
    for other, same in ((Proof(customer_id="c-ada"), True), (Proof(customer_id="c-new"), True), (ada, True)):
        assert await desk.one_customer(ada, other) is same
    for stranger in (Proof(customer_id="c-bob"), Proof(email="bob@example.com"), Proof(customer_id="nobody")):
        assert not await desk.one_customer(ada, stranger)


async def test_a_code_to_an_accounts_address_proves_the_account(shop: Shop) -> None:
    await shop.orders.replace([Customer("c-ada", "Ada Byron", "Ada@Example.com")], ())
    await shop.identity.request_code("c1", Claim("ada@example.com", number="1042"), NOON)
    proof = await shop.identity.verify("c1", CODE, NOON)
    assert proof == Proof("ada@example.com", "c-ada")
    assert proof.level == "customer"


async def test_an_address_of_two_accounts_proves_its_orders_only(shop: Shop) -> None:
    twice = [Customer(f"c-{i}", "Ada Byron", "ada@example.com") for i in range(2)]
    await shop.orders.replace(twice, ())
    await shop.identity.request_code("c1", Claim("ada@example.com", number="1042"), NOON)
    proof = await shop.identity.verify("c1", CODE, NOON)
    assert proof == Proof("ada@example.com")
    assert proof.level == "order"
    assert await OrderDesk(shop.orders).customer(proof) is None


@pytest.mark.owasp("ASI03", "API5:2023")
async def test_what_is_proved_for_reading_may_be_seen_but_not_changed(shop: Shop) -> None:
    desk, proof = OrderDesk(shop.orders), Proof("ada@example.com", "c-ada")
    reading = replace(proof, read_only=True)
    for number, read, change in (("#1042", reading, None), ("#1042", proof, proof), ("#1043", None, None)):
        covering = change or read or proof
        assert (await desk.status(number, covering) is not None) is (read is not None)
        assert (await desk.changeable(number, covering) is not None) is (change is not None)


@pytest.mark.owasp("ASI03")
def test_what_is_proved_for_reading_never_rides_on_a_full_proof() -> None:
    """A customer who once wrote a friend's address on an order may see that order, not change the friend's."""
    reading, signed_in = Proof("friend@example.com", read_only=True), Proof(customer_id="c-ada")
    assert reading.joined(signed_in) == signed_in.joined(reading) == signed_in


def test_a_shopper_stays_the_same_when_more_is_proved() -> None:
    signed_in, more = Proof(customer_id="c-ada"), Proof("ada@example.com", "c-ada")
    assert signed_in.key == more.key == replace(more, read_only=True).key
    assert (
        len({more.key, Proof("ada@example.com").key, Proof("c-ada").key, Proof(customer_id="ada@example.com").key}) == 4
    )


async def test_two_accounts_are_never_one_customer(shop: Shop) -> None:
    desk, ada = OrderDesk(shop.orders), Proof("ada@example.com", "c-ada")
    for other in (Proof("ada@example.com", "c-bob"), Proof("bob@example.com", "c-ada"), Proof(customer_id="c-bob")):
        assert not await desk.one_customer(ada, other)
        assert not await desk.one_customer(other, ada)
    assert await desk.one_customer(ada, Proof(customer_id="c-ada"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Yusuf Rossi", "19122"), ("  yusuf   ROSSI ", "19122")),
        (("José O'Neil", "SW1A 1AA"), ("Jose ONeil", "sw1a1aa")),
        (("Mary Ann Smith", "19122"), ("Mary Smith", "19122-0001")),
    ],
)
def test_a_person_is_known_however_the_name_is_spelt(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert person_key(*one) == person_key(*other) != ""


@pytest.mark.parametrize(("name", "postcode"), [("Yusuf", "19122"), ("", "19122"), ("Yusuf Rossi", " - ")])
def test_half_a_name_is_nobody(name: str, postcode: str) -> None:
    assert person_key(name, postcode) == ""
