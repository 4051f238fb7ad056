"""`python -m evals.schema` writes the JSON schema of the smoke cases, which editors read."""

import json
from pathlib import Path

from pydantic import TypeAdapter

from evals.cases import Case

SCHEMA = Path(__file__).parent / "smoke" / "schema.json"


def rendered() -> str:
    return json.dumps(TypeAdapter(list[Case]).json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(rendered(), "utf-8")
