"""Servers that the doctor's tests look at: a mail server that says a few words, a broker, a host with a certificate."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from motorblok.config.launch import processes, redis
from motorblok.config.launch.state import any_free_port


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Serve each connection in turn; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    try:
                        serve(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def speaking_smtp(*, offers: str, sent: list[str]) -> Callable[[socket.socket], None]:
    """A mail server (RFC 5321) that offers this, lets nobody log in, and keeps what it was told."""

    def serve(connection: socket.socket) -> None:
        connection.sendall(b"220 mail.test ready\r\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                word = line.decode("latin-1").partition(" ")[0].strip().upper()
                sent.append(word)
                answers = {"EHLO": f"250-mail.test\r\n250 {offers}", "QUIT": "221 bye", "AUTH": "535 no"}
                connection.sendall(f"{answers.get(word, '250 ok')}\r\n".encode())

    return serve


def telling_time(at: datetime) -> Callable[[socket.socket], None]:
    """A web server whose clock shows this."""

    def serve(connection: socket.socket) -> None:
        connection.recv(4096)
        date = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        connection.sendall(f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: 0\r\n\r\n".encode())

    return serve


@contextmanager
def broker(folder: Path, *words: str) -> Iterator[str]:
    """A Redis of its own with these settings; its address."""
    port = any_free_port()
    command = [
        str(redis._program()),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--dir",
        str(folder),
        *words,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"

    def is_there() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return True
        return False

    try:
        assert processes.wait_until(is_there, seconds=20)
        yield url
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def certified(folder: Path, *, days: float) -> Iterator[tuple[int, Path]]:
    """A host "localhost" with a certificate for so many days: its port, and the file by which it is trusted."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=99))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "cert.pem", folder / "key.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True):
            time.sleep(0.01)

    with listening(serve) as port:
        yield port, trusted
