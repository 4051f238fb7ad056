"""The first account is made on the shop's own machine, and a forgotten password there, too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.cli.staffing import Given, kept_in
from assistant.errors import BadRequest
from assistant.escalation.staff import matches
from assistant.testing.desk import InMemoryStaffBook
from tests.conftest import NOON

ADA = Given("Ada@my-shop.example", " Ada ", "owner", "a long enough password")


async def test_an_account_is_made_and_its_password_is_not_kept() -> None:
    book = InMemoryStaffBook()
    assert await kept_in(book, ADA) == "Ada can sign in at /console as owner."
    [member] = await book.all()
    assert (member.name, member.email, member.role) == ("Ada", "ada@my-shop.example", "owner")
    assert "long enough" not in member.password
    assert matches("a long enough password", member.password)
    assert not matches("another long password", member.password)
    assert "long enough" not in repr(ADA)


async def test_a_new_password_signs_out_everywhere() -> None:
    book = InMemoryStaffBook()
    await kept_in(book, ADA)
    [member] = await book.all()
    await book.sign_in("token", member.id, NOON + timedelta(hours=1))
    assert "new password" in await kept_in(book, replace(ADA, role="agent", password="quite another password"))
    [changed] = await book.all()
    assert (changed.id, changed.role, changed.active) == (member.id, "agent", True)
    assert matches("quite another password", changed.password)
    assert await book.signed_in("token", NOON) is None


@pytest.mark.parametrize("wrong", [{"role": "boss"}, {"password": "short"}, {"email": "ada"}, {"name": " "}])
async def test_what_cannot_be_an_account_is_refused_with_what_to_do(wrong: dict[str, str]) -> None:
    book = InMemoryStaffBook()
    with pytest.raises(BadRequest):
        await kept_in(book, replace(ADA, **wrong))
    assert await book.all() == []
