"""Servers that the environment names: one clear sentence for each way in which they cannot be used."""

import os
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from motorblok.config.launch.given import check_database, check_given_database, check_given_redis
from motorblok.config.launch.refusals import CannotStart
from motorblok.config.launch.state import any_free_port

SSL_REQUEST = 80877103


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


def welcome(version: str) -> bytes:
    """What a server says after the start-up packet: no password needed, its version, ready (PostgreSQL's protocol 3)."""
    return (
        message(b"R", struct.pack("!I", 0))
        + message(b"S", b"server_version\0" + version.encode() + b"\0")
        + message(b"S", b"client_encoding\0UTF8\0")
        + message(b"K", struct.pack("!II", 1, 1))
        + message(b"Z", b"I")
    )


def serve(listener: socket.socket, version: str) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            while (start := connection.recv(1024)) and struct.unpack("!I", start[4:8])[0] == SSL_REQUEST:
                connection.sendall(b"N")
            if start:
                connection.sendall(welcome(version))
                connection.recv(1024)


@pytest.fixture
def old_server() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener, "13.14"), daemon=True).start()
        yield f"postgres://app:secret@127.0.0.1:{listener.getsockname()[1]}/motorblok?gssencmode=disable"
        listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "url",
    [
        "motorblok",
        "mysql://a:b@localhost/db",
        "postgres://a:b@localhost",
        "postgres://a:b@localhost:port/db",
        "postgres:///db",
    ],
)
def test_what_is_no_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(CannotStart, match="DATABASE_URL must look like postgres://") as refusal:
        check_database(url, name="DATABASE_URL")

    assert "a:b@" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_named() -> None:
    port = any_free_port()

    with pytest.raises(
        CannotStart, match=f"No PostgreSQL answers at 127.0.0.1:{port} .DATABASE_URL.: connection refused"
    ):
        check_database(f"postgres://a:b@127.0.0.1:{port}/db", name="DATABASE_URL")


def test_a_host_that_does_not_exist_is_named() -> None:
    with pytest.raises(CannotStart, match=r"No PostgreSQL answers at no\.such\.host\.invalid:5432"):
        check_database("postgres://a:b@no.such.host.invalid/db", name="DATABASE_URL")


def test_a_database_that_does_not_exist_is_named() -> None:
    elsewhere = urlsplit(os.environ["DATABASE_URL"])._replace(path="/nowhere").geturl()

    with pytest.raises(
        CannotStart, match=r'does not let DATABASE_URL in: database "nowhere" does not exist\.$'
    ):
        check_database(elsewhere, name="DATABASE_URL")


def test_an_old_server_is_named(old_server: str) -> None:
    with pytest.raises(CannotStart, match="is version 13; Motorblok needs 15 or newer"):
        check_database(old_server, name="DATABASE_URL")


def test_the_owner_must_be_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL")

    with pytest.raises(CannotStart, match="DATABASE_URL is set but DATABASE_OWNER_URL is not"):
        check_given_database()


def test_servers_that_answer_are_taken() -> None:
    names = ("DATABASE_OWNER_URL", "DATABASE_URL")

    assert check_given_database() == {name: os.environ[name] for name in names}
    assert check_given_redis() == {"REDIS_URL": os.environ["REDIS_URL"]}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("localhost:6379", "REDIS_URL must look like redis://"),
        ("redis://127.0.0.1:1/zero", "REDIS_URL must look like redis://"),
        ("redis://127.0.0.1:1/0", "No Redis lets us in at 127.0.0.1:1"),
    ],
)
def test_a_wrong_redis_is_named(monkeypatch: pytest.MonkeyPatch, url: str, sentence: str) -> None:
    monkeypatch.setenv("REDIS_URL", url)

    with pytest.raises(CannotStart, match=sentence):
        check_given_redis()


def test_addresses_in_files_are_as_good(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = {name: os.environ[name] for name in ("DATABASE_OWNER_URL", "DATABASE_URL", "REDIS_URL")}
    for name, url in found.items():
        (tmp_path / name).write_text(f"{url}\n")
        monkeypatch.delenv(name)
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))

    assert {**check_given_database(), **check_given_redis()} == found


def test_a_file_without_an_address_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REDIS_URL")
    monkeypatch.setenv("REDIS_URL_FILE", str(tmp_path / "none"))

    with pytest.raises(CannotStart, match=r"REDIS_URL_FILE names .*/none, which cannot be read"):
        check_given_redis()
