"""The addresses of signing in, the same at every host: `sign-in/…`."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from django.urls import path, re_path

from motorblok.accounts import joining, protecting
from motorblok.accounts.doors import anyone, signed_in

urlpatterns = [
    path("", anyone(account.login), name="account_login"),
    path("out/", anyone(account.logout), name="account_logout"),
    path("code/", anyone(second_step.authenticate), name="mfa_authenticate"),
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", signed_in(second_step.reauthenticate), name="mfa_reauthenticate"),
    path("invitation/", joining.join, name="account_join"),
    path("invitation/<str:token>/", joining.arrive, name="account_arrive"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/forgotten/", anyone(account.password_reset), name="account_reset_password"),
    path("password/sent/", anyone(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/set/",
        anyone(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/\Z",
        anyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-step/", signed_in(second_step.index), name="mfa_index"),
    path("second-step/app/", signed_in(protecting.switch_on), name="mfa_activate_totp"),
    path("second-step/app/removal/", signed_in(protecting.switch_off), name="mfa_deactivate_totp"),
    path("second-step/codes/", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", signed_in(protecting.new_codes), name="mfa_generate_recovery_codes"),
    path(
        "second-step/codes/file/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
]
