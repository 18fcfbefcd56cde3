"""`python -m linreg_helpers`: the commands of the course; without one, the check before class."""

import sys

from linreg_helpers.course.commands import main

if __name__ == "__main__":
    sys.exit(main())
