import tracemalloc

from motorblok.exchange.logs.gathering import gathered
from tests.exchange.logs import check, check_lazily, line, write_log
from tests.exchange.traces import event, trace, write_xes


def tasks(path):
    with gathered(check(path)) as found:
        return [
            [task.key, [each.number for each in task.lines]]
            for client in found.clients()
            for task in found.tasks_of(client)
        ]


def test_scattered_lines_of_a_task_are_brought_together_by_time(tmp_path):
    path = write_log(
        tmp_path,
        line("1", at="2012-10-09 10:00:00"),
        line("2", at="2012-10-09 09:00:00"),
        line("1", at="2012-10-08 10:00:00"),
    )

    assert tasks(path) == [["1", [4, 2]], ["2", [3]]]


def test_lines_of_one_second_keep_the_order_of_the_file(tmp_path):
    path = write_log(
        tmp_path, *[line("1", activity) for activity in ("Wait", "Closed", "Wait", "Resolve ticket")]
    )

    assert tasks(path) == [["1", [2, 3, 4, 5]]]


def test_a_task_belongs_to_the_client_of_its_first_line(tmp_path):
    path = write_log(
        tmp_path,
        line("1", at="2012-10-09 10:00:00", customer="C2"),
        line("1", at="2012-10-09 09:00:00", customer="C1"),
    )

    with gathered(check(path)) as found:
        assert found.clients() == ["C2", "C1"]
        assert [task.clients for task in found.tasks_of("C1")] == [("C1", "C2")]


def test_a_task_with_a_broken_line_is_left_out_whole(tmp_path):
    path = write_log(tmp_path, line("1"), line("2"), line("1", "Dance"), line("1", "Closed"))

    with gathered(check(path)) as found:
        assert [task.key for task in found.tasks_of("C1")] == ["2"]
        assert (found.count("line"), found.count("broken"), found.count("task"), found.left_out()) == (
            3,
            1,
            1,
            1,
        )
        assert [each.number for each in found.broken()] == [4]


def test_values_come_out_as_they_went_in(tmp_path):
    path = write_log(tmp_path, line("1", product='"Ünï ""q"""'))
    given = check(path)

    with gathered(given) as found:
        assert next(found.tasks_of("C1")).lines == tuple(given)


def test_a_broken_line_without_a_task_leaves_all_tasks_in(tmp_path):
    path = write_log(tmp_path, line("1"), line(" "))

    with gathered(check(path)) as found:
        assert (found.count("task"), found.count("broken"), found.left_out()) == (1, 1, 0)


def test_two_traces_of_one_name_are_both_left_out(tmp_path):
    path = write_xes(tmp_path, trace("7", event()), trace("8", event()), trace("7", event()))

    with gathered(check(path)) as found:
        assert [task.key for task in found.tasks_of("C1")] == ["8"]
        told = [(each.place, each.task, each.reason) for each in found.broken()]
    assert told == [("Trace 3", "7", "Traces 1 and 3 have the same name.")]


def test_the_lines_of_a_task_count_by_their_times_in_whatever_order_they_lie(tmp_path):
    resolved, taken = (
        line("1", "Resolve ticket", "2012-10-09 16:00:00"),
        line("1", "Wait", "2012-10-09 09:00:00"),
    )

    assert tasks(write_log(tmp_path, resolved, taken)) == [["1", [3, 2]]]


def test_a_large_log_is_gathered_in_little_memory(tmp_path):
    path = write_log(tmp_path, *[line(str(number), product="P" * 1000) for number in range(6_000)])

    tracemalloc.start()
    with gathered(check_lazily(path)) as found:
        tasks_of_client = sum(1 for _ in found.tasks_of("C1"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert tasks_of_client == 6_000
    assert path.stat().st_size > 6_000_000 > 3 * peak
