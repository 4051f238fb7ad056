"""Stratified folds: each label is dealt round the folds, so that a rare one is spread and never lumped."""

import random
from collections.abc import Sequence


def deal(labels: Sequence[str], folds: int, seed: int = 7) -> list[int]:
    """The fold of each item, the same for the same input."""
    shuffled = list(range(len(labels)))
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # folds need the same draw each time, not a secret one
    shuffled.sort(key=lambda item: labels[item])
    fold_of = [0] * len(labels)
    for place, item in enumerate(shuffled):
        fold_of[item] = place % folds
    return fold_of
