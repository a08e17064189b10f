import pytest
from django.utils.translation import override

from motorblok.kernel.errors import Invalid
from tenants.actions import add_service_line
from tenants.actions.service_lines import ServiceLineExists
from tenants.queries import service_lines
from tests.cast import MONDAY, OLGA

pytestmark = pytest.mark.usefixtures("public")


def add(name_en="Facilities", name_nl="Facilitair"):
    return add_service_line(name_en=name_en, name_nl=name_nl, actor=OLGA, at=MONDAY)


def test_the_seven_usual_lines_are_there_from_the_start():
    codes = [line.code for line in service_lines()]

    assert codes == ["finance", "hr", "it-support", "procurement", "logistics", "quality", "legal"]


def test_each_line_has_a_name_in_both_languages():
    finance = service_lines()[0]

    assert finance.name == "Finance"
    with override("nl"):
        assert finance.name == "Financiën"


def test_an_added_line_is_listed_last(book, django_capture_on_commit_callbacks):
    service_lines()

    with django_capture_on_commit_callbacks(execute=True):
        add()

    assert service_lines()[-1].code == "facilities"
    assert book.kinds() == ["tenants.service_line.added"]


def test_a_line_exists_once():
    with pytest.raises(ServiceLineExists):
        add(name_en="finance")


@pytest.mark.parametrize("names", [{"name_en": " "}, {"name_nl": ""}])
def test_a_line_needs_both_names(names):
    with pytest.raises(Invalid):
        add(**names)
