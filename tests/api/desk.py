"""Members of staff at the other end of the wire."""

from dataclasses import dataclass
from typing import Any

import httpx2

from assistant.agent.assistant import Assistant
from assistant.agent.tokens import new_token, token_hash
from assistant.escalation.staff import SIGNED_IN_FOR, Role, Staff, hashed

PASSWORD = "a long enough password"
HASHED = hashed(PASSWORD)
CANCEL = {"change": "cancel", "asked": {"order_number": "#2001", "reason": "ordered by mistake"}}
BODIES: dict[str, Any] = {
    "POST /console/api/session": {"email": "nobody@shop.example", "password": PASSWORD},
    "PUT /console/api/session/away": {"away": True},
    "PUT /console/api/session/seen": {},
    "POST /console/api/conversations/{conversation_id}/assign": {"staff_id": "agent"},
    "POST /console/api/conversations/{conversation_id}/messages": {"id": "line-0001", "text": "Hello."},
    "POST /console/api/conversations/{conversation_id}/notes": {"id": "note-0001", "text": "Kind."},
    "PUT /console/api/conversations/{conversation_id}/tags": {"tags": ["vip"]},
    "POST /console/api/conversations/{conversation_id}/cart/lines": {"sku": "MUG-WHT", "quantity": 1},
    "PUT /console/api/conversations/{conversation_id}/cart/lines/{sku:path}": {"quantity": 1},
    "POST /console/api/conversations/{conversation_id}/changes": CANCEL,
    "POST /console/api/conversations/{conversation_id}/changes/{proposal_id}/confirm": CANCEL,
    "POST /console/api/conversations/{conversation_id}/faqs": {
        "id": "question-1",
        "turn_id": "none",
        "question": "Do you engrave?",
    },
    "PUT /console/api/faqs/{faq_id}": {"was": "suggested", "status": "refused", "question": "Q", "answer": "A"},
    "PUT /console/api/conversations/{conversation_id}/cases/{turn_id}": {},
    "POST /console/api/canned": {"title": "Hello", "text": "Hello there."},
    "PUT /console/api/canned/{canned_id}": {"title": "Hello", "text": "Hello there."},
    "POST /console/api/staff": {
        "name": "Cy",
        "email": "cy@shop.example",
        "role": "agent",
        "password": PASSWORD,
    },
    "PUT /console/api/staff/{staff_id}": {"most": 3},
}


@dataclass(frozen=True)
class Desk:
    """One who has signed in; `cookie` is "" for nobody."""

    client: httpx2.AsyncClient
    cookie: str = ""

    @classmethod
    async def of(cls, assistant: Assistant, client: httpx2.AsyncClient, role: Role, name: str = "") -> "Desk":
        name, now = name or role, assistant.now()
        member = Staff(name, name.title(), f"{name}@shop.example", role, HASHED, seen_at=now)
        await assistant.stores.staff.add(member)
        token = new_token()
        await assistant.stores.staff.sign_in(token_hash(token), member.id, now + SIGNED_IN_FOR)
        return cls(client, token)

    async def send(self, method: str, path: str, body: Any = None, *, header: bool = True) -> httpx2.Response:
        headers = {"X-Desk": "1"} if header else {}
        if self.cookie:
            headers["Cookie"] = f"desk={self.cookie}"
        return await self.client.request(method, f"/console/api{path}", json=body, headers=headers)
