"""What a shop owner edits: which signals call for a person, how soon, and what is said when nobody is in."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, Protocol, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.errors import BadSetting

HandoffReason = Literal[
    "asked for a person", "anger", "frustration", "three failed turns", "safety", "self-harm", "legal", "fraud",
    "press", "chargeback", "regulated goods", "silence", "came back", "staff stepped in",
]  # fmt: skip
Urgency = Literal["now", "soon", "normal"]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SAFE: frozenset[HandoffReason] = frozenset({"asked for a person", "safety", "self-harm"})
"""Cannot be switched off, put off or set so high that they never call."""
SAFE_AT = 0.9
BACK = "$back"
LOOK_AHEAD = 366
MOST_ORDERS = 100
MOST_MINUTES = 7 * 24 * 60
URGENT: frozenset[HandoffReason] = frozenset({"safety", "self-harm"})
SOON: frozenset[HandoffReason] = frozenset(
    {"fraud", "chargeback", "legal", "press", "anger", "frustration", "came back"}
)
_AWAY = {
    "leave a message": "Nobody is in right now. Leave your message here and a person answers when they are back.",
    "e-mail": "Nobody is in right now. Leave your e-mail address here and a person writes to you.",
    "callback": "Nobody is in right now. Leave your number and a good time here and a person calls you.",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Part):
    """Of one reason: `at` is the score from which it calls, 0..1; without `urgency` it is the reason's own."""

    enabled: bool = True
    at: float = Field(default=0.6, gt=0, le=1)
    queue: str = ""
    message: str = ""
    urgency: Urgency | None = None


class Hours(_Part):
    """`open` gives each day's span as "09:00-17:30"; a day that is left out is closed, and so is each holiday."""

    timezone: str
    open: Mapping[Day, str]
    holidays: tuple[date, ...] = ()

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"there is no time zone {name!r}; write one such as Europe/Berlin") from None
        return name

    @field_validator("open")
    @classmethod
    def _spans(cls, days: Mapping[Day, str]) -> Mapping[Day, str]:
        for day, span in days.items():
            try:
                first, last = _span(span)
            except ValueError:
                raise ValueError(f"{day}: write the hours as 09:00-17:30, not {span!r}") from None
            if first >= last:
                raise ValueError(f"{day}: {span!r} ends before it begins")
        return days

    def are_open(self, now: datetime) -> bool:
        """`now` has a time zone."""
        here = now.astimezone(ZoneInfo(self.timezone))
        span = self.open.get(get_args(Day)[here.weekday()])
        if span is None or here.date() in self.holidays:
            return False
        first, last = _span(span)
        return first <= here.time() < last

    def next_open(self, now: datetime) -> datetime | None:
        """When people are in again, in the shop's time zone; None where no day of the coming year is open."""
        here = now.astimezone(ZoneInfo(self.timezone))
        for day in (here.date() + timedelta(days=ahead) for ahead in range(LOOK_AHEAD)):
            span = self.open.get(get_args(Day)[day.weekday()])
            if span is None or day in self.holidays:
                continue
            begins = datetime.combine(day, _span(span)[0], ZoneInfo(self.timezone))
            if begins > here:
                return begins
        return None


class AnswerWithin(_Part):
    """Minutes to a person's first answer, by urgency."""

    now: int = Field(default=1, ge=1, le=MOST_MINUTES)
    soon: int = Field(default=5, ge=1, le=MOST_MINUTES)
    normal: int = Field(default=10, ge=1, le=MOST_MINUTES)

    @model_validator(mode="after")
    def _in_order(self) -> "AnswerWithin":
        if not self.now <= self.soon <= self.normal:
            raise ValueError("what is urgent must not wait longer: now, then soon, then normal")
        return self


class OutOfHours(_Part):
    """`$back` in the message stands for when people are in again; without it that is told after the message."""

    do: Literal["leave a message", "e-mail", "callback"] = "leave a message"
    message: str = ""


class Tier(_Part):
    """Customers with so many orders, or whose orders came to so much; the queue that answers them."""

    name: str = Field(min_length=1)
    orders_from: int | None = Field(default=None, ge=1, le=MOST_ORDERS)
    spent_from: float | None = Field(default=None, gt=0)
    queue: str = ""

    @model_validator(mode="after")
    def _bounded(self) -> "Tier":
        if self.orders_from is None and self.spent_from is None:
            raise ValueError("give orders_from, spent_from or both")
        return self

    def holds(self, orders: int, spent: float) -> bool:
        many = self.orders_from is not None and orders >= self.orders_from
        return many or (self.spent_from is not None and spent >= self.spent_from)


