"""Gets ready to serve: sees that the port is free, and builds database and gazetteer where they are missing."""

import errno
import socket
import subprocess
import sys

from install import ROOT, alone, say

from config import SettingError, Settings
from geo.gazetteer_file import is_current


def port_trouble(host: str, port: int) -> str | None:
    """Why nothing can listen there, in a sentence that says what to do; None if it can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        return f"HOST {host!r} is no address of this machine. Choose another one: HOST=127.0.0.1 script/run"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"Port {port} is in use, perhaps by this map itself. Choose another one: PORT={port + 1} script/run"
        return f"Nothing can listen on {host}, port {port}: {error.strerror}. Try: HOST=127.0.0.1 PORT=8000 script/run"
    return None


def is_built(settings: Settings) -> bool:
    """Whether database and gazetteer are there and readable; what a server holds, only the seed command can see."""
    kind, _, path = settings.database_url.partition(":///")
    return kind == "sqlite" and (ROOT / path).is_file() and is_current(ROOT / settings.gazetteer)


def main() -> int:
    """Checks the port, then builds what is missing, unless another start is building it right now."""
    try:
        settings = Settings.from_env()
    except SettingError as error:
        print(f"script/run: {error}", file=sys.stderr)
        return 1
    if trouble := port_trouble(settings.host, settings.port):
        print(f"script/run: {trouble}", file=sys.stderr)
        return 1
    if is_built(settings):
        return 0
    with alone():
        say("Builds the database and the gazetteer where they are missing.")
        command = [sys.executable, "-m", "flask", "--app", "app", "seed"]
        code = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
    if code != 0:
        print("script/run: the data could not be built; the lines above say why.", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
