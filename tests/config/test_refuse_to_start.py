"""A start with one thing missing is refused within five seconds, in one sentence, by the real command."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow

LOGIN = urlsplit(os.environ["DATABASE_URL"])
WRONG = LOGIN._replace(netloc=f"stranger:wrong@{LOGIN.hostname}:{LOGIN.port}").geturl()
WITHIN = 5.0


@pytest.fixture
def hung() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


def refused(**environment: str) -> str:
    """The words of the refusal; the quicker of two tries counts, for the machine may be busy with others."""
    seconds = []
    for _ in range(2):
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-P", "-m", "motorblok.config.cli", "run", "web"],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        seconds.append(time.monotonic() - began)
        assert (done.returncode, done.stdout) == (1, "")
    assert min(seconds) < WITHIN
    return done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("DATABASE_URL", "postgres://app:app@127.0.0.1:1/none", "No PostgreSQL answers at 127.0.0.1:1 .*"),
        (
            "DATABASE_URL",
            "postgres://app:app@{hung}/none",
            "PostgreSQL at .* does not let DATABASE_URL in: .*",
        ),
        ("DATABASE_URL", WRONG, "PostgreSQL at .* does not let DATABASE_URL in: .*stranger.*"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "No Redis lets us in at 127.0.0.1:1 .*"),
        ("REDIS_URL", "redis://{hung}/0", "No Redis lets us in at .*"),
        ("MOTORBLOK_SECRET_KEY", "", "Motorblok cannot start:\n  MOTORBLOK_SECRET_KEY is missing."),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(hung: str, setting: str, value: str, sentence: str) -> None:
    words = refused(**{setting: value.format(hung=hung)})

    assert re.fullmatch(f"motorblok: {sentence}\n", words), words
    assert "wrong@" not in words
