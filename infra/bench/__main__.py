"""The bench: measures what was asked for, or all, and prints the figures beside their bars, missed ones too."""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from infra.bench import (
    alarms,
    board,
    business_time,
    capacity,
    databases,
    doors,
    memory,
    moving,
    pages,
    products,
    rating,
    recompute,
    tenancy,
)
from infra.bench.figures import Figure, table
from infra.bench.programs import say
from infra.bench.scale import FULL, QUICK, Scale

PARTS: Mapping[str, Callable[[Scale], list[Figure]]] = {
    "business-time": business_time.figures,
    "board": board.figures,
    "alarms": alarms.figures,
    "tenancy": tenancy.figures,
    "pages": pages.figures,
    "doors": doors.figures,
    "recompute": recompute.figures,
    "memory": memory.figures,
    "rating": rating.figures,
    "moving": moving.figures,
    "capacity": capacity.figures,
}
ON_REQUEST = {"capacity"}
"""Takes some minutes and 3 GB of disk, and has no bars: it is what infra/docs/capacity.md reckons with."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 also where a bar is missed, unless --strict."""
    options = _options(arguments)
    began, found = time.monotonic(), []
    databases.remove_left_behind()
    for part in options.parts or [name for name in PARTS if name not in ON_REQUEST]:
        say(f"{part} ...")
        found += PARTS[part](QUICK if options.quick else FULL)
    products.empty_queue()
    missed = sum(not figure.is_met for figure in found)
    print(f"\n{table(found)}\n\n{len(found)} figures in {time.monotonic() - began:.0f} s, {missed} missed.")
    if options.quick:
        print("A quick run shows that the bench works; its data are too small for the figures to mean much.")
    return 1 if missed and options.strict else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="motorblok bench", description="Measure Motorblok beside others.")
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(PARTS)}; without one all but {', '.join(ON_REQUEST)}",
    )
    parser.add_argument("--quick", action="store_true", help="little data, few rounds: does the bench work?")
    parser.add_argument("--strict", action="store_true", help="fail where a bar is missed")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"There is no part {', '.join(sorted(unknown))}.")
    return options


if __name__ == "__main__":
    sys.exit(main())
