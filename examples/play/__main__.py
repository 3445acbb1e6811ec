"""The command line of the page; `examples/play.py` leads here."""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser

from building import build
from serving import PORT, serve

EXAMPLES = """
    play.py                          the page at 127.0.0.1, opened in your browser; Ctrl-C ends it
    play.py --serve                  the same without a terminal, and without opening a browser
    play.py --site FOLDER            the page as static files, for any web server: visitors need no Python
    play.py --site FOLDER --runtime PYODIDE      the same, with Pyodide from a folder: no other host is asked
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="play.py",
        description="A page to play with: press a button and see what one step of gradient descent does to every number.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--serve", action="store_true", help="serve, without opening a browser")
    parser.add_argument("--port", type=int, help=f"where to serve (usually {PORT})")
    parser.add_argument("--site", metavar="FOLDER", help="write the page as static files into this folder")
    parser.add_argument("--runtime", metavar="PYODIDE", help="with --site: the folder of a Pyodide to copy")
    given = parser.parse_args()
    if given.runtime and not given.site:
        parser.error("--runtime goes with --site")
    if given.site:
        print(build(given.site, given.runtime))
    elif given.serve or given.port is not None or sys.stdout.isatty():
        browser = sys.stdout.isatty() and (sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ)
        serve(given.port, webbrowser.open if browser and not given.serve else None)
    else:
        parser.print_help()


if __name__ == "__main__":
    try:
        main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
