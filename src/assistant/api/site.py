"""What the HTTP side needs to know of the settings."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from assistant.api.chatwoot import Chatwoot
from assistant.api.events import EventsEndpoint
from assistant.api.handoff_events import HandoffEvents
from assistant.api.mail import MailServer
from assistant.api.publishing import Publish
from assistant.settings import Settings


@dataclass(frozen=True)
class Rate:
    """At most `burst` at once, refilled evenly."""

    burst: int
    per_minute: float


_ANYWHERE = ("What is your return policy?", "Where is my order?", "Talk to a person")
SUGGESTIONS = ("Help me find a gift", *_ANYWHERE)
DEMO_SUGGESTIONS = ("Show me waterproof jackets under $150", *_ANYWHERE)


@dataclass(frozen=True)
class Site:
    """`suggestions` are the four openings that a greeting offers.

    Links lead to `link_origins` and pictures come from `picture_origins`, beside this server itself; `framed_by` are
    the sites that may show its pages in a frame.
    """

    shop_name: str
    suggestions: tuple[str, ...] = SUGGESTIONS
    demo: bool = False
    allowed_origins: tuple[str, ...] = ()
    link_origins: tuple[str, ...] = ()
    picture_origins: tuple[str, ...] = ()
    framed_by: tuple[str, ...] = ()
    mail_server: MailServer | None = None
    mail_from: str = "no-reply@shop.example"
    push_token: bytes | None = field(default=None, repr=False)
    refund_token: bytes | None = field(default=None, repr=False)
    return_url: str = "/"
    events: EventsEndpoint | None = None
    handoff_events: HandoffEvents | None = None
    chatwoot: Chatwoot | None = None
    publish: Publish | None = None
    notice_rate: Rate = Rate(burst=600, per_minute=1200)
    sign_in_rate: Rate = Rate(burst=8, per_minute=4)
    address_rate: Rate = Rate(burst=120, per_minute=240)
    conversation_rate: Rate = Rate(burst=15, per_minute=30)
    request_limit: int = 64 * 1024
    drain_seconds: float = 30
    keep_alive_seconds: float = 15

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        """Raises `BadSetting` for a mail server that cannot be read."""
        return cls(
            shop_name=settings.shop_name,
            suggestions=DEMO_SUGGESTIONS if settings.demo else SUGGESTIONS,
            demo=settings.demo,
            allowed_origins=settings.allowed_origins,
            link_origins=settings.link_origins,
            picture_origins=settings.picture_origins,
            framed_by=settings.embedding_origins,
            mail_server=MailServer.parse(settings.smtp_url.get_secret_value()) if settings.smtp_url else None,
            mail_from=settings.mail_from,
            return_url=settings.return_url or "/",
            events=_events(settings),
            handoff_events=_handoff_events(settings),
            chatwoot=_chatwoot(settings),
            push_token=_token(settings.push_token),
            refund_token=_token(settings.refund_token),
        )


def _token(secret: SecretStr | None) -> bytes | None:
    return secret.get_secret_value().encode() if secret else None


def _events(settings: Settings) -> EventsEndpoint | None:
    if settings.events_url is None:
        return None
    secret = settings.events_secret.get_secret_value() if settings.events_secret else ""
    return EventsEndpoint.parse(settings.events_url, secret)


def _handoff_events(settings: Settings) -> HandoffEvents | None:
    if settings.handoff_events_url is None:
        return None
    secret = settings.handoff_events_secret.get_secret_value() if settings.handoff_events_secret else ""
    endpoint = EventsEndpoint.parse(settings.handoff_events_url, secret, "ASSISTANT_HANDOFF_EVENTS")
    return HandoffEvents(endpoint, settings.handoff_events_words)


def _chatwoot(settings: Settings) -> Chatwoot | None:
    if settings.chatwoot_url is None:
        return None
    secrets = (settings.chatwoot_hmac_token, settings.chatwoot_webhook_secret)
    token, signs = (secret.get_secret_value() if secret else "" for secret in secrets)
    return Chatwoot.parse(settings.chatwoot_url, settings.chatwoot_inbox, token, signs)
