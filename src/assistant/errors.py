"""One error tree. `message` is safe to show a shopper or a shop owner; `status` is its HTTP meaning.

AssistantError
├── ShopError               a rule of the shop says no; told to the model as text
│   ├── NotFound            404  no such product, line, order
│   │   ├── UnknownProduct
│   │   └── UnknownOrder
│   ├── OutOfStock          409
│   ├── QuantityLimit       422
│   ├── NoteTooLong         422
│   ├── CardNumberRefused   422  a text with a card number, on its way to where it would be kept
│   ├── NotSeenHere         422  an id that this conversation was never shown
│   ├── ChangeRefused       409  the shop's rules say no to a change of an order; the message says what is possible
│   │   ├── WrongStatus          too late, or too early, for this change
│   │   ├── ChangedAlready       what may be done once was done before
│   │   ├── TooLate              the window for it is over
│   │   ├── NotReturnable        this kind of item cannot come back
│   │   ├── WrongReason          not a reason that this shop takes
│   │   ├── NotInOrder           the order holds no such item, or not so many
│   │   ├── OtherProduct         an item can only become another variant of the same product
│   │   ├── UnknownMethod        not one of this customer's ways to pay, or not one that may be used here
│   │   ├── PaidOnPage           it costs more, and nothing more can be charged for an order paid on the payment page
│   │   ├── BalanceTooLow        a gift card that does not cover it
│   │   ├── BadAddress           an address that lacks a part, or where the shop cannot send this order
│   │   └── NothingToChange      it is so already
│   ├── NotConfirmed        409  no yes of this shopper to this very proposal, or not in time
│   │   └── Voided          409  something changed since the proposal; a new one is needed
│   ├── CheckoutRefused     409  a checkout that cannot go on; the message says what is missing
│   │   ├── BadDetails      422  a name, address, phone or e-mail that cannot be right
│   │   └── TooMuchBack          more than was paid, or than is left of it
│   └── ProofRequired       401  order data asked for before proof
│       ├── WrongCode       401
│       └── TooManyAttempts 429
├── BadRequest              422
│   └── MessageTooLong      413
├── UnknownConversation     404  unknown id and wrong token read alike
├── KeyReused           422  an idempotency key that was used for something else
├── StillInFlight       409  the first request with this key is still being worked on
├── PaymentUnavailable  503  the payment provider cannot be asked
├── RefundRefused       409  the payment provider says no to a refund, for good
├── ForgedNotice        400  a notice that the payment provider did not sign, or not lately
├── TaxUnavailable      503  the tax service cannot be asked
├── ConversationBusy        409  another message of this conversation is being answered
├── HandoffRefused          409  a hand-off that cannot be taken, given or ended so; see `escalation/refusals.py`
├── ModelUnavailable        503
├── IndexMissing            503  nothing was ingested yet
├── Overtaken               409  another ingest or rollback finished meanwhile
├── NothingBefore           409  there is no earlier revision of the shop to go back to
├── ModelFileMissing        500  embedding weights absent or altered
├── EmbeddingsUnavailable   503  the embedding server fails
├── StorageFull             507
├── StorageUnavailable      503  the database cannot be reached, read or written
└── BadSetting              500  a setting or prompt that cannot be used; raised at start-up
"""


class AssistantError(Exception):
    """Base of everything that is raised on purpose."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ShopError(AssistantError):
    status = 422


class NotFound(ShopError):
    status = 404


class UnknownProduct(NotFound):
    pass


class UnknownOrder(NotFound):
    pass


class NoAccount(NotFound):
    pass


class OutOfStock(ShopError):
    status = 409


class QuantityLimit(ShopError):
    pass


class NoteTooLong(ShopError):
    pass


class CardNumberRefused(ShopError):
    pass


class NotSeenHere(ShopError):
    pass


class ChangeRefused(ShopError):
    status = 409


class WrongStatus(ChangeRefused):
    pass


class ChangedAlready(ChangeRefused):
    pass


class TooLate(ChangeRefused):
    pass


class NotReturnable(ChangeRefused):
    pass


class WrongReason(ChangeRefused):
    pass


class NotInOrder(ChangeRefused):
    pass


class OtherProduct(ChangeRefused):
    pass


class OtherCurrency(ChangeRefused):
    pass


class UnknownMethod(ChangeRefused):
    pass


class PaidOnPage(ChangeRefused):
    pass


class BalanceTooLow(ChangeRefused):
    pass


class BadAddress(ChangeRefused):
    pass


class NothingToChange(ChangeRefused):
    pass


class NotConfirmed(ShopError):
    status = 409


class Voided(NotConfirmed):
    pass


class CheckoutRefused(ShopError):
    status = 409


class BadDetails(CheckoutRefused):
    """`fields` names what is to be looked at again, as the checkout calls it."""

    status = 422

    def __init__(self, message: str, *fields: str) -> None:
        super().__init__(message)
        self.fields = fields


class TooMuchBack(CheckoutRefused):
    pass


class ProofRequired(ShopError):
    status = 401


class WrongCode(ProofRequired):
    pass


class TooManyAttempts(ProofRequired):
    status = 429


class BadRequest(AssistantError):
    status = 422


class MessageTooLong(BadRequest):
    status = 413


class UnknownConversation(AssistantError):
    status = 404


class ConversationBusy(AssistantError):
    status = 409


class KeyReused(AssistantError):
    status = 422


class StillInFlight(AssistantError):
    status = 409


class PaymentUnavailable(AssistantError):
    status = 503


class RefundRefused(AssistantError):
    status = 409


class ForgedNotice(AssistantError):
    status = 400


class TaxUnavailable(AssistantError):
    status = 503


class ModelUnavailable(AssistantError):
    status = 503


class Overtaken(AssistantError):
    status = 409


class NothingBefore(AssistantError):
    status = 409


class IndexMissing(AssistantError):
    status = 503


class ModelFileMissing(AssistantError):
    pass


class EmbeddingsUnavailable(AssistantError):
    status = 503


class StorageFull(AssistantError):
    status = 507


class StorageUnavailable(AssistantError):
    status = 503


class BadSetting(AssistantError):
    pass
