"""The page, served to the browsers of this machine."""

from __future__ import annotations

import sys
import warnings
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any

from answers import respond

PORT = 8717
POLICY = "default-src 'none'; img-src data:; form-action 'self'; frame-ancestors 'none'; style-src 'unsafe-inline'"


class Handler(BaseHTTPRequestHandler):
    timeout = 10  # seconds for a request to come in
    lock = Lock()  # warnings can be caught for one page at a time

    def do_GET(self) -> None:
        with self.lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the page itself tells
            status, text = respond(self.path, self.headers.get("Host", ""))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        if status == 303:
            self.send_header("Location", text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text.encode())

    do_HEAD = do_GET

    def log_message(self, *_: Any) -> None: ...  # the terminal shows the address alone


class Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a browser that goes on before a page is there
            super().handle_error(request, client_address)


def serve(port: int | None, opened: Any = None) -> None:
    """Serve until Ctrl-C, at this port or, without one, at the usual port or any that is free."""
    server, said = bound(port)
    url = f"http://127.0.0.1:{server.server_port}/"
    print(f"{said}Open {url} in a browser. Ctrl-C ends it.", flush=True)
    if opened:
        opened(url)
    with suppress(KeyboardInterrupt), server:
        server.serve_forever()


def bound(port: int | None) -> tuple[Server, str]:
    try:
        return Server(("127.0.0.1", PORT if port is None else port), Handler), ""
    except (OSError, OverflowError) as error:
        if port is not None:
            sys.exit(
                f"Port {port} can't be used: {getattr(error, 'strerror', None) or error}. Choose another with --port."
            )
        return Server(("127.0.0.1", 0), Handler), f"Port {PORT}, the usual one, is taken. "
