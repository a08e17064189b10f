"""How a client's portal looks: its own colour and logo, with a picture of what becomes of them in light and dark."""

import base64
from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from motorblok.accounts.doors import StaffRequest, staff_only
from motorblok.accounts.models import StaffRole
from motorblok.console.colour_samples import samples
from motorblok.console.door import draw, now
from motorblok.console.entering import inside_client
from motorblok.kernel.errors import Invalid, NotFound
from motorblok.kernel.toasts import toast
from tenants.actions import remove_accent, remove_logo, set_accent, set_logo
from tenants.logos import LARGEST
from tenants.models import Client, State
from tenants.queries import logo_of

USUAL = "#0b6b8a"


class ColourForm(forms.Form):
    """The one colour from which all shades are made."""

    accent = forms.CharField(
        label=gettext_lazy("Colour"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=gettext_lazy(
            "The colour of the client's house style. Shades that can be read are made from it."
        ),
    )


class LogoForm(forms.Form):
    """A picture of the client's."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, at most 200 KB. It is shown on the portal and the sign-in page."
        ),
    )


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_safe
@inside_client
def branding(request: StaffRequest, client: Client) -> HttpResponse:
    """The colour and the logo as they are."""
    return _page(request, client)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
@inside_client
def branding_colour(request: StaffRequest, client: Client) -> HttpResponse:
    """Give the portal another colour; the message offers the former one back."""
    form = ColourForm(request.POST)
    if not form.is_valid():
        return _page(request, client, colour=form, status=422)
    try:
        set_accent(client, accent=form.cleaned_data["accent"], actor=request.viewer.actor, at=now())
    except Invalid as refusal:
        form.add_error("accent", str(refusal))
        return _page(request, client, colour=form, status=refusal.status)
    where = "branding-colour" if client.accent else "branding-colour-removal"
    undo = reverse(f"console:{where}", args=[client.slug])
    toast(request, _("The portal has its new colour."), undo=undo, accent=client.accent)
    return redirect("console:branding", client.slug)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
@inside_client
def branding_colour_removal(request: StaffRequest, client: Client) -> HttpResponse:
    """Give the portal its usual colours."""
    remove_accent(client, actor=request.viewer.actor, at=now())
    undo = reverse("console:branding-colour", args=[client.slug]) if client.accent else ""
    toast(request, _("The portal has its usual colours again."), undo=undo, accent=client.accent)
    return redirect("console:branding", client.slug)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
@inside_client
def branding_logo(request: StaffRequest, client: Client) -> HttpResponse:
    """Show a picture as the client's logo."""
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, client, logo=form, status=422)
    content = form.cleaned_data["logo"].read(LARGEST + 1)
    try:
        set_logo(client, content=content, actor=request.viewer.actor, at=now())
    except Invalid as refusal:
        form.add_error("logo", str(refusal))
        return _page(request, client, logo=form, status=refusal.status)
    toast(request, _("The portal shows the new logo."))
    return redirect("console:branding", client.slug)


@staff_only(StaffRole.OWNER, StaffRole.LEAD)
@require_POST
@inside_client
def branding_logo_removal(request: StaffRequest, client: Client) -> HttpResponse:
    """Show the client's initials again."""
    remove_logo(client, actor=request.viewer.actor, at=now())
    toast(request, _("The portal shows the client's initials again."))
    return redirect("console:branding", client.slug)


def _page(
    request: StaffRequest,
    client: Client,
    *,
    colour: ColourForm | None = None,
    logo: LogoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return draw(
        request,
        "console/clients/branding.html",
        status=status,
        section="clients",
        client=client,
        may_change=client.state != State.CLOSED,
        colour=colour or ColourForm(initial={"accent": client.accent or USUAL}),
        logo=logo or LogoForm(),
        picture=_or_empty(lambda: base64.b64encode(logo_of(client)).decode()),
        samples=samples(client.accent) if client.accent else [],
    )


def _or_empty(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except NotFound:
        return ""
