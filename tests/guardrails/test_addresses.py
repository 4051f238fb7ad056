"""An address leads to the shop or to a site that its owner named, however it is written."""

import pytest

from assistant.guardrails.addresses import Places

PLACES = Places(frozenset({"https://shop.example", "http://localhost:3000"}))


@pytest.mark.parametrize(
    "address",
    ["/pages/returns", "/a?b=c#d", "https://shop.example", "HTTPS://Shop.Example/x", "http://localhost:3000/x"],
)
def test_the_shops_own_are_followed(address: str) -> None:
    assert PLACES.lead(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "pages", "//evil.example/x", "/\\evil.example", "https://evil.example/x", "http://shop.example/x",
        "https://shop.example.evil.example/", "https://shop.example@evil.example/", "https://me@shop.example/",
        "https://shop.example:8443/", "https://evil.example\\@shop.example/", "https:/shop.example/x",
        "https://shop.example\u2024evil.example/", "javascript:alert(1)", "data:text/html,x", "/x\ny", " /x",
    ],
)  # fmt: skip
def test_nothing_else_is(address: str) -> None:
    assert not PLACES.lead(address)
    assert not Places().lead(address)
