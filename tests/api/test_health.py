import httpx2
import pytest

from tests.api.doubles import AssistantDouble


@pytest.mark.parametrize(("status", "code"), [("ok", 200), ("degraded", 503)])
async def test_health_says_what_answers_and_whether_it_is_well(
    client: httpx2.AsyncClient, double: AssistantDouble, status: str, code: int
) -> None:
    double.status = status
    response = await client.get("/health")
    assert response.status_code == code
    assert response.json()["status"] == status
    assert response.json()["model"]["kind"] == "offline"
    assert response.json()["index"]["products"] == 1


async def test_metrics_count_turns_tools_and_requests_without_ids(
    client: httpx2.AsyncClient, auth: dict[str, str]
) -> None:
    await client.post("/api/conversations/c1/messages", json={"text": "jackets please"}, headers=auth)
    await client.post("/api/conversations/c1/person", headers=auth)
    text = (await client.get("/metrics")).text
    assert 'assistant_turns_total{model="offline",outcome="answered"} 1.0' in text
    assert 'assistant_turn_seconds_count{model="offline"} 1.0' in text
    assert "assistant_first_event_seconds_count 1.0" in text
    assert 'tool="search_products"' in text
    assert 'assistant_handoffs_total{reason="asked for a person"} 1.0' in text
    assert 'method="POST",route="/api/conversations/{conversation_id}/messages",status="200"' in text
    assert "c1" not in text
    assert "jackets" not in text
