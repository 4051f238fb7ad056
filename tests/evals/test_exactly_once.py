"""The bench of checkout itself, in small: a few deaths at each step, a rush, forgeries and disorder."""

from evals.benches import exactly_once


async def test_a_sample_of_deaths_rushes_forgeries_and_disorder_leaves_one_order_each() -> None:
    sizes = {"baskets": 1, "every": 150, "postgres_every": 0, "attempts": 64, "postgres_attempts": 0, "clients": 4}
    result = await exactly_once.run(lambda _done, _total: None, **sizes, forged=1300, forged_over_http=26, histories=60)

    assert result.failures == ()
    found = result.measures
    assert found["violations"] == 0
    assert (found["attempts"], found["attempts_placed"], found["attempts_too_busy"]) == (64, 3, 0)
    assert (found["forged"], found["forged_wrong"], found["histories"]) == (1300, 0, 60)
    assert (found["forged_over_http"], found["forged_over_http_wrong"]) == (26, 0)
    assert found["kill_points_wrong_at_most"] == round(3 / found["kill_points"], 6)
    steps = ["place", "pay_page", "settle", "partial_refund", "pay_back", "release", "cancel", "owe"]
    assert all(found[f"kill_points_{step}"] > 0 for step in steps)
