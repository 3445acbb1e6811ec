"""Two slips at once: at most three in a hundred verdicts tell something false (`pairs`)."""

from pairs import NAMES, Learner, programs

from tinynet import check, check_update

ALL = list(programs())


def judged(kind, pair):
    mine = Learner(*pair)
    if kind == "update":
        return check_update(mine)
    return check(mine) if kind == "seven" else check(lambda p, data: mine(p, data)[NAMES.index(kind)], kind)
