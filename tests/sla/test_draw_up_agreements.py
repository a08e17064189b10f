"""Agreements: drawn up and published in versions that never change."""

from datetime import timedelta

import pytest

from motorblok.audit.queries import history
from motorblok.kernel.errors import Invalid, NotFound
from motorblok.kernel.ids import new_id
from motorblok.sla.actions import AgreementExists, create_agreement, publish_agreement_version
from motorblok.sla.models import Agreement, AgreementVersion
from tenants.models import Client
from tests.cast import MONDAY, RITA
from tests.conftest import Book
from tests.sla.promised import a_calendar, an_agreement

LINE = {"targets": {"resolution": 3600}}


def test_a_new_agreement_says_in_the_book_what_it_says(acme: Client, book: Book) -> None:
    version = an_agreement(LINE)

    entry = history(f"agreement:{version.agreement_id}")[0]
    assert book.kinds()[-1] == entry.kind.name == "sla.agreement.created"
    assert entry.facts["content"] == version.content


def test_a_further_version_leaves_the_first_as_it_was(acme: Client, book: Book) -> None:
    first = an_agreement(LINE)
    stricter = {"lines": [{**first.content["lines"][0], "targets": {"resolution": 60}}]}

    second = publish_agreement_version(
        first.agreement_id, content=stricter, effective_at=MONDAY + timedelta(days=1), actor=RITA, at=MONDAY
    )

    assert second.number == 2
    assert AgreementVersion.objects.get(number=1).content == first.content
    assert book.kinds()[-1] == "sla.agreement.published"


def test_a_service_line_that_the_provider_does_not_have_is_refused(acme: Client) -> None:
    with pytest.raises(Invalid, match="service line"):
        an_agreement({**LINE, "service_line": "gardening"})

    assert not Agreement.objects.exists()


def test_a_calendar_that_is_not_there_is_refused(acme: Client) -> None:
    with pytest.raises(Invalid, match="calendar"):
        an_agreement({**LINE, "calendar": str(new_id())})


def test_a_name_is_used_once(acme: Client) -> None:
    an_agreement(LINE)
    again = {"lines": [{**LINE, "calendar": str(a_calendar("Nights").calendar_id)}]}

    with pytest.raises(AgreementExists):
        create_agreement(name="Back office", content=again, effective_at=MONDAY, actor=RITA, at=MONDAY)


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_name_that_cannot_be_used_is_refused(acme: Client, name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        an_agreement(LINE, name=name)

    assert refusal.value.field == "name"


def test_an_agreement_that_is_not_there_is_not_found(acme: Client) -> None:
    with pytest.raises(NotFound):
        publish_agreement_version(new_id(), content={}, effective_at=MONDAY, actor=RITA, at=MONDAY)
