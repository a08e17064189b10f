"""Every verb of people and keys; the only place that saves."""

from motorblok.accounts.actions.assignments import (
    assign_to_client,
    enter_client,
    refuse_entry,
    withdraw_from_client,
)
from motorblok.accounts.actions.contacts import note_contact
from motorblok.accounts.actions.invitations import (
    invite_again,
    invite_contact,
    invite_staff,
    resend_invitation,
    revoke_invitation,
)
from motorblok.accounts.actions.joining import accept_invitation, send_invitation
from motorblok.accounts.actions.keys import create_key, deny_key, revoke_key, use_key
from motorblok.accounts.actions.names import set_name
from motorblok.accounts.actions.passwords import ask_password_reset, set_password
from motorblok.accounts.actions.people import (
    add_former_staff,
    change_role,
    change_scope,
    deactivate,
)
from motorblok.accounts.actions.preferences import set_preferences
from motorblok.accounts.actions.rules import require_second_step, waive_second_step
from motorblok.accounts.actions.sessions import end_all_sessions
from motorblok.accounts.actions.sign_in import refuse_sign_in, sign_in, sign_out
from motorblok.accounts.actions.steps import (
    remove_second_step,
    renew_codes,
    switch_second_step_off,
    switch_second_step_on,
)
from motorblok.accounts.actions.views import move_view, remove_view, rename_view, restore_view, save_view

__all__ = [
    "accept_invitation",
    "add_former_staff",
    "ask_password_reset",
    "assign_to_client",
    "change_role",
    "change_scope",
    "create_key",
    "deactivate",
    "deny_key",
    "end_all_sessions",
    "enter_client",
    "invite_again",
    "invite_contact",
    "invite_staff",
    "move_view",
    "note_contact",
    "refuse_entry",
    "refuse_sign_in",
    "remove_second_step",
    "remove_view",
    "rename_view",
    "renew_codes",
    "require_second_step",
    "resend_invitation",
    "restore_view",
    "revoke_invitation",
    "revoke_key",
    "save_view",
    "send_invitation",
    "set_name",
    "set_password",
    "set_preferences",
    "sign_in",
    "sign_out",
    "switch_second_step_off",
    "switch_second_step_on",
    "use_key",
    "waive_second_step",
    "withdraw_from_client",
]
