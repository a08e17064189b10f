"""The load: drives a deployment of its own for some minutes, disturbs it, and prints or writes down the report."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from infra.bench.programs import say
from infra.load import report, truth
from infra.load.cast import FULL, QUICK
from infra.load.deployment import Deployment, deployed
from infra.load.disturbing import TRIES, absences, restarts
from infra.load.driving import Run, drive
from infra.load.overload import flood
from infra.load.recording import Record
from infra.load.report import Report
from infra.load.watching import Watch

PARTS = ("people", "restarts", "absences", "overload")
QUICK_MINUTES, QUICK_RATE = 0.1, 8.0
LONGEST_ARRIVAL = 120.0
LONGEST_MINUTES = 60.0
MOST_A_SECOND = 200.0
SETTLES_WITHIN = 300.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Drive, report; 1 where something was wrong, or slower than it may be and --strict."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_asked: sys.exit(143))  # what was started is stopped then too
    with deployed(QUICK if options.quick else FULL) as deployment:
        found = asyncio.run(_measured(deployment, options))
    text = report.markdown(found)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(report.as_json(found), indent=1))
    if options.write:
        report.write_down(text)
    return 1 if found.failures or (options.strict and not found.is_quick_enough) else 0


async def _measured(deployment: Deployment, options: argparse.Namespace) -> Report:
    database = deployment.env["DATABASE_OWNER_URL"]
    say("  waiting until all that was due is done ...")
    await asyncio.to_thread(truth.await_quiet, database, seconds=SETTLES_WITHIN)
    seconds, since = options.minutes * 60, datetime.now(UTC)
    arriving = min(LONGEST_ARRIVAL, seconds / 2)
    tries = TRIES if options.quick else 1
    found = Report(began=since, rate=options.rate, seconds=seconds)
    if "people" in options.parts:
        say(f"  people for {options.minutes:g} minutes ...")
        with Watch(deployment) as watch:
            found.people, _retried = await drive(
                Run(deployment.cast, deployment.port, deployment.keys, options.rate, seconds, arriving, tries)
            )
        found.looks, found.lateness = watch.looks, truth.lateness(database, since)
    if "restarts" in options.parts:
        say("  restarting each process while they work ...")
        found.restarts = await restarts(deployment, rate=options.rate, seconds=20 if options.quick else 60)
    if "absences" in options.parts:
        say("  taking the database away, and the broker ...")
        found.absences = await absences(deployment, rate=options.rate)
    if "overload" in options.parts:
        say("  asking for five times as much as can be answered ...")
        found.overload = Record()
        found.flood = await flood(deployment, found.overload, seconds=5 if options.quick else 20)
    say("  looking everything up ...")
    found.is_quiet = await asyncio.to_thread(truth.await_quiet, database, seconds=SETTLES_WITHIN)
    found.verdict = truth.verdict(database, found.writings)
    return found


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.load", description="Load a deployment of its own.")
    parser.add_argument("parts", nargs="*", default=PARTS, metavar="part", help=f"{', '.join(PARTS)}; all")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the people work (default: 10)")
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second (default: 20)")
    parser.add_argument(
        "--quick", action="store_true", help="five clients and few seconds: does the load work?"
    )
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--write", action="store_true", help=f"put the report into {report.PAGE.name}")
    parser.add_argument("--strict", action="store_true", help="fail where the figures are missed")
    options = parser.parse_args(arguments)
    if options.quick:
        options.minutes, options.rate = min(options.minutes, QUICK_MINUTES), min(options.rate, QUICK_RATE)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"There is no part {', '.join(sorted(unknown))}.")
    if not (0 < options.minutes <= LONGEST_MINUTES and 0 < options.rate <= MOST_A_SECOND):
        parser.error(f"At most {LONGEST_MINUTES:g} minutes and {MOST_A_SECOND:g} requests a second.")
    return options


if __name__ == "__main__":
    sys.exit(main())
