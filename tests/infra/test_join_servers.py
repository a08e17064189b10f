"""The script that joins servers to a cluster, with a psql that only notes what it is asked: no cluster runs here."""

import os
import shutil
import subprocess

import pytest

from tests.guards.source import ROOT

PSQL = """#!/bin/sh
echo "$*" >>"$NOTED"
if [ ! -t 0 ]; then case "$*" in *--command*) ;; *) cat >>"$NOTED" ;; esac; fi
"""


@pytest.fixture
def noted(tmp_path):
    for role in ("owner", "app", "sealer"):
        (tmp_path / f"{role}_password").write_text(f"secret of {role}")
    (tmp_path / "psql").write_text(PSQL)
    (tmp_path / "psql").chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "SECRETS": str(tmp_path),
        "NOTED": str(tmp_path / "noted"),
    }
    words = [shutil.which("sh"), ROOT / "infra/citus/join.sh", "one:5432", "two:5432", "three:6432"]
    subprocess.run(words, env=env, check=True, timeout=30, stdin=subprocess.DEVNULL)
    return (tmp_path / "noted").read_text()


def test_every_node_gets_the_logins_the_database_and_the_extension(noted):
    asked = noted.splitlines()

    for node in ("--host one --port 5432", "--host two --port 5432", "--host three --port 6432"):
        of_node = [line for line in asked if node in line]
        assert [
            role
            for role in ("owner", "app", "sealer")
            if any(f"motorblok_{role}" in line for line in of_node)
        ] == [
            "owner",
            "app",
            "sealer",
        ]
        assert any("create extension if not exists citus" in line for line in of_node)


def test_the_coordinator_is_told_of_itself_first_and_then_of_the_workers(noted):
    joined = noted[noted.index("citus_set_coordinator_host") :]

    assert joined.count("citus_add_node") == 2
    assert joined.index("host=two") < joined.index("host=three")
