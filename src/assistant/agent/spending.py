"""What hosted models may take: tokens counted by conversation, address and shop, and the budgets over them."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

Scope = Literal["conversation", "address", "shop"]
MICRO = 1_000_000
KEPT_FOR = timedelta(days=90)
"""A conversation that goes on after so long has a new budget."""


@dataclass(frozen=True)
class Use:
    """`micros` are millionths of the unit in which the provider's prices are given."""

    tokens_in: int = 0
    tokens_out: int = 0
    micros: int = 0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


@dataclass(frozen=True)
class Budgets:
    """0 is no limit. Tokens of one conversation; of one address a day; of the shop a day, and what they cost a day."""

    conversation_tokens: int = 0
    address_tokens: int = 0
    shop_tokens: int = 0
    shop_micros: int = 0


@dataclass(frozen=True)
class Prices:
    """Micros for a million tokens."""

    tokens_in: int = 0
    tokens_out: int = 0

    def use(self, tokens_in: int, tokens_out: int) -> Use:
        """Rounded up: many small calls must not cost nothing."""
        return Use(tokens_in, tokens_out, -(-(tokens_in * self.tokens_in + tokens_out * self.tokens_out) // MICRO))


@dataclass(frozen=True)
class Payer:
    """Whom a call is counted for; `network` is where it comes from, "" if unknown."""

    conversation_id: str = ""
    network: str = ""


class UseBook(Protocol):
    """Subjects are opaque: no address can be read out of one."""

    async def add(self, subjects: Mapping[str, Use], day: date) -> None:
        """Count for each subject, atomically, whichever processes count at once."""
        ...

    async def of(self, subjects: tuple[str, ...]) -> dict[str, Use]:
        """Those that were ever counted for."""
        ...

    async def forget(self, prefix: str, before: date) -> None:
        """Delete what was counted last before then, of subjects that begin so."""
        ...


@dataclass(frozen=True)
class Meter:
    """A call that has begun is let end, so calls that run at once may together go over a budget by what they take."""

    book: UseBook
    now: Callable[[], datetime]
    budgets: Budgets = Budgets()
    prices: Prices = Prices()
    key: bytes = field(default=b"", repr=False)

    async def spent(self, payer: Payer) -> Scope | None:
        """Whose budget is used up, if any."""
        subjects = self._subjects(payer)
        known = await self.book.of(tuple(subjects.values()))
        used = {scope: known.get(subject, Use()) for scope, subject in subjects.items()}
        return next((scope for scope, use in used.items() if self._over(scope, use)), None)

    async def count(self, payer: Payer, tokens_in: int, tokens_out: int) -> None:
        use, today = self.prices.use(tokens_in, tokens_out), self.now().date()
        await self.book.add(dict.fromkeys(self._subjects(payer).values(), use), today)

    async def tidy(self) -> None:
        """Addresses are not kept beyond their day, not even as digests."""
        today = self.now().date()
        await self.book.forget("address:", today)
        await self.book.forget("conversation:", today - KEPT_FOR)

    def _over(self, scope: Scope, use: Use) -> bool:
        most = {
            "conversation": self.budgets.conversation_tokens,
            "address": self.budgets.address_tokens,
            "shop": self.budgets.shop_tokens,
        }[scope]
        dear = scope == "shop" and 0 < self.budgets.shop_micros <= use.micros
        return dear or 0 < most <= use.tokens

    def _subjects(self, payer: Payer) -> dict[Scope, str]:
        today = self.now().date().isoformat()
        subjects: dict[Scope, str] = {"shop": f"shop:{today}"}
        if payer.conversation_id:
            subjects["conversation"] = f"conversation:{payer.conversation_id}"
        if payer.network:
            digest = hmac.new(self.key, f"{today} {payer.network}".encode(), hashlib.sha256).hexdigest()
            subjects["address"] = f"address:{digest[:32]}"
        return subjects
