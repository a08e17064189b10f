"""Pictures that clients send as their logo: looked at without trust, drawn anew, and kept small."""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from motorblok.kernel.errors import Invalid

LARGEST = 200_000
"""Bytes of the file that is sent in."""
MOST_PIXELS = 4_000_000
SHOWN = (480, 160)
"""Pixels that a logo is drawn in at most: twice what the sign-in page shows, for screens that are twice as fine."""
KINDS = ("PNG", "JPEG", "WEBP")


class LogoIsTooLarge(Invalid):
    """The file or the picture in it is larger than a logo has to be."""

    code = "logo-is-too-large"
    words = _("This picture is too large. Use one of at most 200 KB and four million pixels.")


class LogoCannotBeRead(Invalid):
    """The file is no picture of a kind that we take, whatever its name says."""

    code = "logo-cannot-be-read"
    words = _("This file is no picture that can be used. Send a PNG, JPEG or WebP; SVG is not accepted.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A logo as it is kept and shown: a PNG of our own drawing, its size in pixels, and the digest of its bytes."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256, shortened: part of the logo's address."""
        return hashlib.sha256(self.content).hexdigest()[:32]


def draw(sent: bytes) -> Drawn:
    """Draw a picture anew: no byte of the file is kept, so nothing can be hidden in it. Only its first frame counts.

    Raises LogoIsTooLarge, LogoCannotBeRead.
    """
    if len(sent) > LARGEST:
        raise LogoIsTooLarge(field="logo")
    try:
        return _drawn(_decoded(sent))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as refused:
        raise LogoCannotBeRead(field="logo") from refused


def _decoded(sent: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(BytesIO(sent), formats=KINDS)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise LogoIsTooLarge(field="logo") from None
    # The header is read, no pixel yet: what would fill the memory is refused before it is unpacked.
    if image.width * image.height > MOST_PIXELS:
        raise LogoIsTooLarge(field="logo")
    image.load()
    return image


def _drawn(image: Image.Image) -> Drawn:
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(SHOWN, Image.Resampling.LANCZOS)
    # Pasted on a fresh ground, without what else a file may carry along.
    ground = Image.new("RGBA", upright.size)
    ground.paste(upright)
    kept = BytesIO()
    ground.save(kept, "PNG", optimize=True)
    return Drawn(kept.getvalue(), *ground.size)
