"""Give a region a logo: any picture is made small and made anew, and refused where nobody could see it on the page."""

import base64
import io
from dataclasses import replace

from model.look import WHITE, contrast
from store import Store

#: a logo is no wider and no higher than this, in pixels; pages show it half as high for fine screens
MOST_WIDE, MOST_HIGH = 480, 96
MOST_BYTES = 4 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_KEPT = 60_000
#: what a shape needs beside its ground (WCAG 2.1, 1.4.11), and what part of the picture must have it
VISIBLE, ENOUGH = 3.0, 0.15
FORMATS = ("PNG", "JPEG", "WEBP")


class LogoRefused(ValueError):
    """A picture that cannot be a logo: "picture", "large" or "pale"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def choose_logo(store: Store, ags: str, content: bytes, *, by: str) -> None:
    """Keep a picture as the logo of a region; an empty one takes the logo away. Raises LogoRefused."""
    logo = base64.b64encode(small_png(content)).decode() if content else ""
    region = store.region(ags)
    if region is None:
        raise LogoRefused("picture")
    with store.write(by=by, why="Logo gewählt" if logo else "Logo entfernt") as writer:
        writer.save_region(replace(region, look=replace(region.look, logo=logo)))


def small_png(content: bytes) -> bytes:
    """The picture as a PNG of its own making, without anything that was hidden in the file."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only for this form

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoRefused("large")
            small = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, LogoRefused):
            raise
        raise LogoRefused("picture") from None
    small.thumbnail((MOST_WIDE, MOST_HIGH))
    if visible_part(small) < ENOUGH:
        raise LogoRefused("pale")
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    if written.tell() > MOST_KEPT:
        raise LogoRefused("large")
    return written.getvalue()


def _hex(rgba: tuple[int, ...]) -> str:
    return "#" + "".join(f"{value:02x}" for value in rgba[:3])


def visible_part(picture: object) -> float:
    """What part of what is drawn stands out from a white ground; 0 for a picture in which nothing is drawn."""
    from PIL import Image  # noqa: PLC0415

    assert isinstance(picture, Image.Image)
    colours = picture.getcolors(MOST_WIDE * MOST_HIGH) or []
    drawn = [(count, rgba) for count, rgba in colours if isinstance(rgba, tuple) and rgba[3] > 127]
    seen = sum(count for count, rgba in drawn if contrast(_hex(rgba), WHITE) >= VISIBLE)
    return seen / total if (total := sum(count for count, _ in drawn)) else 0.0
