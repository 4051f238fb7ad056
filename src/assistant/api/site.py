"""What the HTTP side needs to know of the settings."""

from dataclasses import dataclass

from assistant.settings import Settings


@dataclass(frozen=True)
class Rate:
    """At most `burst` at once, refilled evenly."""

    burst: int
    per_minute: float


@dataclass(frozen=True)
class Site:
    shop_name: str
    demo: bool = False
    allowed_origins: tuple[str, ...] = ()
    smtp_url: str | None = None
    mail_from: str = "no-reply@shop.example"
    address_rate: Rate = Rate(burst=120, per_minute=240)
    conversation_rate: Rate = Rate(burst=15, per_minute=30)
    request_limit: int = 64 * 1024
    drain_seconds: float = 30
    keep_alive_seconds: float = 15

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        return cls(
            shop_name=settings.shop_name,
            demo=settings.demo,
            allowed_origins=settings.allowed_origins,
            smtp_url=settings.smtp_url.get_secret_value() if settings.smtp_url else None,
            mail_from=settings.mail_from,
        )
