"""Each bad setting gives one sentence that names it, and never its value."""

from pathlib import Path

import pytest

from assistant.bootstrap import build
from assistant.errors import BadSetting
from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_ALLOWED_ORIGINS", "https://hunter2.example"),
        ("ASSISTANT_ALLOWED_ORIGINS", '["https://hunter2.example/"]'),
        ("ASSISTANT_PORT", "hunter2"),
        ("ASSISTANT_MODEL_TIMEOUT_SECONDS", "inf"),
        ("ASSISTANT_MESSAGE_LIMIT", "1000000"),
        ("ASSISTANT_SECRET", "hunter2"),
        ("ASSISTANT_SHOPPER_TOKEN_SECRET", "hunter2"),
        ("ASSISTANT_MAIL_FROM", "hunter2"),
        ("ASSISTANT_SHOP_NAME", "a\nBcc: hunter2"),
        ("ASSISTANT_LOG_LEVEL", "hunter2"),
    ],
)
def test_a_bad_setting_is_named_as_the_owner_writes_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as caught:
        Settings.load()
    assert name in caught.value.message
    assert "hunter2" not in caught.value.message


def test_a_file_that_is_no_text_is_told() -> None:
    Path(".env").write_bytes(b"ASSISTANT_SHOP_NAME=\xff\xfe\n")
    with pytest.raises(BadSetting, match="UTF-8"):
        Settings.load()


async def test_a_state_folder_that_is_a_file_is_told(embeddings: MiniLM, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    database = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
    settings = Settings(_env_file=None, state_dir=tmp_path / "taken", database_url=database)
    with pytest.raises(BadSetting, match="ASSISTANT_STATE_DIR"):
        async with build(settings, embeddings=embeddings):
            pass


async def test_a_secret_is_made_once_and_is_the_owners_alone(embeddings: MiniLM, tmp_path: Path) -> None:
    settings = Settings(_env_file=None, state_dir=tmp_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/shop.db")
    made = []
    for _ in range(2):
        async with build(settings, embeddings=embeddings):
            made.append((tmp_path / "secret").read_bytes())
    assert made[0] == made[1]
    assert len(made[0]) == 64
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_links_lead_to_the_sites_that_the_settings_name_and_to_no_other() -> None:
    settings = Settings(
        _env_file=None,
        allowed_origins=("https://WWW.shop.example", "*"),
        public_url="https://chat.shop.example",
        return_url="https://pay.shop.example/thanks?a=https://evil.example",
        link_hosts=("Track.example",),
        picture_hosts=("cdn.example",),
    )
    own = ("https://www.shop.example", "https://chat.shop.example", "https://pay.shop.example")
    assert settings.link_origins == (*own, "https://track.example")
    assert settings.picture_origins == (*own, "https://cdn.example")
    assert settings.embedding_origins == ("https://www.shop.example",)


@pytest.mark.parametrize("origin", ["https://a.example;script-src", "https://a@b.example", "https://a.example'"])
def test_an_origin_cannot_say_more_than_a_site_in_a_header(origin: str) -> None:
    with pytest.raises(BadSetting, match="ALLOWED_ORIGINS"):
        Settings.load(_env_file=None, allowed_origins=(origin,))
