"""Parquet: a table like any other, in batches of rows. pyarrow comes with the extra `parquet`: it is 160 MB."""

from collections.abc import Iterator
from typing import Any

from ingest.readers.columns import Table
from ingest.readers.tables import read_table
from ingest.readers.typed_cells import typed_cell
from ingest.rows import FeedFile, Rejected, Row
from ingest.validate import Invalid

MOST_ROWS = 5_000_000
MOST_GROUP_BYTES = 1_000_000_000
_BATCH = 2_000


def read(file: FeedFile) -> Iterator[Row]:
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra, and slow to import
        from pyarrow import parquet  # noqa: PLC0415  # the same
    except ImportError:
        hint = "install the extra: pip install 'shopping-assistant[parquet]', or export the feed as CSV"
        yield Rejected(file.source, None, "reading Parquet needs pyarrow", hint=hint)
        return
    try:
        with parquet.ParquetFile(file.path) as opened:
            _check(opened.metadata)
            yield from read_table(Table(file, list(opened.schema_arrow.names), _lines(file, opened)))
    except Invalid as problem:
        yield Rejected.of(problem, file.source)
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError):
        reason = "the file is damaged or is no Parquet; what could not be read is missing"
        yield Rejected(file.source, None, reason, hint="export it again")


def _check(metadata: Any) -> None:
    """Raises `Invalid` for what would not fit into memory."""
    if metadata.num_rows > MOST_ROWS:
        raise Invalid(f"the file has more than {MOST_ROWS:,} rows", hint="split it")
    groups = (metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if max(groups, default=0) > MOST_GROUP_BYTES:
        raise Invalid(f"a row group is larger than {MOST_GROUP_BYTES // 1_000_000} MB", hint="write smaller row groups")


def _lines(file: FeedFile, opened: Any) -> Iterator[tuple[int, list[str]]]:
    """The first row of data is row 2, as in a table whose header is row 1."""
    number, total = 1, opened.metadata.num_rows
    for batch in opened.iter_batches(batch_size=_BATCH):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            yield number, [typed_cell(cell) for cell in cells]
        if total >= _BATCH:
            file.tick(number - 1, total)
