"""A method that an address does not know."""

import pytest

from motorblok.accounts.actions import set_preferences
from tests import cast
from tests.cast import MONDAY, RITA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This cannot be done here"), ("nl", "Dit kan hier niet")]
)
def test_a_method_that_is_not_there_gets_a_page_that_says_so(language, words):
    rita = cast.rita()
    set_preferences(rita.id, language=language, actor=RITA, at=MONDAY)

    answer = cast.browser(rita).get("/board/undo/")

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert words in text(answer)


def test_who_is_not_signed_in_learns_nothing_of_methods(client):
    answer = client.get("/board/undo/", headers={"Host": cast.host_of(None)})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
