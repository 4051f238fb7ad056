"""What the desk says no to. `message` is safe to show to a member of staff."""

from assistant.errors import AssistantError

NOBODY = "Nobody who answers this queue is free right now. Take the chat, or give it to somebody by name."


class HandoffRefused(AssistantError):
    status = 409


class TakenAlready(HandoffRefused):
    """Another person has it."""


class NotYours(HandoffRefused):
    """Only whoever has it may do that."""


class NotOpen(HandoffRefused):
    """It was given back or closed, or never opened."""


class NobodyFree(HandoffRefused):
    """Whoever answers this queue is away or has as many chats as they take."""


class EmailTaken(AssistantError):
    status = 409


class NotSignedIn(AssistantError):
    """No session, or a wrong name or password: they read alike."""

    status = 401


class NotAllowed(AssistantError):
    status = 403
