"""At the console each role may do what the page of the console says and nothing else; one person has a chat."""

import re
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.escalation.staff import Role
from assistant.testing.clock import FixedClock
from evals.card_entries import routes
from tests.api.desk import BODIES, PASSWORD, Desk
from tests.api.talk import Talk, client_of
from tests.conftest import NOON

PAGE = Path(__file__).parents[2] / "docs" / "console.md"
ROLES: tuple[Role, ...] = ("owner", "agent", "qa")
TABLE = {
    row[0]: dict(zip(ROLES, row[1:], strict=True))
    for row in re.findall(r"(?m)^\| `([A-Z]+ /console/api[^`]*)` \| (\w+) \| (\w+) \| (\w+) \|$", PAGE.read_text())
}
LINE = {"id": "line-0001", "text": "Hello, this is Ada."}


async def chat_of(assistant: Assistant) -> str:
    conversation, _ = await assistant.start()
    await assistant.request_person(conversation)
    return f"/conversations/{conversation.id}"


def test_the_page_tells_of_every_route_of_its_api_and_of_no_other(assistant: Assistant) -> None:
    app = create_app(assistant, Site("Larkfield"))
    known = {
        f"{method} {route.path}"
        for route in routes(app)
        for method in route.methods or ()
        if "/console/api" in route.path
    }
    assert known == set(TABLE)


@pytest.mark.parametrize("path", ["/console", "/console/"])
async def test_the_page_of_the_console_is_shown_in_no_frame(assistant: Assistant, path: str) -> None:
    site = Site("Larkfield", framed_by=("https://shop.example",))
    async with client_of(create_app(assistant, site)) as client:
        page = await client.get(path, follow_redirects=True)
    assert (page.status_code, page.headers["X-Frame-Options"]) == (200, "DENY")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", page.text) == []


@pytest.mark.owasp("API1:2023", "API5:2023")
@pytest.mark.parametrize("route", [route for route in TABLE if not route.endswith("/events")])
async def test_each_role_may_do_what_the_page_says(
    assistant: Assistant, client: httpx2.AsyncClient, route: str
) -> None:
    for other in ROLES:
        await Desk.of(assistant, client, other, f"other-{other}")
    desks: dict[str, Desk] = {role: await Desk.of(assistant, client, role) for role in ROLES}
    desks |= {"nobody": Desk(client), "a shopper": Desk(client, (await Talk.begin(client)).token)}
    got = {who: await _asked(assistant, desk, route) for who, desk in desks.items()}
    strangers = ROLES if TABLE[route]["owner"] == "anyone" else ()  # the account that signs in is made up
    assert {who for who, status in got.items() if status == 401} == {"nobody", "a shopper", *strangers}
    assert {who for who, status in got.items() if status == 403} == {who for who in ROLES if TABLE[route][who] == "no"}


async def _asked(assistant: Assistant, desk: Desk, route: str) -> int:
    """The status that this one gets, in a chat of its own."""
    method, path = route.split(" ")
    chat = (await chat_of(assistant)).removeprefix("/conversations/")
    names = {"conversation_id": chat, "canned_id": "k1", "staff_id": "other-qa", "proposal_id": "0" * 64}
    names |= {"faq_id": "f1", "turn_id": "t1"}
    told = path.removeprefix("/console/api").replace(":path", "").format(sku="MUG-WHT", **names)
    told += "?search=mug" if path.endswith("/products") else ""
    return (await desk.send(method, told, BODIES.get(route))).status_code


@pytest.mark.owasp("API2:2023")
@pytest.mark.parametrize("who", ["nobody", "a shopper"])
async def test_nobody_else_hears_what_happens(client: httpx2.AsyncClient, who: str) -> None:
    token = (await Talk.begin(client)).token if who == "a shopper" else ""
    assert (await Desk(client, token).send("GET", "/events")).status_code == 401


async def test_signing_in_opens_a_session_that_signing_out_ends(
    assistant: Assistant, client: httpx2.AsyncClient
) -> None:
    await Desk.of(assistant, client, "agent", "ada")
    right = {"email": " Ada@shop.example", "password": PASSWORD}
    opened = await Desk(client).send("POST", "/session", right)
    cookie = opened.headers["set-cookie"]
    assert opened.json()["name"] == "Ada"
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    desk = Desk(client, cookie.split(";")[0].removeprefix("desk="))
    client.cookies.clear()
    assert (await desk.send("GET", "/session")).json()["role"] == "agent"
    assert (await desk.send("DELETE", "/session")).status_code == 204
    assert (await desk.send("GET", "/session")).status_code == 401


