"""What one server for a class needs: a rule, and the figures of the trial behind it."""

from math import ceil
from typing import NamedTuple

MOST = 1000  # students; for more of them, one server is no plan


class Figures(NamedTuple):
    """What `make hub` measured, with the class at once in notebook 5 and every kernel open."""

    when: str
    where: str
    n_students: int
    server: int  # MiB of memory of one student's server, shared pages counted in shares
    kernel: int  # MiB of memory of one kernel that has run notebook 5
    hub: int  # MiB of memory of the hub, its proxy and its culler
    start: float  # seconds of one core, from a student's login to a running kernel
    run: float  # seconds of one core, to run notebook 5
    environment: int  # MiB on the disk of the course with all its packages
    home: int  # MiB on the disk of one student's home


MEASURED = Figures(
    when="2026-11-24",
    where="2 cores of a virtual machine, Linux 6.18, Python 3.11, JupyterHub 6.1.1, torch 2.13.0",
    n_students=30,
    server=103,
    kernel=237,
    hub=176,
    start=5.0,
    run=11.7,
    environment=1500,
    home=3,
)

# The rule.
KERNELS = 2  # a student who goes on to the next notebook leaves the last one open
SYSTEM = 1024  # MiB for the system itself
SPARE = 1.25  # of memory, for what nobody foresees and for the cache of files
SPREAD = 300  # seconds, when a class comes as it comes
AT_ONCE = 60  # seconds that a class waits, when all begin at the teacher's word
ROOM = 200  # MiB on the disk for what a student writes and downloads


def capacity(n_students, measured=MEASURED):
    """Return what a server for so many students needs.

    Args:
        n_students: whole number from 1 to `MOST`.
        measured: `Figures`.

    Returns:
        dict: `memory` and `disk` in GiB, `cores` for a class that comes over five minutes, and
        `cores_at_once` for one that begins at a word.

    Raises:
        ValueError: n_students is not such a number.

    Example:
        >>> capacity(30)["cores"]
        2
    """
    if not 1 <= n_students <= MOST:
        raise ValueError(
            f"the number of students must be from 1 to {MOST:,}, got {n_students:,}; more of them "
            "need several servers: see docs/classroom.md on Kubernetes"
        )
    student = measured.server + KERNELS * measured.kernel
    memory = SPARE * (SYSTEM + measured.hub + n_students * student)
    disk = measured.environment + n_students * (measured.home + ROOM)
    work = n_students * measured.start
    return {
        "memory": ceil(memory / 1024),
        "cores": max(2, ceil((work + n_students * measured.run) / SPREAD)),
        "cores_at_once": max(2, ceil(work / AT_ONCE)),
        "disk": ceil(disk / 1024),
    }


def report(n_students, measured=MEASURED):
    """Return the lines that `capacity` prints: the needs, and the rule and the figures behind."""
    needs = capacity(n_students, measured)
    n = f"{n_students} student" + "s" * (n_students > 1)
    student = measured.server + KERNELS * measured.kernel
    base = SYSTEM + measured.hub
    both = measured.start + measured.run
    return [
        f"A server for {n} needs:",
        f"  memory  {needs['memory']} GiB",
        f"  cores   {needs['cores']} when they come over {SPREAD // 60} minutes, "
        f"{needs['cores_at_once']} when all begin at once and wait {AT_ONCE} s",
        f"  disk    {needs['disk']} GiB beside the system",
        "",
        "The rule:",
        f"  a student  {student} MiB = {measured.server} for the server + {KERNELS} open notebooks "
        f"x {measured.kernel}",
        f"  base       {base:,} MiB = {SYSTEM:,} for the system + {measured.hub} for the hub",
        f"  memory     {SPARE} x ({base:,} + {n_students} x {student}) MiB",
        f"  cores      {n_students} x {both:.1f} s / {SPREAD} s, and at once "
        f"{n_students} x {measured.start:.1f} s / {AT_ONCE} s; never fewer than 2",
        f"  disk       {measured.environment:,} + {n_students} x ({measured.home} + {ROOM}) MiB",
        "",
        f"Measured on {measured.when} with {measured.n_students} students: {measured.where}.",
        "Measure your own server: make hub",
    ]
