"""`test`, `bench` and `load`: on servers of their own, whether Motorblok runs or not."""

import sys
from collections.abc import Sequence

from motorblok.config.launch import preflight, processes, programs
from motorblok.config.launch.children import spawn_in_front
from motorblok.config.launch.messages import compile_messages
from motorblok.config.launch.servers import Purpose, start_servers
from motorblok.config.launch.state import ROOT, State, default_home
from motorblok.config.launch.steps import say
from motorblok.config.launch.supervisor import AskedToStop, Supervisor

NOT_QUICK = ("browser", "slow", "peers")
INTERRUPTED = 130


def test(arguments: Sequence[str]) -> int:
    """Run pytest with these arguments over the quick suite, or with --all over everything; its exit code."""
    return _run(State(default_home() / "test"), pytest_words(arguments), purpose=Purpose.TEST)


def bench(arguments: Sequence[str]) -> int:
    """Measure, on servers that wait for the disk as they do at work; the exit code."""
    return _run(State(default_home() / "bench"), ["infra.bench", *arguments], purpose=Purpose.BENCH)


def load(arguments: Sequence[str]) -> int:
    """Drive a deployment, on the servers that are measured on; the exit code."""
    return _run(State(default_home() / "bench"), ["infra.load", *arguments], purpose=Purpose.BENCH)


def pytest_words(arguments: Sequence[str]) -> list[str]:
    """The words for pytest: two processes and the quick suite, unless the arguments say otherwise."""
    quick = " and ".join(f"not {mark}" for mark in NOT_QUICK)
    chosen = [] if "--all" in arguments else ["-m", quick]
    return [
        "pytest",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        *chosen,
        *(word for word in arguments if word != "--all"),
    ]


def _run(state: State, module: Sequence[str], *, purpose: Purpose) -> int:
    preflight.check_folder(state)
    with state.locked():
        processes.end_left_behind(str(state.home))
        compile_messages(state)
        with Supervisor(mark=str(state.home), say=say) as supervisor:
            try:
                servers = start_servers(state, supervisor, purpose=purpose)
                env = {**programs.environment(state, servers, port=8000), processes.MARK: str(state.home)}
                return supervisor.accompany(
                    spawn_in_front([sys.executable, "-m", *module], env=env, folder=ROOT)
                )
            except AskedToStop:
                return INTERRUPTED
