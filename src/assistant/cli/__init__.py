"""Every command of `assistant`. Heavy imports wait until a command needs them."""

from getpass import getuser
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="An open shopping assistant: finds, answers, sells, and hands over to a person.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Host = Annotated[str | None, typer.Option(help="Address to listen on; ASSISTANT_HOST otherwise.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on; ASSISTANT_PORT otherwise.")]


@app.command()
def serve(host: Host = None, port: Port = None) -> None:
    """Serve the HTTP API, the chat page and the widget."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def load_and_serve() -> None:
        settings = load_settings(demo=False, host=host, port=port)
        from assistant.cli.serving import serve_until_stopped  # noqa: PLC0415  # a bad setting is told at once

        await serve_until_stopped(settings)

    guarded(load_and_serve)


@app.command()
def demo(host: Host = None, port: Port = None) -> None:
    """Serve the demo shop; fills it first where that was not done yet."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def fill_and_serve() -> None:
        settings = load_settings(demo=True, host=host, port=port)
        from assistant.cli.demo_shop import fill_if_empty  # noqa: PLC0415  # a bad setting is told at once
        from assistant.cli.serving import serve_until_stopped  # noqa: PLC0415  # a bad setting is told at once

        await fill_if_empty(settings)
        await serve_until_stopped(settings)

    guarded(fill_and_serve)


@app.command()
def chat(
    demo: Annotated[bool, typer.Option("--demo", help="Talk to the demo shop.")] = False,
) -> None:
    """Talk to the assistant here; reads lines from a pipe as well."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def fill_and_chat() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from assistant.cli.chatting import chat_until_done  # noqa: PLC0415  # a bad setting is told at once
        from assistant.cli.demo_shop import fill_if_empty  # noqa: PLC0415  # a bad setting is told at once

        if demo:
            await fill_if_empty(settings)
        await chat_until_done(settings)

    guarded(fill_and_chat)


@app.command()
def waiting(
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Show the conversations that wait for a person, with all that was said and tried."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def show() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.waiting import show_waiting  # noqa: PLC0415  # a bad setting is told at once

        await show_waiting(settings, Console())

    guarded(show)


@app.command()
def staff(
    email: Annotated[str, typer.Argument(help="The address that they sign in with.")],
    *,
    name: Annotated[str, typer.Option(prompt=True, help="What shoppers and colleagues see.")] = "",
    role: Annotated[str, typer.Option(help="owner, agent or qa.")] = "agent",
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Let somebody sign in at the console, or give them a new name, role or password."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def add() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.staffing import Given, keep_staff  # noqa: PLC0415  # a bad setting is told at once

        await keep_staff(settings, Given(email, name, role, password), Console())

    guarded(add)


@app.command("replay-policy")
def replay_policy(
    file: Annotated[
        Path | None,
        typer.Argument(help="A policy as handoff.yaml has it; else the one that stands."),
    ] = None,
    since: Annotated[int, typer.Option(min=1, max=365, metavar="DAYS", help="How many days to look back.")] = 7,
    *,
    words: Annotated[bool, typer.Option("--words", help="Show what the shoppers wrote, too.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Show what a policy would have done with past conversations, against what was done."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def show() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.replaying import show_replay  # noqa: PLC0415  # a bad setting is told at once

        await show_replay(settings, file, since, words, Console())

    guarded(show)


@app.command()
def cases(
    file: Annotated[Path, typer.Argument(help="The file to write, such as cases.yaml.")],
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Write the turns that were kept at the console as cases of an eval."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def write() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.freezing import show_cases  # noqa: PLC0415  # a bad setting is told at once

        await show_cases(settings, file, Console())

    guarded(write)


@app.command()
def timeline(
    who: Annotated[str, typer.Argument(help="An order number, a customer's id or an e-mail address.")],
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Show what happened to a customer's orders: bought, paid, changed, refused, by whom and when."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def show() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.timeline import show_timeline  # noqa: PLC0415  # a bad setting is told at once

        await show_timeline(settings, who, Console())

    guarded(show)


@app.command()
def reconcile(
    since: Annotated[int, typer.Option(min=1, max=365, metavar="DAYS", help="How many days to look back.")] = 3,
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Hold the payments here against the provider's; settles what it can, exit code 1 when something is left."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def show() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.reconciling import show_differences  # noqa: PLC0415  # a bad setting is told at once

        if await show_differences(settings, since, Console()):
            raise typer.Exit(1)

    guarded(show)


@app.command()
def refund(
    number: Annotated[str, typer.Argument(help="The order's number.")],
    amount: Annotated[
        str, typer.Argument(help="Such as 12.50, in the order's currency; all that is left without.")
    ] = "",
    *,
    reason: Annotated[str, typer.Option(prompt="Because", help="What the shopper reads after 'because'.")] = "",
    by: Annotated[str, typer.Option(help="Who answers for it; your user name here without.")] = "",
    key: Annotated[str, typer.Option(help="Of a try that broke off, so that nothing is paid back twice.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Of the demo shop.")] = False,
) -> None:
    """Pay back an order that was paid on the payment page, or a part of it; the shopper gets a mail."""
    from assistant.cli.running import guarded, load_settings  # noqa: PLC0415  # keeps --help light

    async def give() -> None:
        settings = load_settings(demo=demo, quiet=True)
        from rich.console import Console  # noqa: PLC0415  # a bad setting is told at once

        from assistant.cli.refunding import refund as pay_back  # noqa: PLC0415  # a bad setting is told at once
        from assistant.shop.checkout.refunding import Wanted  # noqa: PLC0415  # a bad setting is told at once

        wanted = Wanted(number, amount, reason, by or getuser())
        if not await pay_back(settings, wanted, key, Console(), lambda: yes or typer.confirm("Pay it back?")):
            raise typer.Exit(1)

    guarded(give)
