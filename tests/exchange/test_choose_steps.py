import pytest

from motorblok.exchange.logs.gathering import gathered
from motorblok.exchange.logs.playing import steps
from tests.exchange.logs import check, line, write_log

TAKE, RESOLVE, CLOSED, WAIT = "Take in charge ticket", "Resolve ticket", "Closed", "Wait"


def chosen(tmp_path, *activities):
    path = write_log(tmp_path, *[line("1", each) for each in activities])
    with gathered(check(path)) as found:
        return [(each.verb, each.number - 1) for each in steps(next(found.tasks_of("C1")))]


@pytest.mark.parametrize(
    ("activities", "verbs"),
    [
        ([WAIT, TAKE, TAKE, RESOLVE, CLOSED], [("take", 2), ("resolve", 5)]),
        ([RESOLVE, TAKE, CLOSED], [("take", 2), ("resolve", 3)]),
        ([TAKE], [("take", 1)]),
        ([WAIT, WAIT], []),
        ([WAIT, RESOLVE], [("resolve", 2)]),
        ([RESOLVE, TAKE, WAIT], [("resolve", 1)]),
    ],
)
def test_the_first_taking_and_the_last_resolving_line_count(tmp_path, activities, verbs):
    assert chosen(tmp_path, *activities) == verbs
