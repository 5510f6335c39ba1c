"""How the command line ends (design section 6)."""

from vectorstore.types import YanjuError

DONE, FAILED, WRONG_USAGE = 0, 1, 2


class WrongUsage(YanjuError):
    """The command line asks for something that cannot be; exit code 2."""
