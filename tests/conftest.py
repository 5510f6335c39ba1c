"""Settings of all tests."""

from hypothesis import settings

# No deadline for one example: the first call of many functions loads a dictionary, and test machines are shared.
settings.register_profile("yanju", deadline=None)
settings.load_profile("yanju")
