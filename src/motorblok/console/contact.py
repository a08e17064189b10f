"""One contact of a client: what it sees in the portal, and what an owner or a lead does about its account."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import ContactRole, StaffRole
from motorblok.accounts.queries import contact_row
from motorblok.console.access import Account, invitation, role_page, withdraw_invitation
from motorblok.console.contacts import ContactRoleForm
from motorblok.console.door import draw, now, posted
from motorblok.console.entering import inside_client
from motorblok.console.names import line_names
from motorblok.console.parting import CLOSE_CONTACT, REMOVE_SECOND_STEP, take
from tenants.models import Client, State

METHODS = ["GET", "HEAD", "POST"]


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_safe
@inside_client
def contact(request: StaffRequest, client: Client, contact_id: UUID) -> HttpResponse:
    """Show the contact and what can be done."""
    account = _account(client, contact_id)
    names = line_names()
    context = {
        **account.context,
        "at": now(),
        "lines": [names.get(code, code) for code in account.row.service_lines],
        "is_lead": account.row.role == ContactRole.LEAD,
        "may_change": True,
        "may_invite": client.state in {State.OPEN, State.SUSPENDED},
    }
    return draw(request, "console/people/contact.html", **context)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def contact_role(request: StaffRequest, client: Client, contact_id: UUID) -> HttpResponse:
    """Give another role or other service lines."""
    account = _account(client, contact_id)
    initial = {"role": account.row.role, "service_lines": account.row.service_lines}
    return role_page(request, account, ContactRoleForm(posted(request), initial=initial))


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def contact_deactivation(request: StaffRequest, client: Client, contact_id: UUID) -> HttpResponse:
    """Close the account."""
    return take(request, _account(client, contact_id), CLOSE_CONTACT)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
@inside_client
def contact_invitation(request: StaffRequest, client: Client, contact_id: UUID) -> HttpResponse:
    """Send the invitation again."""
    return invitation(request, _account(client, contact_id))


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
@inside_client
def contact_invitation_withdrawal(request: StaffRequest, client: Client, contact_id: UUID) -> HttpResponse:
    """Withdraw the invitation."""
    return withdraw_invitation(request, _account(client, contact_id))


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_http_methods(METHODS)
@inside_client
def contact_second_step_removal(request: StaffRequest, client: Client, contact_id: UUID) -> HttpResponse:
    """Remove the second step."""
    return take(request, _account(client, contact_id), REMOVE_SECOND_STEP)


def _account(client: Client, contact_id: UUID) -> Account:
    return Account(contact_row(contact_id, client_id=client.id), client)
