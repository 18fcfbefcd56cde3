"""The commands behind `python -m linreg_helpers`.

A command is a function and a line in `COMMANDS`. Its docstring is its help, and its parameters are
its arguments: one with a default may be left out. It returns an exit status, or raises
`SystemExit` with one sentence that says what went wrong.
"""

import argparse
import inspect
import sys

PROGRAM = "python -m linreg_helpers"


def check() -> int:
    """Say whether this machine is ready for class, and how to mend what is not."""
    from linreg_helpers.course import before_class

    return before_class.main()


COMMANDS = {
    "check": check,
}


def parser():
    """Return the parser of the command line, made from `COMMANDS`."""
    top = argparse.ArgumentParser(
        prog=PROGRAM,
        description="The commands of the course. Without one, check is run.",
        epilog=f"{PROGRAM} COMMAND --help tells more about one of them.",
    )
    words = top.add_subparsers(metavar="COMMAND")
    for word, function in COMMANDS.items():
        text = inspect.getdoc(function)
        sub = words.add_parser(
            word,
            help=text.splitlines()[0],
            description=text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for name, parameter in inspect.signature(function).parameters.items():
            needed = parameter.default is inspect.Parameter.empty
            more = {} if needed else {"nargs": "?", "default": parameter.default}
            sub.add_argument(name, metavar=name.upper(), **more)
    return top


def main(argv=None):
    """Do what the command line says, and return the exit status or a sentence on what is wrong."""
    word, *rest = (sys.argv[1:] if argv is None else argv) or ["check"]
    if not word.startswith("-") and word not in COMMANDS:
        return (
            f"There is no command {word!r}; the commands are {', '.join(COMMANDS)}, and "
            f"`{PROGRAM} --help` says what they do."
        )
    arguments = parser().parse_args([word, *rest])
    try:
        return COMMANDS[word](**vars(arguments))
    except KeyboardInterrupt:
        return "Stopped."
