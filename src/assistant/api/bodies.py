"""What requests and answers look like on the wire, beyond the shared nouns."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.conversation import CartView, HandoffView, Line

Sku = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewMessage(Asked):
    text: str


class NewCartLine(Asked):
    sku: Sku
    quantity: int = Field(default=1, ge=1, le=1000, strict=True)


class NewQuantity(Asked):
    quantity: int = Field(ge=0, le=1000, strict=True, description="0 removes the line")


class SignedToken(Asked):
    token: str = Field(min_length=1, max_length=8192, description="JWT signed by the shop's own site")


class Greeting(BaseModel):
    text: str
    suggestions: tuple[str, ...]


class ShopName(BaseModel):
    name: str


class ModelName(BaseModel):
    name: str
    kind: Literal["hosted", "offline"]


class Opened(BaseModel):
    """`token` is shown once; it opens this conversation and nothing else."""

    id: str
    token: str
    greeting: Greeting
    shop: ShopName
    model: ModelName


class Transcript(BaseModel):
    id: str
    lines: tuple[Line, ...]
    cart: CartView
    handoff: HandoffView | None


class Problem(BaseModel):
    code: str
    message: str


class ErrorBody(BaseModel):
    error: Problem


class ModelHealth(ModelName):
    description: str = ""


class IndexHealth(BaseModel):
    revision: str | None = None
    products: int = 0
    passages: int = 0


class Health(BaseModel):
    model_config = ConfigDict(extra="allow")

    status: Literal["ok", "degraded"]
    model: ModelHealth
    index: IndexHealth
    database: str
