from dataclasses import replace

import httpx2

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.errors import StorageUnavailable
from tests.api.conftest import SITE
from tests.api.talk import Talk, client_of


async def test_health_says_what_answers_and_that_it_is_well(client: httpx2.AsyncClient, assistant: Assistant) -> None:
    response = await client.get("/health")
    health = response.json()
    assert (response.status_code, health["status"], health["database"]) == (200, "ok", "ok")
    assert health["model"]["kind"] == "offline"
    assert health["index"]["products"] == len(await assistant.catalogue.all())


async def test_a_lost_database_degrades_health(assistant: Assistant) -> None:
    async def lost() -> None:
        raise StorageUnavailable("The database cannot be reached.")

    async with client_of(create_app(replace(assistant, ping=lost), SITE)) as client:
        response = await client.get("/health")
    assert (response.status_code, response.json()["status"]) == (503, "degraded")
    assert response.json()["database"] == "The database cannot be reached."


async def test_metrics_count_turns_tools_and_requests_without_ids(talk: Talk) -> None:
    await talk.say("Show me hiking boots")
    await talk.send("POST", "/person")
    text = (await talk.client.get("/metrics")).text
    assert 'assistant_turns_total{model="offline",outcome="answered"} 1.0' in text
    assert 'assistant_turn_seconds_count{model="offline"} 1.0' in text
    assert "assistant_first_event_seconds_count 1.0" in text
    assert 'assistant_tool_calls_total{outcome="answered",tool="search_products"} 1.0' in text
    assert 'assistant_handoffs_total{reason="asked for a person"} 1.0' in text
    assert 'method="POST",route="/api/conversations/{conversation_id}/messages",status="200"' in text
    assert talk.id not in text
    assert "boots" not in text
