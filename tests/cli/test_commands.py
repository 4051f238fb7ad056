"""The commands as a shop owner starts them: processes of their own, in a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("chromadb", "fastapi", "langchain", "langchain_core", "langgraph", "onnxruntime", "openai", "sqlalchemy")
START_SECONDS = 300  # the demo is embedded once; a busy machine takes its time


def environment(**settings: str) -> dict[str, str]:
    """This machine's, without its settings for the assistant."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ASSISTANT_", "OPENAI_"))}
    return clean | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"} | settings


def run(folder: Path, *arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from assistant.cli import app; app()", *arguments]
    return subprocess.run(  # noqa: S603  # our own command
        command, cwd=folder, env=environment(**settings), input=stdin, capture_output=True, text=True,
        timeout=START_SECONDS, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds the demo's data once a command has filled it."""
    return tmp_path_factory.mktemp("demo")


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import atexit, sys\n"
        f"atexit.register(lambda: print('HEAVY', [n for n in {HEAVY} if n in sys.modules]))\n"
        "from assistant.cli import app\napp()"
    )
    result = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", code, "--help"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "serve" in result.stdout
    assert "HEAVY []" in result.stdout


def test_a_bad_setting_is_named_without_its_value(tmp_path: Path) -> None:
    result = run(tmp_path, "serve", ASSISTANT_MESSAGE_LIMIT="hunter2")
    assert result.returncode == 2
    assert "ASSISTANT_MESSAGE_LIMIT" in result.stderr
    assert "hunter2" not in result.stderr + result.stdout
    assert "Traceback" not in result.stderr


def test_a_mail_server_that_cannot_be_read_is_told_at_the_start(tmp_path: Path) -> None:
    result = run(tmp_path, "serve", ASSISTANT_SMTP_URL="mail:hunter2", ASSISTANT_PORT=str(free_port()))
    assert result.returncode == 2
    assert "ASSISTANT_SMTP_URL" in result.stderr
    assert "hunter2" not in result.stderr


def test_a_missing_prompt_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    result = run(tmp_path, "serve", ASSISTANT_PROMPTS_DIR="prompts", ASSISTANT_PORT=str(free_port()))
    assert result.returncode == 2
    assert "assistant.md" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_taken_port_is_told_with_a_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run(tmp_path, "serve", "--port", port)
    assert result.returncode == 1
    assert port in result.stderr
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr


def wait_for(url: str, process: subprocess.Popen[str]) -> httpx2.Response:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            return httpx2.get(url)
        except httpx2.ConnectError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"the server did not start: {process.communicate()}")


def test_the_demo_fills_itself_serves_and_stops_when_told(demo_folder: Path) -> None:
    port = free_port()
    command = [sys.executable, "-c", "from assistant.cli import app; app()", "demo", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603  # our own command
        command, cwd=demo_folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        health = wait_for(f"http://127.0.0.1:{port}/health", process)
        page = httpx2.get(f"http://127.0.0.1:{port}/")
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert health.status_code == 200
    assert health.json()["index"]["products"] > 100
    assert "shopping-assistant" in page.text
    assert f"http://127.0.0.1:{port}/" in out
    assert health.json()["model"]["name"] in out
    assert "Traceback" not in err
    assert process.returncode == 0


def test_the_demo_can_be_talked_to_through_a_pipe(demo_folder: Path) -> None:
    result = run(demo_folder, "chat", "--demo", stdin="What is your return policy?\n:cart\n:quit\nnever read\n")
    assert result.returncode == 0, result.stderr
    assert "Source:" in result.stdout
    assert "The cart is empty." in result.stdout
    assert "never read" not in result.stdout
