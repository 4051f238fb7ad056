"""Amounts of money in a shop's rules, in major units as its owner writes them."""

from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from assistant.shop.money import Money


def in_currency(currency: str) -> dict[str, Any]:
    """The context in which rules are validated where every amount must be one of that currency."""
    return {"currency": currency}


def _payable(amount: str, info: ValidationInfo) -> str:
    if info.context:
        try:
            Money.parse(amount, info.context["currency"])
        except ValueError as problem:
            raise PydanticCustomError("decimals", "{problem}", {"problem": str(problem)}) from None
    return amount


Amount = Annotated[str, StringConstraints(pattern=r"^\d{1,9}(\.\d{1,3})?$"), AfterValidator(_payable)]
