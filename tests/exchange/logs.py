"""Small logs and maps for the tests of the import, in the shape that the example map describes."""

from datetime import UTC, datetime
from pathlib import Path

import yaml

from motorblok.exchange.logs.checking import Checker
from motorblok.exchange.logs.instants import Clock
from motorblok.exchange.logs.mapping import LogMap, read_map
from motorblok.exchange.logs.reading import read_log

EXAMPLE = Path(__file__).parents[2] / "infra/docs/helpdesk_map.yaml"
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
COLUMNS = {
    "case": "1",
    "activity": "Assign seriousness",
    "resource": "R1",
    "completed_at": "2012-10-09 14:50:17",
    "customer": "C1",
    "product": "P1",
    "seriousness": "S1",
    "service_level": "L1",
    "service_type": "T1",
    "support_section": "U1",
    "workgroup": "W1",
}
HEADING = ",".join(COLUMNS)


def line(case="1", activity="Assign seriousness", at="2012-10-09 14:50:17", **others):
    """One line of a log, without its end."""
    return ",".join({**COLUMNS, "case": case, "activity": activity, "completed_at": at, **others}.values())


def write_log(folder, *lines, heading=HEADING, encoding="utf-8"):
    """A log file of these lines."""
    path = folder / "log.csv"
    path.write_bytes("\r\n".join([heading, *lines, ""]).encode(encoding))
    return path


def write_map(folder, **changes):
    """The example map with some settings changed; None takes a setting away."""
    content = {**yaml.safe_load(EXAMPLE.read_text()), **changes}
    path = folder / "map.yaml"
    path.write_text(yaml.safe_dump({name: value for name, value in content.items() if value is not None}))
    return path


def example() -> LogMap:
    """The example map."""
    return read_map(EXAMPLE)


def read(path, plan=None):
    """All that the file holds, unchecked."""
    return list(read_log(path, plan or example(), progress=lambda _position: None))


def checker(plan=None):
    """A checker at the instant NOW."""
    plan = plan or example()
    return Checker(plan=plan, clock=Clock(zone=plan.time_zone, time_format=plan.time_format, now=NOW))


def check(path, plan=None):
    """All lines of a file, checked; those that could not even be read as they are."""
    return list(check_lazily(path, plan))


def check_lazily(path, plan=None):
    """The same, one after the other."""
    one = checker(plan)
    for each in read_log(path, one.plan, progress=lambda _position: None):
        yield each if hasattr(each, "reason") else one.check(each)
