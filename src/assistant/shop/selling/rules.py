"""A shop's own rules for selling, as data: limits, discounts, shipping and taxes. `docs/feeds.md` names each."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.shop.amounts import Amount
from assistant.shop.money import Money
from assistant.shop.selling.goods import Goods

Percent = Annotated[Decimal, Field(gt=0, le=100, max_digits=6, decimal_places=3)]
Rate = Annotated[Decimal, Field(ge=0, le=100, max_digits=6, decimal_places=3)]
COUNTRY, CODE = r"^([A-Z]{2}|\*)$", r"^[A-Z0-9][A-Z0-9_-]{0,39}$|^$"
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
Code = Annotated[str, StringConstraints(pattern=CODE)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scope(Part):
    """The goods that a rule is about: all that match every field that is given; all goods when none is."""

    category: str = ""
    vendor: str = ""
    handle: str = ""
    sku: str = ""
    on_sale: bool | None = None

    def holds(self, goods: Goods) -> bool:
        said = (
            (self.category, goods.category),
            (self.vendor, goods.vendor),
            (self.handle, goods.handle),
            (self.sku, goods.sku),
        )
        matches = all(not wanted or wanted.casefold() == found.casefold() for wanted, found in said)
        return matches and (self.on_sale is None or self.on_sale == goods.on_sale)


EVERYTHING = Scope()


def any_holds(scopes: Sequence[Scope], goods: Goods) -> bool:
    return any(scope.holds(goods) for scope in scopes)


class Discount(Part):
    """Automatic without a `code`. Off the goods in `of`: `percent`, or `amount` once; or no charge for shipping.

    Goods of `never` are not meant. `minimum` is what those meant must come to before any discount, `most` what it
    saves at most. `uses` counts paid orders in all, `per_customer` those of one e-mail address; `first_order` is for
    who is known to have none. Those that `combine` stand together; any other stands alone, and the shopper gets
    whichever saves more.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    code: Code = ""
    percent: Percent | None = None
    amount: Amount | None = None
    free_shipping: bool = False
    of: Scope = EVERYTHING
    never: tuple[Scope, ...] = ()
    minimum: Amount = "0"
    most: Amount | None = None
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    uses: int | None = Field(default=None, ge=1)
    per_customer: int | None = Field(default=None, ge=1)
    first_order: bool = False
    combine: bool = False

    @model_validator(mode="after")
    def _gives_one_thing(self) -> Self:
        if [self.percent is not None, self.amount is not None, self.free_shipping].count(True) != 1:
            raise ValueError("give one of percent, amount and free_shipping")
        return self

    def means(self, goods: Goods) -> bool:
        return self.of.holds(goods) and not any_holds(self.never, goods)

    @property
    def key(self) -> str:
        """What its uses are counted under."""
        return self.code or self.name


class ShippingMethod(Part):
    """`price` a parcel, plus `per_kg` for each kilogram begun; free once goods after discounts reach `free_from`.

    A cart with any goods of `never` cannot go this way; one with nothing but goods of `free_alone` goes free. Without
    `po_boxes` it goes to streets only, not to boxes and lockers of the post.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    price: Amount
    per_kg: Amount = "0"
    free_from: Amount | None = None
    days: Annotated[str, StringConstraints(max_length=40)] = ""
    never: tuple[Scope, ...] = ()
    free_alone: tuple[Scope, ...] = ()
    po_boxes: bool = True


class Zone(Part):
    """`countries` by ISO 3166 code, `*` for all others; `regions`, where given, narrow one country down."""

    countries: tuple[Country, ...]
    regions: tuple[str, ...] = ()
    methods: tuple[ShippingMethod, ...]


class ShippingRules(Part):
    """The first zone that fits counts. `unshipped` goods need no parcel, gift cards by mail for one.

    `uncounted` goods, at their full price, do not help towards a method's `free_from`.
    """

    zones: tuple[Zone, ...] = ()
    unshipped: tuple[Scope, ...] = ()
    uncounted: tuple[Scope, ...] = ()


class TaxRate(Part):
    """The first that fits a line counts: by destination, then by goods. `shipping`: it is due on shipping as well."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=40)] = "Tax"
    country: Country
    regions: tuple[str, ...] = ()
    rate: Rate
    of: Scope = EVERYTHING
    shipping: bool = True


class TaxRules(Part):
    """`included`: prices hold the tax already, so that it is shown and not added."""

    included: bool = False
    rates: tuple[TaxRate, ...] = ()


class MostOf(Part):
    of: Scope
    most: int = Field(ge=1)


class Limits(Part):
    most_of_one: int = Field(default=20, ge=1, le=10_000)
    most_lines: int = Field(default=50, ge=1, le=500)
    most_of: tuple[MostOf, ...] = ()
    most_total: Amount | None = None
    cart_days: int = Field(default=30, ge=1, le=365)

    def most_in_all(self, currency: str) -> Money | None:
        """What one order may come to."""
        return None if self.most_total is None else money(self.most_total, currency)

    def most(self, goods: Goods) -> int:
        return min([self.most_of_one, *(one.most for one in self.most_of if one.of.holds(goods))])


class GoesWith(Part):
    """Whoever has goods of `of` in the cart and none of `suggest` may be shown one of those."""

    of: Scope
    suggest: Scope

    @model_validator(mode="after")
    def _names_goods(self) -> Self:
        if not (self.suggest.category or self.suggest.vendor or self.suggest.handle):
            raise ValueError("suggest needs a category, a vendor or a handle")
        return self


class SellingRules(Part):
    """A shop that says nothing ships at no charge, nowhere in particular, without tax: it sells by its prices.

    `most_off` caps all discounts together, in percent of the goods. `reserve_minutes` is how long stock waits for a
    payment.
    """

    limits: Limits = Limits()
    discounts: tuple[Discount, ...] = ()
    most_off: Percent = Decimal(100)
    shipping: ShippingRules = ShippingRules()
    taxes: TaxRules = TaxRules()
    reserve_minutes: int = Field(default=30, ge=30, le=24 * 60)
    suggestions: bool = True
    goes_with: tuple[GoesWith, ...] = ()

    @model_validator(mode="after")
    def _known_by_one_name(self) -> Self:
        _once([discount.key for discount in self.discounts], "discount")
        for zone in self.shipping.zones:
            _once([method.name.casefold() for method in zone.methods], "shipping method of a zone")
        return self

    @property
    def reserved_for(self) -> timedelta:
        return timedelta(minutes=self.reserve_minutes)


def money(amount: str, currency: str) -> Money:
    """Raises `ValueError` for one with more decimals than the currency has."""
    return Money.parse(amount, currency)


def _once(names: Sequence[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"each {what} needs a name or code of its own; {twice[0]!r} stands twice")
