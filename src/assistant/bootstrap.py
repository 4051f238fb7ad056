"""Joins the parts: the only file that names concrete adapters."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from assistant.agent.assistant import Assistant
from assistant.agent.budget import CountTokens, fit, token_counter
from assistant.agent.gateway import Gateway
from assistant.agent.graph import build_graph
from assistant.agent.json_planner import JsonPlanner
from assistant.agent.model import Models
from assistant.agent.nodes import Nodes
from assistant.agent.rules import Rules
from assistant.agent.spending import MICRO, Budgets, Meter, Prices
from assistant.agent.stores import Kept, Stores
from assistant.agent.tokens import sign_ins
from assistant.errors import BadSetting
from assistant.guardrails.addresses import Places
from assistant.offline_model.model import OfflineChatModel
from assistant.payments.choosing import Choice, open_payments
from assistant.prompts import Prompts, default_folder
from assistant.retrieval.embedding import Embedder, MiniLM
from assistant.retrieval.remembering import RememberingEmbedder
from assistant.retrieval.rerank import CrossEncoderReranker, FieldReranker, Reranker
from assistant.retrieval.search import ShopRetriever
from assistant.retrieval.vectors import vector_stores
from assistant.retrieval.vectors.store import VectorStores
from assistant.settings import Settings
from assistant.shop.changes.desk import ChangeDesk
from assistant.shop.checkout.counter import Counter
from assistant.shop.checkout.desk import CheckoutDesk
from assistant.shop.checkout.payments import Payments
from assistant.shop.checkout.refunding import RefundDesk
from assistant.shop.checkout.till import Till
from assistant.shop.identity import Identity
from assistant.shop.suggesting.habits import RecentHabits
from assistant.storage.checkpoints import checkpoints
from assistant.storage.database import Database
from assistant.storage.secret import kept_secret, state_folder
from assistant.storage.whole import stores_of
from assistant.tools import SHOP_TOOLS, ShopTool


@asynccontextmanager
async def build(
    settings: Settings,
    *,
    kept: Kept | None = None,
    embeddings: Embedder | None = None,
    hosted: BaseChatModel | None = None,
    tools: Sequence[ShopTool] = SHOP_TOOLS,
    gateway: Gateway | None = None,
    payments: Payments | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[Assistant]:
    """The one wiring. Whatever is passed in takes the place of what the settings name; tests and evals do so."""
    embeddings = RememberingEmbedder(embeddings or embedder_of(settings))
    async with AsyncExitStack() as opened:
        if kept is None:
            kept = await opened.enter_async_context(open_kept(settings))
        if payments is None:
            payments = await opened.enter_async_context(payments_of(settings, now))
        yield await opened.enter_async_context(
            _built(settings, kept, embeddings, hosted, tools, gateway or Gateway(tools), payments, now)
        )


@asynccontextmanager
async def open_kept(settings: Settings) -> AsyncIterator[Kept]:
    """The database of the settings, migrated, with its checkpoints. Raises `StorageUnavailable`."""
    database = Database(settings.database_url)
    try:
        await database.upgrade()
        async with checkpoints(settings.database_url, state_folder(settings.state_dir)) as (
            checkpointer,
            scrub_checkpoints,
        ):

            async def scrub() -> None:
                await scrub_checkpoints()
                await database.scrub()

            yield Kept(stores_of(database), checkpointer, database.ping, scrub)
    finally:
        await database.close()


def embedder_of(settings: Settings) -> Embedder:
    """Raises `BadSetting` or `ModelFileMissing`."""
    kind, _, model = settings.embeddings.partition(":")
    if kind == "local":
        from assistant.retrieval.local_embedding import LocalEmbedder  # noqa: PLC0415 -- torch is an extra, and slow

        return LocalEmbedder(model)
    if kind == "served":
        return _served(settings, model)
    return MiniLM()


def _served(settings: Settings, model: str) -> Embedder:
    from openai import OpenAI  # noqa: PLC0415 -- slow to import, and only a served model needs it

    from assistant.retrieval.served_embedding import ServedEmbedder  # noqa: PLC0415 -- see above

    url, key = settings.embeddings_url or settings.openai_base_url, settings.embeddings_key or settings.openai_api_key
    if url is None and key is None:
        raise BadSetting(
            "ASSISTANT_EMBEDDINGS names a served model, so please set ASSISTANT_EMBEDDINGS_URL or "
            "ASSISTANT_EMBEDDINGS_KEY (or their OPENAI_ namesakes)."
        )
    secret = key.get_secret_value() if key else "no-key"
    return ServedEmbedder(model, OpenAI(base_url=url, api_key=secret, timeout=settings.model_timeout_seconds))


def vector_stores_of(settings: Settings) -> VectorStores:
    """Raises `BadSetting`; opens no connection."""
    return vector_stores(settings.vector_store.get_secret_value())


def reranker_of(settings: Settings) -> Reranker | None:
    """Raises `BadSetting` or `ModelFileMissing`."""
    if settings.reranker == "none":
        return None
    fields = settings.reranker == "fields"
    return FieldReranker() if fields else CrossEncoderReranker(settings.reranker.removeprefix("local:"))


def index_root(settings: Settings) -> Path:
    return settings.state_dir / "index"


@asynccontextmanager
async def _built(  # noqa: PLR0917 -- one caller, and every part is needed
    settings: Settings,
    kept: Kept,
    embeddings: Embedder,
    hosted: BaseChatModel | None,
    tools: Sequence[ShopTool],
    gateway: Gateway,
    payments: Payments,
    now: Callable[[], datetime],
) -> AsyncIterator[Assistant]:
    stores, count = kept.stores, token_counter(settings.state_dir / "tiktoken")
    prompts = Prompts(settings.prompts_dir or default_folder())
    retriever = ShopRetriever(
        stores.catalogue, stores.library, embeddings, index_root(settings), settings.keyword_weight,
        stores=vector_stores_of(settings), reranker=reranker_of(settings),
    )  # fmt: skip
    try:
        meter = _meter(settings, stores, now)
        async with _models(settings, hosted, embeddings, count, meter, prompts) as models:
            nodes = Nodes(models, tools, prompts, settings.shop_name, Places(frozenset(settings.link_origins)))
            yield Assistant(
                stores=stores,
                retriever=retriever,
                graph=build_graph(nodes, gateway, kept.checkpointer),
                models=models,
                identity=Identity(stores.orders, stores.challenges, _secret(settings), settings.shop_name),
                changes=ChangeDesk(stores.orders, stores.catalogue, stores.ledger, stores.rulebook, settings.shop_name),
                checkout=_counter(stores, payments, settings),
                prompt=prompts.fingerprint,
                rules=_rules(settings),
                now=now,
                load_index=retriever.load,
                ping=kept.ping,
                habits=RecentHabits(stores.habits, now),
                scrub=kept.scrub,
            )
    finally:
        await retriever.close()


def payments_of(settings: Settings, now: Callable[[], datetime]) -> AbstractAsyncContextManager[Payments]:
    """Raises `BadSetting`."""
    public = settings.public_url or f"http://{settings.host}:{settings.port}"
    choice = Choice(
        provider=settings.payments or ("demo" if settings.demo else "none"),
        public_url=public,
        return_url=settings.return_url or f"{public}/",
        secrets=tuple(filter(None, (_text(settings.webhook_secrets) or "").replace(" ", "").split(","))),
        stripe_key=_text(settings.stripe_key) or "",
        stripe_api_base=settings.stripe_api_base,
        file=settings.state_dir / "demo-payments.db",
        own_secret=lambda: _secret(settings),
    )
    return open_payments(choice, now)


@asynccontextmanager
async def open_till(settings: Settings) -> AsyncIterator[tuple[Stores, Till]]:
    """Without the rest of the assistant, for a command. Raises `BadSetting` or `StorageUnavailable`."""
    async with open_kept(settings) as kept, payments_of(settings, lambda: datetime.now(UTC)) as payments:
        yield kept.stores, Till(kept.stores.checkouts, payments, settings.shop_name)


def refunds_of(stores: Stores, settings: Settings) -> RefundDesk:
    return RefundDesk(stores.orders, stores.checkouts, stores.answers, settings.shop_name)


def _counter(stores: Stores, payments: Payments, settings: Settings) -> Counter:
    desk = CheckoutDesk(
        stores.carts, stores.catalogue, stores.checkouts, stores.selling, stores.ledger, currency=settings.currency
    )
    return Counter(desk, Till(stores.checkouts, payments, settings.shop_name), refunds_of(stores, settings))


def _rules(settings: Settings) -> Rules:
    return Rules(
        currency=settings.currency,
        message_limit=settings.message_limit,
        sign_ins=sign_ins(
            _text(settings.shopper_token_secret),
            _text(settings.shopper_token_keys),
            settings.shopper_token_jwks,
            settings.shopper_token_audience,
            settings.shopper_token_issuer,
        ),
    )


def _text(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _meter(settings: Settings, stores: Stores, now: Callable[[], datetime]) -> Meter:
    if settings.shop_cost and not (settings.price_in or settings.price_out):
        raise BadSetting(
            "ASSISTANT_SHOP_COST bounds nothing without prices: please set ASSISTANT_PRICE_IN and ASSISTANT_PRICE_OUT."
        )
    budgets = Budgets(
        conversation_tokens=settings.conversation_tokens,
        address_tokens=settings.address_tokens,
        shop_tokens=settings.shop_tokens,
        shop_micros=int(settings.shop_cost * MICRO),
    )
    prices = Prices(int(settings.price_in * MICRO), int(settings.price_out * MICRO))
    return Meter(stores.model_use, now, budgets, prices, _secret(settings))


@asynccontextmanager
async def _models(  # noqa: PLR0917 -- one caller, and every part is needed
    settings: Settings,
    given: BaseChatModel | None,
    embeddings: Embedder,
    count: CountTokens,
    meter: Meter,
    prompts: Prompts,
) -> AsyncIterator[Models]:
    # the offline model's classifier was trained on the packaged model's vectors
    own = embeddings if embeddings.fingerprint == MiniLM.fingerprint else RememberingEmbedder(MiniLM())
    offline = OfflineChatModel(embeddings=own, shop_name=settings.shop_name, count_tokens=count)
    wait, trim = settings.model_timeout_seconds, partial(fit, budget=settings.context_tokens, count=count)
    if given is not None:
        yield Models(offline, offline.model_name, given, settings.model or "given", wait, trim, meter, count)
    elif settings.openai_api_key or settings.openai_base_url:
        async with _hosted(settings) as server:
            hosted = server if settings.planner == "tools" else _planner(server, prompts)
            yield Models(offline, offline.model_name, hosted, settings.model or "", wait, trim, meter, count)
    else:
        yield Models(offline, offline.model_name, timeout=wait)


def _planner(server: BaseChatModel, prompts: Prompts) -> JsonPlanner:
    return JsonPlanner(inner=server, instructions=lambda tools: prompts.render("planner", tools=tools))


@asynccontextmanager
async def _hosted(settings: Settings) -> AsyncIterator[BaseChatModel]:
    # a shop without a key need not wait for these imports
    import httpx2  # noqa: PLC0415 -- see above
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 -- see above

    if settings.model is None:
        raise BadSetting("OPENAI_API_KEY or OPENAI_BASE_URL is set, so please name the model in ASSISTANT_MODEL.")
    async with httpx2.AsyncClient(timeout=settings.model_timeout_seconds) as client:
        yield ChatOpenAI(
            model=settings.model,
            base_url=settings.openai_base_url,
            api_key=settings.openai_api_key or SecretStr("no-key"),
            http_async_client=client,
            max_retries=1,
            stream_usage=True,
        )


def _secret(settings: Settings) -> bytes:
    return settings.secret.get_secret_value().encode() if settings.secret else kept_secret(settings.state_dir)
