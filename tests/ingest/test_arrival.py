"""Feeds from standard input and from addresses: what is let in, and what an unchanged one costs."""

import gzip
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from ingest import arrival
from ingest.__main__ import app
from ingest.discover import UnusablePath
from ingest.fetch import Hosts, source_of
from tests.ingest.shop import csv_text, tee
from tests.ingest.test_command import feed, run

__all__ = ["feed"]


class Feeds(BaseHTTPRequestHandler):
    """One feed with an ETag, two redirects, and one packed though nobody asked for it."""

    def __init__(self, asked: list[tuple[str, int]], *rest: object) -> None:
        self.asked = asked
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server hands over

    def do_GET(self) -> None:
        content, headers, status = csv_text([tee("a"), tee("b")]).encode(), {"ETag": '"v1"'}, 200
        if self.path.startswith("/away"):
            status, headers = 302, {"Location": "http://169.254.169.254/products.csv"}
        elif self.path.startswith("/loop"):
            status, headers = 302, {"Location": "/loop.csv"}
        elif self.path.startswith("/moved"):
            status, headers = 301, {"Location": "/products.csv"}
        elif self.path.startswith("/packed"):
            content, headers = gzip.compress(b"x" * 100_000), {"Content-Encoding": "gzip"}
        elif self.path.startswith("/gone"):
            status = 404
        elif self.headers.get("If-None-Match") == '"v1"':
            status = 304
        self.asked.append((self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if status == 200:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def asked() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def address(asked: list[tuple[str, int]], feed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    assert feed.is_dir()
    monkeypatch.setenv("ASSISTANT_FEED_HOSTS", '["127.0.0.1", "feeds.example"]')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Feeds, asked))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_feed_from_standard_input_is_the_file_of_that_name(feed: Path) -> None:
    text = csv_text([tee("a"), tee("b")])
    result = CliRunner().invoke(app, ["-", "--name", "products.csv"], input=text)
    assert result.exit_code == 0, result.output
    assert "products         2" in result.stdout
    (feed.parent / "products.csv").write_text(text, encoding="utf-8")
    assert "Nothing changed, nothing was embedded." in run(feed.parent / "products.csv").stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "--name products.csv"),
        ("../products.csv", "plain file name"),
        ("/etc/products.csv", "plain file name"),
        ("products.exe", "is no feed"),
    ],
)
@pytest.mark.usefixtures("feed")
def test_standard_input_needs_a_name_that_says_what_it_is(name: str, says: str) -> None:
    result = CliRunner().invoke(app, ["-", "--name", name], input="x")
    assert (result.exit_code, says in result.stderr) == (2, True), result.output


def test_an_unchanged_feed_costs_one_request(address: str, asked: list[tuple[str, int]]) -> None:
    assert "products         2" in run(f"{address}/products.csv").stdout
    second = run(f"{address}/products.csv")
    assert second.exit_code == 0
    assert "has not changed since it was taken in" in second.stdout
    assert asked == [("/products.csv", 200), ("/products.csv", 304)]


def test_a_feed_is_read_again_after_a_rollback_or_with_other_options(
    address: str, asked: list[tuple[str, int]], feed: Path
) -> None:
    assert run(feed).exit_code == 0
    run(f"{address}/other.csv")
    run(f"{address}/other.csv", "--allow-removal")
    assert run("rollback").exit_code == 0
    run(f"{address}/other.csv", "--allow-removal")
    assert [status for _, status in asked] == [200, 200, 200]


def test_a_redirect_on_the_list_is_followed(address: str) -> None:
    assert run(f"{address}/moved.csv").exit_code == 0


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/away.csv", "169.254.169.254 is not a host"),
        ("/loop.csv", "sends on more than 5 times"),
        ("/gone.csv", "answered with 404"),
        ("/products.exe", "is no feed"),
    ],
)
def test_what_cannot_be_fetched_is_told_and_ends_with_code_2(address: str, path: str, says: str) -> None:
    result = run(address + path)
    assert (result.exit_code, says in result.stderr) == (2, True), result.output


def test_a_feed_that_unpacks_beyond_the_limit_is_not_read(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "MOST_BYTES", 50_000)
    result = run(f"{address}/packed.csv")
    assert (result.exit_code, "larger than" in result.stderr) == (2, True), result.output


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://elsewhere.example/p.csv", "elsewhere.example is not a host"),
        ("http://feeds.example/p.csv", "must be fetched by https"),
        ("https://ada:hunter2@feeds.example/p.csv", "must not carry a name or password"),
        ("https:///p.csv", "is not a host"),
        ("https://feeds.example:port/p.csv", "not an address"),
    ],
)
def test_only_hosts_on_the_list_are_asked_and_by_https(url: str, says: str) -> None:
    with pytest.raises(UnusablePath, match=says) as caught:
        Hosts(["feeds.example"]).check(url)
    assert "hunter2" not in caught.value.message


async def test_a_name_that_leads_to_a_private_address_is_refused_unless_the_address_is_listed() -> None:
    for host in ("127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"):
        with pytest.raises(UnusablePath, match="private address"):
            await Hosts(["feeds.example"]).addresses(host, 443)
        assert await Hosts([host]).addresses(host, 443) == [ip_address(host)]


def test_the_query_of_an_address_is_kept_out_of_sight() -> None:
    one, other = (source_of(f"https://Feeds.example/p.csv?key={key}") for key in ("hunter2", "hunter3"))
    assert one.startswith("https://feeds.example/p.csv?")
    assert one != other
    assert "hunter" not in one
