import pytest

from tests.shop.changes.desk import Shop


@pytest.fixture
async def shop() -> Shop:
    return await Shop().open()
