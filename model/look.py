"""The colours of a region: two of its own, checked for contrast, and every shade that pages need made of them."""

import re
from dataclasses import dataclass

COLOUR = re.compile(r"#[0-9a-f]{6}")
#: what text needs on its ground (WCAG 2.1, 1.4.3)
READABLE = 4.5
#: the grounds of pages by day and by night, as static/css/colours.css has them
DAY = ("#f7f5f0", "#ffffff")
NIGHT = ("#12171a", "#1b2226")
WHITE, BLACK = "#ffffff", "#000000"
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """The colours a region has chosen; "" leaves ours."""

    #: buttons and links
    action: str = ""
    #: the mark of neutral counselling
    neutral: str = ""
    #: a small PNG in base64, "" where there is none
    logo: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether no colour was chosen."""
        return not (self.action or self.neutral)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as "#0a5680", from 1 to 21, as WCAG 2.1 computes it."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def least_contrast(colour: str) -> float:
    """The least contrast that a colour has where pages use it by day: as text on every ground, and under white text."""
    return min(contrast(colour, ground) for ground in (*DAY, WHITE, mixed(colour, WHITE, 0.12)))


def by_day(colour: str) -> dict[str, str]:
    """The colour and its shades on a light ground: itself, a stronger one, text on it, a soft ground."""
    return {"": colour, "strong": mixed(BLACK, colour, 0.25), "on": WHITE, "soft": mixed(colour, WHITE, 0.12)}


def by_night(colour: str) -> dict[str, str]:
    """The same on a dark ground: as light as it must be to be read there."""
    light = next(
        one for one in (mixed(WHITE, colour, part / 20) for part in range(21))
        if min(contrast(one, ground) for ground in (*NIGHT, mixed(one, NIGHT[0], 0.15))) >= READABLE + 1
    )  # fmt: skip
    return {"": light, "strong": mixed(WHITE, light, 0.35), "on": mixed(colour, BLACK, 0.25),
            "soft": mixed(light, NIGHT[0], 0.15)}  # fmt: skip


def mixed(one: str, other: str, part: float) -> str:
    """A colour made of a part of one and the rest of another."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)


def _rgb(colour: str) -> Rgb:
    if not COLOUR.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour such as #0a5680.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in (value / 255 for value in _rgb(colour))]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
