import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.api.mail import MOST_ATTEMPTS, MailDelivery, MailServer
from assistant.errors import BadSetting
from assistant.shop.mail import Mail
from assistant.testing.stores import InMemoryOutbox
from tests.api.conftest import SITE, serving
from tests.conftest import NOON

MAIL = Mail("m1", "pat@mail.example", "Your code — 1", "Your code is 123456.\n", NOON)


class Inbox:
    """Keeps what arrives, after answering with the given refusals first."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refusals: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        if self.refusals:
            return self.refusals.pop(0)
        assert isinstance(envelope.content, bytes)
        self.received.append(message_from_bytes(envelope.content))
        return "250 OK"


async def kept(outbox: InMemoryOutbox, mail_id: str) -> Mail:
    return next(mail for mail in await outbox.recent() if mail.id == mail_id)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server_url(inbox: Inbox) -> Iterator[str]:
    port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def delivery(outbox: InMemoryOutbox, url: str, pause: float = 0) -> MailDelivery:
    return MailDelivery(outbox, MailServer.parse(url), "shop@larkfield.example", pause)


@pytest.fixture
def outbox() -> InMemoryOutbox:
    outbox = InMemoryOutbox()
    outbox.put(MAIL)
    return outbox


async def test_queued_mail_is_sent_once_and_void_mail_never(
    outbox: InMemoryOutbox, inbox: Inbox, server_url: str
) -> None:
    outbox.put(Mail("m2", None, "", "", NOON, "void"))
    for _ in range(2):
        await delivery(outbox, server_url).deliver_due()
    (message,) = inbox.received
    assert message["To"] == "pat@mail.example"
    assert message["From"] == "shop@larkfield.example"
    assert "123456" in str(message.get_payload())
    assert (await kept(outbox, "m1")).status == "sent"
    assert len(await outbox.recent()) == 1


async def test_a_refusal_for_now_is_tried_again(outbox: InMemoryOutbox, inbox: Inbox, server_url: str) -> None:
    inbox.refusals = ["451 Try later"] * 2
    mailer = delivery(outbox, server_url)
    for _ in range(3):
        await mailer.deliver_due()
    assert len(inbox.received) == 1
    mail = await kept(outbox, "m1")
    assert (mail.status, mail.attempts) == ("sent", 3)


async def test_five_failed_attempts_are_the_end(outbox: InMemoryOutbox) -> None:
    mailer = delivery(outbox, f"smtp://127.0.0.1:{free_port()}")
    for _ in range(MOST_ATTEMPTS - 1):
        await mailer.deliver_due()
    assert (await kept(outbox, "m1")).status == "queued"
    await mailer.deliver_due()
    mail = await kept(outbox, "m1")
    assert (mail.status, mail.attempts) == ("failed", MOST_ATTEMPTS)


async def test_pauses_grow_between_attempts(outbox: InMemoryOutbox) -> None:
    mailer = delivery(outbox, f"smtp://127.0.0.1:{free_port()}", pause=0.05)
    clock, tried = asyncio.get_running_loop().time, list[tuple[float, float]]()
    while len(tried) < 3:
        before = clock()
        await mailer.deliver_due()
        if (await kept(outbox, "m1")).attempts > len(tried):
            tried.append((before, clock()))
        await asyncio.sleep(0.005)
    # however long a busy machine takes over each of them
    assert tried[1][1] - tried[0][0] >= 0.05
    assert tried[2][1] - tried[1][0] >= 0.2


async def test_one_mail_that_cannot_be_sent_holds_no_other_up(
    outbox: InMemoryOutbox, inbox: Inbox, server_url: str
) -> None:
    outbox.put(replace(MAIL, id="m0", to="not an address\nBcc: all@mail.example"))
    outbox.put(replace(MAIL, id="m3", to="sam@mail.example"))
    await delivery(outbox, server_url).deliver_due()
    assert {message["To"] for message in inbox.received} == {"pat@mail.example", "sam@mail.example"}


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # a loopback server has no certificate
async def test_the_running_app_delivers_with_a_name_and_password(inbox: Inbox, assistant: Assistant) -> None:
    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
        return AuthResult(success=given == LoginPassword(b"us er", b"p@ss"))

    port = free_port()
    controller = Controller(
        inbox, hostname="127.0.0.1", port=port, authenticator=check, auth_required=True, auth_require_tls=False
    )
    controller.start()
    outbox = InMemoryOutbox()
    outbox.put(MAIL)
    assistant = replace(assistant, stores=replace(assistant.stores, outbox=outbox))
    site = replace(SITE, mail_server=MailServer.parse(f"smtp://us%20er:p%40ss@127.0.0.1:{port}"))
    async with serving(create_app(assistant, site)) as client:
        async with asyncio.timeout(5):
            while (await kept(outbox, "m1")).status != "sent":  # noqa: ASYNC110  # a store has no event to wait for
                await asyncio.sleep(0.01)
        figures = (await client.get("/metrics")).text
    assert "assistant_http_requests_total" in figures
    assert "mail" not in figures, "whoever watches the figures could tell a right guess from a wrong one"
    controller.stop()
    assert len(inbox.received) == 1


@pytest.mark.parametrize("url", ["http://host", "smtp://", "smtp://host:port", "mail.example", "smtp://u:hunter2@:25"])
def test_an_address_that_cannot_be_used_is_told_without_quoting_it(url: str) -> None:
    with pytest.raises(BadSetting) as refused:
        MailServer.parse(url)
    assert "ASSISTANT_SMTP_URL" in refused.value.message
    assert "hunter2" not in refused.value.message


@pytest.mark.parametrize(
    ("url", "port", "encrypted"), [("smtp://h", 587, False), ("smtps://h", 465, True), ("smtp://h:25", 25, False)]
)
def test_ports_follow_the_scheme(url: str, port: int, encrypted: bool) -> None:
    server = MailServer.parse(url)
    assert (server.port, server.encrypted) == (port, encrypted)


@pytest.mark.parametrize(
    ("url", "start_tls"),
    [
        ("smtp://u:p@mail.example", True),
        ("smtp://mail.example", None),
        ("smtp://u:p@127.0.0.1", None),
        ("smtps://u:p@mail.example", False),
    ],
)
def test_a_password_never_crosses_a_network_in_the_clear(url: str, start_tls: bool | None) -> None:
    assert MailServer.parse(url).start_tls is start_tls


def test_a_password_is_not_shown_with_the_server() -> None:
    assert "hunter2" not in repr(MailServer.parse("smtp://u:hunter2@h"))
