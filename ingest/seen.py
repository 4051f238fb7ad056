"""What an address said of its feed the last time it was taken in whole."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path


class Seen:
    """One small file a feed. Forgotten after a rollback, for the shop no longer holds what the feed says."""

    def __init__(self, state_dir: Path) -> None:
        self._folder = state_dir / "feeds"

    def of(self, url: str, options: str) -> dict[str, str]:
        """Headers to ask with; empty when the feed was never taken in, or with other options."""
        try:
            known = json.loads(self._file(url).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return dict(known["validators"]) if known.get("options") == options else {}

    def remember(self, url: str, options: str, validators: Mapping[str, str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        whole = json.dumps({"options": options, "validators": dict(validators)})
        self._file(url).write_text(whole, encoding="utf-8")

    def forget(self) -> None:
        for file in self._folder.glob("*.json"):
            file.unlink(missing_ok=True)

    def _file(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"
