from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motorblok.work.actions import resolve_task
from tests.cast import MONDAY, SAM
from tests.sla.promised import HOUR, an_agreement
from tests.work.tasks import received


def told(*words):
    out = StringIO()
    call_command("explain", *words, stdout=out)
    return out.getvalue()


def test_each_clock_is_told_line_by_line(acme):
    an_agreement({"targets": {"first_response": HOUR, "resolution": 4 * HOUR}})
    task = received(acme)
    resolve_task(task.id, answer="Done.", client_id=acme.id, actor=SAM, at=MONDAY + timedelta(hours=2))

    words = told(task.number.lower())

    assert "First response: 2:00:00 of 1:00:00 used (Back office, version 1)" in words
    assert "Mon 23 Nov 2026 09:30 to Mon 23 Nov 2026 11:30: 2:00:00 counted" in words
    assert "breached" in words
    assert "met" in words


def test_it_speaks_dutch_when_asked(acme):
    an_agreement({"targets": {"resolution": HOUR}})
    task = received(acme)

    assert "Back office, versie 1" in told(task.number, "--language", "nl")


def test_what_was_not_promised_is_said(acme):
    assert "No agreement promised anything" in told(received(acme).number)


@pytest.mark.parametrize("number", ["ACME-99", "NOBODY-1"])
def test_a_number_that_does_not_exist_is_refused_in_one_sentence(acme, number):
    with pytest.raises(CommandError, match=number):
        told(number)
