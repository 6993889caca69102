"""Where a path leads when its links are followed."""

import os
from pathlib import Path


def real(path: Path) -> Path:
    """The path without links. A link that leads back to itself is left as it is: there is no file behind it."""
    return Path(os.path.realpath(path))
