"""Vectors in PostgreSQL with pgvector: one table for each kind and model, searched by HNSW."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString

import numpy as np
import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool, PoolTimeout

from assistant.errors import StorageUnavailable
from assistant.retrieval.vectors.store import Batch, Model, Vectors, VectorStore

SEARCH_WIDTH = 400
WIDEST_SEARCH = 1000
MOST_INDEXED = 2000
"""pgvector indexes no longer vectors; those are compared one by one."""
PAGE = 2000
PATIENCE_SECONDS = 5
DOWN = "The PostgreSQL of ASSISTANT_VECTOR_STORE does not answer."
FAILED = "The PostgreSQL of ASSISTANT_VECTOR_STORE refused a statement. Has it the extension pgvector, 0.8 or later?"


class PostgresStores:
    name = "postgresql"
    shared = True

    def __init__(self, url: str) -> None:
        self._url = url

    def open(self, folder: Path, model: Model) -> VectorStore:
        options = {"connect_timeout": PATIENCE_SECONDS, "autocommit": True}
        pool = ConnectionPool(self._url, min_size=0, max_size=4, kwargs=options, timeout=PATIENCE_SECONDS, open=True)
        try:
            return PostgresStore(pool, model)
        except StorageUnavailable:
            pool.close()
            raise

    def copy(self, source: Path, target: Path) -> None:
        """Shared."""


class PostgresStore:
    def __init__(self, pool: ConnectionPool, model: Model) -> None:
        self._pool, self._dimension = pool, model.dimension
        self._mark = hashlib.sha256(f"{model.fingerprint}:{model.dimension}".encode()).hexdigest()[:12]
        self._made: set[str] = set()
        with self._connection() as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")

    def close(self) -> None:
        self._pool.close()

    def keys(self, kind: str) -> set[str]:
        return {key for (key,) in self._rows(kind, "SELECT key FROM {table}")}

    def count(self, kind: str) -> int:
        return int(self._rows(kind, "SELECT count(*) FROM {table}")[0][0])

    def nearest(self, kind: str, vector: Sequence[float], most: int) -> dict[str, float]:
        """Beyond pgvector's widest search the index is scanned on, in order."""
        if most < 1:
            return {}
        width = min(max(most, SEARCH_WIDTH), WIDEST_SEARCH)
        statement = "SELECT key, embedding <=> {vector} AS far FROM {table} ORDER BY far LIMIT {most}"
        query = self._statement(kind, statement, vector=_worded(vector), most=most)
        with self._connection() as connection, connection.transaction():
            connection.execute(sql.SQL("SET LOCAL hnsw.ef_search = {}").format(sql.Literal(width)))
            connection.execute("SET LOCAL hnsw.iterative_scan = strict_order")
            found = connection.execute(query).fetchall()
        return {key: 1 - float(far) for key, far in found}

    def vectors(self, kind: str, keys: Collection[str]) -> Iterator[Batch]:
        wanted, statement = list(keys), "SELECT key, vector_send(embedding) FROM {table} WHERE key = ANY({keys})"
        for start in range(0, len(wanted), PAGE):
            page = wanted[start : start + PAGE]
            rows = self._rows(kind, statement, keys=page)
            if rows:
                yield [key for key, _ in rows], np.stack([_unpacked(packed) for _, packed in rows])

    def add(self, kind: str, batches: Iterable[Batch]) -> None:
        """The search index is made after the first filling: six times quicker than row by row."""
        table = self._table(kind)
        with self._connection() as connection:
            for keys, vectors in batches:
                with connection.transaction():
                    self._copy(connection, table, keys, vectors)
            if self._dimension <= MOST_INDEXED:
                connection.execute(self._index(kind))

    def remove(self, kind: str, keys: Collection[str]) -> None:
        statement = self._statement(kind, "DELETE FROM {table} WHERE key = ANY({keys})", keys=list(keys))
        with self._connection() as connection:
            connection.execute(statement)

    def _copy(self, connection: Any, table: sql.Identifier, keys: Sequence[str], vectors: Vectors) -> None:
        connection.execute(sql.SQL("CREATE TEMP TABLE coming (LIKE {}) ON COMMIT DROP").format(table))
        with connection.cursor() as cursor, cursor.copy("COPY coming FROM STDIN") as copy:
            for key, vector in zip(keys, vectors, strict=True):
                copy.write_row((key, _worded(vector)))
        connection.execute(sql.SQL("INSERT INTO {} SELECT * FROM coming ON CONFLICT DO NOTHING").format(table))

    def _rows(self, kind: str, statement: LiteralString, **values: object) -> list[Any]:
        query = self._statement(kind, statement, **values)
        with self._connection() as connection:
            return connection.execute(query).fetchall()  # type: ignore[no-any-return]  # the pool types no rows

    def _statement(self, kind: str, statement: LiteralString, **values: object) -> sql.Composed:
        literals = {name: sql.Literal(value) for name, value in values.items()}
        return sql.SQL(statement).format(table=self._table(kind), **literals)

    def _table(self, kind: str) -> sql.Identifier:
        table = sql.Identifier(f"search_{kind}_{self._mark}")
        if kind not in self._made:
            made = "CREATE TABLE IF NOT EXISTS {} (key text PRIMARY KEY, embedding vector({}) NOT NULL)"
            with self._connection() as connection:
                connection.execute(sql.SQL(made).format(table, sql.Literal(self._dimension)))
            self._made.add(kind)
        return table

    def _index(self, kind: str) -> sql.Composed:
        name = sql.Identifier(f"search_{kind}_{self._mark}_near")
        made = "CREATE INDEX IF NOT EXISTS {} ON {} USING hnsw (embedding vector_cosine_ops)"
        return sql.SQL(made).format(name, self._table(kind))

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        try:
            with self._pool.connection() as connection:
                yield connection
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise StorageUnavailable(DOWN) from error
        except psycopg.Error as error:
            raise StorageUnavailable(FAILED) from error


def _worded(vector: Iterable[float]) -> str:
    return f"[{','.join(map(str, vector))}]"


def _unpacked(packed: bytes) -> Vectors:
    """It sends four bytes of head, then the numbers, the highest byte first."""
    return np.frombuffer(packed, dtype=">f4", offset=4).astype(np.float32)
