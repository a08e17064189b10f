"""The verbs on invitations and people, each ready to run."""

from functools import partial

from motorblok.accounts import actions
from motorblok.accounts.models import Invitation
from motorblok.kernel.actors import SYSTEM
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.guards.deeds import LATER, Deed, Rows, by_rita

ROWS = Rows()
NINA = {"name": "Nina Newcomer", "email": "nina@motorblok.test", "role": "agent"}
ADA = {"name": "Ada Auditor", "email": "ada@acme.test", "role": "lead"}
MADE, SENT = "accounts.invitation.made", "accounts.invitation.sent"
PREFERENCES = ["accounts.person.preferences_changed"]


def invited_contact() -> Invitation:
    return actions.invite_contact(world.client("acme"), **ADA, actor=RITA, at=MONDAY)


@ROWS.add("accounts.invite_staff", about="person", public=[MADE])
def invite_staff() -> Deed:
    return by_rita(actions.invite_staff, **NINA)


@ROWS.add("accounts.end_all_sessions", about="deployment", public=["accounts.sessions.ended"])
def end_all_sessions() -> Deed:
    return by_rita(actions.end_all_sessions, restored_to=MONDAY)


@ROWS.add("accounts.invite_contact", about="person", c_acme=[MADE])
def invite_contact() -> Deed:
    return by_rita(actions.invite_contact, world.client("acme"), **ADA, service_lines=["finance"])


@ROWS.add("accounts.note_contact", about="person", c_acme=["accounts.contact.noted"])
def note_contact() -> Deed:
    known = {"name": "Eva Prins", "email": "eva@acme.test", "role": "requester"}
    return by_rita(actions.note_contact, world.client("acme"), **known)


@ROWS.add("accounts.send_invitation", about="person", c_acme=[SENT])
def send_invitation() -> Deed:
    return Deed(partial(actions.send_invitation, invited_contact().id, at=LATER), by=SYSTEM)


@ROWS.add("accounts.invite_again", about="person", c_acme=[MADE])
def invite_again() -> Deed:
    invitation = invited_contact()
    actions.revoke_invitation(invitation.id, actor=RITA, at=MONDAY)
    return by_rita(actions.invite_again, invitation.person_id)


@ROWS.add("accounts.resend_invitation", about="person", c_acme=[MADE])
def resend_invitation() -> Deed:
    return by_rita(actions.resend_invitation, invited_contact().id)


@ROWS.add("accounts.revoke_invitation", about="person", c_acme=["accounts.invitation.revoked"])
def revoke_invitation() -> Deed:
    return by_rita(actions.revoke_invitation, invited_contact().id)


@ROWS.add("accounts.accept_invitation", about="person", c_acme=["accounts.invitation.accepted"])
def accept_invitation() -> Deed:
    issued = actions.send_invitation(invited_contact().id, at=MONDAY)
    chosen = {"client": issued.person.client, "name": issued.person.name, "password": cast.PASSWORD}
    return Deed(partial(actions.accept_invitation, issued.token, **chosen, at=LATER), by=issued.person.actor)


@ROWS.add(
    "accounts.accept_invitation", case="of staff", about="person", public=["accounts.invitation.accepted"]
)
def accept_invitation_of_staff() -> Deed:
    issued = actions.send_invitation(actions.invite_staff(**NINA, actor=RITA, at=MONDAY).id, at=MONDAY)
    chosen = {"client": None, "name": issued.person.name, "password": cast.PASSWORD}
    return Deed(partial(actions.accept_invitation, issued.token, **chosen, at=LATER), by=issued.person.actor)


@ROWS.add("accounts.add_former_staff", about="person", public=["accounts.person.former_added"])
def add_former_staff() -> Deed:
    return by_rita(actions.add_former_staff, name="Otto Earlier", email="otto@motorblok.test")


@ROWS.add("accounts.change_role", about="person", c_acme=["accounts.person.role_changed"])
def change_role() -> Deed:
    return by_rita(actions.change_role, cast.bob().id, role="director")


@ROWS.add("accounts.change_role", case="of staff", about="person", public=["accounts.person.role_changed"])
def change_role_of_staff() -> Deed:
    return by_rita(actions.change_role, cast.sam().id, role="lead")


@ROWS.add("accounts.change_scope", about="person", c_acme=["accounts.person.scope_changed"])
def change_scope() -> Deed:
    carla = cast.contact("acme", "Carla Lead", "carla@acme.test", "lead", "finance")
    return by_rita(actions.change_scope, carla.id, service_lines=["finance", "legal"])


@ROWS.add("accounts.deactivate", about="person", c_acme=["accounts.person.deactivated"])
def deactivate() -> Deed:
    return by_rita(actions.deactivate, cast.bob().id)


@ROWS.add("accounts.deactivate", case="staff", about="person", public=["accounts.person.deactivated"])
def deactivate_staff() -> Deed:
    return by_rita(actions.deactivate, cast.sam(world.client("acme")).id)


@ROWS.add("accounts.set_preferences", case="contact", about="person", c_acme=PREFERENCES)
def set_preferences_of_contact() -> Deed:
    return by_rita(actions.set_preferences, cast.ann().id, language="en")


@ROWS.add("accounts.set_preferences", case="staff", about="person", public=PREFERENCES)
def set_preferences_of_staff() -> Deed:
    return by_rita(actions.set_preferences, cast.sam().id, theme="dark", mails="mine")


@ROWS.add("accounts.set_name", about="person", public=["accounts.person.renamed"])
def set_name() -> Deed:
    return by_rita(actions.set_name, cast.sam().id, name="Sam A. Agent")
