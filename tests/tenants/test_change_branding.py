"""A client's own colour and logo: what is taken, what is refused, and what is kept of it."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from motorblok.kernel.errors import Invalid, NotFound
from tenants.actions import open_client, remove_accent, remove_logo, set_accent, set_logo
from tenants.actions.branding import ColourCannotBeRead
from tenants.logos import LogoCannotBeRead, LogoIsTooLarge, draw
from tenants.models import Client, Logo
from tenants.queries import logo_of
from tests.cast import MONDAY, RITA

BY_RITA = {"actor": RITA, "at": MONDAY}


def picture(kind="PNG", size=(600, 200), mode="RGBA", **how):
    kept = BytesIO()
    Image.new(mode, size, "#0b6b8a").save(kept, kind, **how)
    return kept.getvalue()


def fresh(client):
    return Client.objects.get(pk=client.pk)


def test_a_colour_is_kept_in_small_letters(acme, book):
    set_accent(acme, accent=" #0B6B8A ", **BY_RITA)
    set_accent(acme, accent="#0b6b8a", **BY_RITA)

    assert fresh(acme).accent == "#0b6b8a"
    assert book.kinds() == ["tenants.accent.set"]


@pytest.mark.parametrize(
    "accent", ["", "red", "#fff", "#0b6b8a;}", "0b6b8a", "#0b6b8g", "url(//x)", "#٠٠٠٠٠٠"]
)
def test_what_is_no_colour_is_refused(acme, accent, book):
    with pytest.raises(ColourCannotBeRead):
        set_accent(acme, accent=accent, **BY_RITA)

    assert (fresh(acme).accent, book.kinds()) == ("", [])


def test_the_usual_colours_come_back(acme, book):
    set_accent(acme, accent="#0b6b8a", **BY_RITA)

    for _ in range(2):
        remove_accent(acme, **BY_RITA)

    assert (fresh(acme).accent, fresh(acme).colours_path) == ("", "")
    assert book.kinds() == ["tenants.accent.set", "tenants.accent.removed"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_made_smaller(acme, kind, book):
    set_logo(acme, content=picture(kind, mode="RGB"), **BY_RITA)

    shown = Image.open(BytesIO(logo_of(acme)))
    assert (shown.format, shown.size, shown.mode) == ("PNG", (480, 160), "RGBA")
    assert fresh(acme).logo_path == f"/brand/{fresh(acme).logo_digest}.png"
    assert book.kinds() == ["tenants.logo.set"]


def test_nothing_that_a_file_carries_along_is_kept():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    sent = picture(pnginfo=notes) + b"<script>PK\x03\x04 more</script>"

    drawn = draw(sent)

    assert b"script" in sent
    assert b"script" not in drawn.content
    assert Image.open(BytesIO(drawn.content)).info == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture("GIF", mode="RGB"),
        picture("TIFF", size=(60, 20), mode="RGB"),
        picture()[:200],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    ],
)
def test_what_is_no_picture_that_we_take_is_refused(acme, content, book):
    with pytest.raises(LogoCannotBeRead):
        set_logo(acme, content=content, **BY_RITA)

    assert book.kinds() == []


@pytest.mark.parametrize("content", [b"\x89PNG" + b"\0" * 200_000, picture(size=(2100, 2000), mode="1")])
def test_what_would_fill_the_memory_is_refused_before_it_is_unpacked(content):
    with pytest.raises(LogoIsTooLarge):
        draw(content)


def test_the_same_logo_again_changes_nothing(acme, book):
    for _ in range(2):
        set_logo(acme, content=picture(), **BY_RITA)

    assert book.kinds() == ["tenants.logo.set"]


def test_a_logo_goes_with_its_picture(acme, book):
    set_logo(acme, content=picture(), **BY_RITA)

    for _ in range(2):
        remove_logo(acme, **BY_RITA)

    assert not Logo.objects.filter(client_id=acme.pk).exists()
    assert fresh(acme).logo_path == ""
    assert book.kinds() == ["tenants.logo.set", "tenants.logo.removed"]
    with pytest.raises(NotFound):
        logo_of(acme)


def test_a_client_that_is_not_built_has_no_portal_to_colour(public):
    opening = open_client(name="Initech", slug="initech", **BY_RITA)

    with pytest.raises(NotFound):
        set_accent(opening, accent="#0b6b8a", **BY_RITA)


def test_a_refusal_names_the_field():
    with pytest.raises(Invalid) as refused:
        draw(b"")

    assert refused.value.field == "logo"
