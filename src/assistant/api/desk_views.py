"""Conversations as the console draws them."""

from collections.abc import Sequence

from assistant.agent.at_desk import name_of
from assistant.api.bodies import ShopFacts
from assistant.api.desk_bodies import ChatView, HandoffSummary, InboxView, MeView, PacketView, RatingView, RowView
from assistant.api.desk_parts import console
from assistant.api.parts import Parts
from assistant.escalation.due import due_at
from assistant.escalation.inbox import Row, View, short
from assistant.escalation.queue import Handoff
from assistant.escalation.signals import mood
from assistant.escalation.staff import Staff
from assistant.shop.conversations import Conversation


def me_view(here: Parts, who: Staff) -> MeView:
    site = here.site
    shop = ShopFacts(name=site.shop_name, links=site.link_origins, pictures=site.picture_origins)
    return MeView(id=who.id, name=who.name, email=who.email, role=who.role, away=who.away, shop=shop)


async def inbox_view(here: Parts, who: Staff, view: View, search: str) -> InboxView:
    stores = here.assistant.stores
    seq = await stores.desk_log.newest()  # before the rows: what comes between is heard of once more
    rows = await stores.inbox.rows(view, who.id, search)
    tags = await stores.lines.tags([row.conversation_id for row in rows])
    return InboxView(
        rows=[await _row(here, row, tags.get(row.conversation_id, ())) for row in rows],
        counts=await stores.inbox.counts(who.id),
        seq=seq,
        now=here.assistant.now(),
    )


async def chat_view(here: Parts, who: Staff, conversation: Conversation) -> ChatView:
    assistant, stores = here.assistant, here.assistant.stores
    seq = await stores.desk_log.newest()
    handoff = await stores.handoffs.last_of(conversation.id)
    rating = await stores.lines.rating(handoff.id) if handoff else None
    proof = conversation.proof
    return ChatView(
        id=conversation.id,
        lines=tuple(await console(here, who).lines(conversation)),
        handoff=await summary(here, handoff) if handoff else None,
        packet=_packet(handoff) if handoff else None,
        tried=handoff.tried if handoff else (),
        cart=await assistant.cart(conversation).view(),
        orders=await assistant.at_orders(conversation).all(),
        level=proof.level if proof else "nobody",
        tags=(await stores.lines.tags([conversation.id])).get(conversation.id, ()),
        page=conversation.page,
        rating=RatingView(stars=rating.stars, word=rating.word) if rating else None,
        cases=tuple(frozen.turn_id for frozen in await stores.cases.of(conversation.id)),
        seq=seq,
    )


async def summary(here: Parts, handoff: Handoff) -> HandoffSummary:
    stores = here.assistant.stores
    former = await stores.staff.get(handoff.former) if handoff.former else None
    plain = ("id", "status", "reason", "evidence", "queue", "owner", "opened_at", "taken_at", "ended_at")
    return HandoffSummary(
        **{name: getattr(handoff, name) for name in plain},
        owner_name=await name_of(stores, handoff),
        former_name=former.name if former else "",
        due_at=due_at(handoff),
    )


async def _row(here: Parts, row: Row, tags: Sequence[str]) -> RowView:
    return RowView(
        conversation_id=row.conversation_id,
        handoff=await summary(here, row.handoff) if row.handoff else None,
        snippet=short(row.text),
        mood=round(mood(row.text), 2) if row.text else None,
        last_at=row.last_at,
        due_at=due_at(row.handoff) if row.handoff else None,
        tags=tuple(tags),
    )


def _packet(handoff: Handoff) -> PacketView:
    packet = handoff.packet
    names = PacketView.model_fields
    return PacketView(**{name: getattr(packet, name) for name in names})
