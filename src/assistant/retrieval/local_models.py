"""Models of sentence-transformers that lie on this machine. Needs the extra `local-embeddings`."""

import os
from typing import Any, Literal

from assistant.errors import BadSetting, ModelFileMissing

_WHAT = {"SentenceTransformer": "a local model", "CrossEncoder": "a cross-encoder"}
_NOT_ONE = {
    "SentenceTransformer": "is not a model of sentence-transformers. Give the folder that holds its modules.json.",
    "CrossEncoder": "is no cross-encoder. Give the folder that holds its config.json.",
}


def local_model(kind: Literal["SentenceTransformer", "CrossEncoder"], model: str, setting: str, **given: object) -> Any:
    """`model` is a folder, or a name that lies in the local cache: nothing is downloaded. `setting` names it so.

    Raises `BadSetting` without the extra, and `ModelFileMissing` for a model that is not there.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when the library is imported; it would wait for a hub
    try:
        import sentence_transformers  # noqa: PLC0415  # takes ten seconds, and is an extra
    except ImportError:
        raise BadSetting(
            f"{setting} names {_WHAT[kind]}, which needs the extra local-embeddings. "
            "Install it with: pip install torch==2.13.0 && pip install 'shopping-assistant[local-embeddings]'"
        ) from None
    try:
        return getattr(sentence_transformers, kind)(model, local_files_only=True, **given)
    except (OSError, ValueError) as error:
        raise ModelFileMissing(
            f"{setting} names the model {model!r}, which is not on this machine or {_NOT_ONE[kind]}"
        ) from error
