"""A failure in the shop is kept as a case, mended by an approved answer, and the case tells that it is mended."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from assistant.agent.learning import Learning
from assistant.agent.stores import Stores
from assistant.bootstrap import build, embedder_of, index_root, open_kept
from assistant.cli.freezing import show_cases
from assistant.cli.publishing import publisher
from assistant.escalation.staff import Staff
from assistant.settings import Settings
from assistant.shop.conversations import Conversation
from evals.loading import BadCases
from evals.result import Result
from evals.suites.live import run
from ingest.lock import alone
from ingest.publish import Stores as Fed
from ingest.run import Options, ingest
from tests.conftest import NOON, ask

ASKED = "Do you donate to charity?"
OLU = Staff("s1", "Olu", "olu@shop.example", "owner", "")


@pytest.fixture
def own(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A shop on disk, as its owner's environment names it; `settings` cleared this machine's own."""
    url = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", url)
    monkeypatch.setenv("ASSISTANT_STATE_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert settings.demo
    return Settings(_env_file=None)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    folder.mkdir()
    text = "# Returns\n\n## How long do I have?\n\nUnused items come back within 30 days.\n"
    (folder / "returns.md").write_text(text, encoding="utf-8")
    return folder


async def fed(stores: Stores, settings: Settings, folder: Path) -> None:
    into = Fed.of(stores)
    await ingest(folder, into, embedder_of(settings), index_root(settings), options=Options())


async def test_a_case_is_red_until_its_question_is_answered_on_the_shops_pages(own: Settings, feed: Path) -> None:
    publish = publisher(own)
    assert publish
    async with open_kept(own) as kept, build(own, kept=kept) as assistant:
        stores, learning = kept.stores, Learning(kept.stores, OLU, NOON)
        await fed(stores, own, feed)
        conversation, _ = await assistant.start()
        assert (await ask(assistant, conversation, ASKED)).outcome == "abstained"
        await learning.freeze(conversation, (await newest(stores, conversation)), None, "")
        assert (await played(own, feed.parent / "before.yaml")).measures == {"pass_rate": 0.0}
        faq = await learning.suggest(conversation, "question-1", await newest(stores, conversation), ASKED, "")
        await learning.decide(
            faq.id, "suggested", "approved", ASKED, "Yes, one percent of what we sell goes to charity."
        )
        with alone(own.state_dir):
            assert not await publish(), "another ingest runs"
        assert await stores.faqs.lacking()
        assert await publish()
        told = await ask(assistant, conversation, ASKED)
        assert ("one percent" in told.text, [one.title for one in told.citations]) == (True, [ASKED])
        assert (await played(own, feed.parent / "after.yaml")).measures == {"pass_rate": 1.0}


async def newest(stores: Stores, conversation: Conversation) -> str:
    return (await stores.conversations.turns(conversation.id))[-1].id


async def played(own: Settings, file: Path) -> Result:
    told = io.StringIO()
    await show_cases(own, file, Console(file=told, width=200))
    assert f"--cases {file}" in told.getvalue()
    return await run(file, lambda _done, _total: None)


async def test_without_a_file_or_a_shop_it_says_what_to_do(own: Settings, tmp_path: Path) -> None:
    assert own.state_dir == tmp_path
    with pytest.raises(BadCases, match="--cases FILE"):
        await run(None, lambda _done, _total: None)
