"""Draws a logo for a client of the demo: a mark in its colour and its name beside it."""

import io

from PIL import Image, ImageDraw, ImageFont

SIZE = 96
GAP = 20
INK = "#1c2430"


def drawn(name: str, *, colour: str) -> bytes:
    """A PNG on a transparent ground."""
    font = ImageFont.load_default(size=52)
    word = name.partition(" ")[0]
    width = SIZE + GAP + round(font.getlength(word)) + GAP
    picture = Image.new("RGBA", (width, SIZE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, SIZE - 1, SIZE - 1), radius=22, fill=colour)
    for step, height in enumerate((22, 38, 54)):
        left = 22 + step * 19
        pen.rounded_rectangle((left, 75 - height, left + 12, 75), radius=4, fill="white")
    pen.text((SIZE + GAP, SIZE // 2), word, font=font, fill=INK, anchor="lm")
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
