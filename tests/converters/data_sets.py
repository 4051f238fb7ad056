"""The shared data sets are read in place and never copied into the project."""

import gzip
import os

import pytest

from evals.datasets import NoData, dataset


def unpacked(name: str) -> str:
    return gzip.decompress(dataset(*name.split("/")).read_bytes()).decode("utf-8")


def require(name: str) -> None:
    """Skip, and say so, where the data set is absent; in CI that is a failure."""
    try:
        dataset(*name.split("/"))
    except NoData as absent:
        pytest.fail(str(absent)) if os.environ.get("CI") else pytest.skip(str(absent))
