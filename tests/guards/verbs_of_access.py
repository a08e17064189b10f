"""The verbs on signing in, on who works for which client, and on keys, each ready to run."""

from datetime import timedelta
from functools import partial

from allauth.mfa.models import Authenticator

from motorblok.accounts import actions
from motorblok.accounts.models import ApiKey
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.guards.deeds import LATER, Deed, Rows, by_rita

ROWS = Rows()
ADDRESS = "192.0.2.17"
KEY = {"name": "Warehouse system", "scopes": ["tasks:read"], "expires_at": MONDAY + timedelta(days=90)}
OFF = "accounts.second_step.off"


def a_key() -> ApiKey:
    return actions.create_key(world.client("acme"), **KEY, actor=RITA, at=MONDAY).key


@ROWS.add("accounts.sign_in", about="person", c_acme=["accounts.person.signed_in"])
def sign_in() -> Deed:
    ann = cast.ann()
    noted = partial(actions.sign_in, ann, with_second_step=True, address=ADDRESS, at=LATER)
    return Deed(noted, by=ann.actor)


@ROWS.add("accounts.sign_in", case="of staff", about="person", public=["accounts.person.signed_in"])
def sign_in_of_staff() -> Deed:
    rita = cast.rita()
    noted = partial(actions.sign_in, rita, with_second_step=False, address=ADDRESS, at=LATER)
    return Deed(noted, by=rita.actor)


def refused(email: str, **where: object) -> Deed:
    noted = partial(actions.refuse_sign_in, email, reason="password", address=ADDRESS, at=LATER, **where)
    return Deed(noted, by=SYSTEM)


@ROWS.add("accounts.refuse_sign_in", about="person", c_acme=["accounts.person.refused"])
def refuse_sign_in() -> Deed:
    ann = cast.ann()
    return refused(ann.email, client=ann.client)


@ROWS.add("accounts.refuse_sign_in", case="of a stranger", about="client", c_acme=["accounts.person.refused"])
def refuse_a_stranger() -> Deed:
    return refused("nobody@acme.test", client=world.client("acme"))


@ROWS.add("accounts.refuse_sign_in", case="at the console", about="host", public=["accounts.person.refused"])
def refuse_a_stranger_at_the_console() -> Deed:
    return refused("nobody@motorblok.test", client=None)


@ROWS.add("accounts.sign_out", about="person", c_acme=["accounts.person.signed_out"])
def sign_out() -> Deed:
    ann = cast.ann()
    return Deed(partial(actions.sign_out, ann, at=LATER), by=ann.actor)


@ROWS.add("accounts.set_password", about="person", c_acme=["accounts.password.changed"])
def set_password() -> Deed:
    ann = cast.ann()
    return Deed(partial(actions.set_password, ann.id, password="staple battery", at=LATER), by=ann.actor)


@ROWS.add("accounts.ask_password_reset", about="person", c_acme=["accounts.password.reset_asked"])
def ask_password_reset() -> Deed:
    ann = cast.ann()
    asked = partial(actions.ask_password_reset, ann.email, client=ann.client, address=ADDRESS, at=LATER)
    return Deed(asked, by=SYSTEM)


@ROWS.add("accounts.switch_second_step_on", about="person", c_acme=["accounts.second_step.on"])
def switch_second_step_on() -> Deed:
    ann = cast.ann()
    return Deed(partial(actions.switch_second_step_on, ann, keep_session=None, at=LATER), by=ann.actor)


@ROWS.add("accounts.switch_second_step_off", about="person", c_acme=[OFF])
def switch_second_step_off() -> Deed:
    ann = cast.ann()
    return Deed(partial(actions.switch_second_step_off, ann, keep_session=None, at=LATER), by=ann.actor)


@ROWS.add("accounts.require_second_step", about="role", public=["accounts.second_step.required"])
def require_second_step() -> Deed:
    return by_rita(actions.require_second_step, role="agent", required_at=LATER)


@ROWS.add("accounts.waive_second_step", about="role", public=["accounts.second_step.waived"])
def waive_second_step() -> Deed:
    actions.require_second_step(role="agent", required_at=LATER, actor=RITA, at=MONDAY)
    return by_rita(actions.waive_second_step, role="agent")


@ROWS.add("accounts.renew_codes", about="person", c_acme=["accounts.second_step.codes_renewed"])
def renew_codes() -> Deed:
    ann = cast.ann()
    return Deed(partial(actions.renew_codes, ann, at=LATER), by=ann.actor)


@ROWS.add("accounts.remove_second_step", about="person", c_acme=[OFF])
def remove_second_step() -> Deed:
    ann = cast.ann()
    Authenticator.objects.create(user=ann, type=Authenticator.Type.TOTP, data={"secret": "sealed"})
    return by_rita(actions.remove_second_step, ann.id)


@ROWS.add("accounts.assign_to_client", about="person", c_acme=["accounts.staff.assigned"])
def assign_to_client() -> Deed:
    return by_rita(actions.assign_to_client, cast.sam().id, client=world.client("acme"), service_line="legal")


@ROWS.add("accounts.withdraw_from_client", about="person", c_acme=["accounts.staff.withdrawn"])
def withdraw_from_client() -> Deed:
    acme, globex = world.client("acme"), world.client("globex")
    return by_rita(actions.withdraw_from_client, cast.sam(acme, globex).id, client=acme)


@ROWS.add("accounts.enter_client", about="person", c_globex=["accounts.staff.entered"])
def enter_client() -> Deed:
    actions.enter_client(world.client("acme"), actor=RITA, at=MONDAY)
    return by_rita(actions.enter_client, world.client("globex"))


@ROWS.add("accounts.refuse_entry", about="person", c_globex=["accounts.staff.turned_away"])
def refuse_entry() -> Deed:
    return by_rita(actions.refuse_entry, world.client("globex"))


@ROWS.add("accounts.create_key", about="key", c_acme=["accounts.key.made"])
def create_key() -> Deed:
    return by_rita(actions.create_key, world.client("acme"), **KEY)


@ROWS.add("accounts.use_key", about="key", c_acme=["accounts.key.first_used"])
def use_key() -> Deed:
    key = a_key()
    return Deed(partial(actions.use_key, key, at=LATER), by=key.actor)


@ROWS.add("accounts.deny_key", about="key", c_acme=["accounts.key.denied"])
def deny_key() -> Deed:
    key = a_key()
    return Deed(partial(actions.deny_key, key, reason="host", at=LATER), by=key.actor)


@ROWS.add("accounts.revoke_key", about="key", c_acme=["accounts.key.revoked"])
def revoke_key() -> Deed:
    return by_rita(actions.revoke_key, a_key().id, client=world.client("acme"))
