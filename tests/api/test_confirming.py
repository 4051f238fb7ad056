"""The page's button says yes to one proposal, by its id, and to nothing else."""

from assistant.api import create_app
from assistant.testing.model import ScriptedModel, calls, says
from tests.agent.after_purchase import CANCEL, moved_in, proved
from tests.api.conftest import SITE
from tests.api.talk import Talk, client_of
from tests.conftest import Builder


async def test_a_button_carries_out_its_own_proposal_once(building: Builder) -> None:
    model = ScriptedModel(steps=[calls(("cancel_order", CANCEL)), says("All done.")])
    async with building(hosted=model) as assistant, client_of(create_app(assistant, SITE)) as client:
        await moved_in(assistant.stores)
        talk = await Talk.begin(client)
        conversation = await assistant.conversations.get(talk.id)
        assert conversation
        await proved(assistant.stores, conversation)
        asked = (await talk.say("cancel #2001, I ordered it by mistake")).json()["confirmation"]
        kept = (await talk.send("GET", "")).json()["confirmation"]
        yes = {"text": "Yes, do it", "confirms": asked["id"]}
        other = await talk.send("POST", "/messages", yes | {"confirms": "0" * 64})
        alike = await talk.send("POST", "/messages", yes | {"confirms": "4242 4242 4242 4242"})
        done = await talk.send("POST", "/messages", yes)
        again = await talk.send("POST", "/messages", yes)
        over = (await talk.send("GET", "")).json()["confirmation"]
        order = await assistant.stores.orders.get("#2001")
    assert (kept, over) == (asked, None)
    assert asked["title"] == "Cancel order #2001"
    assert asked["movements"][0]["amount"]["text"] == "$117.00"
    assert [answer.status_code for answer in (other, alike, done, again)] == [409, 409, 200, 409]
    assert other.json()["error"]["code"] == "not_confirmed"
    assert done.json()["receipt"]["title"] == "Cancel order #2001"
    assert order
    assert order.status == "cancelled"
