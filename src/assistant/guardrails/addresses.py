"""Where an address may lead: to this server's own pages, and to the origins that the owner named. Nowhere else."""

import re
from dataclasses import dataclass

_OWN_PAGE = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_ELSEWHERE = re.compile(r"(https?://[a-z0-9._-]+(?::\d{1,5})?)(?:[/?#][!-\[\]-~]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Places:
    """`origins` are as `https://www.shop.example`, in small letters.

    What a browser may read otherwise than it is written here (a name before an @, a backslash, what is not ASCII)
    leads nowhere.
    """

    origins: frozenset[str] = frozenset()

    def lead(self, address: str) -> bool:
        if _OWN_PAGE.fullmatch(address):
            return True
        elsewhere = _ELSEWHERE.fullmatch(address)
        return elsewhere is not None and elsewhere[1].lower() in self.origins
