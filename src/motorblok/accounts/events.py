"""What can happen to people and keys, as event kinds. A contact's and a client's are in that client's book, staff's in the public one."""

from django.utils.translation import gettext_lazy as _

from motorblok.accounts.models.roles import ContactRole, StaffRole
from motorblok.audit.catalogue import Facts, Kind, register, said_as
from motorblok.audit.models import Audience

CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL
OF_STAFF, OF_CONTACTS = dict(StaffRole.choices), dict(ContactRole.choices)


def _role(code: str, facts: Facts) -> object:
    """A role by its name; a lead is called otherwise among staff than among contacts, and the other role tells which it is."""
    is_staff = bool({facts["before"], facts["after"]} & (OF_STAFF.keys() - OF_CONTACTS.keys()))
    return (OF_STAFF if is_staff else OF_CONTACTS).get(code, code)


INVITED = Kind(
    "accounts.invitation.made",
    _("%(actor)s invited %(name)s"),
    CLIENT,
    facts=("invitation", "role"),
    private=("name", "email"),
)
INVITATION_SENT = Kind(
    "accounts.invitation.sent", _("The invitation was mailed"), CLIENT, facts=("invitation", "expires_at")
)
INVITATION_REVOKED = Kind(
    "accounts.invitation.revoked",
    _("%(actor)s withdrew the invitation of %(name)s"),
    CLIENT,
    facts=("invitation",),
    private=("name",),
)
ACCEPTED = Kind(
    "accounts.invitation.accepted", _("%(actor)s accepted the invitation"), CLIENT, facts=("invitation",)
)

CONTACT_NOTED = Kind(
    "accounts.contact.noted",
    _("%(actor)s wrote down %(name)s as a contact, to be invited later"),
    INTERNAL,
    facts=("role",),
    private=("name", "email"),
)
FORMER_ADDED = Kind(
    "accounts.person.former_added",
    _("%(actor)s noted %(name)s as a former colleague"),
    INTERNAL,
    private=("name", "email"),
)
SIGNED_IN = Kind(
    "accounts.person.signed_in",
    _("%(actor)s signed in"),
    CLIENT,
    facts=("second_step",),
    private=("address",),
)
REFUSED = Kind(
    "accounts.person.refused",
    _("A sign-in as %(email)s was refused"),
    CLIENT,
    facts=("reason",),
    private=("email", "address"),
)
SIGNED_OUT = Kind("accounts.person.signed_out", _("%(actor)s signed out"), CLIENT)
PASSWORD_CHANGED = Kind("accounts.password.changed", _("%(actor)s set a new password"), CLIENT)
RESET_ASKED = Kind(
    "accounts.password.reset_asked",
    _("A new password was asked for %(name)s"),
    CLIENT,
    private=("name", "address"),
)
SECOND_STEP_ON = Kind("accounts.second_step.on", _("%(actor)s switched the second step on"), CLIENT)
SECOND_STEP_OFF = Kind(
    "accounts.second_step.off",
    _("%(actor)s switched the second step of %(name)s off"),
    CLIENT,
    private=("name",),
)
SECOND_STEP_REQUIRED = Kind(
    "accounts.second_step.required",
    _("%(actor)s requires a second step of staff in the role %(role)s"),
    INTERNAL,
    facts=("role", "required_at"),
    spoken={"role": said_as(OF_STAFF)},
)
SECOND_STEP_WAIVED = Kind(
    "accounts.second_step.waived",
    _("%(actor)s no longer requires a second step of staff in the role %(role)s"),
    INTERNAL,
    facts=("role",),
    spoken={"role": said_as(OF_STAFF)},
)
CODES_RENEWED = Kind("accounts.second_step.codes_renewed", _("%(actor)s made new recovery codes"), CLIENT)

