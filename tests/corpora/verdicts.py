"""What the tutor says of every program of its corpora: python tests/corpora/verdicts.py writes it into verdicts.txt.

Whether a verdict is right, the corpora say themselves. Here a change of the tutor shows what else it changes: read the
difference before it is kept. Of all programs there are the places, the mistakes and the finding, of our own the table
and the hints too.
"""

import contextlib
import io
import re
from pathlib import Path

import corpus_layers_score
import corpus_score
from tinynet.tutor import layers

FILE = Path(__file__).parent / "verdicts.txt"
# How deep a recursion goes and where a number overflows, each Python tells its own way. The last three keep something from
# call to call, so what is said of them depends on who has asked them before.
LEFT_OUT = {"w4_infinite_recursion", "loop_climbs", "a_global_total", "a_list_as_default", "Tape"}


def programs():
    """The name of each, how to ask for its verdict, and the half of the corpora that it is of."""
    for half in corpus_score.HALVES:
        for number, entry in enumerate(corpus_score.half(half)):
            if entry.name not in LEFT_OUT:
                yield f"{half} {number}: {entry.name}, {entry.kind}", lambda e=entry: corpus_score.judged(e), half
    for half in corpus_layers_score.HALVES:
        for number, entry in enumerate(corpus_layers_score.half(half)):
            yield f"{half} {number}: {entry.name}", lambda e=entry: layers.check(e.function), half


def said(judged, half):
    """The lines about one program."""
    with contextlib.redirect_stdout(io.StringIO()):
        verdict = judged()
    lines = [f"{', '.join(verdict.places) or '-'}; {', '.join(verdict.mistakes) or '-'}"]
    finding, *more = str(verdict).split("\n\n")
    lines += finding.splitlines()
    if half.endswith("ours"):
        lines += ["", *"\n\n".join(more).splitlines(), *(f"* {hint}" for hint in verdict.hints)]
    text = "\n".join(f"    {line}".rstrip() for line in lines).rstrip()
    return re.sub(r"(\.\d{9})\d+", r"\1", text).split("\n")  # the built-in sum has other last digits from 3.12 on


def kept():
    """The lines about each program, as the file has them."""
    blocks = FILE.read_text(encoding="ascii").split("\n\n\n")
    return {name: lines for name, *lines in (block.strip("\n").split("\n") for block in blocks)}


if __name__ == "__main__":
    blocks = ["\n".join([name, *said(judged, half)]) for name, judged, half in programs()]
    FILE.write_text("\n\n\n".join(blocks) + "\n", encoding="ascii")
