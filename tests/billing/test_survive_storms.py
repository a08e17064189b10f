"""Ten thousand messages, shuffled, repeated, one in twenty lost, to eight workers that fall over: the end is the gateway's own."""

import os
import time

import pytest

from motorblok.kernel import schema
from tests import world
from tests.billing import agreed
from tests.billing.storm import DELIVERIES, storm

SEEDS = range(int(os.environ.get("MOTORBLOK_STORM_SEEDS", "2")))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_storm_all_is_as_the_gateway_has_it_and_nothing_was_done_twice(acme_committed, capsys, seed):
    begun = time.monotonic()
    with schema.entered(schema.PUBLIC):
        debtors = [agreed.debtor(world.client(slug), gateway="fake") for slug in ("acme", "globex")]

        ended = storm(debtors, seed=seed)

    with capsys.disabled():
        print(f"\nseed {seed}: {ended} in {time.monotonic() - begun:.1f} s")
    assert ended.deliveries == DELIVERIES
    assert min(ended.lost, ended.crashes, ended.missed_before) > 0, "it was no storm"
    assert (ended.wrong, ended.doubled, ended.unpaid, ended.unsettled) == (0, 0, 0, 0)
