"""How well `layers.check` does on its corpora: python tests/corpora/corpus_layers_score.py [-v]

right accepted, wrong refused, located (all required places named and none outside the allowed), misleading (something
named, and none of it allowed), named (the label that is asked for), judged (not refused for its form alone), told (right
for another loss, which the verdict names). The places of the corpus know no numbers of layers: the last one, any hidden
one, the first, or any. A program may come with the network and the data of its learner.
"""

import re
import runpy
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]

import corpus
from tinynet.tutor.layers import check, check_update

HALVES = ("corpus_layers_ours", "corpus_layers_theirs")
FIXED = (
    "corpus_layers_unseen",
    "corpus_layers_fixed",
    "corpus_layers_steps",
    "corpus_layers_blind",
)  # for fixed networks, in usual conventions
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


def verdict_of(entry, **more):
    layers, data = getattr(entry.function, "given", (None, None))
    ask = check_update if entry.kind == "step" else check
    return ask(entry.function, layers=layers, data=data, **more)


def told(entry, verdict):
    """Two losses may be one for a fixed network: half of the mean is the mean over two outputs."""
    name = verdict.convention
    return bool(name) and all(verdict_of(entry, loss=loss).correct for loss in (name, entry.label))


def scores(entries, say=print):
    verdicts = []
    for entry in entries:
        started = time.perf_counter()
        verdicts.append((entry, verdict_of(entry), time.perf_counter() - started))
    right = [(entry, verdict) for entry, verdict, _ in verdicts if entry.correct]
    books = [(entry, verdict) for entry, verdict, _ in verdicts if entry.source == "told"]
    wrong = [(entry, verdict) for entry, verdict, _ in verdicts if not entry.correct and entry.source != "told"]
    labelled = [(entry, verdict) for entry, verdict in wrong if entry.label]
    for entry, verdict, seconds in verdicts:
        good = told(entry, verdict) if entry.source == "told" else entry.correct or located(entry, verdict)
        if verdict.correct != entry.correct or not good or seconds > 2:
            expected = f"{sorted(entry.must)} {sorted(entry.may)}"
            say(
                f"  {entry.name:45} {seconds:5.2f} s  {expected} -> {verdict.places} {verdict.mistakes} {verdict.convention}"
            )
    return {
        "right accepted": (sum(verdict.correct for _, verdict in right), len(right)),
        "wrong refused": (sum(not verdict.correct for _, verdict in wrong), len(wrong)),
        "located": (sum(located(*pair) for pair in wrong), len(wrong)),
        "misleading": (sum(misleading(*pair) for pair in wrong), len(wrong)),
        "usual mistake named": (sum(named(*pair) for pair in labelled), len(labelled)),
        "told": (sum(told(*pair) for pair in books), len(books)),
        "judged": (sum(verdict.places != ("form",) for _, verdict, _ in verdicts), len(verdicts)),
    }


if __name__ == "__main__":
    for name in (*HALVES, *FIXED):
        found = scores(half(name), print if "-v" in sys.argv else lambda line: None)
        shares = (f"{what} {some} of {of} ({some / max(of, 1):.1%})" for what, (some, of) in found.items())
        print(f"{name}: {', '.join(shares)}")
