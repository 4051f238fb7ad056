"""Takes queued mail from the outbox and hands it to an SMTP server, again and again with growing pauses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from assistant.errors import BadSetting
from assistant.observability import failure
from assistant.shop.mail import Mail, Outbox

MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class MailServer:
    """`smtps://` starts with TLS; `smtp://` turns to it, and must where a password would cross a network."""

    host: str
    port: int
    encrypted: bool
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def start_tls(self) -> bool | None:
        """None takes TLS where it is offered."""
        if self.encrypted:
            return False
        return True if self.password and not _is_here(self.host) else None

    @classmethod
    def parse(cls, url: str) -> "MailServer":
        """Raises `BadSetting`, which never quotes the address: it may hold a password."""
        try:
            split = urlsplit(url)
            port = split.port
        except ValueError:
            split, port = urlsplit(""), None
        if split.scheme not in {"smtp", "smtps"} or not split.hostname:
            raise BadSetting("ASSISTANT_SMTP_URL must look like smtp://user:password@host:587 or smtps://host:465.")
        encrypted = split.scheme == "smtps"
        return cls(
            host=split.hostname,
            port=port or (465 if encrypted else 587),
            encrypted=encrypted,
            user=unquote(split.username) if split.username else None,
            password=unquote(split.password) if split.password else None,
        )


class MailDelivery:
    """One attempt at a time for each mail: the n-th is made `pause * 4**(n-1)` seconds after the last."""

    def __init__(self, outbox: Outbox, server: MailServer, sender: str, pause: float = 5) -> None:
        self._outbox, self._server, self._sender = outbox, server, sender
        self._pause = pause
        self._not_before: dict[str, float] = {}

    async def run(self, look_every: float = 1) -> None:
        """Runs until it is cancelled; a store that fails is asked again later."""
        while True:
            try:
                await self.deliver_due()
            except Exception as error:  # noqa: BLE001  # mail must not stop for good because a database was busy once
                structlog.get_logger("assistant.mail").error("mail_round_failed", **failure(error))
            await asyncio.sleep(look_every)

    async def deliver_due(self) -> None:
        now = asyncio.get_running_loop().time()
        for mail in await self._outbox.queued():
            if self._not_before.get(mail.id, 0) <= now:
                await self._attempt(mail)

    async def _attempt(self, mail: Mail) -> None:
        try:
            await self._send(mail)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            await self._failed(mail, error)
        else:
            await self._outbox.mark(mail.id, "sent")
            self._note(mail, "sent")

    async def _failed(self, mail: Mail, error: Exception) -> None:
        attempt = mail.attempts + 1
        if attempt >= MOST_ATTEMPTS or _refused_for_good(error):
            await self._outbox.mark(mail.id, "failed")
            self._note(mail, "failed", error)
            return
        self._not_before[mail.id] = asyncio.get_running_loop().time() + self._pause * 4 ** (attempt - 1)
        await self._outbox.mark(mail.id, "queued")
        self._note(mail, "retry", error)

    async def _send(self, mail: Mail) -> None:
        await aiosmtplib.send(
            _message(mail, self._sender),
            hostname=self._server.host,
            port=self._server.port,
            username=self._server.user,
            password=self._server.password,
            use_tls=self._server.encrypted,
            start_tls=self._server.start_tls,
            timeout=20,
        )

    def _note(self, mail: Mail, outcome: str, error: Exception | None = None) -> None:
        """In the log only: a public count of mails sent would tell a guesser that an order and an address belong."""
        if outcome != "retry":
            self._not_before.pop(mail.id, None)
        structlog.get_logger("assistant.mail").info(
            "mail_attempt",
            mail_id=mail.id,
            outcome=outcome,
            attempt=mail.attempts + 1,
            kind=type(error).__name__ if error else None,
        )


def _is_here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _refused_for_good(error: Exception) -> bool:
    return isinstance(error, aiosmtplib.SMTPRecipientsRefused) and all(r.code >= 550 for r in error.recipients)


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"], message["Message-ID"] = mail.at, f"<{mail.id}@{sender.rsplit('@', 1)[-1]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


@asynccontextmanager
async def deliver_in_background(outbox: Outbox, server: MailServer | None, sender: str) -> AsyncIterator[None]:
    """Without a server mail stays in the outbox, where the demo shows it."""
    if server is None:
        yield
        return
    task = asyncio.create_task(MailDelivery(outbox, server, sender).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
