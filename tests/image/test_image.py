"""The image, really built and really run: somebody joins, signs in and receives a task; and it refuses to start in vain."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from motorblok.config.launch import processes
from motorblok.config.launch.state import any_free_port
from tests.image.containers import ROOT, Browser, Container, buildah

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("image")]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
NAME, DATABASE = f"motorblok:tested-{WORKER}", f"motorblok_image_{WORKER}"
HOST, PASSWORD = "desk.example.test", "correct horse battery"
TASK = {
    "title": "Book the invoices",
    "service_line": "finance",
    "priority": "normal",
    "audience": "client",
}


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    if os.geteuid() != 0 or not (shutil.which("buildah") and shutil.which("debootstrap")):
        pytest.skip("the image is built by root with Debian's buildah and debootstrap: apt install them")
    command = [str(ROOT / "infra" / "build_image.sh"), NAME]
    with (Path(tempfile.gettempdir()) / "motorblok-image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker of the suite builds its own after this one
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    yield NAME
    buildah("rmi", NAME)


@pytest.fixture(scope="module")
def database() -> Iterator[dict[str, str]]:
    """A database of its own beside the suite's."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        assert processes.wait_until(lambda: drop(connection), seconds=60)
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
        yield {name: urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{DATABASE}")) for name in names}
        assert processes.wait_until(lambda: drop(connection), seconds=60)


@pytest.fixture(scope="module")
def container(
    image: str, database: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Container]:
    """A container with the settings of compose.yaml, secrets in files; the network is this machine's."""
    name, secrets = buildah("from", "--pull-never", image), tmp_path_factory.mktemp("secrets")
    broker = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path="/7"))
    for key, value in {**database, "REDIS_URL": broker, "MOTORBLOK_SECRET_KEY": token_urlsafe(48)}.items():
        (secrets / key).write_text(f"{value}\n")
    secrets.chmod(0o755)
    yield Container(
        name,
        {
            "MOTORBLOK_CONSOLE_HOST": HOST,
            "MOTORBLOK_CLIENT_DOMAIN": "example.test",
            "MOTORBLOK_PROVIDER": "Northwind Desk",
            "MOTORBLOK_TRUSTED_PROXIES": "1",
            "MOTORBLOK_LISTEN": f"127.0.0.1:{any_free_port()}",
        },
        secrets,
    )
    buildah("rm", name)


def test_somebody_joins_and_receives_a_task(container: Container, tmp_path: Path) -> None:
    assert container.run("migrate", "--verbosity", "0").returncode == 0
    opened = container.run("open_client", "acme", "Acme Bakeries", MOTORBLOK_LOGIN="owner")
    invited = container.run("invite_owner", "olga@example.test", "Olga Owner")
    assert (opened.stdout.strip(), invited.returncode) == ("https://acme.example.test/", 0)

    port, link = int(container.env["MOTORBLOK_LISTEN"].partition(":")[2]), invited.stdout.strip()
    with container.running("run", "web", log=tmp_path / "web"):
        until_ready(port, tmp_path / "web")
        joined = Browser(port, HOST).fill(
            link.removeprefix(f"https://{HOST}"), name="Olga Owner", password=PASSWORD
        )
        browser = Browser(port, HOST)
        signed_in = browser.fill("/sign-in/", login="olga@example.test", password=PASSWORD)
        received = browser.fill("/clients/acme/tasks/new/", **TASK)

    assert [joined[0], signed_in[0], received[0]] == [200, 200, 200]
    assert browser.at == "/clients/acme/tasks/ACME-1/"
    assert "Book the invoices" in received[1]


def test_it_runs_as_nobody_in_particular_with_nothing_to_write_over(container: Container) -> None:
    script = "import os, motorblok; print(os.getuid(), os.access(motorblok.__file__, os.W_OK))"

    said = buildah("run", container.name, "--", "python", "-c", script)

    assert said == "10001 False"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        (
            {"DATABASE_URL": "postgres://app:app@127.0.0.1:1/motorblok"},
            "No PostgreSQL answers at 127.0.0.1:1",
        ),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "No Redis lets us in at 127.0.0.1:1"),
        ({"MOTORBLOK_SECRET_KEY": "short"}, "MOTORBLOK_SECRET_KEY must be 32 random characters or more"),
    ],
)
def test_without_one_dependency_it_refuses_to_start_with_one_sentence(
    container: Container, missing: dict[str, str], sentence: str
) -> None:
    refused = container.run("run", "web", **missing)

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def drop(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Whether it is gone: while autovacuum is in it, no owner may drop it."""
    words = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(DATABASE))
    try:
        connection.execute(words)
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def until_ready(port: int, log: Path) -> None:
    def answers() -> bool:
        try:
            return Browser(port, HOST).get("/readyz")[0] == 200
        except OSError:
            return False

    assert processes.wait_until(answers, seconds=60), log.read_text()
