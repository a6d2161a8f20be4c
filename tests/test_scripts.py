"""The scripts, run for real in a small project that has their interface: app.py with create_app and a seed command."""

import json
import os
import re
import shutil
import socket
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.server import free_port, wait_for_answer

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = [".ci/run", *sorted(f"script/{file.name}" for file in (ROOT / "script").iterdir() if file.suffix == "")]
SCRIPTS = [name for name in SCRIPTS if (ROOT / name).is_file()]
Setups = tuple[Path, list[tuple[int, str]]]
APP = '''
import os
from pathlib import Path
from flask import Flask
from geo.build_gazetteer import build

DATA = Path(__file__).parent / "data"

def create_app():
    app = Flask(__name__)
    app.add_url_rule("/healthz", view_func=lambda: "well")
    app.extensions["first_admin_link"] = lambda: "http://map.example/first"

    @app.cli.command("seed")
    def seed():
        if os.environ.get("REFUSE"):
            raise SystemExit("the seeds are broken")
        (DATA / "offers.sqlite").touch()
        build(DATA / "gazetteer.sqlite", [])
        print("seeded")

    return app
'''


def environment(**settings: str) -> dict[str, str]:
    ours = ("DATABASE_URL", "GAZETTEER", "SECRET_KEY_FILE", "MAIL_URL", "BASEMAP", "HOST", "PORT", "WORKERS", "PYTHON")
    return {name: value for name, value in os.environ.items() if name not in ours} | settings


