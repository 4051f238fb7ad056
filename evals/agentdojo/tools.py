"""AgentDojo's functions as tools of ours: the same effect classes, the same proposal and the same pause."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from langchain_core.messages import AnyMessage
from langchain_core.tools import BaseTool, StructuredTool

from assistant.conversation import Confirmation
from assistant.tools import Effect, ShopTool
from assistant.tools.context import TurnContext
from assistant.tools.results import Result, result
from evals.loading import BadCases

EFFECTS = Path(__file__).parent / "effects.yaml"
VALID_FOR = timedelta(minutes=10)


@dataclass
class World:
    """Where the calls of one case are carried out, and which ones were."""

    runtime: Any = None
    environment: Any = None
    done: list[tuple[str, Mapping[str, Any], str]] = field(default_factory=list)

    def run(self, name: str, args: Mapping[str, Any]) -> str:
        given = {key: value for key, value in args.items() if value is not None}
        returned, error = self.runtime.run_function(self.environment, name, given, raise_on_error=False)
        told = error or str(returned)
        self.done.append((name, args, told))
        return told


def shop_tools(functions: Sequence[Any], world: World) -> list[ShopTool]:
    """Raises `BadCases` for a tool whose effect nobody has named."""
    classes = _classes()
    if strange := sorted({f.name for f in functions} - classes.keys()):
        raise BadCases(f"{EFFECTS.name} does not name the effect of {', '.join(strange)}")
    return [_shop_tool(function, classes[function.name], world) for function in functions]


def effect_of(name: str, args: Mapping[str, Any]) -> str:
    """What a person is asked: the whole call and nothing but it."""
    return f"{name} {json.dumps(args, sort_keys=True, default=str, ensure_ascii=False)}"


def _shop_tool(function: Any, effect: Effect, world: World) -> ShopTool:
    tool = _tool(function, world)
    if effect is Effect.READ:
        return ShopTool(tool, effect, "Looking")

    async def propose(args: Mapping[str, Any], _messages: Sequence[AnyMessage], context: TurnContext) -> Confirmation:
        words = effect_of(function.name, args)
        bound = f"{context.conversation_id} {context.turn_id} {words}"
        return Confirmation(
            id=hashlib.sha256(bound.encode()).hexdigest(), effect=words, expires_at=context.now + VALID_FOR
        )

    return ShopTool(tool, effect, "Doing", propose=propose)


def _tool(function: Any, world: World) -> BaseTool:
    async def run(**args: Any) -> Result:
        return result({"result": world.run(function.name, args)})

    return StructuredTool.from_function(
        coroutine=run,
        name=function.name,
        description=function.description,
        args_schema=function.parameters,
        response_format="content_and_artifact",
    )


@cache
def _classes() -> Mapping[str, Effect]:
    named = yaml.safe_load(EFFECTS.read_text("utf-8"))
    return {name: Effect(effect) for effect, names in named.items() for name in names}
