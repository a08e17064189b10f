import gzip

import pytest
import yaml

from motorblok.exchange.logs.content import MapIsUnusable
from motorblok.exchange.logs.lines import LogIsUnusable
from motorblok.exchange.logs.mapping import read_map
from tests.exchange.logs import EXAMPLE, check, example, line, read, write_log, write_map
from tests.exchange.traces import HEAD, TAIL, attribute, event, trace, write_xes


def refusal(path, plan=None):
    with pytest.raises(LogIsUnusable) as refused:
        read(path, plan)
    return str(refused.value)


def told(path, plan=None):
    """What a report says of the broken ones."""
    return [(each.place, each.task, each.reason) for each in check(path, plan) if hasattr(each, "reason")]


def test_events_are_read_with_the_attributes_of_their_trace(tmp_path):
    found = read(write_xes(tmp_path, trace("7", event("Wait"), event("Closed")), trace("8", event())))

    assert [(each.number, each.trace, each.place) for each in found] == [
        (1, 1, "Trace 1, event 1"),
        (2, 1, "Trace 1, event 2"),
        (3, 2, "Trace 2, event 1"),
    ]
    assert (found[1].values["case"], found[1].values["activity"]) == ("7", "Closed")


def test_the_map_of_a_csv_file_reads_an_xes_file_with_the_same_names(tmp_path):
    from_csv = check(write_log(tmp_path, line("7", "Closed", product="P & Q")))
    from_xes = check(write_xes(tmp_path, trace("7", event("Closed", product="P & Q"))))

    meant = [(each.task, each.client, each.verb, each.priority, each.level, each.at) for each in from_csv]
    assert [
        (each.task, each.client, each.verb, each.priority, each.level, each.at) for each in from_xes
    ] == meant
    assert from_xes[0].values["product"] == "P & Q"


def test_standard_keys_tell_the_name_of_the_trace_from_that_of_the_event(tmp_path):
    columns = {"task": "case:concept:name", "activity": "concept:name", "at": "time:timestamp"}
    columns |= {"client": "customer", "staff": "org:resource"}
    texts = {"title": "{case:concept:name}", "description": "-", "service_line": "it-support"}
    staff = {"name": "{org:resource}", "email": "{org:resource}@a.invalid"}
    plan = read_map(write_map(tmp_path, columns=columns, tasks=texts, staff=staff))
    values = [
        attribute("concept:name", "Closed"),
        attribute("org:resource", "ann"),
        attribute("customer", "C1"),
    ]
    values.append(attribute("time:timestamp", "2012-10-09T14:50:17.250+02:00", "date"))
    path = write_xes(
        tmp_path, f"<trace>{attribute('concept:name', '7')}<event>{''.join(values)}</event></trace>"
    )

    found = check(path, plan)[0]

    assert (found.task, found.verb, found.person, found.priority, found.level) == (
        "7",
        "resolve",
        "ann",
        "normal",
        "",
    )
    assert found.at.isoformat() == "2012-10-09T12:50:17.250000+00:00"


def test_a_packed_log_is_unpacked_on_the_way(tmp_path):
    plain = write_xes(tmp_path, trace("7", event()))
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))

    assert [each.values["case"] for each in read(path)] == ["7"]


def test_a_packed_log_that_is_cut_off_is_refused(tmp_path):
    plain = write_xes(tmp_path, *[trace(str(number), event()) for number in range(99)])
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(plain.read_bytes())[:-40])

    assert refusal(path).startswith("The log is not a whole gzip file (")


def test_a_file_that_is_called_gz_and_is_none_is_refused(tmp_path):
    path = write_xes(tmp_path, trace("7", event()), name="log.xes.gz")

    assert refusal(path).startswith("The log is not a whole gzip file (Not a gzipped file")


@pytest.mark.parametrize("tail", ["", "<trace><event>", "</trace>"])
def test_a_log_that_breaks_off_is_refused_and_its_line_named(tmp_path, tail):
    path = write_xes(tmp_path, trace("7", event()), tail=tail)

    assert refusal(path).startswith("Line 8 is no XML, or the file breaks off there (")


def test_a_document_type_is_refused_before_an_entity_can_unfold(tmp_path):
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<log>'
    path = write_xes(tmp_path, trace("&b;", event()).replace("&amp;", "&"), head=bomb)

    assert refusal(path).startswith("The log declares a document type (DOCTYPE).")


def test_another_encoding_than_the_file_declares_is_refused(tmp_path):
    path = write_xes(tmp_path, trace("7", event(product="Köln")))
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))

    assert "not well-formed" in refusal(path)


def test_a_column_that_no_event_has_is_named(tmp_path):
    path = write_xes(tmp_path, trace("7", event(customer=None)))

    assert refusal(path).startswith(
        "The log has no column customer. Its columns are: activity, case, case:case, "
    )


def test_a_pattern_with_a_key_that_no_event_has_is_refused(tmp_path):
    path = write_xes(tmp_path, trace("7", event(workgroup=None)))

    with pytest.raises(MapIsUnusable) as refused:
        read(path)

    assert str(refused.value) == "tasks.description: the log has no column workgroup."


def test_a_value_that_one_event_lacks_breaks_that_event(tmp_path):
    path = write_xes(tmp_path, trace("7", event(), event(customer=None)), trace("8", event()))

    assert told(path) == [("Trace 1, event 2", "7", "The column customer is empty.")]


def test_broken_traces_are_named_by_their_number_and_name(tmp_path):
    late = trace("9", event()).replace("</trace>", attribute("product", "P9") + "</trace>")
    path = write_xes(tmp_path, trace(None, event(), event()), trace("8"), late, trace("10", event()))

    assert told(path) == [
        ("Trace 1", "", "It has no case, so its task has no name."),
        ("Trace 2", "8", "It has no events."),
        ("Trace 3", "9", "It has attributes after its first event; they belong before it."),
    ]


def test_an_event_outside_of_every_trace_is_broken(tmp_path):
    path = write_xes(tmp_path, trace("7", event()), event())

    assert told(path) == [("Event 2", "", "It belongs to no trace.")]


def test_attributes_of_attributes_and_of_globals_are_no_values(tmp_path):
    inner = attribute("product", "P1", within=attribute("customer", "C9"))
    path = write_xes(tmp_path, trace("7", event().replace("</event>", inner + "</event>")))

    assert read(path)[0].values["customer"] == "C1"


@pytest.mark.parametrize(
    "content",
    [
        "<a>" * 200,
        trace("7", event(product="x" * 1_100_000)),
        "<string key='" + "x" * 5_000_000,
    ],
)
def test_more_than_can_be_meant_is_refused(tmp_path, content):
    path = write_xes(tmp_path, content)

    assert "more belongs to one event than can be kept" in refusal(path)


def test_the_map_may_name_the_format_of_a_file_called_otherwise(tmp_path):
    path = write_xes(tmp_path, trace("7", event()), name="export.xml")
    plan = read_map(write_map(tmp_path, format="xes"))

    assert read(path, plan)[0].values["case"] == "7"


def test_the_example_map_leaves_the_format_to_the_name_of_the_file():
    assert "format" not in yaml.safe_load(EXAMPLE.read_text())
    assert example().format == ""


def test_markup_in_an_attribute_is_text_like_any_other(tmp_path):
    found = read(write_xes(tmp_path, trace("7", event(product="<script>alert(1)</script>"))))

    assert found[0].values["product"] == "<script>alert(1)</script>"


def test_a_log_without_traces_has_no_columns(tmp_path):
    path = write_xes(tmp_path, head=HEAD, tail=TAIL)

    assert "Its columns are: -." in refusal(path)
