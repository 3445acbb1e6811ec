import os

from hypothesis import Phase, settings

settings.register_profile("thorough", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=15)
settings.register_profile(  # always the same examples, and none made smaller
    "mutation", deadline=None, max_examples=15, derandomize=True, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thorough"))
