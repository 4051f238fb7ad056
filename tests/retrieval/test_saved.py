"""What is learnt of a shop's words is saved with its index, and is the same when it is loaded."""

from dataclasses import asdict, fields
from pathlib import Path

from assistant.retrieval.columns import Columns
from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.saved import NOT_SAVED, load, save
from tests.retrieval.shop import PRODUCTS


def test_a_vocabulary_is_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    learnt = Vocabulary.learn(PRODUCTS)
    save(learnt, tmp_path / "vocabulary")
    loaded = load(tmp_path / "vocabulary", learnt.columns)
    for field in fields(Vocabulary):
        if field.name not in NOT_SAVED:
            one, other = getattr(learnt, field.name), getattr(loaded, field.name)
            assert _plain(one) == _plain(other), field.name


def test_a_loaded_vocabulary_reads_a_question_as_the_learnt_one_does_with_todays_prices(tmp_path: Path) -> None:
    learnt = Vocabulary.learn(PRODUCTS)
    save(learnt, tmp_path / "vocabulary")
    loaded = load(tmp_path / "vocabulary", Columns.of(PRODUCTS))
    for question in ("a waterproof jacket in navy under $150", "boots or sandals cheaper than average, size 9"):
        assert read(question, loaded) == read(question, learnt)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return _plain(asdict(value)) if hasattr(value, "__dataclass_fields__") else value  # type: ignore[call-overload]  # checked
