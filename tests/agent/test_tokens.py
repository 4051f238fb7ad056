"""A sign-in is believed only by the key, the algorithm and the time that it was made for."""

import hmac
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from assistant.agent.tokens import SignIns, public_keys, secret_keys, sign_ins
from assistant.errors import BadSetting, ProofRequired
from assistant.shop.identity import Proof
from tests.conftest import NOON

OLD, NEW = "the-old-secret-of-the-shop-32-characters", "the-new-secret-of-the-shop-32-characters"
RSA_KEY, EC_KEY = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
IN_TIME = (NOON + timedelta(minutes=1)).timestamp()


def token(key: Any = OLD, algorithm: str = "HS256", kid: str | None = None, **claims: Any) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode({"sub": "c-ada", "exp": IN_TIME} | claims, key, algorithm, headers)


@pytest.fixture
def jwks(tmp_path: Path) -> Path:
    path = tmp_path / "jwks.json"
    entries = [
        RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True) | {"kid": "r"},
        ECAlgorithm.to_jwk(EC_KEY.public_key(), as_dict=True) | {"kid": "e", "alg": "ES256"},
    ]
    path.write_text(json.dumps({"keys": entries}))
    return path


@pytest.mark.owasp("API2:2023")
def test_any_key_that_the_shop_names_is_good_and_no_other(jwks: Path) -> None:
    known = sign_ins(OLD, f"k1:{NEW}", jwks)
    for good in (
        token(OLD),
        token(NEW, kid="k1"),
        token(RSA_KEY, "RS256", "r"),
        token(EC_KEY, "ES256", "e"),
    ):
        assert known.proof(good, NOON) == Proof(customer_id="c-ada")
    for bad in (
        token(NEW),
        token(OLD, kid="k1"),
        token(OLD, kid="unknown"),
        token(RSA_KEY, "RS256", "e"),
        token(RSA_KEY, "RS256"),
        token(ec.generate_private_key(ec.SECP256R1()), "ES256", "e"),
    ):
        with pytest.raises(ProofRequired):
            known.proof(bad, NOON)


@pytest.mark.owasp("API2:2023")
def test_a_public_key_is_no_shared_secret(jwks: Path) -> None:
    """The classic confusion: everybody knows the public key, so nobody may sign with it as an HMAC secret."""
    pem = RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body = (
        jwt.utils.base64url_encode(json.dumps(part).encode())
        for part in (
            {"alg": "HS256", "kid": "r"},
            {"sub": "c-ada", "exp": IN_TIME},
        )
    )
    signature = jwt.utils.base64url_encode(hmac.digest(pem, head + b"." + body, "sha256"))
    with_public_key = b".".join((head, body, signature)).decode()
    others = [token(None, "none", "r"), token(None, "none"), token(NEW + NEW, "HS512", "k1")]
    forged = [with_public_key, *others]
    for one in forged:
        with pytest.raises(ProofRequired):
            sign_ins(OLD, f"k1:{NEW}", jwks).proof(one, NOON)


def test_the_old_single_secret_works_as_before_whatever_kid_a_token_carries() -> None:
    for kid in (None, "some"):
        assert sign_ins(OLD, None, None).proof(token(OLD, kid=kid), NOON) == Proof(customer_id="c-ada")


@pytest.mark.owasp("API2:2023")
@pytest.mark.parametrize(
    "claims",
    [
        {"exp": NOON.timestamp()},
        {"exp": "soon"},
        {"exp": float("nan")},
        {"exp": None},
        {"nbf": IN_TIME},
        {"sub": " "},
        {"sub": 7},
    ],
)
def test_a_token_out_of_time_or_for_nobody_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(ProofRequired):
        sign_ins(OLD, None, None).proof(token(**claims), NOON)


def test_a_token_may_be_shown_again_until_it_ends_by_our_clock() -> None:
    known, one = sign_ins(OLD, None, None), token(iat=NOON.timestamp() + 10**9)
    for seconds in (0, 59, 59.9):
        assert known.proof(one, NOON + timedelta(seconds=seconds)) == Proof(customer_id="c-ada")
    with pytest.raises(ProofRequired, match="expired"):
        known.proof(one, NOON + timedelta(seconds=60))


def test_audience_and_issuer_are_checked_when_they_are_set() -> None:
    known = sign_ins(OLD, None, None, audience="chat", issuer="shop")
    assert known.proof(token(aud=["chat", "pay"], iss="shop"), NOON)
    for bad in ({}, {"aud": "chat"}, {"iss": "shop"}, {"aud": "pay", "iss": "shop"}, {"aud": "chat", "iss": "other"}):
        with pytest.raises(ProofRequired):
            known.proof(token(**bad), NOON)


@pytest.mark.owasp("API2:2023", "API8:2023")
def test_without_a_key_no_sign_in_is_taken() -> None:
    with pytest.raises(ProofRequired, match="does not pass"):
        SignIns().proof(token(), NOON)


@pytest.mark.parametrize("pairs", ["no-kid", "k1:short", f":{OLD}", f"k1:{OLD},k1:{NEW}", f"k1:{OLD},{NEW}"])
def test_keys_that_cannot_be_used_are_named_but_not_quoted(pairs: str) -> None:
    with pytest.raises(BadSetting, match="SHOPPER_TOKEN_KEYS") as refused:
        secret_keys(pairs)
    assert OLD not in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        '{"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "a"}]}',
        '{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}',
        json.dumps({"keys": [RSAAlgorithm.to_jwk(RSA_KEY, as_dict=True) | {"kid": "r"}]}),
        json.dumps({"keys": [RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True) | {"kid": "r", "alg": "HS256"}]}),
        json.dumps({"keys": [RSAAlgorithm.to_jwk(RSA_KEY.public_key(), as_dict=True) | {"kid": "r"}] * 2}),
    ],
)
def test_a_jwks_file_holds_public_keys_of_known_kinds_only(content: str, tmp_path: Path) -> None:
    (tmp_path / "jwks.json").write_text(content)
    with pytest.raises(BadSetting, match="SHOPPER_TOKEN_JWKS"):
        public_keys(tmp_path / "jwks.json")


def test_a_jwks_file_that_is_not_there_is_named() -> None:
    with pytest.raises(BadSetting, match="SHOPPER_TOKEN_JWKS cannot be read"):
        public_keys(Path("/nowhere/jwks.json"))


def test_a_kid_stands_for_one_key(jwks: Path) -> None:
    with pytest.raises(BadSetting, match="same kid: r"):
        sign_ins(None, f"r:{OLD}", jwks)
