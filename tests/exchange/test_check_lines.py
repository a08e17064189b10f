from datetime import UTC, datetime

import pytest

from motorblok.exchange.logs.lines import BrokenLine
from motorblok.exchange.logs.mapping import read_map
from tests.exchange.logs import check, checker, line, read, write_log, write_map


def reasons(tmp_path, *lines, plan=None):
    return [
        each.reason if isinstance(each, BrokenLine) else ""
        for each in check(write_log(tmp_path, *lines), plan)
    ]


def test_a_line_is_put_into_our_own_words(tmp_path):
    path = write_log(tmp_path, line("7", "Take in charge ticket", seriousness="S4", service_level="L2"))

    found = check(path)[0]

    assert (found.task, found.client, found.person, found.verb) == ("7", "C1", "R1", "take")
    assert (found.priority, found.level) == ("urgent", "L2")
    assert found.at == datetime(2012, 10, 9, 12, 50, 17, tzinfo=UTC)


def test_clients_and_people_are_named_by_the_map(tmp_path):
    one = checker()
    [one.check(each) for each in read(write_log(tmp_path, line(customer="C22", resource="R3")))]

    client, person = one.clients["C22"], one.people["R3"]
    assert (client.name, client.address, client.code) == ("Client C22", "client-c22", "C22")
    assert (person.name, person.address) == ("Person R3", "r3@helpdesk.invalid")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"activity": "Dance"}, "“Dance” is not among the activities of the map."),
        ({"seriousness": "S9"}, "“S9” is not among the priorities of the map."),
        ({"service_level": "L9"}, "“L9” is not among the levels of the map."),
        ({"customer": " "}, "The column customer is empty."),
        ({"product": "a\x00b"}, "It holds a character that cannot be kept (NUL)."),
        ({"at": "09/10/2012"}, "The time '09/10/2012' is not written as %Y-%m-%d %H:%M:%S."),
        ({"at": "2031-01-01 09:00:00"}, "The time 2031-01-01 09:00:00 is before 1972 or in the future."),
        ({"at": "1971-01-01 09:00:00"}, "The time 1971-01-01 09:00:00 is before 1972 or in the future."),
        (
            {"customer": "Ö&A"},
            "“client-ö&a” cannot be a client's address: it needs 1 to 50 of a-z, 0-9 and hyphens.",
        ),
        ({"resource": "R 1"}, "“r 1@helpdesk.invalid” is no e-mail address."),
        ({"case": "9" * 101}, "The column case is longer than 100 characters."),
    ],
)
def test_a_value_that_cannot_be_used_breaks_its_line(tmp_path, changes, reason):
    assert reasons(tmp_path, line(**changes)) == [reason]


def test_a_time_that_the_clock_skips_breaks_its_line(tmp_path):
    skipped = "The time 2013-03-31 02:30:00 does not exist in Europe/Rome: its clock skips that hour."

    assert reasons(tmp_path, line(at="2013-03-31 02:30:00"), line(at="2013-03-31 03:00:00")) == [skipped, ""]


def test_a_time_that_the_clock_shows_twice_is_the_first(tmp_path):
    found = check(write_log(tmp_path, line(at="2012-10-28 02:30:00")))[0]

    assert found.at == datetime(2012, 10, 28, 0, 30, tzinfo=UTC)


def test_a_time_with_an_offset_needs_no_zone(tmp_path):
    plan = read_map(write_map(tmp_path, time_format=None))

    found = check(write_log(tmp_path, line(at="2013-03-31T02:30:00+00:00")), plan)[0]

    assert found.at == datetime(2013, 3, 31, 2, 30, tzinfo=UTC)


def test_two_clients_cannot_share_an_address(tmp_path):
    lines = [line("1", customer="C1"), line("2", customer="c1"), line("3", customer="C1")]

    assert reasons(tmp_path, *lines) == ["", "“c1” and “C1” would both get client-c1.", ""]


def test_a_broken_line_names_its_number_and_task(tmp_path):
    path = write_log(tmp_path, line("6"), line("7", "Dance"))

    broken = check(path)[1]

    assert (broken.number, broken.task) == (3, "7")


def test_markup_in_a_value_is_text_like_any_other(tmp_path):
    found = check(write_log(tmp_path, line(product="<script>alert(1)</script>")))[0]

    assert found.values["product"] == "<script>alert(1)</script>"
