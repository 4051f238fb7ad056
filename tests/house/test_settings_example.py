""".env.example and Settings list the same names, and the example's values are the defaults."""

import re

from assistant.settings import Settings
from tests.house.budget import ROOT

LINE = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)


def example() -> dict[str, str]:
    return dict(LINE.findall((ROOT / ".env.example").read_text("utf-8")))


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    prefix = Settings.model_config["env_prefix"]
    names = {str(f.validation_alias or f"{prefix}{name}").upper() for name, f in Settings.model_fields.items()}
    assert set(example()) == names


def test_the_example_as_it_stands_gives_the_defaults() -> None:
    defaults = Settings.model_construct()
    from_example = Settings(_env_file=ROOT / ".env.example")
    assert from_example == defaults
