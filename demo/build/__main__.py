"""Writes the demo shop's generated files; with `--check`, says which differ and exits 1."""

import argparse
import sys
from pathlib import Path

from demo.build import customers, families
from demo.build.customers import customers_json
from demo.build.export import products_csv
from demo.build.orders import orders_json

DEMO = Path(__file__).parent.parent


def files() -> dict[str, str]:
    """File name under demo/ -> what it must hold."""
    shelf, people = families.load(), customers.load()
    return {
        "products.csv": products_csv(shelf),
        "customers.json": customers_json(people),
        "orders.json": orders_json(shelf, people),
    }


def stale(folder: Path) -> list[str]:
    """The generated files that are missing from `folder` or hold something else."""
    return [
        name
        for name, text in files().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is out of date")
    if parser.parse_args(arguments).check:
        return _check()
    for name, text in files().items():
        (DEMO / name).write_text(text, encoding="utf-8")
        print(f"wrote demo/{name}")
    return 0


def _check() -> int:
    differing = stale(DEMO)
    for name in differing:
        print(f"demo/{name} is out of date: run python -m demo.build")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
