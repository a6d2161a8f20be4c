"""How gunicorn serves the map; it reads this file by itself when it starts in this folder."""

import sys
from typing import Any

from config import SettingError, Settings

try:
    settings = Settings.from_env()
except SettingError as error:
    sys.exit(str(error))

wsgi_app = "app:create_app()"
bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
workers = settings.workers
worker_class = "gthread"
threads = 4
# Addresses that visitors type must appear nowhere: there is no access log, and only warnings are written.
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Prints where the map is, as soon as the port is open."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else bind.rpartition(":")[0]
    print(f"Serves with {workers} processes at http://{host}:{settings.port}/ (Ctrl+C ends it).", flush=True)
