import os

from hypothesis import Phase, settings

# The same examples every time, but for HYPOTHESIS_PROFILE=search, which looks for new ones.
settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("quick", settings.get_profile("thorough"), max_examples=15)
settings.register_profile("mutation", settings.get_profile("quick"), phases=(Phase.explicit, Phase.generate))
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thorough"))

# What holds no tests need not be imported to look for some.
collect_ignore = ["benchmark.py", "fifty_digits.py", "points.py", "smoke.py", "lesson/endings.py"]
collect_ignore_glob = ["corpora/*.py"]
