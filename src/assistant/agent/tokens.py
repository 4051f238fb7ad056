"""The holder's token of a conversation, and the signed token by which the shop's own site says who is signed in."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt

from assistant.errors import BadSetting, ProofRequired
from assistant.shop.identity import Proof

SHORTEST_SECRET = 32
PUBLIC_ALGORITHMS = ("RS256", "ES256")
_PRIVATE = frozenset({"d", "k"})
_NO_SIGN_IN = "This shop does not pass sign-ins on to the chat."
_UNVERIFIED = "That sign-in could not be verified. Please sign in to the shop again."
_EXPIRED = "That sign-in has expired. Please sign in to the shop again."


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def same_hash(token: str, known: str) -> bool:
    return hmac.compare_digest(token_hash(token), known)


@dataclass(frozen=True)
class Key:
    """A key is good for its own algorithm only, whatever a token says of itself."""

    algorithm: str
    key: Any = field(repr=False)


@dataclass(frozen=True)
class SignIns:
    """Reads the JWTs of the shop's site: `sub` is the customer's id, `exp` is required.

    `keys` by `kid`, so that a new key is known before the site signs with it. `lone` verifies tokens without a `kid`,
    and any token where it is the only key. `audience` and `issuer` are checked when set.
    """

    keys: Mapping[str, Key] = field(default_factory=dict)
    lone: Key | None = None
    audience: str | None = None
    issuer: str | None = None

    def proof(self, token: str, now: datetime) -> Proof:
        """Raises `ProofRequired` for any token that does not hold."""
        if not self.keys and self.lone is None:
            raise ProofRequired(_NO_SIGN_IN)
        try:
            claims = self._claims(token)
            starts, ends = float(claims.get("nbf", 0)), float(claims["exp"])
        except (jwt.PyJWTError, TypeError, ValueError, OverflowError):
            raise ProofRequired(_UNVERIFIED) from None
        # against our own clock, so that a test or a replay can set it; "not before the end" also refuses NaN
        if not now.timestamp() < ends:
            raise ProofRequired(_EXPIRED)
        if not starts <= now.timestamp() or not claims["sub"].strip():
            raise ProofRequired(_UNVERIFIED)
        return Proof(customer_id=claims["sub"])

    def _claims(self, token: str) -> dict[str, Any]:
        key = self._key(jwt.get_unverified_header(token).get("kid"))
        required = ["sub", "exp", *(["aud"] if self.audience else []), *(["iss"] if self.issuer else [])]
        options: Any = {"require": required, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
        return jwt.decode(
            token, key.key, algorithms=[key.algorithm], audience=self.audience, issuer=self.issuer, options=options
        )

    def _key(self, kid: str | None) -> Key:
        if kid is not None and kid in self.keys:
            return self.keys[kid]
        if self.lone is not None and (kid is None or not self.keys):
            return self.lone
        raise jwt.InvalidTokenError


def secret_keys(pairs: str) -> dict[str, Key]:
    """`kid:secret` pairs with commas between them. Raises `BadSetting`, which quotes no secret."""
    keys = {}
    for pair in filter(None, (part.strip() for part in pairs.split(","))):
        kid, _, secret = pair.partition(":")
        if not kid.strip() or len(secret) < SHORTEST_SECRET or kid in keys:
            raise BadSetting(
                "ASSISTANT_SHOPPER_TOKEN_KEYS must be kid:secret pairs with commas between them, each kid once and "
                f"each secret of at least {SHORTEST_SECRET} characters."
            )
        keys[kid] = Key("HS256", secret.encode())
    return keys


def public_keys(path: Path) -> dict[str, Key]:
    """The RS256 and ES256 keys of a JWKS file, each with a `kid`. Raises `BadSetting`."""
    try:
        entries = json.loads(path.read_bytes())["keys"]
        keys = {str(entry["kid"]): _public_key(entry) for entry in entries}
    except OSError as error:
        raise BadSetting(f"ASSISTANT_SHOPPER_TOKEN_JWKS cannot be read ({error.strerror}).") from None
    except (ValueError, TypeError, KeyError, jwt.PyJWTError):
        raise BadSetting(
            "ASSISTANT_SHOPPER_TOKEN_JWKS must name a JWKS file of public RS256 or ES256 keys, each with a kid."
        ) from None
    if len(keys) != len(entries):
        raise BadSetting("ASSISTANT_SHOPPER_TOKEN_JWKS names the same kid twice.")
    return keys


def _public_key(entry: Mapping[str, Any]) -> Key:
    algorithm = entry.get("alg") or {"RSA": "RS256", "EC": "ES256"}.get(entry["kty"])
    if algorithm not in PUBLIC_ALGORITHMS or _PRIVATE & entry.keys():
        raise ValueError("not a public key of a known kind")
    return Key(algorithm, jwt.PyJWK(dict(entry), algorithm).key)


def sign_ins(
    secret: str | None, pairs: str | None, jwks: Path | None, audience: str | None = None, issuer: str | None = None
) -> SignIns:
    """Raises `BadSetting`."""
    shared, public = secret_keys(pairs or ""), public_keys(jwks) if jwks else {}
    if both := shared.keys() & public.keys():
        raise BadSetting(f"Two keys for sign-ins have the same kid: {', '.join(sorted(both))}.")
    lone = Key("HS256", secret.encode()) if secret else None
    return SignIns({**shared, **public}, lone, audience, issuer)
