"""A moment with microseconds, which every store must give back as it was."""

from datetime import UTC, datetime

NOW = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)
