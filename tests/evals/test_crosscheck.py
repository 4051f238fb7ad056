from evals.crosscheck import ragas_figures


async def test_ragas_counts_what_is_shown_and_right() -> None:
    found = await ragas_figures([(["a", "b", "c", "d"], {"a", "x"}), ([], {"a"}), (["a"], set())])
    assert found == {"ragas_id_context_precision": 0.25, "ragas_id_context_recall": 0.25}
