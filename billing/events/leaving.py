"""What a client that leaves does itself, as event kinds, in its own book."""

from django.utils.translation import gettext_lazy as _

from motorblok.audit.catalogue import Kind, register
from motorblok.audit.models import Audience

ARCHIVE_TAKEN = Kind(
    "billing.archive.taken",
    _("%(actor)s took along the archive of what is kept for this client"),
    Audience.CLIENT,
    facts=("sha256",),
)

register(ARCHIVE_TAKEN)
