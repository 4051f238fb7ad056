"""The demo as evals see it is taken in once for a process, and each of them has its own."""

from assistant.retrieval.folders import MANIFEST
from evals.stage import demo_stage


async def test_two_stages_of_one_process_share_nothing() -> None:
    async with demo_stage() as one:
        (one.settings.state_dir / "index" / one.revision / MANIFEST).unlink()
        async with demo_stage() as other:
            assert (other.settings.state_dir / "index" / other.revision / MANIFEST).exists()
            assert len(other.products) == len(one.products) > 0
            assert other.revision == one.revision
