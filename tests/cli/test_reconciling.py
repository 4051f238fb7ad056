"""The owner holds the payments against the provider's in a terminal."""

import io
from pathlib import Path

from rich.console import Console

from assistant.cli.reconciling import print_differences, show_differences
from assistant.settings import Settings
from assistant.shop.checkout.reconciling import Difference


def test_each_difference_has_its_order_and_whether_it_was_settled() -> None:
    told = io.StringIO()
    found = [Difference("#1001", "cs_1", "paid there", settled=True), Difference("", "cs_2", "unknown here")]
    print_differences(found, "stripe", 3, Console(file=told, width=200))
    assert [word in told.getvalue() for word in ("#1001", "cs_2", "1 settled just now, 1 left")] == [True] * 3


async def test_a_shop_whose_payments_are_the_same_says_so(settings: Settings, tmp_path: Path) -> None:
    own = settings.model_copy(update={"state_dir": tmp_path, "database_url": f"sqlite+aiosqlite:///{tmp_path}/shop.db"})
    told = io.StringIO()
    assert not await show_differences(own, 3, Console(file=told, width=200))
    assert "the same at demo and here" in told.getvalue()
