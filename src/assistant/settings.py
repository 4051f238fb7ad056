"""Every setting, read once by an entry point. `.env.example` lists the same fields and is checked against this."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from assistant.errors import BadSetting

# nothing that means more in a header than a name and a port
Origin = Annotated[
    str, StringConstraints(pattern=r"^(?:https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?|\*)$")
]

Host = Annotated[str, StringConstraints(pattern=r"^[^/\s:@]+$|^\[?[0-9A-Fa-f:.]+\]?$")]

SiteName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")]

CARRIERS = ("www.ups.com", "www.fedex.com", "tools.usps.com", "www.dhl.com", "www.royalmail.com", "www.dpd.co.uk")

_LISTS = {
    "allowed_origins": '["https://www.my-shop.example"]',
    "feed_hosts": '["feeds.my-shop.example"]',
    "link_hosts": '["www.my-carrier.example"]',
    "picture_hosts": '["cdn.my-shop.example"]',
}


class Settings(BaseSettings):
    """Environment variables carry the prefix ASSISTANT_, but for the two names that every OpenAI client knows."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=".env", extra="ignore", populate_by_name=True, env_ignore_empty=True
    )

    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    model: str | None = None
    planner: Literal["tools", "json"] = "tools"
    model_timeout_seconds: float = Field(default=30, gt=0, le=3600)
    context_tokens: int = Field(default=6000, ge=1000)
    conversation_tokens: int = Field(default=400_000, ge=0)
    address_tokens: int = Field(default=2_000_000, ge=0)
    shop_tokens: int = Field(default=0, ge=0)
    shop_cost: Decimal = Field(default=Decimal(0), ge=0, le=1_000_000, decimal_places=2)
    price_in: Decimal = Field(default=Decimal(0), ge=0, le=10_000, decimal_places=4)
    price_out: Decimal = Field(default=Decimal(0), ge=0, le=10_000, decimal_places=4)

    shop_name: str = Field(default="Larkfield", pattern=r"^[^\r\n]*\S[^\r\n]*$")
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    database_url: str = "sqlite+aiosqlite:///var/shop.db"
    state_dir: Path = Path("var")
    prompts_dir: Path | None = None
    demo: bool = False
    feed_hosts: tuple[Host, ...] = ()
    push_token: SecretStr | None = Field(default=None, min_length=32)
    uncounted_stock: int = Field(default=1000, ge=1, le=1_000_000)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    allowed_origins: tuple[Origin, ...] = ()
    link_hosts: tuple[SiteName, ...] = CARRIERS
    picture_hosts: tuple[SiteName, ...] = ()
    message_limit: int = Field(default=2000, ge=100, le=15_000)
    secret: SecretStr | None = Field(default=None, min_length=16)
    shopper_token_secret: SecretStr | None = Field(default=None, min_length=32)
    shopper_token_keys: SecretStr | None = None
    shopper_token_jwks: Path | None = None
    shopper_token_audience: str | None = None
    shopper_token_issuer: str | None = None

    public_url: Origin | None = None
    payments: Literal["none", "demo", "stripe"] | None = None
    return_url: str | None = Field(default=None, pattern=r"^https?://[^/\s]+/\S*$")
    stripe_key: SecretStr | None = Field(default=None, min_length=10)
    stripe_api_base: Origin | None = None
    webhook_secrets: SecretStr | None = None
    refund_token: SecretStr | None = Field(default=None, min_length=32)
    events_url: str | None = Field(default=None, pattern=r"^https?://[^/\s@]+(?:/\S*)?$")
    events_secret: SecretStr | None = None
    handoff_events_url: str | None = Field(default=None, pattern=r"^https?://[^/\s@]+(?:/\S*)?$")
    handoff_events_secret: SecretStr | None = None
    handoff_events_words: bool = False
    chatwoot_url: Origin | None = None
    chatwoot_inbox: str = Field(default="", pattern=r"^[A-Za-z0-9_-]*$")
    chatwoot_hmac_token: SecretStr | None = None
    chatwoot_webhook_secret: SecretStr | None = None

    smtp_url: SecretStr | None = None
    mail_from: str = Field(default="no-reply@shop.example", pattern=r"^[^\s@<>]+@[^\s@<>]+$")

    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    vector_store: SecretStr = SecretStr("chroma")
    embeddings: str = Field(default="minilm", pattern=r"^(?:minilm|local:.+|served:.+)$")
    embeddings_url: str | None = None
    embeddings_key: SecretStr | None = None
    reranker: str = Field(default="fields", pattern=r"^(?:none|fields|local:.+)$")
    keyword_weight: float = Field(default=0.7, ge=0, le=1)

    @property
    def embedding_origins(self) -> tuple[str, ...]:
        """The sites that may embed the chat, by name: `*` names none."""
        return tuple(origin.lower() for origin in self.allowed_origins if origin != "*")

    @property
    def link_origins(self) -> tuple[str, ...]:
        """Where links may lead beside this server's own pages."""
        return self._own_and(self.link_hosts)

    @property
    def picture_origins(self) -> tuple[str, ...]:
        """Where pictures may come from beside this server."""
        return self._own_and(self.picture_hosts)

    def _own_and(self, hosts: tuple[str, ...]) -> tuple[str, ...]:
        own = (*self.embedding_origins, *filter(None, (self.public_url, _origin(self.return_url))))
        return tuple(dict.fromkeys(origin.lower() for origin in (*own, *(f"https://{host}" for host in hosts))))

    @classmethod
    def load(cls, **given: object) -> "Settings":
        """Raises `BadSetting`, which names each wrong field and never its value."""
        try:
            return cls(**given)  # type: ignore[arg-type]  # pydantic checks the types, by name
        except ValidationError as error:
            faults = "; ".join(f"{cls._named(e['loc'])}: {e['msg']}" for e in error.errors())
            raise BadSetting(f"Please mend these settings (see .env.example): {faults}.") from None
        except SettingsError as error:
            # a setting that is read as JSON; the error's own words may quote the environment
            name = next((name for name in _LISTS if f'"{name}"' in str(error)), "allowed_origins")
            raise BadSetting(f"{cls._named((name,))} must be a JSON list, such as {_LISTS[name]}.") from None
        except UnicodeDecodeError:
            raise BadSetting("The file .env is not UTF-8 text. Please save it as UTF-8.") from None
        except OSError as error:
            raise BadSetting(f"The file .env cannot be read ({error.strerror}).") from None

    @classmethod
    def _named(cls, place: tuple[int | str, ...]) -> str:
        """As the owner writes it: ASSISTANT_PORT, not port."""
        name = str(place[0]) if place else "settings"
        return f"{cls.model_config['env_prefix']}{name}".upper() if name in cls.model_fields else name.upper()


def _origin(url: str | None) -> str | None:
    return "/".join(url.split("/", 3)[:3]) if url else None
