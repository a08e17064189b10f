from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motorblok.accounts.models import Invitation, Person
from tests import cast


def invite(*words):
    out = StringIO()
    call_command("invite_owner", *words, stdout=out)
    return out.getvalue().strip()


def test_the_link_leads_to_the_console_and_makes_an_owner(public):
    link = invite("ilze@motorblok.test", "Ilze Kalniņa")

    assert link.startswith("http://console.localhost")
    assert Person.objects.get(email="ilze@motorblok.test").role == "owner"
    assert cast.browser().get("/" + link.split("/", 3)[3], follow=True).status_code == 200


def test_no_mail_is_sent_beside_the_link(public):
    invite("ilze@motorblok.test", "Ilze Kalniņa")

    assert Invitation.objects.get().sent_at is not None


def test_who_has_access_already_is_not_invited(public):
    olga = cast.olga()

    with pytest.raises(CommandError):
        invite(olga.email, "Olga")
