"""Feeds by address: only hosts on the shop's list, no private addresses, and one request when nothing changed."""

import asyncio
import hashlib
import socket
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import httpx2

from ingest.arrival import Arrival, check_size, landing
from ingest.discover import UnusablePath

MOST_REDIRECTS = 5
MOST_SECONDS = 600
PATIENCE = httpx2.Timeout(30, connect=10)
LOOPBACK_NAMES = {"localhost", "ip6-localhost"}
REDIRECTS = {301, 302, 303, 307, 308}

Address = IPv4Address | IPv6Address


class Hosts:
    """The hosts that feeds may come from, as the shop lists them: names or literal addresses, without ports."""

    def __init__(self, listed: Collection[str]) -> None:
        self._listed = {host.casefold().strip("[]") for host in listed}
        self._addresses = {ip_address(host) for host in self._listed if _is_address(host)}

    def check(self, url: str) -> SplitResult:
        """Raises `UnusablePath`, which never quotes what may hold a secret."""
        try:
            split, _ = urlsplit(url), urlsplit(url).port
        except ValueError:
            raise UnusablePath("That is not an address that can be fetched.") from None
        host = (split.hostname or "").casefold()
        if split.username or split.password:
            raise UnusablePath(f"The address of the feed at {host} must not carry a name or password.")
        if host not in self._listed:
            raise UnusablePath(f"{host or 'This address'} is not a host that feeds may come from: {_ADVICE}.")
        if split.scheme != "https" and not (split.scheme == "http" and self._is_here(host)):
            raise UnusablePath(f"The feed at {host} must be fetched by https.")
        return split

    async def addresses(self, host: str, port: int) -> list[Address]:
        """Where to connect to. A private address is one only when it is listed itself, or is this machine by name."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise UnusablePath(f"The host {host} cannot be found.") from None
        addresses = dict.fromkeys(ip_address(entry[4][0]) for entry in found)
        open_to_us = [a for a in addresses if a.is_global or a in self._addresses or self._is_this(host, a)]
        if len(open_to_us) < len(addresses) or not open_to_us:
            raise UnusablePath(f"{host} leads to a private address, which is not listed: {_ADVICE}.")
        return open_to_us

    def _is_here(self, host: str) -> bool:
        return host in LOOPBACK_NAMES or (_is_address(host) and ip_address(host).is_loopback)

    def _is_this(self, host: str, address: Address) -> bool:
        return host.casefold() in LOOPBACK_NAMES and address.is_loopback


_ADVICE = "see ASSISTANT_FEED_HOSTS in .env.example"


@asynccontextmanager
async def fetched(
    url: str, hosts: Hosts, *, name: str = "", known: Mapping[str, str] | None = None
) -> AsyncIterator[Arrival | None]:
    """None when the feed is what it was when it gave the validators `known`. Raises `UnusablePath`."""
    split = hosts.check(url)
    with landing(name or PurePosixPath(unquote(split.path)).name or "feed") as path:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                validators = await _download(url, hosts, path, dict(known or {}))
        except TimeoutError:
            raise UnusablePath(f"The feed at {split.hostname} took more than {MOST_SECONDS // 60} minutes.") from None
        except httpx2.HTTPError as error:
            raise UnusablePath(f"The feed at {split.hostname} cannot be fetched ({type(error).__name__}).") from None
        yield None if validators is None else Arrival(path, source_of(url), validators)


def source_of(url: str) -> str:
    """The address without its query, which may hold a secret; a short hash tells two queries apart."""
    split = urlsplit(url)
    mark = f"?{hashlib.sha256(split.query.encode()).hexdigest()[:8]}" if split.query else ""
    return f"{split.scheme}://{split.netloc.casefold()}{split.path or '/'}{mark}"


async def _download(url: str, hosts: Hosts, path: Path, known: dict[str, str]) -> dict[str, str] | None:
    async with httpx2.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=False) as client:
        for _ in range(MOST_REDIRECTS + 1):
            split = hosts.check(url)
            async with _opened(client, split, hosts, known) as response:
                if response.status_code in REDIRECTS and "location" in response.headers:
                    url = urljoin(url, response.headers["location"])
                    continue
                if response.status_code == 304 and known:
                    return None
                if response.status_code != 200:
                    raise UnusablePath(f"The feed at {split.hostname} answered with {response.status_code}.")
                await _save(response, path)
                named = {"If-None-Match": "etag", "If-Modified-Since": "last-modified"}
                return {ask: response.headers[told] for ask, told in named.items() if told in response.headers}
    raise UnusablePath(f"The feed sends on more than {MOST_REDIRECTS} times.")


@asynccontextmanager
async def _opened(
    client: httpx2.AsyncClient, split: SplitResult, hosts: Hosts, known: Mapping[str, str]
) -> AsyncIterator[httpx2.Response]:
    """Connects to the very address that was checked, so that a name cannot lead elsewhere a moment later."""
    host, port = split.hostname or "", split.port or (443 if split.scheme == "https" else 80)
    address = min(await hosts.addresses(host, port), key=lambda a: a.version)  # not every network speaks IPv6
    shown = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    target = split._replace(netloc=f"{shown}:{port}", fragment="").geturl()
    headers = {**known, "Host": split.netloc, "Accept-Encoding": "identity"}
    extensions = {"sni_hostname": host}
    async with client.stream("GET", target, headers=headers, extensions=extensions) as response:
        yield response


async def _save(response: httpx2.Response, path: Path) -> None:
    """Counts what is unpacked: some servers pack without being asked."""
    seen = 0
    with path.open("wb") as file:  # nothing else runs while a feed arrives
        async for chunk in response.aiter_bytes():
            seen += len(chunk)
            check_size(seen)
            file.write(chunk)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
