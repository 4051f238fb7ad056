"""Draws the graph of a turn from the code into docs/architecture.md: `python -m tests.house.draw`."""

import re

from langgraph.checkpoint.memory import InMemorySaver

from assistant.agent.gateway import Gateway
from assistant.agent.graph import build_graph
from assistant.agent.model import Models
from assistant.agent.nodes import Nodes
from assistant.prompts import Prompts, default_folder
from assistant.testing.model import ScriptedModel
from assistant.tools import SHOP_TOOLS
from tests.house.budget import ROOT

PAGE = ROOT / "docs" / "architecture.md"
_PLACE = re.compile(r"(<!-- graph of a turn: drawn by `make docs` -->\n)(.*?)(<!-- end of graph -->)", re.DOTALL)


def drawn() -> str:
    nodes = Nodes(Models(ScriptedModel(steps=[]), "offline"), SHOP_TOOLS, Prompts(default_folder()), "the shop")
    graph = build_graph(nodes, Gateway(SHOP_TOOLS), InMemorySaver()).get_graph()
    edges = [f"  {_node(e.source)} {'-.->' if e.conditional else '-->'} {_node(e.target)}" for e in graph.edges]
    return "```mermaid\ngraph TD\n" + "\n".join(sorted(edges)) + "\n```\n"


def page_with(picture: str) -> str:
    return _PLACE.sub(lambda m: m[1] + picture + m[3], PAGE.read_text("utf-8"))


def _node(name: str) -> str:
    return {"__start__": "start([start])", "__end__": "finish([end])"}.get(name, name)


if __name__ == "__main__":
    PAGE.write_text(page_with(drawn()), "utf-8")
