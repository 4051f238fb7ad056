"""The application: rings around routes, and a lifespan that drains turns, delivers mail and empties old carts."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware.cors import CORSMiddleware

from assistant.agent.assistant import Assistant
from assistant.api.bridge import Bridge
from assistant.api.carts import sweep_in_background
from assistant.api.desk_feed import DeskFeed
from assistant.api.edge import Edge, safe_headers
from assistant.api.errors import install_error_handlers
from assistant.api.following import Follower, Listener, following
from assistant.api.habits import read_in_background
from assistant.api.handing_out import hand_out_in_background
from assistant.api.limits import RateLimit, RequestSizeLimit
from assistant.api.mail import deliver_in_background
from assistant.api.parts import Parts
from assistant.api.publishing import publish_in_background
from assistant.api.rounds import rounds_in_background
from assistant.api.routes import (
    cart,
    chatwoot,
    checkout,
    conversations,
    desk,
    desk_acting,
    desk_books,
    desk_events,
    desk_learning,
    desk_page,
    desk_session,
    health,
    offers,
    orders,
    pages,
    paying,
    person,
    refunds,
    webhooks,
)
from assistant.api.site import Site
from assistant.api.static import WebFiles
from assistant.api.turns import Turns
from assistant.observability import Metrics
from assistant.payments.demo import DemoPayments

MOST_AT = {offers.PATH: offers.MOST_BYTES, webhooks.PATH: webhooks.MOST_BYTES, chatwoot.PATH: chatwoot.MOST_BYTES}


def create_app(assistant: Assistant, site: Site, metrics: Metrics | None = None) -> FastAPI:
    """`metrics` may be shared with the assistant, which then counts into the same registry."""
    metrics = metrics or Metrics(CollectorRegistry())
    parts = Parts(
        assistant=assistant,
        site=site,
        metrics=metrics,
        turns=Turns(assistant, metrics),
        by_address=RateLimit(site.address_rate),
        by_conversation=RateLimit(site.conversation_rate),
        notices=RateLimit(site.notice_rate),
        sign_ins=RateLimit(site.sign_in_rate),
        feed=DeskFeed(assistant.stores.desk_log),
    )
    app = FastAPI(
        title="Shopping assistant",
        version=version("shopping-assistant"),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(parts),
    )
    app.state.parts = parts
    install_error_handlers(app)
    _add_rings(app, parts)
    _add_routes(app, parts)
    return app


def _add_rings(app: FastAPI, parts: Parts) -> None:
    """The last one added is the outermost."""
    app.add_middleware(RequestSizeLimit, most=parts.site.request_limit, most_at=MOST_AT)
    site = parts.site
    app.add_middleware(Edge, metrics=parts.metrics, headers=safe_headers(site.picture_origins, site.framed_by))
    if parts.site.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=parts.site.allowed_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Accept"],
            expose_headers=["Retry-After", "X-Request-ID"],
        )


def _add_routes(app: FastAPI, parts: Parts) -> None:
    for router in (
        conversations.router,
        conversations.one_router,
        cart.router,
        checkout.router,
        orders.router,
        offers.router,
        refunds.router,
        health.router,
        pages.router,
        webhooks.router,
        chatwoot.router,
        person.router,
        desk_events.router,
        desk_events.shopper_router,
        desk_page.router,
        desk_session.router,
        desk.router,
        desk_acting.router,
        desk_books.router,
        desk_learning.router,
    ):
        app.include_router(router)
    if isinstance(parts.assistant.checkout.till.payments, DemoPayments):
        app.include_router(paying.router)
    if parts.site.demo:
        app.include_router(pages.demo_router)
    files = WebFiles(packages=[("assistant", "web")], html=True)
    app.mount("/web", files)
    app.mount("/", files)


def _lifespan(parts: Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        site = parts.site
        async with (
            deliver_in_background(parts.assistant.outbox, site.mail_server, site.mail_from),
            sweep_in_background(parts.assistant.carts),
            read_in_background(parts.assistant.habits),
            rounds_in_background(parts.assistant, site.events),
            publish_in_background(parts.assistant.stores.faqs, site.publish),
            hand_out_in_background(parts.assistant.stores, parts.assistant.now),
            parts.feed.running(),
            following(_followers(parts)),
        ):
            yield
            await parts.turns.drain(site.drain_seconds)

    return running


def _followers(parts: Parts) -> list[Follower]:
    site, stores = parts.site, parts.assistant.stores
    listeners: list[Listener] = [site.handoff_events] if site.handoff_events else []
    if site.chatwoot:
        listeners.append(Bridge(stores, site.chatwoot))
    return [Follower(stores, listener, parts.assistant.now) for listener in listeners]
