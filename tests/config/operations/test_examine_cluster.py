"""The doctor tells of a cluster that does not know every table, or has not every client; the cluster here is pretended."""

from typing import Any

import pytest

from motorblok.config.operations.doctor.cluster import check_cluster
from tenants import sharding


@pytest.fixture
def sharded(settings: Any, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    settings.MOTORBLOK_SHARDING = "citus"
    monkeypatch.setattr(sharding, "tables_unknown", list)
    monkeypatch.setattr(sharding, "clients_left", list)
    return monkeypatch


def test_one_server_is_no_cluster() -> None:
    assert check_cluster().verdict == "skipped"


@pytest.mark.usefixtures("sharded")
def test_a_cluster_that_knows_all_is_well() -> None:
    assert check_cluster().verdict == "ok"


def test_a_table_that_it_does_not_know_has_failed(sharded: pytest.MonkeyPatch) -> None:
    sharded.setattr(sharding, "tables_unknown", lambda: ["board_row"])

    finding = check_cluster()

    assert (finding.verdict, "board_row" in finding.words, "citus_tables" in finding.remedy) == (
        "failed",
        True,
        True,
    )


def test_a_client_that_was_left_behind_is_told(sharded: pytest.MonkeyPatch) -> None:
    sharded.setattr(sharding, "clients_left", lambda: ["c_acme"])

    assert check_cluster().words == "c_acme are still on the coordinator."


def test_a_database_without_citus_has_failed(public: None, settings: Any) -> None:
    settings.MOTORBLOK_SHARDING = "citus"

    finding = check_cluster()

    assert (finding.verdict, "CREATE EXTENSION citus" in finding.words) == ("failed", True)
