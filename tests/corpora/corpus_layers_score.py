"""How well `layers.check` does on the two halves of its corpus: python tests/corpora/corpus_layers_score.py [-v]

right accepted, wrong refused, located (all required places named and none outside the allowed), misleading (something
named, and none of it allowed), named (the label that is asked for). The places of the corpus know no numbers of layers:
the last one, any hidden one, the first, or any.
"""

import re
import runpy
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]

import corpus
from tinynet.tutor.layers import check

HALVES = ("corpus_layers_ours", "corpus_layers_theirs")
_READ = {}


def half(name):
    """The entries of one half."""
    if name not in _READ:
        corpus.ENTRIES.clear()
        runpy.run_path(str(Path(__file__).parent / f"{name}.py"))  # anew, for pytest may have imported it before
        _READ[name] = tuple(corpus.ENTRIES)
    return _READ[name]


def general(place, verdict):
    """The place as the corpus may call it: with the number of the layer in words."""
    sizes = re.search(r"^Tried on an? (\S+) network", str(verdict), re.MULTILINE)
    name, _, number = place.rstrip(")").partition("(")
    if not number:
        return {place}
    last = int(number) == sizes.group(1).count("-")
    return {f"{name}({which})" for which in ("last" if last else "hidden", "first" if number == "1" else "any", "any")}


def located(entry, verdict):
    places = [general(place, verdict) for place in verdict.places]
    return entry.must <= set().union(*places) and all(names & (entry.must | entry.may) for names in places)


def misleading(entry, verdict):
    allowed = entry.must | entry.may
    return bool(verdict.places) and not any(general(place, verdict) & allowed for place in verdict.places)


def named(entry, verdict):
    return any(entry.label in label for label in verdict.mistakes)


def scores(entries, say=print):
    verdicts = []
    for entry in entries:
        started = time.perf_counter()
        verdicts.append((entry, check(entry.function), time.perf_counter() - started))
    right = [(entry, verdict) for entry, verdict, _ in verdicts if entry.correct]
    wrong = [(entry, verdict) for entry, verdict, _ in verdicts if not entry.correct]
    labelled = [(entry, verdict) for entry, verdict in wrong if entry.label]
    for entry, verdict, seconds in verdicts:
        if verdict.correct != entry.correct or (not entry.correct and not located(entry, verdict)) or seconds > 2:
            expected = f"{sorted(entry.must)} {sorted(entry.may)}"
            say(f"  {entry.name:45} {seconds:5.2f} s  {expected} -> {verdict.places} {verdict.mistakes}")
    return {
        "right accepted": (sum(verdict.correct for _, verdict in right), len(right)),
        "wrong refused": (sum(not verdict.correct for _, verdict in wrong), len(wrong)),
        "located": (sum(located(*pair) for pair in wrong), len(wrong)),
        "misleading": (sum(misleading(*pair) for pair in wrong), len(wrong)),
        "usual mistake named": (sum(named(*pair) for pair in labelled), len(labelled)),
    }


if __name__ == "__main__":
    for name in HALVES:
        found = scores(half(name), print if "-v" in sys.argv else lambda line: None)
        shares = (f"{what} {some} of {of} ({some / max(of, 1):.1%})" for what, (some, of) in found.items())
        print(f"{name}: {', '.join(shares)}")
