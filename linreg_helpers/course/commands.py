"""The commands behind `python -m linreg_helpers`.

A command is a function and a line in `COMMANDS`. Its docstring is its help, and its parameters are
its arguments: one with a default may be left out, one behind a star is an option, and `*options`
takes what JupyterLab shall get. It returns an exit status, or raises `SystemExit` with one sentence
that says what went wrong.
"""

import argparse
import inspect
import sys
from pathlib import Path

PROGRAM = "python -m linreg_helpers"


def check() -> int:
    """Say whether this machine is ready for class, and how to mend what is not."""
    from linreg_helpers.course import before_class

    return before_class.main()


def lab(*options):
    """Make the workbook or bring it up to date, and open JupyterLab where the learner stopped.

    More words go to JupyterLab: lab --port 9000. The workbook is the folder workbook/ beside
    notebooks/, without outputs; an update keeps all that was written into it.
    """
    from linreg_helpers.course.lab import course_folder, open_lab
    from linreg_helpers.course.workbook import update_workbook, where_stopped

    source = course_folder()
    folder = source.parent / "workbook"
    page = where_stopped(folder)
    try:
        print(*update_workbook(source, folder), sep="\n")
    except OSError as error:
        print(error)
        if not folder.is_dir():
            return 1
    if not (folder / page).is_file():  # it was the first call, or the notebook has a new number
        page = where_stopped(folder)
    return open_lab(folder, page, options)


def edit(*options):
    """Open JupyterLab on the course's own notebooks, to change the course.

    More words go to JupyterLab, as in lab.
    """
    from linreg_helpers.course.lab import course_folder, open_lab

    source = course_folder()
    first = min(path.name for path in source.glob("[0-9][0-9]_*.ipynb"))
    return open_lab(source.parent, f"{source.name}/{first}", options)


def workbook(folder=None, *, edits=False):
    """Make a workbook, or bring one up to date, without opening anything.

    FOLDER is workbook/ beside notebooks/, unless another one is named. With --edits, what was
    written into notebooks/ itself is brought into the workbook too.
    """
    from linreg_helpers.course.lab import course_folder
    from linreg_helpers.course.workbook import update_workbook

    source = course_folder()
    folder = Path(folder) if folder else source.parent / "workbook"
    said = _or_end(update_workbook, source, folder, edits=edits)
    print(*(said or [f"{folder} is up to date."]), sep="\n")


def progress(folder=None):
    """Say what is solved, tried and open in a workbook, and which hint to try next.

    It is read from the notebooks as they were saved; nothing is stored or sent. FOLDER is
    workbook/ beside notebooks/, unless another one is named.
    """
    from linreg_helpers.course.lab import course_folder
    from linreg_helpers.course.progress import progress_of, report

    folder = Path(folder) if folder else course_folder().parent / "workbook"
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder}. `{PROGRAM} workbook` makes a workbook.")
    print(*report(*progress_of(folder)), sep="\n")


def class_(folder, *, html=None, csv=None):
    """Say how a class gets on, from the workbooks that were handed in: one folder a student.

    FOLDER may also hold .zip files, or be one. It tells the exercises by student, those that most
    have not solved, the commonest causes, and the guesses. --html FILE writes this as a page,
    --csv FILE as a table for a spreadsheet.
    """
    from linreg_helpers.course.classroom import class_report, csv_table, html_page, report_lines

    report = _or_end(class_report, folder)
    print(*report_lines(report), sep="\n")
    if html:
        _or_end(Path(html).write_text, html_page(report), encoding="utf-8")
    if csv:  # with the mark by which spreadsheets know UTF-8
        _or_end(Path(csv).write_text, csv_table(report), encoding="utf-8-sig", newline="")


def capacity(students):
    """Say what one server for a class needs: memory, cores and disk, and the rule behind it.

    STUDENTS is a whole number. The figures were measured with a real class of thirty users.
    """
    from linreg_helpers.course.capacity import MOST, report

    if not (students.isascii() and students.isdecimal()):
        raise SystemExit(
            f"STUDENTS must be a whole number from 1 to {MOST:,}, got {students!r}. For a class of "
            f"thirty: {PROGRAM} capacity 30"
        )
    try:
        lines = report(int(students[:20]))
    except ValueError as error:
        raise SystemExit(f"{str(error)[0].upper()}{str(error)[1:]}.") from None
    print(*lines, sep="\n")


def _or_end(function, *arguments, **options):
    """Call a function; where a file can't be read or written, end with one sentence."""
    try:
        return function(*arguments, **options)
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}." if error.strerror else str(error)
        raise SystemExit(reason) from None


COMMANDS = {
    "check": check,
    "lab": lab,
    "edit": edit,
    "workbook": workbook,
    "progress": progress,
    "class": class_,
    "capacity": capacity,
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
            if parameter.kind is parameter.KEYWORD_ONLY:
                flag = {"action": "store_true"} if parameter.default is False else {}
                more = flag or {"metavar": "FILE", "default": parameter.default}
                sub.add_argument(f"--{name}", **more)
            elif parameter.kind is not parameter.VAR_POSITIONAL:
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
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack letters that a name has
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    function = COMMANDS.get(word)
    kinds = {p.kind for p in inspect.signature(function).parameters.values()} if function else set()
    passes_on = inspect.Parameter.VAR_POSITIONAL in kinds and not {"-h", "--help"} & set(rest)
    arguments = parser().parse_args([word] if passes_on else [word, *rest])
    try:
        return function(*(rest if passes_on else ()), **vars(arguments))
    except KeyboardInterrupt:
        return "Stopped."
