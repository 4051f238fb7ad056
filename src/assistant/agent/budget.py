"""The token budget of what a model is sent, counted by tiktoken from a vocabulary that is on this disk."""

import gzip
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import tiktoken
from langchain_core.messages import BaseMessage, SystemMessage, trim_messages

CountTokens = Callable[[str], int]
_SOURCE = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
_PER_MESSAGE = 4
MOST_TEXTS = 2048
"""Of the latest turns: each thought of a turn counts the whole conversation again."""


def token_counter(cache: Path) -> CountTokens:
    """Count by o200k of tiktoken, or by an estimate of four characters a token where its vocabulary is missing."""
    if "TIKTOKEN_CACHE_DIR" not in os.environ and not _fill(cache):
        return lambda text: -(-len(text) // 4)
    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(cache))
    encoding = tiktoken.get_encoding("o200k_base")

    @lru_cache(MOST_TEXTS)
    def count(text: str) -> int:
        return len(encoding.encode(text, disallowed_special=()))

    return count


def fit(messages: Sequence[BaseMessage], budget: int, count: CountTokens) -> list[BaseMessage]:
    """The newest messages that fit, system messages kept, never a tool result without its call."""

    def total(batch: list[BaseMessage]) -> int:
        return sum(_PER_MESSAGE + count(str(m.content) + str(getattr(m, "tool_calls", "") or "")) for m in batch)

    kept = trim_messages(
        list(messages), max_tokens=budget, token_counter=total, strategy="last", start_on="human", include_system=True
    )
    if any(not isinstance(m, SystemMessage) for m in kept):
        return kept
    last = max((i for i, m in enumerate(messages) if m.type == "human"), default=0)
    return [*(m for m in messages[:1] if isinstance(m, SystemMessage) and last), *messages[last:]]


def _fill(cache: Path) -> bool:
    """Put the packaged vocabulary where tiktoken looks before it would ask the network."""
    target = cache / hashlib.sha1(_SOURCE.encode()).hexdigest()  # noqa: S324 -- tiktoken names its cache files so
    if target.exists():
        return True
    spec = find_spec("bpe_openai")
    source = Path(spec.origin).parent / "data" / "o200k_base.tiktoken.gz" if spec and spec.origin else None
    if source is None or not source.exists():
        return False
    cache.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")
    half.write_bytes(gzip.decompress(source.read_bytes()))
    half.replace(target)
    return True
