"""Product pictures drawn by code, for shops and demos that have no photographs."""

from assistant.web.pictures.drawing import SILHOUETTES, picture, picture_of
from assistant.web.pictures.kinds import kind_of

__all__ = ["SILHOUETTES", "kind_of", "picture", "picture_of"]
