"""Prices and stock pushed by the shop's own system: in answers at once, until a feed says otherwise."""

from collections import Counter

from fastapi import APIRouter, Depends

from assistant.api.bodies import ErrorBody, NewOffer, OfferAnswer, OffersAnswer, OffersPushed
from assistant.api.errors import WrongPushToken
from assistant.api.parts import Bearer, PartsHere, holds_token, limited_address
from assistant.shop.catalogue import Offer, OfferOutcome
from assistant.shop.figures import Implausible, offer

PATH = "/api/offers"
MOST_BYTES = 512 * 1024

_SENTENCES: dict[OfferOutcome, str] = {
    "unknown": "no product has this SKU",
    "other currency": "this variant is sold in another currency",
}


async def pushing(here: PartsHere, bearer: Bearer) -> None:
    """Without the setting this address does not exist."""
    if not holds_token(bearer, here.site.push_token):
        raise WrongPushToken("The push token is missing or wrong. See ASSISTANT_PUSH_TOKEN.")


router = APIRouter(
    prefix=PATH,
    tags=["offers"],
    dependencies=[Depends(limited_address), Depends(pushing)],
    responses={401: {"model": ErrorBody}, 413: {"model": ErrorBody}, 422: {"model": ErrorBody}},
)


@router.put("", summary="Push prices and stock")
async def push_offers(pushed: OffersPushed, here: PartsHere) -> OffersAnswer:
    currency, refused, offers = here.assistant.rules.currency, dict[str, str](), dict[str, Offer]()
    for new in pushed.offers:  # the last one for a SKU counts
        refused.pop(new.sku, None)
        offers.pop(new.sku, None)
        try:
            offers[new.sku] = _offer(new, currency)
        except Implausible as error:
            refused[new.sku] = str(error)
    outcomes = await here.assistant.catalogue.set_offers(list(offers.values()))
    told = [
        OfferAnswer(sku=sku, outcome=outcome, message=_SENTENCES.get(outcome, "")) for sku, outcome in outcomes.items()
    ]
    told += [OfferAnswer(sku=sku, outcome="refused", message=message) for sku, message in refused.items()]
    return OffersAnswer(counts=Counter(answer.outcome for answer in told), offers=told)


def _offer(new: NewOffer, currency: str) -> Offer:
    """A `compare_at` that is there and null takes the one of before away."""
    gone = "0" if "compare_at" in new.model_fields_set else None
    compare_at = str(new.compare_at) if new.compare_at is not None else gone
    price = None if new.price is None else str(new.price)
    return offer(new.sku, currency, price=price, compare_at=compare_at, stock=new.stock)
