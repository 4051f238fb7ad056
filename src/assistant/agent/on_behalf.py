"""What a member of staff does for the shopper whose chat they have: the cart, and changes of orders proved in it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from assistant.agent.at_console import AtConsole
from assistant.conversation import CartView, Confirmation, Receipt
from assistant.shop.cart.cart import Cart
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.effect import ChangeKind
from assistant.shop.conversations import Conversation
from assistant.tools.asked import Asked, Cancel, Exchanged, MoveHome, NewItems, PayWith, Readdress, SendBack
from assistant.tools.changes import confirmation_of, receipt_of

CHANGES: Mapping[ChangeKind, type[Asked]] = {
    "cancel": Cancel,
    "address": Readdress,
    "payment": PayWith,
    "items": NewItems,
    "return": SendBack,
    "exchange": Exchanged,
    "default address": MoveHome,
}


@dataclass(frozen=True)
class OnBehalf:
    """The rules, the ledger and the trail are those of the shopper's own changes; the trail names the member of staff.

    Each call raises `NotOpen` or `NotYours` for whoever does not have the chat.
    """

    console: AtConsole
    conversation: Conversation
    changes: ChangeDesk
    cart: Cart

    async def edit(self, edit: Callable[[Cart], Awaitable[CartView]]) -> CartView:
        """Raises as the cart does. The shopper's page is told, and shows the cart anew."""
        await self.console.owned(self.conversation)
        after = await edit(self.cart)
        await self.console.tell(self.conversation, "cart")
        return after

    async def propose(self, asked: Asked) -> Confirmation:
        """Nothing is done yet. Raises the `ShopError` that says why not, `ProofRequired` too: staff prove nothing."""
        await self.console.owned(self.conversation)
        proposal, effect = await self.changes.propose(asked.request(), self._shopper, self.console.now)
        return confirmation_of(proposal, effect)

    async def confirm(self, asked: Asked, proposal_id: str) -> Receipt:
        """Carried out once, and said to the shopper as it was proposed. Raises `NotConfirmed` or `Voided`."""
        await self.console.owned(self.conversation)
        effect = await self.changes.carry_out(asked.request(), self._shopper, proposal_id, self.console.now)
        await self.console.say(self.conversation, proposal_id, f"I have done this for you:\n{effect.words}")
        return receipt_of(effect)

    async def decline(self, proposal_id: str) -> None:
        await self.console.owned(self.conversation)
        await self.changes.decline(proposal_id, self._shopper, self.console.now)

    @property
    def _shopper(self) -> Shopper:
        """Whose orders they are, as far as was proved here; `actor` is who acts."""
        return Shopper(self.conversation.id, self.conversation.proof, f"staff:{self.console.who.name}")
