"""HTTP in and out: the chat, the cart, plain pages, health; `create_app(assistant, site)`."""

from assistant.api.app import create_app
from assistant.api.site import Site

__all__ = ["Site", "create_app"]