def start(project: Path, script: str, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Starts a script from a folder that has nothing to do with it."""
    return subprocess.Popen(
        ["bash", project / script, *arguments], cwd="/", env=environment(**settings), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def run(project: Path, script: str, *arguments: str, **settings: str) -> tuple[int, str]:
    process = start(project, script, *arguments, **settings)
    output, _ = process.communicate(timeout=120)
    return process.returncode, output


def make_project(folder: Path) -> Path:
    for name in ("script", "geo", "model"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.py", "gunicorn.conf.py"):
        shutil.copy(ROOT / name, folder)
    for name, text in (("app.py", APP), ("requirements.txt", ""), ("requirements-dev.txt", "-r requirements.txt\n"),
                       ("package.json", "{}"), ("package-lock.json", "{}")):  # fmt: skip
        (folder / name).write_text(text)
    (folder / "data").mkdir()
    return folder


@pytest.fixture(scope="module")
def both_setups(tmp_path_factory: pytest.TempPathFactory) -> Setups:
    """A project whose .venv lost its Python and that two set-ups prepare at the same time; and what they say."""
    project = make_project(tmp_path_factory.mktemp("project"))
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to(project / "gone")
    processes = [start(project, "script/setup", "run") for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in processes]
    return project, [(process.returncode, text) for process, text in zip(processes, said, strict=True)]


@pytest.fixture(scope="module")
def project(both_setups: Setups) -> Path:
    """That project; its .venv borrows the packages of this one, so that nothing is downloaded."""
    folder = both_setups[0]
    packages = next((folder / ".venv" / "lib").glob("python3.*")) / "site-packages"
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture
def scripts_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "script"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_explains_itself(script: str) -> None:
    code, output = run(ROOT, script, "--help")
    assert code == 0
    assert re.match(r"[A-Z].{20,}[.:;]", output)


@pytest.mark.parametrize(("script", "argument"), [("script/setup", "everything"), ("script/run", "fast"),
                                                  ("script/check", "all"), ("script/bench", "nonsense")])  # fmt: skip
def test_a_word_that_a_script_does_not_know_is_refused(script: str, argument: str) -> None:
    code, output = run(ROOT, script, argument)
    assert (code, f"{script}:" in output) == (2, True)


def test_a_python_that_is_too_old_is_named_with_a_way_out(tmp_path: Path) -> None:
    for tool in ("bash", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    (tmp_path / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" || exit 1\n')
    (tmp_path / "python3").chmod(0o755)
    code, output = run(ROOT, "script/setup", "run", PATH=str(tmp_path))
    assert code == 1
    assert "this machine offers Python 3.9.2" in output and "apt install python3" in output


def test_of_two_setups_one_makes_a_broken_venv_again_and_the_other_waits(both_setups: Setups) -> None:
    (first, said), (second, also_said) = both_setups[1]
    assert (first, second) == (0, 0), said + also_said
    assert sorted(("Makes .venv" in text, "waits" in text) for text in (said, also_said)) == [
        (False, True),
        (True, False),
    ]


def test_a_second_setup_has_nothing_to_do_until_something_changes(project: Path) -> None:
    assert run(project, "script/setup", "run") == (0, "")
    (project / "requirements.txt").write_text("# a remark\n")
    code, output = run(project, "script/setup", "run")
    assert (code, "Installs requirements.txt" in output, "Makes" in output) == (0, True, False)


def test_without_a_network_setup_says_so_and_finishes_the_next_time(project: Path) -> None:
    before = (project / "requirements.txt").read_text()
    (project / "requirements.txt").write_text("no-such-package==1\n")
    dead = {"PIP_INDEX_URL": f"http://127.0.0.1:{free_port()}/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    code, output = run(project, "script/setup", "run", **dead, PIP_FIND_LINKS="", PIP_EXTRA_INDEX_URL="")
    (project / "requirements.txt").write_text(before)
    assert code == 1
    assert "Installing the packages failed. There is no good connection" in output and "Traceback" not in output
    assert run(project, "script/setup", "run")[0] == 0


def served(project: Path, port: int, log: Path) -> None:
    """Starts the map, waits for its answer, ends it."""
    with log.open("w") as out:
        server = subprocess.Popen(["bash", project / "script" / "run"], cwd="/", env=environment(PORT=str(port)),
                                  stdin=subprocess.DEVNULL, stdout=out, stderr=out)  # fmt: skip
    try:
        wait_for_answer(f"http://127.0.0.1:{port}", server, log)
    finally:
        server.terminate()
        assert server.wait(20) == 0, log.read_text()


def test_run_builds_the_data_once_and_serves(project: Path, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    served(project, port, log)
    assert re.search(rf"seeded\n.*http://127.0.0.1:{port}/", log.read_text(), re.DOTALL)
    served(project, port, log)
    assert "seeded" not in log.read_text()
    assert log.read_text().count("Make the first account here, once: http://map.example/first") == 1
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_in_use_is_named_with_another_one(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, output = run(project, "script/run", PORT=str(port))
    assert code == 1
    assert f"Port {port} is in use" in output and f"PORT={port + 1} script/run" in output


@pytest.mark.parametrize(("settings", "words"), [({"PORT": "many"}, "PORT must be"), ({"HOST": "192.0.2.1"}, "HOST=")])
def test_a_setting_that_cannot_be_used_is_refused_in_a_sentence(project: Path, settings: dict, words: str) -> None:
    code, output = run(project, "script/run", **settings)
    assert code == 1
    assert words in output and "Traceback" not in output


def test_data_that_cannot_be_built_stops_the_start(project: Path) -> None:
    for file in (project / "data").glob("*.sqlite"):
        file.unlink()
    code, output = run(project, "script/run", REFUSE="1", PORT=str(free_port()))
    assert code == 1
    assert "the seeds are broken" in output and "the data could not be built" in output


def test_bench_lists_names_what_is_missing_and_hands_arguments_on(project: Path) -> None:
    (project / "benchmarks").mkdir()
    (project / "benchmarks" / "_tools.py").write_text("def peer():\n    import no_such_peer\n")
    race = '"""How fast."""\nimport sys, _tools, config\nprint(sys.argv[1:])\n'
    (project / "benchmarks" / "race.py").write_text(race)
    code, output = run(project, "script/bench")
    assert (code, "race" in output, "How fast." in output, "_tools" in output) == (0, True, True, False)
    code, output = run(project, "script/bench", "race", "--laps", "3")
    assert code == 0
    assert output.splitlines() == ["Not installed here and therefore left out: no_such_peer.", "['--laps', '3']"]


@pytest.mark.usefixtures("scripts_importable")
@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo", "no good connection"),
        ("certificate verify failed: CERTIFICATE_VERIFY_FAILED", "certificate"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no build for this Python"),
        ("something\nnobody foresaw", "said last:\nsomething\nnobody foresaw"),
    ],
)
def test_a_failed_step_says_what_to_do_next(output: str, words: str) -> None:
    from install import advise

    assert words in advise("The step", output)


@pytest.mark.usefixtures("scripts_importable")
def test_vendor_copies_what_is_listed_and_removes_what_is_not(tmp_path: Path) -> None:
    import vendor

    packages, project = tmp_path / "packages", tmp_path / "project"
    (packages / "map" / "dist").mkdir(parents=True)
    (packages / "map" / "dist" / "map.js").write_text("new")
    (project / "static" / "vendor" / "old").mkdir(parents=True)
    (project / "static" / "vendor" / "old" / "old.js").write_text("old")
    groups = [{"from": "map/dist", "to": "static/vendor/map", "files": ["map.js"]},
              {"from": "axe", "to": "tests/vendor", "files": ["axe.js"]}]  # fmt: skip
    (project / "package.json").write_text(json.dumps({"vendor": groups}))
    assert vendor.missing(project, tests=False) == ["static/vendor/map/map.js"]
    assert vendor.copy(packages, project, tests=False) == 1
    assert [path.name for path in (project / "static" / "vendor").rglob("*")] == ["map", "map.js"]
    assert vendor.missing(project, tests=False) == []
    with pytest.raises(vendor.VendorError, match='"axe/axe.js"'):
        vendor.copy(packages, project, tests=True)


def test_the_lockfile_pins_every_package_and_records_no_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    text = (ROOT / "package-lock.json").read_text()
    pinned = {name.removeprefix("node_modules/"): entry for name, entry in json.loads(text)["packages"].items() if name}
    kinds = ("dependencies", "devDependencies", "optionalDependencies")
    assert {name: entry["version"] for name, entry in pinned.items() if "/" not in name} == {
        name: version for kind in kinds for name, version in wanted[kind].items()
    }
    assert all(entry["integrity"].startswith("sha512-") for entry in pinned.values())
    assert "resolved" not in text and "://" not in text


def test_every_icon_that_a_page_shows_is_installed() -> None:
    groups = json.loads((ROOT / "package.json").read_text())["vendor"]
    listed = {name.removesuffix(".svg") for group in groups if group["to"].endswith("icons") for name in group["files"]}
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "web").rglob("*.py")]
    shown = {name for file in files for name in re.findall(r"""icon\(["']([a-z0-9-]+)["']""", file.read_text("utf-8"))}
    assert shown <= listed, f"package.json lacks the icons {sorted(shown - listed)}"
