"""What a shopper says for the checkout, in the chat or on the page: checked, then laid over what was said before."""

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from assistant.card_numbers import keeps_no_card
from assistant.errors import BadDetails
from assistant.shop.checkout.contact import checked_address, checked_email, checked_name, checked_phone
from assistant.shop.checkout.records import Contact, Details
from assistant.shop.customers import Address

NO_CARD = (
    "Please never write a card number here. Only the shop's payment page asks for it, after the order. "
    "I kept none of this; please tell me the rest again without it."
)
MOST_CODES = 5
MOST_NOTE = 200
MOST_CODE = 40


@dataclass(frozen=True)
class Said:
    """None is what was not said, and stays as it is. `phone` and `note` may be taken back with ""."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address | None = None
    method: str | None = None
    note: str | None = None
    add_code: str | None = None
    drop_code: str | None = None

    def onto(self, details: Details) -> Details:
        """Raises `BadDetails`."""
        if not keeps_no_card([*texts_of(self), *texts_of(details)]):
            raise BadDetails(NO_CARD)
        address = details.address if self.address is None else checked_address(self.address)
        method = details.method if self.method is None else self.method.strip()
        note = details.note if self.note is None else _note(self.note)
        contact = self._contact(details.contact, address.country if address else "")
        return replace(details, contact=contact, address=address, method=method, note=note, codes=self._codes(details))

    def _contact(self, contact: Contact, country: str) -> Contact:
        return Contact(
            contact.name if self.name is None else checked_name(self.name),
            contact.email if self.email is None else checked_email(self.email),
            contact.phone if self.phone is None else checked_phone(self.phone, country),
        )

    def _codes(self, details: Details) -> tuple[str, ...]:
        dropped = _code(self.drop_code)
        codes = tuple(code for code in details.codes if code != dropped)
        added = _code(self.add_code)
        if not added or added in codes:
            return codes
        if len(codes) >= MOST_CODES:
            told = f"At most {MOST_CODES} codes can be tried at once. Please take one out first."
            raise BadDetails(told, "add_code")
        return (*codes, added)


def texts_of(told: Any) -> list[str]:
    """Also of what lies inside."""
    if isinstance(told, str):
        return [told]
    if isinstance(told, tuple):
        return [text for one in told for text in texts_of(one)]
    return [text for one in fields(told) for text in texts_of(getattr(told, one.name))] if is_dataclass(told) else []


def _code(code: str | None) -> str:
    return (code or "").strip().upper()[:MOST_CODE]


def _note(note: str) -> str:
    said = " ".join(note.split())
    if len(said) > MOST_NOTE:
        raise BadDetails(f"A note for the order has at most {MOST_NOTE} letters.", "note")
    return said
