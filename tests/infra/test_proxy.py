"""The real Caddy gets certificates for hosts that are proven and for no other, and carries requests over a restart of the web."""

import json
import os
import shutil
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.cache import cache

from motorblok.config.launch import processes
from motorblok.config.launch.state import any_free_port
from tenants import actions
from tenants.models import Client
from tests.cast import MONDAY, RITA
from tests.infra.proxied import ROOT, Caddy, Web
from tests.tenants.claimed import answered, claim

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("caddy") is None, reason="this needs Debian's caddy: apt install it"),
]
OWN, PAGE = "portal.acme.example", "/sign-in/"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def web(acme_committed: Client, home: Path, monkeypatch: pytest.MonkeyPatch) -> Web:
    """A web that hears of what this test changes: both use the same keys in Redis."""
    monkeypatch.setattr(cache, "key_prefix", "")
    made = Web(home, any_free_port())
    made.collect()
    return made


def handshake(caddy: Caddy, host: str) -> str:
    """What a browser sees: the status of the page, or that there is no certificate."""
    try:
        return str(caddy.get(host, PAGE))
    except ssl.SSLError:
        return "refused"


def test_a_host_has_a_certificate_while_it_is_proven(
    acme_committed: Client, web: Web, tmp_path: Path
) -> None:
    made = claim(acme_committed, OWN)
    caddy = Caddy(tmp_path, web.port, any_free_port())

    with web.running():
        with caddy.running():
            before = [handshake(caddy, host) for host in ("acme.localhost", "no.example", OWN)]
            answered(made, "found")
            assert processes.wait_until(lambda: handshake(caddy, OWN) == "200", seconds=10)
            asked_from_outside = caddy.get(OWN, f"/certificates/ask?domain={OWN}")
            actions.remove_domain(acme_committed, domain=OWN, actor=RITA, at=MONDAY)
            began = time.monotonic()
            assert processes.wait_until(lambda: handshake(caddy, OWN) == "404", seconds=10)
            seconds = time.monotonic() - began
        again = Caddy(tmp_path, web.port, any_free_port())
        with again.running():
            restarted = [handshake(again, host) for host in ("acme.localhost", OWN)]
        anew = Caddy(tmp_path, web.port, any_free_port(), keeps="another")
        with anew.running():
            afterwards = [handshake(anew, host) for host in ("acme.localhost", OWN)]

    assert before == ["200", "refused", "refused"]
    assert asked_from_outside == 404
    assert seconds < 2  # a second, and what it takes to ask
    assert restarted == ["200", "404"]  # a certificate that it has already is still shown
    assert afterwards == ["200", "refused"]


def test_a_restart_of_the_web_is_not_seen_from_outside(web: Web, tmp_path: Path) -> None:
    caddy = Caddy(tmp_path, web.port, any_free_port())
    statuses: list[str] = []
    asking = [
        threading.Thread(target=lambda: statuses.append(handshake(caddy, "acme.localhost"))) for _ in range(5)
    ]

    with caddy.running():
        with web.running():
            before = handshake(caddy, "acme.localhost")
        for thread in asking:
            thread.start()
        with web.running():
            for thread in asking:
                thread.join(30)

    assert before == "200"
    assert statuses == ["200"] * 5


def test_without_being_told_otherwise_it_is_the_proxy_of_a_deployment() -> None:
    words = ["caddy", "adapt", "--config", str(ROOT / "infra/caddy/Caddyfile"), "--adapter", "caddyfile"]
    env = {**os.environ, "MOTORBLOK_ACME_EMAIL": "admin@example.test"}

    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)

    apps = json.loads(done.stdout)["apps"]
    assert [server["listen"] for server in apps["http"]["servers"].values()] == [[":443"]]
    assert apps["tls"]["automation"]["on_demand"]["ask"] == "http://web:8000/certificates/ask"
    assert '"dial":"web:8000"' in done.stdout
    assert {each["module"] for each in apps["tls"]["automation"]["policies"][0]["issuers"]} == {
        "acme",
        "zerossl",
    }
