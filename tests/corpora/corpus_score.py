"""How well the tutor does on each part of the corpus: python tests/corpora/corpus_score.py [-v]

right accepted, wrong refused, located (all required places named and none outside the allowed), misleading (something
named, and none of it allowed), named (the label that is asked for).
"""

import importlib
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "src")]

import corpus
from tinynet import check, check_training, check_update

HALVES = ("corpus_ours", "corpus_theirs", "corpus_unseen")


def half(name):
    """The entries of one half."""
    if not any(entry_half == name for entry_half, _ in _READ):
        corpus.ENTRIES.clear()
        sys.modules.pop(name, None)  # whoever collects doctests has imported it already
        importlib.import_module(name)
        _READ.extend((name, entry) for entry in corpus.ENTRIES)
    return [entry for entry_half, entry in _READ if entry_half == name]


_READ = []


def judged(entry):
    if entry.kind == "update":
        return check_update(entry.function)
    if entry.kind == "training":
        return check_training(entry.function)
    return check(entry.function) if entry.kind == "seven" else check(entry.function, entry.kind)


def located(entry, verdict):
    places = set(verdict.places)
    return entry.must <= places <= entry.must | entry.may


def misleading(entry, verdict):
    return bool(verdict.places) and not set(verdict.places) & (entry.must | entry.may)


def named(entry, verdict):
    return any(label.split(": ")[-1] == entry.label for label in verdict.mistakes)


def scores(entries, say=print):
    verdicts = []
    for entry in entries:
        started = time.perf_counter()
        verdicts.append((entry, judged(entry), time.perf_counter() - started))
    right = [(entry, verdict) for entry, verdict, _ in verdicts if entry.correct]
    wrong = [(entry, verdict) for entry, verdict, _ in verdicts if not entry.correct]
    labelled = [(entry, verdict) for entry, verdict in wrong if entry.label]
    found = {
        "right accepted": (sum(verdict.correct for _, verdict in right), len(right)),
        "wrong refused": (sum(not verdict.correct for _, verdict in wrong), len(wrong)),
        "located": (sum(located(*pair) for pair in wrong), len(wrong)),
        "misleading": (sum(misleading(*pair) for pair in wrong), len(wrong)),
        "usual mistake named": (sum(named(*pair) for pair in labelled), len(labelled)),
    }
    for entry, verdict, seconds in verdicts:
        if verdict.correct != entry.correct or (not entry.correct and not located(entry, verdict)) or seconds > 2:
            say(
                f"  {entry.kind:16} {entry.name:50} {seconds:5.2f} s  {sorted(entry.must)} {sorted(entry.may)} -> {verdict.places} {verdict.mistakes}"
            )
    return found


if __name__ == "__main__":
    for name in HALVES:
        if (Path(__file__).parent / f"{name}.py").exists():
            found = scores(half(name), print if "-v" in sys.argv else lambda line: None)
            print(
                f"{name}: "
                + ", ".join(f"{what} {some} of {of} ({some / max(of, 1):.1%})" for what, (some, of) in found.items())
            )
