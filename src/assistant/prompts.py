"""Prompt files: found, checked, rendered and fingerprinted. A wrong variable stops the start, not a conversation."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from assistant.errors import BadSetting

VARIABLES: Mapping[str, frozenset[str]] = {
    "assistant": frozenset({"shop_name", "today", "currency", "most_of_one"}),
    "planner": frozenset({"tools"}),
    "recalled": frozenset({"passages"}),
    "rewrite": frozenset({"sentences"}),
}

_VARIABLE = re.compile(r"\$(?:\w+|\{\w+\}|\$)")


class Prompts:
    """The prompt files of one folder, each `NAME.md` with `$variables`."""

    def __init__(self, folder: Path) -> None:
        """Raises `BadSetting` when a file is missing or its variables are not exactly those of `VARIABLES`."""
        self._templates = {name: _load(folder / f"{name}.md", wanted) for name, wanted in VARIABLES.items()}
        content = "\0".join(f"{name}\0{t.template}" for name, t in sorted(self._templates.items()))
        self.fingerprint = hashlib.sha256(content.encode()).hexdigest()[:12]
        others = [t.template for name, t in self._templates.items() if name != "assistant"]
        self.beside = "\n".join(_VARIABLE.sub("\n", text) for text in others)
        """What a model is told beside the assistant's own prompt, without what is filled in."""

    def render(self, name: str, **values: object) -> str:
        return self._templates[name].substitute(values)


def default_folder() -> Path:
    """The folder shipped in the wheel, or the repository's own."""
    packaged = Path(__file__).parent / "_prompts"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "prompts"


def _load(path: Path, wanted: frozenset[str]) -> Template:
    try:
        template = Template(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"The prompt file {path} cannot be read ({error.strerror}).") from None
    if not template.is_valid():
        raise BadSetting(f"The prompt file {path} holds a lone $; write $$ for a dollar sign.")
    found = frozenset(template.get_identifiers())
    if found != wanted:
        missing, extra = sorted(wanted - found), sorted(found - wanted)
        raise BadSetting(f"The prompt file {path} misses {missing or 'nothing'} and has {extra or 'nothing'} too many.")
    return template
