"""The files of a deployment say what the code does: its processes, its settings, its packages. (No compose engine runs here.)"""

import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from motorblok.config import health
from motorblok.config.launch.programs import PROCESSES
from tests.config.running import environment

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "infra/compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: each for name, each in SERVICES.items() if "motorblok" in each["image"]}
BY_HAND = {"migrate", "restore"}
"""They do their work once, and end."""
GIVEN = {
    "MOTORBLOK_CONSOLE_HOST": "desk.example.test",
    "MOTORBLOK_CLIENT_DOMAIN": "example.test",
    "MOTORBLOK_PROVIDER": "Northwind Desk",
}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def filled(text: str) -> str:
    """A value as compose hands it over, where the operator gave only what must be given."""
    return VARIABLE.sub(lambda found: GIVEN.get(found[1], found[3] if found[2] == "-" else ""), text)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deployment")
    script = folder / "make_secrets.sh"
    script.write_text((ROOT / "infra/make_secrets.sh").read_text())
    for _time in range(2):
        subprocess.run(["sh", str(script)], check=True, capture_output=True)
    return folder / "secrets"


def test_each_process_of_up_has_its_service() -> None:
    running = {each["command"][1] for each in OURS.values() if each["command"][0] == "run"}

    assert running == set(PROCESSES)
    assert OURS["migrate"]["command"][0] == "migrate"
    assert OURS.keys() == {*PROCESSES, *BY_HAND, "backup"}
    assert OURS["backup"]["command"][0] == "backup"
    assert OURS["restore"]["command"][0] == "restore"
    assert OURS["restore"]["profiles"] == ["restore"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_limits_and_comes_back(name: str) -> None:
    service = SERVICES[name]

    assert service["mem_limit"]
    assert service["restart"] == ("no" if name in BY_HAND else "unless-stopped")
    assert service["logging"]["options"]["max-size"]


@pytest.mark.parametrize("name", OURS)
def test_our_processes_can_write_nothing_and_become_nobody(name: str) -> None:
    service = OURS[name]

    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", OURS)
def test_what_they_keep_in_memory_has_an_end(name: str) -> None:
    assert all("size=" in each for each in OURS[name]["tmpfs"])


def test_what_faces_the_outside_reaches_neither_database_nor_broker() -> None:
    behind = {network for name in ("postgres", "valkey") for network in SERVICES[name]["networks"]}

    assert not behind & set(SERVICES["caddy"]["networks"])
    assert {"front", *behind} <= set(SERVICES["web"]["networks"])


def test_all_other_settings_come_from_one_file_that_is_kept_out_of_the_history() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()

    assert {"infra/settings.env", "infra/.env", "infra/secrets/"} <= set(ignored)
    assert all(each["env_file"] == [{"path": "settings.env", "required": False}] for each in OURS.values())


def test_the_database_is_asked_where_it_does_not_listen_before_its_logins_are_made() -> None:
    asked = SERVICES["postgres"]["healthcheck"]["test"]

    assert asked[asked.index("--host") + 1] == "127.0.0.1"


@pytest.mark.parametrize(
    ("name", "age", "answer"), [("schedule", 9, 0), ("schedule.db", 9, 0), ("x", 9, 1), ("schedule", 999, 1)]
)
def test_a_beat_lives_that_has_lately_written_its_schedule(
    tmp_path: Path, name: str, age: int, answer: int
) -> None:
    written = tmp_path / "beat" / name
    written.parent.mkdir()
    written.touch()
    os.utime(written, (time.time() - age,) * 2)

    command = [sys.executable, "-S", str(ROOT / "infra/probe.py"), "beat"]
    done = subprocess.run(command, env={"MOTORBLOK_HOME": str(tmp_path)}, check=False)

    assert done.returncode == answer


def test_only_migrations_and_the_provisioner_are_given_the_owners_password() -> None:
    owners = {name for name, each in SERVICES.items() if "database_owner_url" in each.get("secrets", [])}

    assert owners == {"migrate", "provisioner"}


def test_the_database_and_the_broker_are_reached_from_inside_alone() -> None:
    for name in ("postgres", "valkey"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]
    assert COMPOSE["networks"]["inside"]["internal"]


@pytest.mark.parametrize("name", ["web", "provisioner"])
def test_what_a_process_is_given_are_settings_that_it_starts_with(name: str, secrets: Path) -> None:
    service = OURS[name]
    given = {
        key: filled(value).replace("/run/secrets", str(secrets))
        for key, value in service["environment"].items()
    }
    login = "owner" if name in {"migrate", "provisioner"} else "app"
    env = {**environment(), **given, "MOTORBLOK_LOGIN": login, "MOTORBLOK_HOME": str(secrets.parent)}

    words = (
        "from motorblok.config import settings; print(settings.LOGINS['app']['HOST'], settings.DEVELOPMENT)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", words], env=env, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "postgres False", done.stderr
    named = {Path(value).name for key, value in given.items() if key.endswith("_FILE")}
    assert named <= set(service["secrets"])


def test_processes_of_one_login_are_given_the_same() -> None:
    for name, each in OURS.items():
        like = OURS["provisioner" if "database_owner_url" in each["secrets"] else "web"]["environment"]
        shared = like.keys() & each["environment"].keys()
        assert {key: each["environment"][key] for key in shared} == {key: like[key] for key in shared}, name
        assert like.keys() - each["environment"].keys() <= {"MOTORBLOK_WEB_WORKERS"}, name


def test_the_image_of_all_is_built_here_where_nobody_names_another() -> None:
    context = OURS["migrate"]["build"]["context"]

    assert (ROOT / "infra" / context / "Dockerfile").resolve() == ROOT / "Dockerfile"
    assert OURS["migrate"]["build"]["args"].keys() == set(
        re.findall(r"^ARG (MOTORBLOK_\w+)", DOCKERFILE, re.MULTILINE)
    )
    assert len({each["image"] for each in OURS.values()}) == 1


def test_every_setting_in_it_is_a_documented_one() -> None:
    documented = (ROOT / "infra/docs/settings.md").read_text()
    names = {key.removesuffix("_FILE") for each in OURS.values() for key in each["environment"]}

    assert not {name for name in names if f"`{name}`" not in documented}


def test_every_secret_is_made_once_and_read_by_its_owner_alone(secrets: Path) -> None:
    names = {path.name for path in secrets.iterdir()}
    password = (secrets / "app_password").read_text()

    assert names == set(COMPOSE["secrets"])
    assert f"motorblok_app:{password}@postgres:5432/motorblok" in (secrets / "database_url").read_text()
    assert {path.stat().st_mode & 0o077 for path in secrets.iterdir()} == {0}


def test_files_that_it_mounts_are_there() -> None:
    mounted = [each.split(":")[0] for service in SERVICES.values() for each in service.get("volumes", [])]

    for path in (each for each in mounted if each.startswith("./")):
        assert (ROOT / "infra" / path).is_file(), path
    assert os.access(ROOT / "infra/postgres/make_logins.sh", os.X_OK)


def test_the_proxy_asks_what_the_web_answers() -> None:
    caddyfile = (ROOT / "infra/caddy/Caddyfile").read_text()
    asked = re.search(r"ask http://\{\$CADDY_UPSTREAM:(\w+):(\d+)\}(\S+)", caddyfile)

    assert asked
    assert asked[1] in OURS["web"]["environment"]["MOTORBLOK_MACHINE_NAMES"].split()
    assert asked[3] in health.PROBES
    assert asked[2] in OURS["web"]["expose"]


def test_the_image_holds_what_the_lock_names_for_a_python_that_we_take() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    named = {path for line in copied for path in line.split()}

    assert {path.split("/")[0] for path in packages} | {"pyproject.toml", "uv.lock"} <= named
    assert DOCKERFILE.count("uv sync --locked --no-dev --extra programs") == 2
    assert re.findall(r"--extra (\S+)", DOCKERFILE) == ["programs", "programs"]
    base = re.search(r"^ARG BASE=(\S+)$", DOCKERFILE, re.MULTILINE)
    assert base
    assert f"base={base[1]}\n" in (ROOT / "infra/build_image.sh").read_text()
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert named <= kept


def test_the_image_is_nobodys_and_says_how_it_is() -> None:
    stage = DOCKERFILE.rpartition("\nFROM ")[2]

    assert "\nUSER motorblok\n" in stage
    assert "HEALTHCHECK" in stage
    assert 'CMD ["run", "web"]' in stage
    assert 'org.opencontainers.image.version="${MOTORBLOK_RELEASE}"' in stage


def test_the_log_is_kept_where_a_restore_looks_for_it() -> None:
    words = " ".join(SERVICES["postgres"]["command"])
    mounts = dict(each.rsplit(":", 1) for each in SERVICES["postgres"]["volumes"] if each.endswith("/wal"))

    assert "-carchive_mode=on" in words
    assert 'archive_wal.sh "%p" "%f" /backups/wal' in words
    assert mounts == {"${MOTORBLOK_BACKUPS:-./backups}/wal": "/backups/wal"}
    for name in ("backup", "restore"):
        assert OURS[name]["volumes"][0].startswith("${MOTORBLOK_BACKUPS:-./backups}:/backups")
        assert "/backups" in OURS[name]["command"]


def test_the_login_for_backups_may_copy_and_nothing_else() -> None:
    script = (ROOT / "infra/postgres/make_logins.sh").read_text()

    assert [line for line in script.splitlines() if "motorblok_backup" in line] == [
        "create role motorblok_backup login replication password :'backup';",
        'echo "host replication motorblok_backup all scram-sha-256" >>"$PGDATA/pg_hba.conf"',
    ]
    assert "database_backup_url" not in {each for name in PROCESSES for each in OURS[name]["secrets"]}