ROLE_CHANGED = Kind(
    "accounts.person.role_changed",
    _("%(actor)s changed the role of %(name)s from %(before)s to %(after)s"),
    CLIENT,
    facts=("before", "after"),
    private=("name",),
    spoken={"before": _role, "after": _role},
)
SCOPE_CHANGED = Kind(
    "accounts.person.scope_changed",
    _("%(actor)s changed the service lines of %(name)s"),
    CLIENT,
    facts=("service_lines",),
    private=("name",),
)
PREFERENCES_CHANGED = Kind(
    "accounts.person.preferences_changed",
    _("%(actor)s changed the language, the theme or the mail of the account"),
    INTERNAL,
    facts=("language", "theme", "mails"),
    version=2,
)
RENAMED = Kind(
    "accounts.person.renamed",
    _("%(actor)s changed the name of the account from %(was)s to %(name)s"),
    INTERNAL,
    private=("was", "name"),
)
DEACTIVATED = Kind(
    "accounts.person.deactivated", _("%(actor)s closed the account of %(name)s"), CLIENT, private=("name",)
)

ASSIGNED = Kind(
    "accounts.staff.assigned",
    _("%(actor)s assigned %(name)s to this client"),
    CLIENT,
    facts=("service_line",),
    private=("name",),
)
WITHDRAWN = Kind(
    "accounts.staff.withdrawn",
    _("%(actor)s withdrew %(name)s from this client"),
    CLIENT,
    facts=("service_line",),
    private=("name",),
)
ENTERED = Kind("accounts.staff.entered", _("%(actor)s opened this client's data"), CLIENT)
TURNED_AWAY = Kind(
    "accounts.staff.turned_away", _("%(actor)s asked for this client's data and was turned away"), INTERNAL
)

KEY_MADE = Kind(
    "accounts.key.made",
    _("%(actor)s made the key %(name)s"),
    CLIENT,
    facts=("side", "scopes", "expires_at"),
    private=("name",),
)
KEY_USED = Kind("accounts.key.first_used", _("The key %(actor)s was used for the first time"), CLIENT)
KEY_REVOKED = Kind("accounts.key.revoked", _("%(actor)s revoked the key %(name)s"), CLIENT, private=("name",))
KEY_DENIED = Kind("accounts.key.denied", _("The key %(actor)s was refused"), CLIENT, facts=("reason",))

VIEW_SAVED = Kind(
    "accounts.view.saved",
    _("%(actor)s saved the view “%(name)s” of the workboard"),
    INTERNAL,
    facts=("shared",),
    private=("name", "query"),
)
VIEW_RENAMED = Kind(
    "accounts.view.renamed", _("%(actor)s renamed a view to “%(name)s”"), INTERNAL, private=("name",)
)
VIEW_MOVED = Kind(
    "accounts.view.moved",
    _("%(actor)s moved the view “%(name)s”"),
    INTERNAL,
    facts=("position",),
    private=("name",),
)
VIEW_REMOVED = Kind(
    "accounts.view.removed",
    _("%(actor)s removed the view “%(name)s”"),
    INTERNAL,
    facts=("owner", "shared", "position"),
    private=("name", "query"),
    version=2,
)
VIEW_RESTORED = Kind(
    "accounts.view.restored",
    _("%(actor)s brought the view “%(name)s” back"),
    INTERNAL,
    facts=("owner",),
    private=("name",),
)
SESSIONS_ENDED = Kind(
    "accounts.sessions.ended",
    _("%(actor)s restored the deployment to what it was at %(restored_to)s; %(count)s sessions were ended"),
    INTERNAL,
    facts=("count", "restored_to"),
)

register(
    *(INVITED, INVITATION_SENT, INVITATION_REVOKED, ACCEPTED, CONTACT_NOTED, FORMER_ADDED),
    *(SIGNED_IN, REFUSED, SIGNED_OUT, SESSIONS_ENDED, PASSWORD_CHANGED, RESET_ASKED),
    *(SECOND_STEP_ON, SECOND_STEP_OFF, SECOND_STEP_REQUIRED, SECOND_STEP_WAIVED, CODES_RENEWED),
    *(ROLE_CHANGED, SCOPE_CHANGED, PREFERENCES_CHANGED, RENAMED, DEACTIVATED),
    *(ASSIGNED, WITHDRAWN, ENTERED, TURNED_AWAY),
    *(KEY_MADE, KEY_USED, KEY_REVOKED, KEY_DENIED),
    *(VIEW_SAVED, VIEW_RENAMED, VIEW_MOVED, VIEW_REMOVED, VIEW_RESTORED),
)
