"""Where vectors are searched: the port, and the choice between its three adapters."""

from assistant.errors import BadSetting
from assistant.retrieval.vectors.store import VectorStores

CHOICES = "chroma, chroma-http://host:port or postgresql://user:password@host/name"


def vector_stores(setting: str) -> VectorStores:
    """Raises `BadSetting`; opens no connection yet. The URL is never printed: it may hold a password."""
    kind, _, rest = setting.partition("://")
    if setting == "chroma":
        from assistant.retrieval.vectors.chroma import ChromaFolders  # noqa: PLC0415  # one adapter is used

        return ChromaFolders()
    if kind in {"chroma-http", "chroma-https"} and rest:
        from assistant.retrieval.vectors.chroma import ChromaServer  # noqa: PLC0415  # see above

        return ChromaServer(setting.removeprefix("chroma-"))
    if kind in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        from assistant.retrieval.vectors.postgres import PostgresStores  # noqa: PLC0415  # see above

        return PostgresStores(f"postgresql://{rest}")
    raise BadSetting(f"ASSISTANT_VECTOR_STORE must be {CHOICES}.")
