"""The shop's made-up customers, read from `customers.txt`."""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Region = Literal["contiguous", "remote", "canada"]

TABLE: Final = Path(__file__).parent / "customers.txt"
DOMAINS: Final = ("example.com", "example.org", "example.net")
REMOTE_STATES: Final = {"AK", "HI"}


@dataclass(frozen=True)
class Customer:
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
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [_customer(place, line) for place, line in enumerate(line for line in lines if not line.startswith("#"))]


def customers_json(customers: list[Customer]) -> str:
    rows = [
        {"id": customer.id, "name": customer.name, "email": customer.email, "addresses": [_address(customer)]}
        for customer in customers
    ]
    return json.dumps({"customers": rows}, indent=1, ensure_ascii=False) + "\n"


def email_of(name: str, place: int) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", plain) + "@" + DOMAINS[place % len(DOMAINS)]


def _customer(place: int, line: str) -> Customer:
    name, street, city, state, postal_code, country = (cell.strip() for cell in line.split(";"))
    return Customer(f"c{place + 1:03d}", name, email_of(name, place), street, city, state, postal_code, country)


def _address(customer: Customer) -> dict[str, str]:
    return {
        "name": customer.name,
        "line1": customer.street,
        "city": customer.city,
        "region": customer.state,
        "postal_code": customer.postal_code,
        "country": customer.country,
    }
