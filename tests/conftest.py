"""Makes the tools in `.ci` importable by the tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / ".ci"))
