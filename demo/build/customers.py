"""The shop's made-up customers and guests, read from `people.yaml`."""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from demo.build import wallets

Region = Literal["contiguous", "remote", "canada"]

TABLE: Final = Path(__file__).parent / "people.yaml"
DOMAINS: Final = ("example.com", "example.org", "example.net")
REMOTE_STATES: Final = {"AK", "HI"}


@dataclass(frozen=True)
class Customer:
    """`id` is empty for a guest, who has no account."""

    id: str
    name: str
    email: str
    street: str
    city: str
    state: str
    postal_code: str
    country: str

    @property
    def region(self) -> Region:
        if self.country == "CA":
            return "canada"
        return "remote" if self.state in REMOTE_STATES else "contiguous"


def load() -> list[Customer]:
    return [_person(place, line, f"c{place + 1:03d}") for place, line in enumerate(_table()["customers"])]


def guests() -> list[Customer]:
    return [_person(place, line, "") for place, line in enumerate(_table()["guests"])]


def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return table


def customers_json(customers: list[Customer]) -> str:
    return json.dumps({"customers": [_row(customer) for customer in customers]}, indent=1, ensure_ascii=False) + "\n"


def _row(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "addresses": [address(customer)],
        "payment_methods": [method.as_json() for method in wallets.of(customer.id)],
    }


def email_of(name: str, place: int) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", plain) + "@" + DOMAINS[place % len(DOMAINS)]


def _person(place: int, line: str, identity: str) -> Customer:
    name, street, city, state, postal_code, country = (cell.strip() for cell in line.split(";"))
    return Customer(identity, name, email_of(name, place), street, city, state, postal_code, country)


def address(customer: Customer) -> dict[str, str]:
    return {
        "name": customer.name,
        "line1": customer.street,
        "city": customer.city,
        "region": customer.state,
        "postal_code": customer.postal_code,
        "country": customer.country,
    }
