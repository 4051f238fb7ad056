"""The chat page, the widget and their styles, as they lie in the package."""

import os
from pathlib import PurePath

from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

SERVED = frozenset({".css", ".html", ".ico", ".js", ".json", ".png", ".svg", ".webmanifest", ".woff2"})


class WebFiles(StaticFiles):
    """Serves the kinds of file that a browser needs, never the Python beside them; browsers ask again by ETag."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        if path != "." and PurePath(path).suffix not in SERVED:
            return "", None
        return super().lookup_path(path)

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response
