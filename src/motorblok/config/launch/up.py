"""`up`: everything from an empty folder to the first page, and on until somebody stops it."""

import argparse
import http.client
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing

from motorblok.config.launch import preflight, processes, programs
from motorblok.config.launch.demo import MADE, NOT_WANTED, note_for
from motorblok.config.launch.preparation import Preparation
from motorblok.config.launch.resting import check_works
from motorblok.config.launch.servers import start_servers
from motorblok.config.launch.state import State, default_home
from motorblok.config.launch.steps import say, step
from motorblok.config.launch.supervisor import AskedToStop, Supervisor

HEALTH = "/healthz"


def up(arguments: Sequence[str]) -> int:
    """Run Motorblok until Ctrl-C; CannotStart tells what stands in the way."""
    options = _options(arguments)
    state = State(default_home())
    preflight.check_folder(state)
    with state.locked():
        processes.end_left_behind(str(state.home))
        preflight.check_port(options.port)
        with Supervisor(mark=str(state.home), say=say) as supervisor:
            try:
                _run(state, supervisor, options)
            except AskedToStop:
                say("Stopping ...")
    say("Stopped.")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motorblok up", description="Start Motorblok on this machine.")
    port = os.environ.get("MOTORBLOK_PORT") or str(programs.PORT)
    parser.add_argument("--port", type=_port, default=port, help="default: %(default)s")
    parser.add_argument(
        "--no-demo", action="store_true", help="leave the first run without the demo provider"
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose a number from 1 to 65535")
    return int(text)


def _run(state: State, supervisor: Supervisor, options: argparse.Namespace) -> None:
    with step("Starting the servers"):
        servers = start_servers(state, supervisor)
    check_works(servers["DATABASE_URL"])
    env = programs.environment(state, servers, port=options.port)
    Preparation(state, supervisor, env).all()
    with step("Opening the first page"):
        supervisor.start(programs.web(state, env, port=options.port))
        supervisor.watch(until=lambda: answers(options.port))
    for service in programs.background(state, env):
        supervisor.start(service)
    _demo(state, supervisor, env, wanted=not options.no_demo)
    _greet(options.port, state, env)
    supervisor.watch()


def answers(port: int) -> bool:
    """Whether the health page says 200."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("GET", HEALTH, headers={"Host": programs.CONSOLE_HOST})
            with connection.getresponse() as response:
                return response.status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _demo(state: State, supervisor: Supervisor, env: Mapping[str, str], *, wanted: bool) -> None:
    """Once, in a database that was empty: an interrupted demo is finished by the next run."""
    note = note_for(state, env["DATABASE_URL"])
    if not note.is_due:
        return
    if wanted:
        say("Making the demo ...")
        service = programs.command(state, ["make_demo"], env)
        if supervisor.run(service, visibly=True):
            say("The demo could not be made; all else runs. Try ./motorblok make_demo.")
            return
    note.keep(MADE if wanted else NOT_WANTED)


def _greet(port: int, state: State, env: Mapping[str, str]) -> None:
    say(f"\nMotorblok runs: http://{programs.CONSOLE_HOST}:{port}   (Ctrl-C stops it)")
    for line in note_for(state, env["DATABASE_URL"]).greeting(env["DATABASE_URL"]):
        say(re.sub(r"(?<=localhost):\d+", f":{port}", line))
