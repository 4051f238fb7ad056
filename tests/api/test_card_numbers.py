"""A card number is refused in every field, and no answer, log line or error repeats it."""

from io import StringIO

import httpx2
import pytest
import structlog

from assistant.api.bodies import Asked
from assistant.observability import LEFT_OUT
from tests.api.talk import Talk

CARD = "4242 4242 4242 4242"


class Anything(Asked):
    note: str = ""
    lines: list[str] = []  # noqa: RUF012 -- pydantic copies it
    more: dict[str, str] = {}  # noqa: RUF012 -- the same
    number: int = 0


@pytest.mark.parametrize(
    "body",
    [
        {"note": f"ring twice, {CARD}"},
        {"lines": ["a", "4242-4242-4242-4242"]},
        {"more": {"phone": "four two " * 8}},
        {"more": {CARD: ""}},
        {"number": 4242424242424242},
    ],
)
def test_no_field_takes_a_card_number_and_no_error_repeats_it(body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="payment page") as error:
        Anything.model_validate(body)
    assert "4242" not in str(error.value)
    assert "four two" not in str(error.value)


def test_other_texts_are_taken() -> None:
    body = {"note": "gift for 24 December", "lines": ["10 High St", "SW1A 1AA"], "more": {"phone": "+44 20 7946 0958"}}
    assert Anything.model_validate(body).note


async def test_a_message_is_answered_and_its_card_number_is_in_no_answer_and_in_no_log(
    talk: Talk, client: httpx2.AsyncClient, logged: StringIO
) -> None:
    said = await talk.say(f"my card is {CARD}")
    refused = await talk.send("POST", "/messages", {"text": "yes", "confirms": CARD})
    await talk.send("PUT", f"/cart/lines/{CARD}", {"quantity": 1})
    await client.get(f"/shop/products/{CARD}", params={"card": CARD}, headers={"User-Agent": CARD})
    transcript = await talk.send("GET", "")
    assert said.json()["outcome"] == "refused"
    # looked up among what waits, and neither kept nor repeated
    assert refused.status_code == 409
    assert "4242" not in said.text + refused.text + transcript.text + logged.getvalue()


def test_a_log_line_hides_a_card_number_in_any_notation(logged: StringIO) -> None:
    structlog.get_logger("assistant.test").warning(
        "odd", detail="four two " * 8, more=["4242 then 4242 and 4242, 4242"]
    )
    assert "four two" not in logged.getvalue()
    assert "4242" not in logged.getvalue()
    assert LEFT_OUT not in logged.getvalue()
