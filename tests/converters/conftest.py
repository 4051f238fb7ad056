from tests.ingest.conftest import shop

__all__ = ["shop"]
