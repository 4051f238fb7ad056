"""Who may say that something was paid: only whoever holds the secret, and only lately."""

import hashlib
import hmac
import json
import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ForgedNotice
from assistant.payments.signing import FORGED, STALE, check, read_notice, signed
from assistant.shop.checkout.payments import Heard
from tests.payments.conftest import NOW, SECRET

BODY = b'{"id": "evt_1", "type": "checkout.session.completed", "data": {"object": {}}}'


def test_the_holder_of_any_secret_in_use_is_believed() -> None:
    for secret in ("old", "new"):
        check(BODY, signed(BODY, secret, NOW), ["new", "old"], NOW)
    both = f"{signed(BODY, 'gone', NOW)},{signed(BODY, 'new', NOW).split(',')[1]}"
    check(BODY, both, ["new"], NOW)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_notice_within_five_minutes_is_fresh(seconds: int) -> None:
    check(BODY, signed(BODY, SECRET, NOW), [SECRET], NOW + timedelta(seconds=seconds))


@pytest.mark.owasp("ASI07")
@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_notice_of_another_time_is_refused(seconds: int) -> None:
    with pytest.raises(ForgedNotice):
        check(BODY, signed(BODY, SECRET, NOW), [SECRET], NOW + timedelta(seconds=seconds))


@pytest.mark.owasp("ASI07", "API8:2023")
def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(ForgedNotice):
        check(BODY, signed(BODY, "", NOW), [], NOW)


@pytest.mark.owasp("ASI07", "API10:2023")
@settings(deadline=None)
@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_altered_byte_is_a_forgery(at: int, by: int) -> None:
    altered = bytearray(BODY)
    altered[at] = (altered[at] + by) % 256
    with pytest.raises(ForgedNotice):
        check(bytes(altered), signed(BODY, SECRET, NOW), [SECRET], NOW)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_header_made_up_is_believed_or_breaks(header: str) -> None:
    with pytest.raises(ForgedNotice):
        check(BODY, header, [SECRET], NOW)


def test_the_time_is_part_of_what_is_signed() -> None:
    old = signed(BODY, SECRET, NOW - timedelta(hours=1))
    with pytest.raises(ForgedNotice):
        check(BODY, f"t={int(NOW.timestamp())},{old.split(',')[1]}", [SECRET], NOW)


def test_a_notice_names_its_session_and_others_name_none() -> None:
    def body(kind: str) -> bytes:
        return json.dumps({"id": "e", "type": "x.y", "data": {"object": {"id": "cs_1", "object": kind}}}).encode()

    assert read_notice(body("checkout.session")) == Heard("e", "x.y", "cs_1")
    assert read_notice(body("charge")) == Heard("e", "x.y", None)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', b"\xff", b'{"data": 1}', b"[" * 5000])
def test_a_signed_body_that_is_no_event_is_refused_without_a_crash(body: bytes) -> None:
    with pytest.raises(ForgedNotice):
        read_notice(body)


@pytest.mark.parametrize(("at", "why"), [("9" * 12, STALE), ("9" * 13, FORGED), ("1²", FORGED), ("-1", FORGED)])
def test_a_time_that_is_no_plain_number_is_refused_even_when_signed(at: str, why: str) -> None:
    mac = hmac.new(SECRET.encode(), at.encode() + b"." + BODY, hashlib.sha256).hexdigest()
    with pytest.raises(ForgedNotice, match=re.escape(why)):
        check(BODY, f"t={at},v1={mac}", [SECRET], NOW)
