"""A wrong prompt file stops the start, not a conversation."""

import shutil
from pathlib import Path

import pytest

from assistant.errors import BadSetting
from assistant.prompts import Prompts, default_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "prompts"))


def test_the_shipped_prompts_load_and_render(folder: Path) -> None:
    text = Prompts(folder).render("rewrite", sentences="A $ sign stays.")
    assert "A $ sign stays." in text


def test_the_fingerprint_follows_the_content(folder: Path) -> None:
    before = Prompts(folder).fingerprint
    assert Prompts(folder).fingerprint == before
    (folder / "rewrite.md").write_text("Again: $sentences!", "utf-8")
    assert Prompts(folder).fingerprint != before


@pytest.mark.parametrize(
    ("content", "words"),
    [("no variable", "misses"), ("$sentences $more", "too many"), ("$sentences costs 5 $ now", "lone")],
)
def test_wrong_variables_are_named(folder: Path, content: str, words: str) -> None:
    (folder / "rewrite.md").write_text(content, "utf-8")
    with pytest.raises(BadSetting, match=words):
        Prompts(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "recalled.md").unlink()
    with pytest.raises(BadSetting, match=r"recalled\.md"):
        Prompts(folder)
