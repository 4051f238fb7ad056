"""What is said next takes the place of what it says anew, and of nothing else."""

import pytest

from assistant.offline_model.focus import Focus
from assistant.offline_model.refining import search_args
from assistant.offline_model.slots import read_slots


@pytest.mark.parametrize(
    ("before", "said", "query"),
    [
        ("men's boots size 10", "size 9", "men's boots, size 9"),
        ("women's dresses in red", "in size s", "women's dresses in red, in size s"),
        ("a tent but not for 2 people", "no, for 4 people", "a tent, for 4 people"),
        ("jackets, for women", "for kids", "jackets, for kids"),
        ("dresses", "not red", "dresses, not red"),
    ],
)
def test_a_list_is_narrowed(before: str, said: str, query: str) -> None:
    shown = tuple({"handle": str(at), "title": "Thing", "price": "$9.00"} for at in range(2))
    focus = Focus(shown=shown, search={"query": before})
    assert search_args(said, read_slots(said), focus)["query"] == query
