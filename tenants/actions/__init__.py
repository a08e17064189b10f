"""Every verb on a client company."""

from tenants.actions.branding import remove_accent, remove_logo, set_accent, set_logo
from tenants.actions.building import provision, retry_provisioning
from tenants.actions.domains import DomainIsTaken, add_domain, remove_domain, set_primary_domain
from tenants.actions.life import (
    ClientIsClosed,
    ClientIsOpening,
    ClientIsSuspended,
    close_client,
    must_accept_work,
    must_not_be_closed,
    reopen_client,
    suspend_client,
)
from tenants.actions.onboarding import begin_onboarding, finish_onboarding
from tenants.actions.opening import CodeIsTaken, SlugIsTaken, open_client
from tenants.actions.service_lines import add_service_line

__all__ = [
    "ClientIsClosed",
    "ClientIsOpening",
    "ClientIsSuspended",
    "CodeIsTaken",
    "DomainIsTaken",
    "SlugIsTaken",
    "add_domain",
    "add_service_line",
    "begin_onboarding",
    "close_client",
    "finish_onboarding",
    "must_accept_work",
    "must_not_be_closed",
    "open_client",
    "provision",
    "remove_accent",
    "remove_domain",
    "remove_logo",
    "reopen_client",
    "retry_provisioning",
    "set_accent",
    "set_logo",
    "set_primary_domain",
    "suspend_client",
]
