"""What README tells people to type exists."""

import re
import shlex
import subprocess
import sys

import pytest

from tests.house.budget import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(?:console|sh|bash)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ").split("  #")[0].strip() for b in BLOCKS for line in b.splitlines() if line.startswith("$ ")
]
MODULES = sorted({match for c in COMMANDS for match in re.findall(r" -m (\S+)", f" {c}")} - {"venv"})
MAKE = re.compile(r"^([a-z-]+):", re.MULTILINE)


def test_readme_names_its_commands() -> None:
    assert len(COMMANDS) >= 6
    assert {"ingest", "evals"} <= set(MODULES)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.split()[0] == "make" or " make " in f" {c} "])
def test_every_make_verb_of_readme_exists(command: str) -> None:
    verbs = set(MAKE.findall((ROOT / "Makefile").read_text("utf-8")))
    words = [w for w in shlex.split(command)[1:] if "=" not in w]
    assert set(words[words.index("make") + 1 :] if "make" in words else words) <= verbs


@pytest.mark.parametrize("module", MODULES)
def test_every_module_of_readme_can_be_asked_for_help(module: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README))))
def test_every_link_of_readme_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
