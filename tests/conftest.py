from hypothesis import settings

settings.register_profile("tinynet", deadline=None)
settings.load_profile("tinynet")
