"""A contact's own settings, and what it is told of what it may see."""

import pytest

from motorblok.accounts.models import Person
from tests import cast
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")


def chosen(**changes):
    return {"name": "Bob Requester", "language": "en", "theme": "light", "mails": "all", **changes}


def test_settings_are_ones_own():
    bob = cast.bob()

    answer = cast.browser(bob).post("/settings/", chosen(name="  Robert   R. "), follow=True)

    assert "Your settings are saved." in text(answer)
    assert 'lang="en" data-theme="light"' in answer.content.decode()
    assert Person.objects.get(pk=bob.pk).name == "Robert R."


def test_what_was_changed_together_is_told_once_and_not_again(book):
    bob = cast.bob()
    browser = cast.browser(bob)

    for _ in range(2):
        browser.post("/settings/", chosen(language="nl", theme="dark"))

    with cast.book_of(bob):
        assert book.kinds().count("accounts.person.preferences_changed") == 1


def test_who_never_chose_a_language_finds_the_one_it_reads_chosen():
    bob = cast.bob()
    Person.objects.filter(pk=bob.pk).update(language="")

    page = cast.browser(bob).get("/settings/")

    assert page["Content-Language"] == "nl"
    assert page.context["form"]["language"].value() == "nl"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "Bob\u202eby"])
def test_a_name_that_cannot_be_read_is_refused_beside_its_field(name):
    bob = cast.bob()

    answer = cast.browser(bob).post("/settings/", chosen(name=name, theme="dark"))

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"name"}
    known = Person.objects.get(pk=bob.pk)
    assert (known.name, known.theme) == ("Bob Requester", "auto")


def test_markup_in_a_name_is_shown_as_it_is_written():
    bob = cast.bob()

    page = cast.browser(bob).post("/settings/", chosen(name="<script>alert(1)</script>"), follow=True)

    assert b"<script>alert(1)" not in page.content
    assert "<script>alert(1)</script>" in text(page)


@pytest.mark.parametrize(
    ("role", "lines", "sees"),
    [
        ("director", (), "Alle taken van het bedrijf"),
        ("lead", ("finance", "hr"), "Alle taken in Financiën, HR"),
        ("lead", (), "er is nog geen dienst toegewezen"),
        ("requester", (), "Alleen wat deze persoon zelf vroeg"),
    ],
)
def test_everybody_is_told_what_it_sees(role, lines, sees):
    person = cast.contact("acme", "Somebody", "some@acme.test", role, *lines)

    assert sees in text(cast.browser(person).get("/settings/"))
