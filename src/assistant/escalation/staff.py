"""The people who answer: who they are, what they may do, and how they sign in."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

Role = Literal["owner", "agent", "qa"]
ROLES: tuple[Role, ...] = ("owner", "agent", "qa")
SIGNED_IN_FOR = timedelta(hours=12)
HERE_FOR = timedelta(minutes=2.5)
"""An open console says so every 45 seconds; a page in the background may do it once a minute only."""
SHORTEST_PASSWORD = 10
_COST, _BLOCK, _PARALLEL, _MEMORY = 2**15, 8, 1, 64 * 1024 * 1024
"""scrypt's N, r, p: 32 MB and about a tenth of a second for each guess."""


@dataclass(frozen=True)
class Staff:
    """`skills` are the queues they answer, none for all; `most` how many chats at once; `seen_at` when their console
    was last open, None after they signed out.
    """

    id: str
    name: str
    email: str
    role: Role
    password: str = ""
    skills: tuple[str, ...] = ()
    most: int = 5
    active: bool = True
    away: bool = False
    seen_at: datetime | None = None

    def is_here(self, now: datetime) -> bool:
        """Whether their console is open and they have not said that they are away."""
        return not self.away and self.seen_at is not None and now - self.seen_at < HERE_FOR


class StaffBook(Protocol):
    async def add(self, member: Staff) -> None:
        """Raises `EmailTaken`."""
        ...

    async def change(self, member: Staff) -> None:
        """Overwrite all but `seen_at`; who is no longer active is signed out everywhere."""
        ...

    async def be_away(self, staff_id: str, *, away: bool) -> Staff:
        """Raises `NotSignedIn` for who is not there any more."""
        ...

    async def seen(self, staff_id: str, at: datetime | None) -> None:
        """Their console is open, or None: not any more."""
        ...

    async def get(self, staff_id: str) -> Staff | None: ...

    async def by_email(self, email: str) -> Staff | None: ...

    async def all(self) -> Sequence[Staff]:
        """By name."""
        ...

    async def sign_in(self, token_hash: str, staff_id: str, until: datetime) -> None: ...

    async def signed_in(self, token_hash: str, now: datetime) -> Staff | None:
        """Who holds this session: active, and not run out."""
        ...

    async def sign_out(self, token_hash: str) -> None: ...


def hashed(password: str) -> str:
    """With a salt of its own: the same password never reads alike."""
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_digest(password, salt)}"


def matches(password: str, kept: str) -> bool:
    """An unknown account costs the same work: `kept` may be empty."""
    salt, _, digest = kept.partition("$")
    found = _digest(password, bytes.fromhex(salt) if salt else b"nobody")
    return hmac.compare_digest(found, digest) and bool(kept)


def _digest(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY).hex()
