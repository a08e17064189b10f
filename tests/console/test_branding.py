"""The look of a client's portal, as the console sets it and the portal shows it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tenants.actions import close_client, set_accent, set_logo
from tenants.models import Client
from tests import cast, world
from tests.cast import MONDAY, RITA
from tests.console.pages import text

pytestmark = pytest.mark.usefixtures("public")
PLACE = "/clients/acme/branding/"


def picture(name="logo.png", kind="PNG"):
    kept = BytesIO()
    Image.new("RGB", (300, 100), "#0b6b8a").save(kept, kind)
    return SimpleUploadedFile(name, kept.getvalue(), content_type="image/png")


def acme():
    return Client.objects.get(slug="acme")


def branded():
    set_accent(acme(), accent="#ffcc00", actor=RITA, at=MONDAY)
    set_logo(acme(), content=picture().read(), actor=RITA, at=MONDAY)
    return acme()


def test_a_colour_is_set_shown_and_taken_back():
    browser = cast.browser(cast.rita())

    page = browser.post(f"{PLACE}colour/", {"accent": "#FFCC00"}, follow=True)

    assert acme().accent == "#ffcc00"
    assert "#846805 is used" in text(page)
    assert f'action="{PLACE}colour/removal/"' in page.content.decode()
    browser.post(f"{PLACE}colour/removal/")
    assert acme().accent == ""


def test_what_is_no_colour_is_refused_beside_its_field():
    page = cast.browser(cast.rita()).post(f"{PLACE}colour/", {"accent": "red;}"})

    assert page.status_code == 422
    assert "hash sign and six digits" in text(page)


def test_a_logo_is_set_and_taken_away():
    browser = cast.browser(cast.rita())

    page = browser.post(f"{PLACE}logo/", {"logo": picture()}, follow=True)

    assert b'src="data:image/png;base64,' in page.content
    assert acme().logo_digest
    browser.post(f"{PLACE}logo/removal/")
    assert acme().logo_digest == ""


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"logo": SimpleUploadedFile("logo.png", b"")},
        {"logo": SimpleUploadedFile("logo.png", b"<svg onload='alert(1)'/>", content_type="image/png")},
        {"logo": SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 300_000)},
        {"logo": picture("logo.gif", "GIF")},
    ],
)
def test_what_is_no_logo_is_refused_in_a_sentence(sent):
    page = cast.browser(cast.rita()).post(f"{PLACE}logo/", sent)

    assert page.status_code == 422
    assert page.context["logo"].errors["logo"]
    assert acme().logo_digest == ""


def test_the_portal_wears_them_also_before_anybody_has_signed_in():
    client = branded()

    for page in (cast.browser(cast.ann()).get("/"), cast.browser(client=client).get("/sign-in/")):
        shown = page.content.decode()
        assert 'data-accent="own"' in shown
        assert f'href="{client.colours_path}"' in shown
        assert '<img class="brand-logo' in shown
        assert f'src="{client.logo_path}" alt="Acme Bakeries"' in shown


def test_colours_and_logo_are_kept_for_good_by_whoever_reads_them():
    client = branded()
    browser = cast.browser(client=client)

    css, logo = browser.get(client.colours_path), browser.get(client.logo_path)

    assert (css["Content-Type"], logo["Content-Type"]) == ("text/css; charset=utf-8", "image/png")
    assert {answer["Cache-Control"] for answer in (css, logo)} == {"public, max-age=31536000, immutable"}
    assert "--accent:light-dark(#846805,#ffcc00)" in css.content.decode()
    assert not css.cookies
    assert not logo.cookies


def test_no_other_host_shows_them():
    client = branded()

    for host in (cast.browser(client=world.client("globex")), cast.browser()):
        for path in (client.colours_path, client.logo_path):
            assert host.get(path).status_code in {302, 404}
    assert cast.browser(cast.cleo()).get(client.logo_path).status_code == 404


def test_what_is_no_longer_shown_is_gone_from_its_address():
    before = branded()
    set_accent(acme(), accent="#0b6b8a", actor=RITA, at=MONDAY)
    cast.browser(cast.rita()).post(f"{PLACE}logo/removal/")
    browser = cast.browser(client=before)

    assert [browser.get(path).status_code for path in (before.colours_path, before.logo_path)] == [404, 404]


@pytest.mark.parametrize("path", ["/brand/.css", "/brand/0.png", "/brand/..%2f0.css", "/brand/%00.png"])
def test_an_address_that_nobody_made_is_not_there(path):
    assert cast.browser(client=branded()).get(path).status_code == 404


def test_a_closed_clients_logo_is_not_given_out():
    client = branded()
    close_client(client, reason="Left", actor=RITA, at=MONDAY)

    assert cast.browser(client=client).get(client.logo_path).status_code == 410


@pytest.mark.parametrize("what", ["colour", "colour/removal", "logo", "logo/removal"])
def test_the_look_of_a_closed_client_is_kept_as_it_was(what):
    before, browser = branded(), cast.browser(cast.rita())
    close_client(acme(), reason="Left", actor=RITA, at=MONDAY)

    answer = browser.post(f"{PLACE}{what}/", {"accent": "#112233", "logo": picture()})
    page = browser.get(PLACE)

    assert answer.status_code == 409
    assert "This client is closed." in text(answer)
    assert (acme().accent, acme().logo_digest) == (before.accent, before.logo_digest)
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]
