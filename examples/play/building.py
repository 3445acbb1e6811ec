"""The page as static files. Python then runs in the visitor's browser, by Pyodide, and answers with the same pages."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from answers import respond

import tinynet

HERE, PACKAGE = Path(__file__).parent, Path(tinynet.__file__).parent
VERSION = "314.0.7"  # of Pyodide: the page was tested with this one
USUAL = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
MEGABYTES = 13.5  # of which some 6.3 travel, compressed
IN_THE_PAGE = """<p id="loading" role="status">This page needs Python, {size:.1f} MB (about half of that where the server
compresses files). Your browser loads it now and keeps it. Buttons that you press meanwhile count.</p>
<noscript><p>This page computes in your browser, so it needs JavaScript.</p></noscript>
<section id="own-function"><h2><label for="code">Your own function</label></h2>
<p><label>Write <select id="kind"><option value="">the derivative of the selected parameter</option>
<option value="gradient">all seven derivatives</option><option value="step">a step</option>
<option value="loop">a loop of steps</option></select></label></p>
<p>It runs in your browser alone. Paste no code here that you don't understand.</p>
<textarea id="code" rows="13" cols="90" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>
<p class="row"><button type="button" id="check-code">check my function</button>
<button type="button" id="stop" disabled>stop</button></p><div id="told" role="status"></div></section>
<script src="site.js" data-runtime="{runtime}"></script>"""


def build(folder: str, runtime: str | None = None) -> str:
    """Write the site into a folder. Returns what to do next."""
    to = Path(folder)
    try:
        (to / "runtime").mkdir(parents=True, exist_ok=True) if runtime else to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{folder} can't be used: {error.strerror}")
    size = copied(Path(runtime), to / "runtime") if runtime else MEGABYTES
    with ZipFile(to / "python.zip", "w") as files:
        for path in sorted(PACKAGE.rglob("*.py")):
            add(files, path, f"tinynet/{path.relative_to(PACKAGE).as_posix()}")
        for path in sorted([*HERE.glob("*.py"), *HERE.glob("*.css")]):
            add(files, path, f"play/{path.name}")
    shutil.copy(HERE / "site.js", to)
    (to / "index.html").write_bytes(first_page("runtime/" if runtime else USUAL, size).encode())
    return f"{folder} is ready: copy it to any web server, or try it with  python3 -m http.server --directory {folder}"


def add(files: ZipFile, path: Path, name: str) -> None:
    """A file with no date, so that the same files give the same archive."""
    files.writestr(ZipInfo(name), path.read_bytes(), ZIP_DEFLATED)


def copied(source: Path, to: Path) -> float:
    """Copy what the page needs of a Pyodide. Returns its megabytes."""
    missing = [name for name in RUNTIME if not (source / name).is_file()]
    if missing:
        sys.exit(f"{source} is no folder of Pyodide: it holds no {missing[0]}")
    if f'"{VERSION}"' not in (source / RUNTIME[0]).read_text(encoding="utf-8"):
        sys.exit(f"{source} holds another Pyodide than {VERSION}, the one that this page was tested with")
    for name in RUNTIME:
        shutil.copyfile(source / name, to / name)
    return sum((to / name).stat().st_size for name in RUNTIME) / 1e6


def first_page(runtime: str, size: float) -> str:
    """The first page, with what it needs to run without a server's Python."""
    _, text = respond("/", "localhost")
    asks = "'self'" if runtime == "runtime/" else f"'self' {USUAL}"
    policy = f"""default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self';
script-src {asks} blob: 'wasm-unsafe-eval'; worker-src blob:; connect-src {asks}"""
    text = text.replace("<title>", f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>', 1)
    return text.replace("</body>", IN_THE_PAGE.format(size=size, runtime=runtime) + "</body>", 1)
