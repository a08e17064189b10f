"""The shell script: what it finds on a machine, and the one sentence it says when something is missing."""

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "motorblok"
SYSTEM_TOOLS = [
    "awk",
    "cat",
    "cksum",
    "date",
    "df",
    "dirname",
    "env",
    "grep",
    "head",
    "mkdir",
    "mv",
    "readlink",
    "sh",
    "sleep",
]
PYTHON = '#!/bin/sh\ncase "$*" in *"import sys"*) echo {0} ;; *) exit 0 ;; esac\n'
NO_PIP = '#!/bin/sh\ncase "$*" in *"pip"*) exit 1 ;; *"import sys"*) echo {0} ;; esac\n'
UV = """#!/bin/sh
[ "$1" != --version ] || { echo "uv 0.13.9"; exit 0; }
env >"$MOTORBLOK_HOME/uv.env"; echo "$*" >>"$MOTORBLOK_HOME/uv.calls"
mkdir -p "$UV_PROJECT_ENVIRONMENT/bin" "$UV_PROJECT_ENVIRONMENT/lib"
printf '#!/bin/sh\\n[ "$1" = -c ] || echo "ran: $*"\\n' >"$UV_PROJECT_ENVIRONMENT/bin/python"
/bin/chmod +x "$UV_PROJECT_ENVIRONMENT/bin/python"
"""
FAILING_UV = '#!/bin/sh\n[ "$1" = --version ] && echo "uv 0.13.9" && exit 0\necho "{0}" >&2\nexit 2\n'
OLD_UV = "#!/bin/sh\necho 'uv 0.4.30'\n"
PIP_THAT_BRINGS_UV = """#!/bin/sh
case "$*" in
  *"-m pip install"*) mkdir -p "$MOTORBLOK_HOME/uv/bin"; cat "$UV_SOURCE" >"$MOTORBLOK_HOME/uv/bin/uv"; /bin/chmod +x "$MOTORBLOK_HOME/uv/bin/uv" ;;
  *"import sys"*) echo {0} ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A checkout, a state folder and a PATH with nothing but what a test puts there."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def has(self, name: str, script: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(script.replace("{0}", str(path)))
        path.chmod(0o755)

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": str(self.folder / "bin"), "MOTORBLOK_HOME": str(self.home), **environment}
        return subprocess.run(
            ["/bin/sh", str(self.folder / "motorblok"), *words],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    def refusal(self, *words: str, **environment: str) -> str:
        done = self.run(*words, **environment)
        assert done.returncode == 1, done
        lines = [line for line in done.stderr.splitlines() if line.startswith("motorblok: ")]
        assert len(lines) == 1
        return lines[0]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    shutil.copy(SCRIPT, tmp_path / "motorblok")
    (tmp_path / "bin").mkdir()
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    for tool in SYSTEM_TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    made = Machine(tmp_path)
    made.has("python3", PYTHON)
    made.has("uv", UV)
    return made


def test_it_installs_and_hands_over(machine: Machine) -> None:
    done = machine.run("up", "--port", "9000")

    assert done.stdout == "ran: -P -m motorblok.config.cli up --port 9000\n"
    assert "Installing packages" in done.stderr


def test_it_installs_once(machine: Machine) -> None:
    machine.run("up")
    again = machine.run("up")

    assert "Installing" not in again.stderr
    assert len((machine.home / "uv.calls").read_text().splitlines()) == 1


def test_it_installs_again_for_a_new_lock(machine: Machine) -> None:
    for lock in ("first", "second", "first"):
        (machine.folder / "uv.lock").write_text(lock)
        machine.run("up")

    assert len((machine.home / "uv.calls").read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        (["up"], "--extra embedded --no-dev"),
        (["test"], "--extra embedded"),
        (["test", "--all"], "--extra embedded --group bench"),
        (["bench"], "--extra embedded --no-dev --group bench"),
        (["load"], "--extra embedded --no-dev --group bench"),
    ],
)
def test_each_command_installs_what_it_needs(machine: Machine, words: list[str], groups: str) -> None:
    machine.run(*words)

    assert (machine.home / "uv.calls").read_text().strip().endswith(f"--locked --inexact {groups}")


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.has("python3", "#!/bin/sh\nexit 0\n")

    assert "Python 3.11 or newer is needed" in machine.refusal("up")


@pytest.mark.parametrize("lie", ["exit 127", "echo /nowhere/python3", "echo Python 3.12.0"])
def test_a_shim_that_lies_is_passed_over(machine: Machine, lie: str) -> None:
    machine.has("python3", f"#!/bin/sh\n{lie}\n")
    machine.has("python3.12", PYTHON)
    machine.run("up")

    assert f"UV_PYTHON={machine.folder}/bin/python3.12\n" in (machine.home / "uv.env").read_text()


@pytest.mark.parametrize("uv", [OLD_UV, "#!/bin/sh\nexit 127\n"])
def test_an_old_uv_is_replaced_by_one_of_our_own(machine: Machine, uv: str) -> None:
    machine.has("uv", uv)
    machine.has("python3", PIP_THAT_BRINGS_UV)
    (machine.folder / "new-uv").write_text(UV)
    done = machine.run("up", UV_SOURCE=str(machine.folder / "new-uv"))

    assert "Fetching uv" in done.stderr
    assert done.stdout.startswith("ran:")


def test_no_uv_and_no_pip_is_named(machine: Machine) -> None:
    machine.has("uv", OLD_UV)
    machine.has("python3", NO_PIP)

    assert "Neither uv (0.9 or newer) nor pip was found" in machine.refusal("up")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("error sending request for url", "it cannot be reached"),
        ("invalid peer certificate: UnknownIssuer", "certificate is not trusted"),
        ("No space left on device (os error 28)", "is full"),
    ],
)
def test_a_failed_installation_names_its_cause(machine: Machine, error: str, sentence: str) -> None:
    machine.has("uv", FAILING_UV.replace("{0}", error))

    assert sentence in machine.refusal("up")


def test_the_installer_trusts_what_the_system_trusts(machine: Machine) -> None:
    bundle = machine.folder / "company.crt"
    bundle.touch()
    machine.run("up", REQUESTS_CA_BUNDLE=str(bundle))
    env = (machine.home / "uv.env").read_text()

    assert f"SSL_CERT_FILE={bundle}\n" in env
    assert f"PIP_CERT={bundle}\n" in env


def test_a_full_disk_is_named_before_the_installation(machine: Machine) -> None:
    (machine.folder / "bin" / "df").unlink()
    machine.has("df", "#!/bin/sh\nprintf 'head\\n/dev/x 9 9 1000 99%% /\\n'\n")

    assert "is full: the installation needs 800 MB" in machine.refusal("up")


def test_a_state_folder_that_cannot_be_made_is_named(machine: Machine) -> None:
    machine.home.touch()

    assert "cannot be made. Set MOTORBLOK_HOME" in machine.refusal("up")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_named(machine: Machine) -> None:
    machine.home.mkdir()
    os.chown(machine.home, 12345, 12345)

    assert "belongs to somebody else. Set MOTORBLOK_HOME" in machine.refusal("up")


def test_it_is_found_through_a_link(machine: Machine) -> None:
    link = machine.folder / "link"
    link.symlink_to(machine.folder / "motorblok")
    env = {"PATH": str(machine.folder / "bin"), "MOTORBLOK_HOME": str(machine.home)}
    done = subprocess.run(
        ["/bin/sh", str(link), "up"], env=env, cwd="/", capture_output=True, text=True, check=False
    )

    assert f"--project {machine.folder} " in (machine.home / "uv.calls").read_text()
    assert done.stdout.startswith("ran:")


def test_it_may_be_executed() -> None:
    assert SCRIPT.stat().st_mode & stat.S_IXOTH
