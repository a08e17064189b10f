"""Links into accounts, made from the table of hosts alone: what a request calls itself never gets into a mail."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from motorblok.accounts.models import Person
from tenants.queries import canonical_url


def invitation_link(person: Person, token: str) -> str:
    """Where an invited person chooses a password."""
    return _link(person, "account_arrive", token=token)


def reset_link(person: Person) -> str:
    """Where a person sets a new password: good once and for `PASSWORD_RESET_TIMEOUT` seconds. Nothing is stored."""
    key = default_token_generator.make_token(person)
    return _link(person, "account_reset_password_from_key", uidb36=user_pk_to_url_str(person), key=key)


def sign_in_link(person: Person) -> str:
    """Where a person signs in."""
    return _link(person, "account_login")


def _link(person: Person, name: str, **arguments: str) -> str:
    urlconf = settings.ROOT_URLCONF if person.client else settings.PUBLIC_SCHEMA_URLCONF
    return canonical_url(person.client, reverse(name, urlconf, kwargs=arguments))
