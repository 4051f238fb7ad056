"""The graph of a turn: edges only."""

from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from assistant.agent.acting import Act
from assistant.agent.confirm import Confirm
from assistant.agent.gateway import Gateway
from assistant.agent.nodes import Nodes
from assistant.agent.state import State
from assistant.tools.context import TurnContext

Graph = CompiledStateGraph[State, TurnContext, Any, Any]


def build_graph(nodes: Nodes, gateway: Gateway, checkpointer: BaseCheckpointSaver[Any]) -> Graph:
    confirm = Confirm(nodes.tools, gateway)
    graph = StateGraph(State, context_schema=TurnContext)
    graph.add_node("screen", nodes.screen)
    graph.add_node("refuse", nodes.refuse)
    graph.add_node("tell", nodes.tell)
    graph.add_node("recall", nodes.recall)
    graph.add_node("think", nodes.think)
    graph.add_node("propose", confirm.propose)
    graph.add_node("confirm", confirm.pause)
    graph.add_node("act", Act(nodes.tools))
    graph.add_node("review", nodes.review)
    graph.add_node("hand_off", nodes.hand_off)
    graph.add_edge(START, "screen")
    graph.add_edge("tell", "recall")
    graph.add_edge("recall", "think")
    graph.add_conditional_edges("think", after_thinking)
    graph.add_edge("refuse", END)
    graph.add_edge("hand_off", END)
    return graph.compile(checkpointer=checkpointer)


def after_thinking(state: State) -> Literal["propose", "review"]:
    last = state["messages"][-1]
    return "propose" if isinstance(last, AIMessage) and last.tool_calls else "review"
