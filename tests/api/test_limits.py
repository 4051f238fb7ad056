from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from fastapi import Request

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.api.errors import TooManyRequests
from assistant.api.limits import RateLimit
from assistant.api.parts import network
from assistant.api.site import Rate
from tests.api.conftest import SITE
from tests.api.talk import ScriptedAssistant, Talk, client_of, two_sentences


def test_a_bucket_empties_says_how_long_to_wait_and_fills_again() -> None:
    clock = [0.0]
    limit = RateLimit(Rate(burst=2, per_minute=6), now=lambda: clock[0])
    limit.take("a")
    limit.take("a")
    with pytest.raises(TooManyRequests) as refused:
        limit.take("a")
    assert refused.value.wait_seconds == 10
    limit.take("b")
    clock[0] += 10
    limit.take("a")


def test_a_refusal_does_not_lengthen_the_wait() -> None:
    clock = [0.0]
    limit = RateLimit(Rate(burst=1, per_minute=60), now=lambda: clock[0])
    limit.take("a")
    for _ in range(5):
        with pytest.raises(TooManyRequests):
            limit.take("a")
    clock[0] += 1
    limit.take("a")


@pytest.mark.owasp("LLM06:2026", "API4:2023")
@pytest.mark.parametrize("site", [
    replace(SITE, conversation_rate=Rate(burst=1, per_minute=6)),
    replace(SITE, address_rate=Rate(burst=2, per_minute=6)),
])  # fmt: skip
async def test_too_many_messages_are_refused_with_the_time_to_wait(assistant: Assistant, site: Site) -> None:
    async with client_of(create_app(ScriptedAssistant.over(assistant, two_sentences), site)) as client:
        talk = await Talk.begin(client)
        first, second = await talk.say("hi"), await talk.say("hi")
    assert first.status_code == 200
    assert (second.status_code, second.json()["error"]["code"]) == (429, "too_many_requests")
    assert 0 < int(second.headers["Retry-After"]) <= 10


async def chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b" " * 1024


@pytest.mark.owasp("LLM06:2026", "API4:2023")
@pytest.mark.parametrize("announced", [True, False])
async def test_a_request_over_64_kb_is_refused_before_it_is_parsed(talk: Talk, announced: bool) -> None:
    size = 65 * 1024
    response = await talk.send_raw(b" " * size if announced else chunks(size))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "request_too_large")


async def test_health_and_pages_are_not_rationed(assistant: Assistant) -> None:
    site = replace(SITE, address_rate=Rate(burst=1, per_minute=1))
    async with client_of(create_app(assistant, site)) as client:
        statuses = {(await client.get("/health")).status_code for _ in range(5)}
    assert statuses == {200}


@pytest.mark.parametrize(
    ("host", "counted_by"),
    [
        ("93.184.216.34", "93.184.216.34"),
        ("2a02:8108:1:2:3:4:5:6", "2a02:8108:1:2::/64"),
        ("10.0.0.7", ""),
        ("127.0.0.1", ""),
        ("testclient", ""),
    ],
)
async def test_attempts_are_counted_by_public_network_and_never_by_a_proxys_address(host: str, counted_by: str) -> None:
    assert await network(Request({"type": "http", "client": (host, 1)})) == counted_by