@pytest.mark.owasp("API2:2023")
async def test_a_wrong_password_and_an_unknown_address_read_alike_and_run_out(
    assistant: Assistant, client: httpx2.AsyncClient
) -> None:
    await Desk.of(assistant, client, "agent", "ada")
    wrong = [{"email": email, "password": "wrong"} for email in ("ada@shop.example", "eve@shop.example")]
    answers = [await Desk(client).send("POST", "/session", body) for body in wrong]
    assert [one.status_code for one in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()
    statuses = [(await Desk(client).send("POST", "/session", wrong[0])).status_code for _ in range(10)]
    assert statuses[-1] == 429


@pytest.mark.owasp("API2:2023")
async def test_a_session_runs_out_and_what_another_site_sends_changes_nothing(
    assistant: Assistant, client: httpx2.AsyncClient, clock: FixedClock
) -> None:
    desk, chat = await Desk.of(assistant, client, "agent"), await chat_of(assistant)
    assert (await desk.send("POST", f"{chat}/take", header=False)).status_code == 401
    assert (await desk.send("GET", chat, header=False)).status_code == 200
    clock.advance(hours=13)
    assert (await desk.send("GET", chat)).status_code == 401


async def test_a_page_may_number_the_lines_of_each_chat_alike(assistant: Assistant, client: httpx2.AsyncClient) -> None:
    ada = await Desk.of(assistant, client, "agent", "ada")
    for chat in [await chat_of(assistant) for _ in range(2)]:
        await ada.send("POST", f"{chat}/take")
        await ada.send("POST", f"{chat}/notes", LINE | {"text": "Kind."})
        said = (await ada.send("POST", f"{chat}/messages", LINE)).json()
        lines = (await ada.send("GET", chat)).json()["lines"]
        assert said in lines, "what was answered as written is written"
        assert {line["who"] for line in lines} == {"note", "staff"}


async def test_a_chat_is_given_to_whoever_is_freest_where_nobody_is_named(
    assistant: Assistant, client: httpx2.AsyncClient
) -> None:
    ada, bo = await Desk.of(assistant, client, "agent", "ada"), await Desk.of(assistant, client, "agent", "bo")
    await bo.send("POST", f"{await chat_of(assistant)}/take")
    chat = await chat_of(assistant)
    given = (await bo.send("POST", f"{chat}/assign", {})).json()["handoff"]
    assert (given["owner_name"], given["status"]) == ("Ada", "taken")
    for desk in (ada, bo):
        await desk.send("PUT", "/session/away", {"away": True})
    refused = await ada.send("POST", f"{await chat_of(assistant)}/assign", {"staff_id": None})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "nobody_free")


async def test_a_chat_from_the_queue_to_its_end(
    assistant: Assistant, client: httpx2.AsyncClient, clock: FixedClock
) -> None:
    talk, ada = await Talk.begin(client), await Desk.of(assistant, client, "agent", "ada")
    await talk.say("do you have mugs?")
    await talk.say("I want to talk to a human")
    chat = f"/conversations/{talk.id}"
    [row] = (await ada.send("GET", "/inbox?view=waiting")).json()["rows"]
    assert (
        row["due_at"] == row["handoff"]["due_at"] == (NOON + timedelta(minutes=10)).isoformat().replace("+00:00", "Z")
    )
    assert (row["conversation_id"], row["snippet"]) == (talk.id, "I want to talk to a human")
    taken = (await ada.send("POST", f"{chat}/take")).json()
    assert (taken["handoff"]["status"], taken["handoff"]["owner_name"]) == ("taken", "Ada")
    assert "First asked: “do you have mugs?”" in taken["packet"]["summary"]
    assert taken["tried"] == ["search_products: answered"]

    said = [(await ada.send("POST", f"{chat}/messages", LINE)).json() for _ in range(2)]
    assert said[0] == said[1]
    await ada.send("POST", f"{chat}/notes", {"id": "note-0001", "text": "Third time this week."})
    clock.advance(seconds=5)
    assert (await talk.say("thank you, Ada")).json()["outcome"] == "with_person"
    shown = (await talk.send("GET", "")).json()
    assert [(line["who"], line["text"]) for line in shown["lines"][-2:]] == [
        ("staff", "Hello, this is Ada."),
        ("shopper", "thank you, Ada"),
    ]
    assert "Third time" not in str(shown)
    assert (shown["handoff"]["status"], shown["handoff"]["person"]) == ("taken", "Ada")
    private = (await ada.send("GET", chat)).json()["lines"]
    assert [line["who"] for line in private].count("note") == 1

    ended = (await ada.send("POST", f"{chat}/return")).json()
    assert ended["handoff"]["status"] == "returned"
    assert (await talk.say("do you have mugs?")).json()["outcome"] == "answered"
    assert (await talk.send("GET", "")).json()["may_rate"]
    assert (await talk.send("POST", "/rating", {"stars": 5, "word": "kind"})).json() == {"stars": 5, "word": "kind"}
    assert (await ada.send("GET", chat)).json()["rating"] == {"stars": 5, "word": "kind"}


