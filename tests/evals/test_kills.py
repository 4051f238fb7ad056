"""The kill bench itself: a round for each of its moments, so that the promise is kept by every test run."""

from evals.benches import kills


async def test_killed_ingests_leave_answers_whole_and_a_re_run_completes() -> None:
    result = await kills.run(lambda _done, _total: None, kills=3)

    assert result.failures == ()
    assert result.measures["bad"] == 0
    assert result.cases == 3
    assert result.measures["killed_before_it_went_live"] + result.measures["killed_after"] == 3
    assert result.measures["answers_while_it_ran"] > 0
