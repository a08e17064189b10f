"""The second step: an app's code after the password, or a recovery code, and no way around it."""

import pytest
from allauth.mfa.models import Authenticator

from motorblok.accounts import actions
from motorblok.accounts.adapters import SecondStepAdapter
from motorblok.accounts.models import Session
from motorblok.audit.queries import history
from tests import cast
from tests.accounts.gate import code_of, sign_in, signed_in_as, url

pytestmark = pytest.mark.usefixtures("public")


def protect(person):
    """Switch the second step on as the person would; the secret that the app now holds."""
    browser = cast.browser(person)
    page = browser.get(url("mfa_activate_totp"), follow=True)
    page = browser.post(page.redirect_chain[-1][0], {"password": cast.PASSWORD}, follow=True)
    secret = page.context["form"].secret
    answer = browser.post(url("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == url("mfa_view_recovery_codes")
    return secret, browser


def recovery_codes(browser):
    return browser.get(url("mfa_download_recovery_codes")).content.decode().split()


def kinds(person):
    with cast.book_of(person):
        return [entry.kind.name for entry in history(person.subject)]


def test_switching_it_on_asks_for_the_password_and_is_noted():
    ann = cast.ann()

    protect(ann)

    assert Authenticator.objects.filter(user=ann, type="totp").exists()
    assert kinds(ann)[-1] == "accounts.second_step.on"


def test_the_seed_is_not_stored_as_it_is():
    ann = cast.ann()

    secret, _browser = protect(ann)

    rows = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in rows


def test_a_password_alone_is_not_enough_any_more():
    ann = cast.ann()
    secret, _browser = protect(ann)
    browser = cast.browser(client=ann.client)

    answer = sign_in(browser, ann.email)

    assert answer["Location"] == url("mfa_authenticate")
    assert signed_in_as(browser) is None
    browser.post(url("mfa_authenticate"), {"code": code_of(secret, steps=1)})
    assert signed_in_as(browser) == ann.id


def test_the_book_tells_that_the_second_step_was_taken():
    ann = cast.ann()
    secret, _browser = protect(ann)
    browser = cast.browser(client=ann.client)
    sign_in(browser, ann.email)

    browser.post(url("mfa_authenticate"), {"code": code_of(secret, steps=1)})

    with cast.book_of(ann):
        assert history(ann.subject)[-1].facts == {"second_step": True}


def test_a_wrong_code_is_refused_and_noted():
    ann = cast.ann()
    protect(ann)
    browser = cast.browser(client=ann.client)
    sign_in(browser, ann.email)

    browser.post(url("mfa_authenticate"), {"code": "000000"})

    assert signed_in_as(browser) is None
    with cast.book_of(ann):
        assert history(ann.subject)[-1].facts == {"reason": "code"}


def test_a_code_works_once():
    ann = cast.ann()
    secret, _browser = protect(ann)
    first, second = cast.browser(client=ann.client), cast.browser(client=ann.client)
    code = code_of(secret, steps=1)
    for browser in (first, second):
        sign_in(browser, ann.email)
        browser.post(url("mfa_authenticate"), {"code": code})

    assert signed_in_as(first) == ann.id
    assert signed_in_as(second) is None


def test_a_recovery_code_takes_the_place_of_the_app_once():
    ann = cast.ann()
    _secret, protected = protect(ann)
    code = recovery_codes(protected)[0]
    first, second = cast.browser(client=ann.client), cast.browser(client=ann.client)
    for browser in (first, second):
        sign_in(browser, ann.email)
        browser.post(url("mfa_authenticate"), {"code": code})

    assert signed_in_as(first) == ann.id
    assert signed_in_as(second) is None


def test_half_a_sign_in_carried_to_another_host_is_nothing():
    ann, cleo = cast.ann(), cast.cleo()
    secret, _browser = protect(ann)
    browser = cast.browser(client=ann.client)
    sign_in(browser, ann.email)
    thief = cast.browser(client=cleo.client)
    thief.cookies.update(browser.cookies)

    answer = thief.post(url("mfa_authenticate"), {"code": code_of(secret, steps=1)})

    assert answer["Location"] == "/sign-in/"
    assert signed_in_as(thief) is None


def test_a_new_password_does_not_go_around_the_second_step():
    ann = cast.ann()
    protect(ann)
    actions.set_password(ann.id, password="brand new sentence", at=cast.MONDAY)
    browser = cast.browser(client=ann.client)

    answer = sign_in(browser, ann.email, "brand new sentence")

    assert answer["Location"] == url("mfa_authenticate")


def test_switching_it_on_ends_the_sessions_that_began_without():
    ann = cast.ann()
    elsewhere = cast.browser(ann)

    _secret, browser = protect(ann)

    assert signed_in_as(elsewhere) is None
    assert signed_in_as(browser) == ann.id


def test_switching_it_off_is_noted_and_takes_the_recovery_codes_along():
    ann = cast.ann()
    _secret, browser = protect(ann)

    browser.post(url("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=ann).exists()
    assert kinds(ann)[-1] == "accounts.second_step.off"


def test_an_owner_takes_it_from_who_lost_the_app():
    ann = cast.ann()
    protect(ann)

    actions.remove_second_step(ann.id, actor=cast.OLGA, at=cast.MONDAY)

    browser = cast.browser(client=ann.client)
    sign_in(browser, ann.email)
    assert signed_in_as(browser) == ann.id
    assert kinds(ann).count("accounts.second_step.off") == 1
    assert Session.objects.filter(person=ann).count() == 1


def test_a_seed_sealed_under_another_key_fits_no_code(settings):
    adapter = SecondStepAdapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"

    settings.MOTORBLOK_PEPPER = "another"

    assert adapter.decrypt(sealed) != adapter.decrypt(sealed)