async def test_one_person_has_a_chat_and_only_they_write_in_it(
    assistant: Assistant, client: httpx2.AsyncClient
) -> None:
    chat = await chat_of(assistant)
    ada, ben = await Desk.of(assistant, client, "agent", "ada"), await Desk.of(assistant, client, "agent", "ben")
    assert (await ada.send("POST", f"{chat}/messages", LINE)).status_code == 409
    await ada.send("POST", f"{chat}/take")
    late = await ben.send("POST", f"{chat}/take")
    assert late.status_code == 409
    assert "Ada has this chat already" in late.json()["error"]["message"]
    for path, body in ((f"{chat}/messages", LINE), (f"{chat}/return", None), (f"{chat}/assign", {"staff_id": "ben"})):
        assert (await ben.send("POST", path, body)).status_code == 409
    assert (await ada.send("POST", f"{chat}/assign", {"staff_id": "ben"})).json()["handoff"]["owner"] == "ben"
    assert (await ben.send("POST", f"{chat}/messages", LINE)).status_code == 200
    assert (await ben.send("GET", "/inbox?view=mine")).json()["counts"] == {"ai": 0, "waiting": 0, "mine": 1}


async def test_a_person_steps_in_where_nobody_was_called(assistant: Assistant, client: httpx2.AsyncClient) -> None:
    talk, ada = await Talk.begin(client), await Desk.of(assistant, client, "owner", "ada")
    await talk.say("do you have mugs?")
    assert [row["conversation_id"] for row in (await ada.send("GET", "/inbox?view=ai")).json()["rows"]] == [talk.id]
    taken = (await ada.send("POST", f"/conversations/{talk.id}/take")).json()
    assert (taken["handoff"]["reason"], taken["handoff"]["owner_name"]) == ("staff stepped in", "Ada")
    assert (await ada.send("GET", "/inbox?view=ai")).json()["rows"] == []


@pytest.mark.parametrize(("search", "found"), [("MUGS", 1), ("tents", 0), ("%", 0)])
async def test_chats_are_found_by_what_was_written(
    assistant: Assistant, client: httpx2.AsyncClient, search: str, found: int
) -> None:
    talk, ada = await Talk.begin(client), await Desk.of(assistant, client, "qa", "ada")
    await talk.say("do you have mugs?")
    rows = (await ada.send("GET", f"/inbox?view=all&search={search.replace('%', '%25')}")).json()["rows"]
    assert len(rows) == found


async def test_a_card_number_that_staff_write_is_taken_out(assistant: Assistant, client: httpx2.AsyncClient) -> None:
    chat, ada = await chat_of(assistant), await Desk.of(assistant, client, "agent", "ada")
    await ada.send("POST", f"{chat}/take")
    for kind in ("messages", "notes"):
        body = {"id": f"card-{kind}", "text": "it was 4242 4242 4242 4242"}
        assert "4242" not in (await ada.send("POST", f"{chat}/{kind}", body)).text


async def test_an_owner_runs_the_desk_and_cannot_lock_themselves_out(
    assistant: Assistant, client: httpx2.AsyncClient
) -> None:
    owner = await Desk.of(assistant, client, "owner", "ada")
    added = (await owner.send("POST", "/staff", BODIES["POST /console/api/staff"])).json()
    assert (added["name"], added["email"]) == ("Cy", "cy@shop.example")
    again = await owner.send("POST", "/staff", BODIES["POST /console/api/staff"])
    assert again.status_code == 409
    changed = (await owner.send("PUT", f"/staff/{added['id']}", {"skills": ["orders"], "active": False})).json()
    assert (changed["skills"], changed["active"]) == (["orders"], False)
    assert (await owner.send("PUT", "/staff/ada", {"role": "agent"})).status_code == 409
    agent = await Desk.of(assistant, client, "agent")
    assert {one["email"] for one in (await agent.send("GET", "/staff")).json()["staff"]} == {""}
    canned = (await owner.send("POST", "/canned", {"title": "Hello", "text": "Hello there."})).json()
    await owner.send("PUT", f"/canned/{canned['id']}", {"title": "Greeting", "text": "Hello!"})
    assert (await owner.send("PUT", "/canned/k9", {"title": "Greeting", "text": "Hello!"})).status_code == 404
    kept = {"id": canned["id"], "title": "Greeting", "text": "Hello!"}
    assert (await agent.send("GET", "/canned")).json() == {"canned": [kept]}
    await owner.send("DELETE", f"/canned/{canned['id']}")
    assert (await agent.send("GET", "/canned")).json() == {"canned": []}
