"""A page to play with: press a button and see what one step of gradient descent does to every number.

    PYTHONPATH=src python3 examples/play.py                  a page at 127.0.0.1, opened in your browser; Ctrl-C ends it
    PYTHONPATH=src python3 examples/play.py --help           all that it can do
    PYTHONPATH=src python3 examples/play.py --site FOLDER    the page as static files: visitors need no Python

The page is in the folder `play`. Read states.py first, then pages.py.
"""

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).with_name("play")), run_name="__main__")
