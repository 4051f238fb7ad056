"""Small faults put into the functions of a module, one at a time, as the usual tools do it."""

import ast
import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from pathlib import Path
from types import CodeType

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.Pow: ast.Mult,
}  # fmt: skip
_NAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "asc": "desc", "desc": "asc"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Mutant:
    """`change` is the smallest text that differs, `function` the outermost function or method, with all its `lines`."""

    function: str
    line: int
    change: str
    lines: range = kept(compare=False)
    code: CodeType = kept(compare=False)

    def __str__(self) -> str:
        return f"{self.function}:{self.line}  {self.change}"


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of the module's functions, with the code that takes the function's place."""
    tree = ast.parse(path.read_text("utf-8"))
    for name, function in _functions(tree, ""):
        for at, node in enumerate(_mutable(function)):
            for how, (before, after) in enumerate(_changes(node)):
                changed = copy.deepcopy(tree)
                twin = dict(_functions(changed, ""))[name]
                target = _mutable(twin)[at]
                _put(twin, target, list(_changes(target))[how][1])
                code = _code_of(compile(ast.fix_missing_locations(changed), str(path), "exec"), name)
                change = f"{_text(before)} => {_text(after)}"
                yield Mutant(name, getattr(node, "lineno", 0), change, _body(function), code)


def _functions(tree: ast.AST, prefix: str) -> Iterator[tuple[str, _Function]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")
        elif isinstance(node, _Function):
            yield f"{prefix}{node.name}", node


def _body(function: _Function) -> range:
    return range(function.body[0].lineno, (function.end_lineno or 0) + 1)


def _mutable(function: _Function) -> list[ast.AST]:
    """All nodes of the body but docstrings and annotations, always in the same order."""
    return [node for statement in function.body for node in _walk(statement)]


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    yield node
    if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
        return
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "format_spec", "slice"} and not isinstance(node, ast.Subscript):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child)


def _changes(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    yield from _expressions(node)
    yield from _statements(node)
    if isinstance(node, ast.Call):
        yield from _calls(node)
    if isinstance(node, ast.Constant):
        for value in _other(node.value):
            yield node, ast.copy_location(ast.Constant(value), node)
    if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
        for value in _other(node.value.value):
            yield node, _with(node, value=ast.Constant(value))


def _expressions(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    match node:
        case ast.Compare(ops=[op, *others]):
            yield node, _with(node, ops=[_COMPARED[type(op)](), *others])
            if others:
                yield node, _with(node, ops=[op, *(_COMPARED[type(one)]() for one in others)])
        case ast.BoolOp(op=op):
            yield node, _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.BinOp(op=op) if type(op) in _RECKONED:
            yield node, _with(node, op=_RECKONED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, operand
        case ast.IfExp(test=test):
            yield node, _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Name(id=name) if name in _NAMED:
            yield node, _with(node, id=_NAMED[name])
        case ast.Attribute(attr=name) if name in _NAMED:
            yield node, _with(node, attr=_NAMED[name])


def _calls(node: ast.Call) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Arguments that change places, and arguments left out."""
    starred = any(isinstance(one, ast.Starred) for one in node.args)
    match node.args:
        case [first, second, *others] if not starred and not _orderless(node):
            yield node, _with(node, args=[second, first, *others])
    if len(node.args) > 1 and not starred:
        yield node, _with(node, args=node.args[:-1])
    for at, keyword in enumerate(node.keywords):
        if keyword.arg not in {None, "strict"}:
            yield node, _with(node, keywords=[*node.keywords[:at], *node.keywords[at + 1 :]])


def _orderless(node: ast.Call) -> bool:
    """The lesser of two has no order, nor have the conditions of a query."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr == "where"
    return isinstance(node.func, ast.Name) and node.func.id in {"min", "max"}


def _statements(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    match node:
        case ast.If(test=test) | ast.While(test=test):
            yield test, _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield node, _with(node, value=ast.Constant(None))
        case ast.AugAssign(op=op) if type(op) in _RECKONED:
            yield node, _with(node, op=_RECKONED[type(op)]())
        case ast.Expr() | ast.Raise():
            yield node, ast.copy_location(ast.Pass(), node)
        case ast.Continue():
            yield node, ast.copy_location(ast.Break(), node)


def _other(value: object) -> Sequence[bool | int | str | bytes]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1]
        case str():
            return [f"XX{value}XX"]
        case bytes():
            return [b"XX" + value]
    return []


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _put(root: ast.AST, target: ast.AST, instead: ast.AST) -> None:
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, field, instead)
            elif isinstance(value, list) and any(one is target for one in value):
                value[:] = [instead if one is target else one for one in value]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.keyword):
        return f"{node.arg}={ast.unparse(node.value)}"
    shown = _with(node, body=[ast.Pass()], orelse=[]) if isinstance(node, ast.If | ast.While) else node
    return " ".join(ast.unparse(shown).split())


def _code_of(module: CodeType, name: str) -> CodeType:
    found = module
    for part in name.split("."):
        found = next(one for one in found.co_consts if isinstance(one, CodeType) and one.co_name == part)
    return found
