"""Runs a module of the bench in a process of its own, where its Django settings are in force, and reads its answer."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Failed(RuntimeError):
    """A part of the bench ended with an error, which it printed."""


def run(module: str, *words: str, env: Mapping[str, str]) -> str:
    """What the module prints on its standard output; its progress stays visible. Raises Failed."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        env={**os.environ, **env},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{module} {' '.join(words)} ended with {done.returncode}.")
    return done.stdout


def run_started(module: str, *words: str, env: Mapping[str, str]) -> str:
    """The same for a module that works with Django's models."""
    return run("infra.bench.started", module, *words, env=env)


def say(words: str) -> None:
    """A line of progress, beside the figures."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
