"""A shopper keeps the chat: as a file, or by mail to the address that they proved, and nobody else's."""

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.shop.identity import Proof
from assistant.testing.clock import FixedClock
from tests.agent.after_purchase import ADA, moved_in
from tests.api.desk import Desk
from tests.api.talk import Talk


@pytest.fixture
async def talk(assistant: Assistant, client: httpx2.AsyncClient) -> Talk:
    """The assistant, then Ada of the shop have answered; she has noted something for her team."""
    talk, ada = await Talk.begin(client), await Desk.of(assistant, client, "agent", "ada")
    await talk.say("do you have mugs? my card is 4242 4242 4242 4242")
    await talk.send("POST", "/person")
    chat = f"/conversations/{talk.id}"
    await ada.send("POST", f"{chat}/take")
    await ada.send("POST", f"{chat}/messages", {"id": "line-0001", "text": "Hello, this is Ada."})
    await ada.send("POST", f"{chat}/notes", {"id": "note-0001", "text": "Rather angry."})
    return talk


async def sent(talk: Talk, key: str = "key-00000001") -> httpx2.Response:
    return await talk.send("POST", "/transcript", {"key": key})


@pytest.mark.owasp("API1:2023", "LLM02:2026")
async def test_the_file_holds_what_both_sides_saw_and_nothing_else(talk: Talk, client: httpx2.AsyncClient) -> None:
    text = (await talk.send("GET", "/transcript")).text
    for part in (
        "You, 22 November 2026, 12:00:",
        "The AI assistant of Larkfield",
        "Ada, a person of Larkfield",
        "$14.00",
    ):
        assert part in text
    assert "Hello, this is Ada." in text
    assert "angry" not in text
    assert "4242" not in text
    other = await Talk.begin(client)
    assert (await client.get(f"/api/conversations/{talk.id}/transcript", headers=other.headers)).status_code == 404


@pytest.mark.owasp("API6:2023")
async def test_it_is_mailed_once_to_the_proved_address_and_three_times_a_day_at_most(
    assistant: Assistant, talk: Talk, clock: FixedClock
) -> None:
    await moved_in(assistant.stores)
    conversation = await assistant.conversations.get(talk.id)
    assert conversation
    assert (await sent(talk)).status_code == 409, "nothing is proved yet"
    await assistant.stores.conversations.prove(talk.id, Proof(email=ADA.email, read_only=True), None)
    assert (await sent(talk)).status_code == 409, "a name with a postcode opens no mailbox"
    await assistant.stores.conversations.prove(
        talk.id, Proof(customer_id=ADA.id), Proof(email=ADA.email, read_only=True)
    )
    assert [(await sent(talk)).json() for _ in range(2)] == [{"to": "a…@example.com"}] * 2
    [mail] = await assistant.outbox.recent()
    assert (mail.to, mail.subject) == (ADA.email, "Your chat with Larkfield")
    assert mail.body == (await talk.send("GET", "/transcript")).text
    others = [(await sent(talk, f"key-0000001{number}")).status_code for number in range(3)]
    assert others == [202, 202, 409]
    clock.advance(hours=24)
    assert (await sent(talk, "key-00000020")).status_code == 202
