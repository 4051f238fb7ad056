"""A shopper's browser in miniature: one conversation over the assistant's HTTP interface."""

import re
from dataclasses import dataclass
from typing import Any, Self

import httpx2

from assistant.conversation import CartView, Reply

CODE = re.compile(r"code is (\d{6})\b")


class WalkFailed(Exception):
    """The server said no, or is not there; the text says what was asked of it."""


@dataclass(frozen=True)
class Browser:
    client: httpx2.Client
    conversation: str
    token: str

    @classmethod
    def open(cls, client: httpx2.Client) -> Self:
        made = _asked(client, "POST", "/api/conversations")
        return cls(client, made["id"], made["token"])

    def ask(self, text: str) -> Reply:
        return Reply.model_validate(self._call("POST", "/messages", {"text": text}))

    def press_person(self) -> dict[str, Any]:
        """The hand-off that the control on the page opens."""
        handoff: dict[str, Any] = self._call("POST", "/person")
        return handoff

    def cart(self) -> CartView:
        return CartView.model_validate(self._call("GET", "/cart"))

    def newest_code(self) -> str:
        """Reads the demo's outbox, as a shopper reads a mailbox."""
        response = self.client.get("/demo/outbox")
        found = CODE.search(response.text) if response.is_success else None
        if found is None:
            raise WalkFailed("no code at /demo/outbox; start the server with `assistant demo`")
        return found.group(1)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        return _asked(self.client, method, f"/api/conversations/{self.conversation}{path}", body, headers)


def _asked(
    client: httpx2.Client,
    method: str,
    path: str,
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Any:
    try:
        response = client.request(method, path, json=body, headers=headers)
    except httpx2.TransportError as error:
        raise WalkFailed(f"nothing answers at {client.base_url}: {error}") from None
    if not response.is_success:
        raise WalkFailed(f"{method} {path} answered {response.status_code}: {response.text[:200]}")
    return response.json()
