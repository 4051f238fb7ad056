"""Whose cart a conversation has: the one place where that is decided."""

from dataclasses import dataclass

from assistant.shop.identity import Proof


@dataclass(frozen=True)
class Owner:
    """`guest` is the cart of a conversation that was proved for an account, whose cart it becomes one with."""

    key: str
    guest: str | None = None


def owner_of(conversation_id: str, proof: Proof | None) -> Owner:
    """An account's cart belongs to who has proved the account in full. A proof of one address's orders, or for reading
    only, opens no account's cart.
    """
    own = f"conversation:{conversation_id}"
    if proof is None or proof.read_only or proof.customer_id is None:
        return Owner(own)
    return Owner(f"customer:{proof.customer_id}", guest=own)


def carts_of_purchase(bought_from: str, conversation_id: str, proof: Proof | None) -> tuple[str, ...]:
    """Where the lines of a purchase may be by now, by the owners' keys: a guest who signed in has taken them along."""
    return tuple(dict.fromkeys((bought_from, owner_of(conversation_id, proof).key)))
