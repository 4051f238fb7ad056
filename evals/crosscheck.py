"""Ragas' id-based context precision and recall over the same rankings: somebody else's figures beside ours."""

import os
import warnings
from collections.abc import Collection, Sequence
from statistics import fmean

Ranking = tuple[Sequence[str], Collection[str]]
"""What was shown, and what is right."""


async def ragas_figures(rankings: Sequence[Ranking]) -> dict[str, float]:
    """Means over the answerable questions; one that nothing was shown for counts in recall alone."""
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    with warnings.catch_warnings():
        # ragas 0.4.3 announces a new home for its metrics that does not hold these two yet
        warnings.simplefilter("ignore")
        from ragas.dataset_schema import SingleTurnSample  # noqa: PLC0415  # seconds to import: only who asks pays
        from ragas.metrics import IDBasedContextPrecision, IDBasedContextRecall  # noqa: PLC0415
    precision, recall = IDBasedContextPrecision(), IDBasedContextRecall()
    # the public methods do the same, and leave a user's id in the home folder whatever the switch says
    precisions, recalls = list[float](), list[float]()
    for shown, right in rankings:
        sample = SingleTurnSample(retrieved_context_ids=list(shown), reference_context_ids=sorted(right))
        if shown and right:
            precisions.append(await precision._single_turn_ascore(sample, None))  # noqa: SLF001  # see above
        if right:
            recalls.append(await recall._single_turn_ascore(sample, None))  # noqa: SLF001
    named = {"ragas_id_context_precision": precisions, "ragas_id_context_recall": recalls}
    return {name: round(fmean(found), 4) for name, found in named.items() if found}
