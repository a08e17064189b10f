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
BUILD_FAILED = Kind(
    "tenants.client.build_failed",
    _("The space of the client %(slug)s could not be built: %(error)s"),
    Audience.INTERNAL,
    facts=("client", "slug"),
    private=("error",),
)
BUILD_RETRIED = Kind(
    "tenants.client.build_retried",
    _("%(actor)s asked to build the space of the client %(slug)s again"),
    Audience.INTERNAL,
    facts=("client", "slug"),
)
PROVISIONED = Kind(
    "tenants.client.provisioned",
    _("The space of this client was built"),
    Audience.INTERNAL,
    facts=("client",),
)
ONBOARDING_BEGUN = Kind(
    "tenants.onboarding.begun",
    _("%(actor)s began to take this client on"),
    Audience.INTERNAL,
    facts=("client",),
)
ONBOARDING_FINISHED = Kind(
    "tenants.onboarding.finished",
    _("%(actor)s finished taking this client on"),
    Audience.INTERNAL,
    facts=("client",),
)
SUSPENDED = Kind(
    "tenants.client.suspended",
    _("%(actor)s suspended this client: %(reason)s"),
    Audience.CLIENT,
    facts=("client",),
    private=("reason",),
)
REOPENED = Kind(
    "tenants.client.reopened", _("%(actor)s reopened this client"), Audience.CLIENT, facts=("client",)
)
CLOSED = Kind(
    "tenants.client.closed",
    _("%(actor)s closed this client: %(reason)s"),
    Audience.CLIENT,
    facts=("client",),
    private=("reason",),
)
ERASED = Kind(
    "tenants.client.erased",
    _("The work, the people and the event book of a client were erased"),
    Audience.INTERNAL,
    facts=("client",),
)
EXPORTED = Kind(
    "tenants.client.exported",
    _("All data of this client were exported (%(rows)s rows)"),
    Audience.CLIENT,
    facts=("client", "export", "rows"),
    private=("by",),
)
RESTORED = Kind(
    "tenants.client.restored",
    _("This client was restored as it stood at %(exported_at)s"),
    Audience.CLIENT,
    facts=("client", "export", "exported_at"),
    private=("by",),
)
COPIED = Kind(
    "tenants.client.copied",
    _("This copy was made of another client as it stood at %(exported_at)s"),
    Audience.INTERNAL,
    facts=("client", "original", "export", "exported_at"),
    private=("by",),
)
DOMAIN_ADDED = Kind(
    "tenants.domain.added", _("%(actor)s added the address %(domain)s"), Audience.CLIENT, facts=("domain",)
)
DOMAIN_REMOVED = Kind(
    "tenants.domain.removed",
    _("%(actor)s removed the address %(domain)s"),
    Audience.CLIENT,
    facts=("domain",),
)
DOMAIN_MADE_PRIMARY = Kind(
    "tenants.domain.made_primary",
    _("%(actor)s made %(domain)s the address that links lead to"),
    Audience.CLIENT,
    facts=("domain",),
)
DOMAIN_CLAIMED = Kind(
    "tenants.domain.claimed",
    _("%(actor)s claimed the address %(domain)s"),
    Audience.INTERNAL,
    facts=("domain",),
)
DOMAIN_WITHDRAWN = Kind(
    "tenants.domain.withdrawn",
    _("%(actor)s withdrew the claim to the address %(domain)s"),
    Audience.INTERNAL,
    facts=("domain",),
)
DOMAIN_PROVEN = Kind(
    "tenants.domain.proven",
    _("DNS proves that the address %(domain)s is this client's"),
    Audience.INTERNAL,
    facts=("domain",),
)
DOMAIN_FAILING = Kind(
    "tenants.domain.failing",
    _("DNS no longer proves that the address %(domain)s is this client's"),
    Audience.INTERNAL,
    facts=("domain",),
)
DOMAIN_RECOVERED = Kind(
    "tenants.domain.recovered",
    _("DNS proves the address %(domain)s again"),
    Audience.INTERNAL,
    facts=("domain",),
)
DOMAIN_LAPSED = Kind(
    "tenants.domain.lapsed",
    _("The portal stopped answering at %(domain)s, because DNS did not prove it for too long"),
    Audience.INTERNAL,
    facts=("domain",),
)
DOMAIN_ADOPTED = Kind(
    "tenants.domain.adopted",
    _("The address %(domain)s has been in use without a proof, and DNS is to prove it now"),
    Audience.INTERNAL,
    facts=("domain",),
)
ACCENT_SET = Kind(
    "tenants.accent.set",
    _("%(actor)s gave the portal the colour %(accent)s"),
    Audience.CLIENT,
    facts=("accent",),
)
ACCENT_REMOVED = Kind(
    "tenants.accent.removed", _("%(actor)s gave the portal its usual colours again"), Audience.CLIENT
)
LOGO_SET = Kind(
    "tenants.logo.set", _("%(actor)s gave the portal a new logo"), Audience.CLIENT, facts=("digest",)
)
LOGO_REMOVED = Kind(
    "tenants.logo.removed", _("%(actor)s took the logo from the portal"), Audience.CLIENT, facts=("digest",)
)
SERVICE_LINE_ADDED = Kind(
    "tenants.service_line.added",
    _("%(actor)s added the service line %(name)s"),
    Audience.INTERNAL,
    facts=("code", "name"),
)
ALLOWANCE_SET = Kind(
    "tenants.allowance.set",
    _("%(actor)s set what the subscription of this client allows"),
    Audience.CLIENT,
    facts=("seats", "service_lines", "features", "may_grow"),
)

register(
    ALLOWANCE_SET,
    OPENED,
    BUILD_FAILED,
    BUILD_RETRIED,
    PROVISIONED,
    ONBOARDING_BEGUN,
    ONBOARDING_FINISHED,
    SUSPENDED,
    REOPENED,
    CLOSED,
    ERASED,
    EXPORTED,
    RESTORED,
    COPIED,
    DOMAIN_ADDED,
    DOMAIN_REMOVED,
    DOMAIN_MADE_PRIMARY,
    DOMAIN_CLAIMED,
    DOMAIN_WITHDRAWN,
    DOMAIN_PROVEN,
    DOMAIN_FAILING,
    DOMAIN_RECOVERED,
    DOMAIN_LAPSED,
    DOMAIN_ADOPTED,
    ACCENT_SET,
    ACCENT_REMOVED,
    LOGO_SET,
    LOGO_REMOVED,
    SERVICE_LINE_ADDED,
)
