"""Whether a message asks about the shop's rules, whatever its wording; a small learnt model decides.

`evals/train_of_rules.py` tells what it was trained on.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.understand import Ask

WEIGHTS = Path(__file__).parent / "of_rules.npz"
RULES, OTHER = "rules", "other"
LIKELY, CERTAIN = 0.5, 0.8


def marked(asks: Sequence[Ask], model: IntentClassifier) -> list[Ask]:
    """The asks that the other classifier only guessed at, with how likely they are about the rules."""
    doubtful = [at for at, ask in enumerate(asks) if ask.probability < 1 and ask.intent != "policy"]
    if not doubtful:
        return list(asks)
    likely = model.probabilities([asks[at].text for at in doubtful])[:, model.labels.index(RULES)]
    told = dict(zip(doubtful, likely.tolist(), strict=True))
    return [replace(ask, rules=told.get(at, 0.0)) for at, ask in enumerate(asks)]
