import dataclasses
import gzip

import pytest

from motorblok.exchange.logs.content import MapIsUnusable
from motorblok.exchange.logs.lines import BrokenLine, LogIsUnusable
from motorblok.exchange.logs.mapping import read_map
from motorblok.exchange.logs.reading import read_log
from tests.exchange.logs import COLUMNS, HEADING, example, line, read, write_log, write_map


def refusal(path, plan=None):
    with pytest.raises(LogIsUnusable) as refused:
        read(path, plan)
    return str(refused.value)


def test_every_line_is_read_with_its_number_in_the_file(tmp_path):
    path = write_log(tmp_path, line("1"), line("2"))

    found = read(path)

    assert [(each.number, each.values["case"]) for each in found] == [(2, "1"), (3, "2")]


def test_a_quoted_value_may_hold_quotes_commas_and_line_ends(tmp_path):
    path = write_log(tmp_path, line(product='"a ""b"", c\r\nd"'), line("2"))

    found = read(path)

    assert found[0].values["product"] == 'a "b", c\r\nd'
    assert found[1].number == 4


def test_empty_lines_are_passed_over(tmp_path):
    path = write_log(tmp_path, line("1"), "", line("2"))

    assert [each.number for each in read(path)] == [2, 4]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    path = write_log(tmp_path, line("1"), encoding="utf-8-sig")

    assert read(path)[0].values["case"] == "1"


def test_another_encoding_is_read_when_the_map_names_it(tmp_path):
    path = write_log(tmp_path, line(product="Köln"), encoding="cp1252")
    plan = read_map(write_map(tmp_path, encoding="cp1252"))

    assert read(path, plan)[0].values["product"] == "Köln"


def test_another_encoding_than_the_maps_is_refused(tmp_path):
    path = write_log(tmp_path, line(product="Köln"), encoding="cp1252")

    assert refusal(path) == (
        "The log is not UTF-8 (byte 0xf6 is no character). Set encoding in the map, such as cp1252."
    )


def test_utf_16_is_refused_by_its_name(tmp_path):
    path = write_log(tmp_path, line(), encoding="utf-16")

    assert refusal(path) == "The log is UTF-16, not UTF-8. Set encoding in the map, or save it as UTF-8."


def test_a_column_that_is_missing_is_named(tmp_path):
    path = write_log(tmp_path, heading=HEADING.replace("customer", "client").replace("service_level", "sla"))

    assert refusal(path).startswith("The log has no column customer, service_level. Its columns are: case, ")


def test_an_empty_file_has_no_columns(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(b"")

    assert refusal(path).endswith("Its columns are: -. Correct columns in the map.")


def test_two_columns_of_one_name_are_refused(tmp_path):
    path = write_log(tmp_path, heading=HEADING.replace("product", "case"))

    assert refusal(path) == "Two columns of the log have the same name."


def test_a_pattern_with_an_unknown_column_is_refused(tmp_path):
    plan = read_map(write_map(tmp_path, staff={"name": "{person}", "email": "a@b.invalid"}))

    with pytest.raises(MapIsUnusable) as refused:
        read(write_log(tmp_path, line()), plan)

    assert str(refused.value) == "staff.name: the log has no column person."


@pytest.mark.parametrize(("short", "found"), [(line("7")[:-3], 10), (line("7") + ",x", 12)])
def test_a_line_of_a_wrong_length_is_broken_and_its_task_known(tmp_path, short, found):
    path = write_log(tmp_path, line("6"), short, line("8"))

    broken = read(path)[1]

    assert broken == BrokenLine(3, "7", f"It has {found} values where the heading has {len(COLUMNS)}.")


def test_a_quote_that_is_never_closed_refuses_the_file(tmp_path):
    path = write_log(tmp_path, line("1"), line(product='"P1'), line("2"))

    assert refusal(path).startswith("Line 3: the quotes do not match or a value is too long")


def test_a_value_beyond_all_measure_refuses_the_file(tmp_path):
    path = write_log(tmp_path, line(product="x" * 200_000))

    assert refusal(path).startswith("Line 2: the quotes do not match or a value is too long")


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    assert refusal(tmp_path / "none.csv") == "The log cannot be read: No such file or directory."


def test_the_progress_is_told_in_bytes(tmp_path):
    path = write_log(tmp_path, line("1"), line("2"))
    told = []

    list(read_log(path, example(), progress=told.append))

    assert sum(told) == path.stat().st_size


def test_another_delimiter_is_read_when_the_map_names_it(tmp_path):
    path = write_log(tmp_path, line("1").replace(",", ";"), heading=HEADING.replace(",", ";"))
    plan = dataclasses.replace(example(), delimiter=";")

    assert read(path, plan)[0].values["case"] == "1"


def test_a_packed_csv_file_is_unpacked_on_the_way(tmp_path):
    plain = write_log(tmp_path, line("1"), line("2"))
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))

    assert [each.values["case"] for each in read(path)] == ["1", "2"]


def test_a_line_that_never_ends_refuses_the_file_before_it_fills_the_memory(tmp_path):
    path = write_log(tmp_path, line("1"), "x" * 4_500_000)

    assert refusal(path) == "Line 3 is longer than 4,194,304 characters. Is this file a log?"