class Policy(_Part):
    """From `valued_from` at stake on, every threshold is lower by `sooner_by`. The first tier that holds counts.

    `assign: freest` gives each chat that waits to somebody by itself; `by hand` leaves it to them.
    """

    reasons: Mapping[HandoffReason, Rule] = Field(default_factory=dict)
    failed_turns: int = Field(default=3, ge=1, le=10)
    valued_from: float | None = Field(default=None, gt=0)
    sooner_by: float = Field(default=0.1, ge=0, le=0.3)
    tiers: tuple[Tier, ...] = ()
    answer_within: AnswerWithin = AnswerWithin()
    assign: Literal["by hand", "freest"] = "by hand"
    hours: Hours | None = None
    out_of_hours: OutOfHours = OutOfHours()

    @model_validator(mode="after")
    def _safe(self) -> "Policy":
        for reason in sorted(SAFE & self.reasons.keys()):
            if not self.reasons[reason].enabled:
                raise ValueError(f"reasons: {reason!r} cannot be switched off; take out 'enabled: false'")
            if self.reasons[reason].at > SAFE_AT:
                raise ValueError(f"reasons: {reason!r} must call at {SAFE_AT} or lower")
        return self

    def rule(self, reason: HandoffReason) -> Rule:
        return self.reasons.get(reason, _RULE)

    def calls(self, reason: HandoffReason, score: float) -> bool:
        return self.rule(reason).enabled and score >= self.rule(reason).at

    def sooner(self, at_stake: float) -> float:
        return self.sooner_by if self.valued_from and at_stake >= self.valued_from else 0.0

    def tier(self, orders: int, spent: float) -> str:
        """The name of the customer's tier, "" for none. `spent` is in the shop's currency."""
        return next((tier.name for tier in self.tiers if tier.holds(orders, spent)), "")

    def queue(self, reason: HandoffReason, tier: str) -> str:
        own = next((one.queue for one in self.tiers if one.name == tier), "")
        return own or self.rule(reason).queue

    def urgency(self, reason: HandoffReason) -> Urgency:
        return self.rule(reason).urgency or ("now" if reason in URGENT else "soon" if reason in SOON else "normal")

    def due(self, reason: HandoffReason, now: datetime) -> datetime:
        """When a person should have answered first. Who comes outside the hours is waited on from the next opening."""
        begins: datetime | None = now
        if self.hours and reason not in URGENT and not self.hours.are_open(now):
            begins = self.hours.next_open(now)
        within: int = getattr(self.answer_within, self.urgency(reason))
        return (begins or now) + timedelta(minutes=within)

    def said(self, reason: HandoffReason, now: datetime) -> str:
        """The owner's words for it, and those for when nobody is in; "" where there are neither."""
        return f"{self.rule(reason).message} {self.away(reason, now)}".strip()

    def away(self, reason: HandoffReason, now: datetime | None) -> str:
        """What is said when nobody is in, "" when somebody is; who is in danger never reads it."""
        if now is None or self.hours is None or self.hours.are_open(now) or reason in URGENT:
            return ""
        said = self.out_of_hours.message or _AWAY[self.out_of_hours.do]
        back = self.hours.next_open(now)
        if back is None:
            return said.replace(BACK, "later")
        when = f"{back:%A, %-d %B at %H:%M} ({self.hours.timezone})"
        return said.replace(BACK, f"on {when}") if BACK in said else f"{said} People are here again on {when}."


_RULE = Rule()
DEFAULT = Policy()


class PolicyBook(Protocol):
    """Where the shop keeps it."""

    async def policy(self) -> Policy:
        """What the owner fed last; `DEFAULT` until then."""
        ...

    async def set_policy(self, policy: Policy) -> None: ...


def read_policy(path: Path) -> Policy:
    """Raises `BadSetting` that names the file, the place in it and what to do."""
    try:
        return Policy.model_validate(yaml.safe_load(path.read_text("utf-8")) or {})
    except OSError:
        raise BadSetting(f"{path}: there is no such file, or it cannot be read") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadSetting(f"{path}:{line}: not YAML: {error.problem}") from None
    except (ValidationError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path}: {_fault(error)}") from None


def _fault(error: ValidationError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "save it as UTF-8"
    fault = error.errors(include_url=False)[0]
    where = ".".join(map(str, fault["loc"]))
    return f"{where}: {fault['msg']}" if where else str(fault["msg"])


def _span(span: str) -> tuple[time, time]:
    first, _, last = span.partition("-")
    return time.fromisoformat(first.strip()), time.fromisoformat(last.strip())
