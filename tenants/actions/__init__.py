"""Every verb on a client company."""

from tenants.actions.allowances import (
    Allowed,
    NoSeatLeft,
    NothingNewNow,
    must_have_seat,
    must_keep_seat,
    set_allowance,
)
from tenants.actions.branding import remove_accent, remove_logo, set_accent, set_logo
from tenants.actions.building import provision, retry_provisioning
from tenants.actions.claims import TooManyClaims, adopt_domain, claim_domain, withdraw_claim
from tenants.actions.domains import (
    DomainIsPrimary,
    DomainIsToBeProven,
    add_domain,
    remove_domain,
    set_primary_domain,
)
from tenants.actions.erasing import erase_client, erased_name
from tenants.actions.life import (
    ClientIsClosed,
    ClientIsOpening,
    ClientIsSuspended,
    LineIsNotSubscribed,
    close_client,
    must_accept_work,
    must_not_be_closed,
    must_take,
    reopen_client,
    suspend_client,
)
from tenants.actions.onboarding import begin_onboarding, finish_onboarding
from tenants.actions.opening import CodeIsTaken, SlugIsTaken, open_client
from tenants.actions.proofs import AskedJustNow, note_answer, take_claim, take_due
from tenants.actions.service_lines import add_service_line
from tenants.host_names import DomainIsTaken, DomainIsTheProviders

__all__ = [
    "Allowed",
    "AskedJustNow",
    "ClientIsClosed",
    "ClientIsOpening",
    "ClientIsSuspended",
    "CodeIsTaken",
    "DomainIsPrimary",
    "DomainIsTaken",
    "DomainIsTheProviders",
    "DomainIsToBeProven",
    "LineIsNotSubscribed",
    "NoSeatLeft",
    "NothingNewNow",
    "SlugIsTaken",
    "TooManyClaims",
    "add_domain",
    "add_service_line",
    "adopt_domain",
    "begin_onboarding",
    "claim_domain",
    "close_client",
    "erase_client",
    "erased_name",
    "finish_onboarding",
    "must_accept_work",
    "must_have_seat",
    "must_keep_seat",
    "must_not_be_closed",
    "must_take",
    "note_answer",
    "open_client",
    "provision",
    "remove_accent",
    "remove_domain",
    "remove_logo",
    "reopen_client",
    "retry_provisioning",
    "set_accent",
    "set_allowance",
    "set_logo",
    "set_primary_domain",
    "suspend_client",
    "take_claim",
    "take_due",
    "withdraw_claim",
]
