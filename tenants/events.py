"""What can happen to a client company, as its event kinds."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

OPENED = Kind(
    "tenants.client.opened",
    _("%(actor)s opened the client %(name)s"),
    Audience.INTERNAL,
    facts=("client", "slug", "schema"),
    private=("name",),
)

register(OPENED)
