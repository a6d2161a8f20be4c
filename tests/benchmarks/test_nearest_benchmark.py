"""The benchmark of the search: fair filters, checked answers, and peers that are missing are named."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks._data import CLASSES, FILTERS_PER_CLASS, filters, offers, share

ROOT = Path(__file__).resolve().parent.parent.parent


def _run(*arguments: str, path: str = os.defpath) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benchmarks/nearest.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={"PATH": path}, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_small_run_checks_its_answers_and_prints_every_table() -> None:
    run = _run("--sizes", "300", "900", "--peers", "numpy", "rtree", "--questions", "25", "--checks", "8")
    assert run.returncode == 0, run.stderr
    assert "64 answers compared with looking at every offer: 0 differ." in run.stdout
    for table in ("| 900 offers: median µs", "| growth exponent", "first / second / third use", "| seconds to load"):
        assert table in run.stdout
    assert "none: at least 10 times faster than PostGIS: not measured" in run.stdout


def test_a_peer_that_is_not_installed_is_named() -> None:
    run = _run("--sizes", "300", "--peers", "redis", "--questions", "25", "--checks", "1", path="/nowhere")
    assert run.returncode == 0, run.stderr
    assert "redis was not run: no redis-server is installed." in run.stdout


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_has_different_filters_of_about_its_share(name: str) -> None:
    data = offers(100_000)
    chosen = filters(CLASSES[name])
    assert len({repr(require) for require in chosen}) == (1 if name == "none" else FILTERS_PER_CLASS)
    for require in chosen:
        met = data.mask(require).mean()
        assert met == pytest.approx(share(require), rel=0.25)
        assert CLASSES[name] / 1.4 < met < CLASSES[name] * 1.4


def test_a_tenth_of_the_offers_share_an_address() -> None:
    data = offers(5_000)
    places = np.unique(np.column_stack((data.lat, data.lon)), axis=0)
    assert 0.08 < 1 - len(places) / len(data) < 0.12
