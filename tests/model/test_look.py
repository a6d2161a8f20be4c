"""Colours of a region: contrast as WCAG computes it, and shades that can be read by day and by night."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ROOT
from model.look import DAY, NIGHT, READABLE, by_day, by_night, contrast, least_contrast, mixed

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59), ("#123456", "#123456", 1)],
)
def test_contrast_is_that_of_the_guideline(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(COLOURS)
def test_whatever_is_readable_by_day_has_shades_that_are_readable_always(colour: str) -> None:
    if least_contrast(colour) < READABLE:
        return
    day, night = by_day(colour), by_night(colour)
    for shades, grounds in ((day, DAY), (night, NIGHT)):
        for ground in (*grounds, shades["soft"]):
            assert contrast(shades[""], ground) >= READABLE
            assert contrast(shades["strong"], ground) >= READABLE
        assert contrast(shades["on"], shades[""]) >= READABLE


def test_our_own_colours_pass_and_a_pale_one_does_not() -> None:
    assert least_contrast("#0a5680") >= READABLE and least_contrast("#17663d") >= READABLE
    assert least_contrast("#7fb2d0") < READABLE


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    css = (ROOT / "static" / "css" / "colours.css").read_text(encoding="utf-8")
    told = re.findall(r"--(?:ground|surface): (#[0-9a-f]+);", css)
    assert [mixed(one if len(one) == 7 else one + one[1:], "#000000", 1) for one in told] == [*DAY, *NIGHT]


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="no colour"):
        contrast("blue", "#ffffff")
