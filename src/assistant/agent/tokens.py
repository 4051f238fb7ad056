"""The holder's token of a conversation, and the signed token by which the shop's own site says who is signed in."""

import hashlib
import hmac
import secrets
from datetime import datetime

import jwt

from assistant.errors import ProofRequired
from assistant.shop.identity import Proof


def new_token() -> str:
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def same_hash(token: str, known: str) -> bool:
    return hmac.compare_digest(token_hash(token), known)


def signed_proof(token: str, secret: bytes | None, now: datetime) -> Proof:
    """Reads an HS256 JWT with `sub` (customer id) and `exp`. Raises `ProofRequired` for any other."""
    if secret is None:
        raise ProofRequired("This shop does not pass sign-ins on to the chat.")
    try:
        options = {"require": ["sub", "exp"], "verify_exp": False}
        claims = jwt.decode(token, secret, algorithms=["HS256"], options=options)  # type: ignore[arg-type]  # a TypedDict
    except jwt.InvalidTokenError:
        raise ProofRequired("That sign-in could not be verified. Please sign in to the shop again.") from None
    # against our own clock, so that a test or a replay can set it
    if now.timestamp() >= float(claims["exp"]):
        raise ProofRequired("That sign-in has expired. Please sign in to the shop again.")
    return Proof(customer_id=str(claims["sub"]))
