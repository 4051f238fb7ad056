"""Notices that the provider did not sign, or not so, or not lately."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta

from assistant.payments.signing import TOLERANCE, signed
from evals.once.shop import NOW

SECRETS = ("whsec_new_secret", "whsec_old_secret")
HEX = "0123456789abcdef"
Forgery = tuple[bytes, str]
Trick = Callable[[random.Random, bytes], Forgery]


def genuine(session_id: str, event: int = 1) -> bytes:
    about = {"id": session_id, "object": "checkout.session"}
    return json.dumps({"id": f"evt_{event}", "type": "checkout.session.completed", "data": {"object": about}}).encode()


def forgeries(rng: random.Random, count: int, session_id: str = "pay_1") -> Iterator[tuple[str, Forgery]]:
    """Each kind in turn, by its name."""
    for number in range(count):
        trick = TRICKS[number % len(TRICKS)]
        yield trick.__name__.strip("_"), trick(rng, genuine(session_id, number))


def signed_rightly(body: bytes, secret: str) -> str:
    return signed(body, secret, NOW)


def _sign(body: bytes, secret: str = SECRETS[0], late: timedelta = timedelta()) -> str:
    return signed(body, secret, NOW - late)


def _parts(header: str) -> tuple[str, str]:
    at, mac = header.split(",")
    return at.removeprefix("t="), mac.removeprefix("v1=")


def _body_bit(rng: random.Random, body: bytes) -> Forgery:
    changed = bytearray(body)
    changed[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
    return bytes(changed), _sign(body)


def _mac_digit(rng: random.Random, body: bytes) -> Forgery:
    at, mac = _parts(_sign(body, rng.choice(SECRETS)))
    place = rng.randrange(len(mac))
    other = rng.choice([digit for digit in HEX if digit != mac[place]])
    return body, f"t={at},v1={mac[:place]}{other}{mac[place + 1 :]}"


def _other_secret(rng: random.Random, body: bytes) -> Forgery:
    own = rng.choice([*(secret[:-1] for secret in SECRETS), "", "whsec_", rng.randbytes(16).hex()])
    return body, _sign(body, own)


def _stale(rng: random.Random, body: bytes) -> Forgery:
    away = TOLERANCE + timedelta(seconds=rng.randrange(1, 10**7))
    return body, _sign(body, late=away if rng.random() < 0.8 else -away)


def _other_time(rng: random.Random, body: bytes) -> Forgery:
    at, mac = _parts(_sign(body, late=timedelta(seconds=rng.randrange(1000))))
    return body, f"t={int(at) + rng.randrange(1, 1000)},v1={mac}"


def _truncated(rng: random.Random, body: bytes) -> Forgery:
    header = _sign(body)
    return (
        (body[: rng.randrange(len(body))], header)
        if rng.random() < 0.5
        else (body, header[: rng.randrange(len(header))])
    )


def _longer(rng: random.Random, body: bytes) -> Forgery:
    return (
        (body + rng.choice([b" ", b"\n", b"\0", b"{}"]), _sign(body))
        if rng.random() < 0.5
        else (body, _sign(body) + rng.choice(HEX))
    )


def _other_scheme(rng: random.Random, body: bytes) -> Forgery:
    at, mac = _parts(_sign(body))
    return body, f"t={at},{rng.choice(['v0', 'v2', 'V1', 'v 1', 'v11', 'v', ''])}={mac}"


def _two_times(rng: random.Random, body: bytes) -> Forgery:
    at, mac = _parts(_sign(body))
    early, _ = _parts(_sign(body, late=timedelta(days=1)))
    return body, rng.choice([f"t={at},t={early},v1={mac}", f"t={early},t={at},v1={mac}", f"v1={mac},t={at},t={at}"])


def _odd_time(rng: random.Random, body: bytes) -> Forgery:
    at, mac = _parts(_sign(body))
    odd = rng.choice(
        [f"+{at}", f"-{at}", f"{at}.0", f"0x{int(at):x}", f"{at}e0", f"{at[:3]}_{at[3:]}", "", "٣" * 10, at * 2]
    )
    return body, f"t={odd},v1={mac}"


def _header_tricks(rng: random.Random, body: bytes) -> Forgery:
    at, mac = _parts(_sign(body))
    tricks = (
        "", "t=,v1=", f"t={at}", f"v1={mac}", f"t={at};v1={mac}", f"t={at},v1=", f"t={at},v1", f"t:{at},v1:{mac}",
        f"t={at},v1={mac[::-1]}", f"t={at},v1={mac.upper()}", f"t={mac},v1={at}", f"t={at},v1=%{mac}", "t=0,v1=0",
        f"{at},{mac}", f"t={at},v1=None", f"t={at},v1={mac[:32]},v1={mac[32:]}", "=,=,=", ",,,,", f"T={at},v1={mac}",
    )  # fmt: skip
    return body, rng.choice(tricks)


def _swapped(rng: random.Random, body: bytes) -> Forgery:
    """Each genuine, of two different notices; or the parts of one body in another order."""
    other = genuine(f"pay_{rng.randrange(2, 10**6)}", rng.randrange(10**6))
    return other, _sign(body)


def _reordered(rng: random.Random, body: bytes) -> Forgery:
    known = json.loads(body)
    names = rng.choice([["type", "id", "data"], ["data", "type", "id"], ["data", "id", "type"], ["id", "data", "type"]])
    return json.dumps({name: known[name] for name in names}).encode(), _sign(body)


TRICKS: tuple[Trick, ...] = (
    _body_bit, _mac_digit, _other_secret, _stale, _other_time, _truncated, _longer, _other_scheme, _two_times,
    _odd_time, _header_tricks, _swapped, _reordered,
)  # fmt: skip
