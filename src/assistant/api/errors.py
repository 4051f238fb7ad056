"""Every failure in one shape: `{"error": {"code", "message"}}`, worded for people, never echoing what they sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.api.bodies import ErrorBody, Problem
from assistant.errors import AssistantError, BadDetails
from assistant.observability import failure, reference


class TooManyRequests(AssistantError):
    status = 429

    def __init__(self, message: str, wait_seconds: int) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class WrongPushToken(AssistantError):
    status = 401


class WrongRefundToken(AssistantError):
    status = 401


class KeyMissing(AssistantError):
    status = 400


@dataclass(frozen=True)
class Failure:
    status: int
    body: ErrorBody
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> JSONResponse:
        return JSONResponse(
            self.body.model_dump(mode="json", exclude_defaults=True), self.status, headers=dict(self.headers)
        )


_SENTENCES = {
    400: ("bad_request", "That request could not be read. Please send JSON."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method. See /docs."),
    413: ("request_too_large", "That is too much at once. Please send less than 64 KB."),
}


def describe(error: Exception) -> Failure:
    """The answer for any exception; one that nobody raised on purpose is logged here, without its words."""
    match error:
        case TooManyRequests():
            return _failure(error.status, _code(error), error.message, {"Retry-After": str(error.wait_seconds)})
        case BadDetails():
            problem = Problem(code=_code(error), message=error.message, fields=error.fields)
            return Failure(error.status, ErrorBody(error=problem))
        case AssistantError():
            return _failure(error.status, _code(error), error.message)
        case RequestValidationError():
            return _failure(422, "bad_request", _validation_sentence(error))
        case HTTPException():
            code, sentence = _SENTENCES.get(error.status_code, ("http_error", "That did not work."))
            return _failure(error.status_code, code, sentence, error.headers)
        case _:
            return _unexpected(error)


def install_error_handlers(app: FastAPI) -> None:
    for kind in (AssistantError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)


async def _answer(_request: Request, error: Exception) -> JSONResponse:
    return describe(error).response()


def _unexpected(error: Exception) -> Failure:
    structlog.get_logger("assistant.api").error("unexpected_error", **failure(error))
    sentence = "Sorry, something went wrong on our side. Please try again, or ask for a person."
    return _failure(500, "unexpected", f"{sentence} If you write to us, mention {reference('this time')}.")


def _failure(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Failure:
    return Failure(status, ErrorBody(error=Problem(code=code, message=message)), headers or {})


def _code(error: AssistantError) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def _validation_sentence(error: RequestValidationError) -> str:
    """Names the first faulty field and what it needs; the value itself stays out."""
    first: dict[str, Any] = error.errors()[0]
    kind, field_name = str(first["type"]), ".".join(str(part) for part in first["loc"][1:])
    if kind == "json_invalid":
        return "The request is not valid JSON. Please check the commas and quotes."
    if not field_name:
        return "The request needs a JSON object as its body, with Content-Type application/json."
    if kind == "missing":
        return f'The field "{field_name}" is missing.'
    if kind == "extra_forbidden":
        return "The request has a field that is not known here. See /docs for the fields."
    return f'The field "{field_name}" cannot be used: {_need(str(first["msg"]))}.'


def _need(message: str) -> str:
    return message[:1].lower() + message[1:]
