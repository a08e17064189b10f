"""What the tests of signing in do over and over."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from tests import cast

SIGN_IN = "/sign-in/"


def sign_in(browser, email, password=cast.PASSWORD, **headers):
    """Fill in the form as a browser would."""
    return browser.post(SIGN_IN, {"login": email, "password": password}, headers=headers)


def signed_in_as(browser):
    """The id of the person that the browser is at this host, by asking a page that needs one."""
    answer = browser.get(url("account_change_password"))
    return answer.context["person"].id if answer.status_code == 200 else None


def refusal(answer):
    """The code of the only fault that a form as a whole has."""
    (fault,) = answer.context["form"].non_field_errors().as_data()
    return fault.code


def url(name, **arguments):
    """The path of a page of signing in, the same at each host."""
    return reverse(name, "motorblok.config.urls_console", kwargs=arguments)


def code_of(secret, *, steps=0):
    """What an authenticator app shows now (RFC 6238), or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
