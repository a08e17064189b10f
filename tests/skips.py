"""A pytest plugin: where skips are forbidden, a test that skips has failed. Tests on the real log are let off without it."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

FORBIDDEN = "MOTORBLOK_FORBID_SKIPS"
REAL_LOG = "MOTORBLOK_REAL_LOG"
MARK = "real_log"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", f"{MARK}: runs on the real log that {REAL_LOG} names; skipped without it"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if Path(os.environ.get(REAL_LOG) or "missing").is_file():
        return
    for item in items:
        if item.get_closest_marker(MARK):
            item.add_marker(pytest.mark.skip(reason=f"{REAL_LOG} names no file"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker(MARK):
        _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _refuse(report)
    return report


def _refuse(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get(FORBIDDEN) == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped where skips are forbidden ({FORBIDDEN}=1): {reason}"
