"""What a cosine of another model would be for the packaged one: every threshold here was fitted to that."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUESTIONS = (
    "a warm coat for winter",
    "something to boil water in",
    "shoes for running on trails",
    "can I send it back if it does not fit",
    "a toy for a two year old",
    "headphones without a cable",
    "how long does delivery take",
    "a lamp to read in bed",
    "a knife for cutting bread",
    "food for an old cat",
)
TEXTS = (
    "Down parka. Outerwear. Insulated jacket that keeps you warm in the cold.",
    "Electric kettle. Kitchen. Heats a litre of water in three minutes.",
    "Trail runner. Footwear. Grippy sole for running on paths and mud.",
    "Returns. You may return an item that does not fit within thirty days.",
    "Stacking blocks. Toys. Wooden building blocks for toddlers.",
    "Wireless earbuds. Audio. Bluetooth headphones with a charging case.",
    "Shipping. Orders arrive within three to five working days.",
    "Clip-on reading light. Lighting. A small lamp for the bedside.",
    "Serrated bread knife. Kitchen. Slices loaves cleanly.",
    "Senior cat kibble. Pets. Dry food for cats over eleven years.",
)
RELATED, UNRELATED = 0.6254, 0.0717
"""The packaged model's mean cosine of a question with its own text, and with every other one."""


@dataclass(frozen=True)
class Scale:
    """Maps a model's cosines so that related and unrelated texts lie where the packaged model puts them."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, cosine: float) -> float:
        return self.slope * cosine + self.offset


def fit(questions: NDArray[np.float32], texts: NDArray[np.float32]) -> Scale:
    """From the vectors of QUESTIONS and TEXTS. A model that cannot tell them apart keeps its own cosines."""
    related, unrelated = means(questions, texts)
    if related - unrelated < 0.01:
        return Scale()
    slope = (RELATED - UNRELATED) / (related - unrelated)
    return Scale(slope, RELATED - slope * related)


def means(questions: NDArray[np.float32], texts: NDArray[np.float32]) -> Sequence[float]:
    """The mean cosine of pairs that belong together, and of all others."""
    cosines = questions @ texts.T
    own = np.eye(len(cosines), dtype=bool)
    return float(cosines[own].mean()), float(cosines[~own].mean())
