"""Exercises of notebook 13: a question of one's own, in steps, each looked at by its properties."""

import re

import torch
from torch import nn

from linreg_helpers.course.checking.compare import as_tensor
from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.checking.made import FaultError
from linreg_helpers.course.checking.reading import read, show
from linreg_helpers.course.exercises._steps import (
    BILL_AND_FLIPPER,
    columns,
    four,
    grams_and_zero,
    inputs_of,
    keys,
    line_through,
    loss,
    model_like,
    names_in,
    near,
    numbers_in,
    pair,
    penguins,
    places,
    predicted,
    same_rows,
    standardised,
    unit_of,
    whole_rows,
)

check_recall_species_columns = Exercise(
    name="recall_species_columns",
    question="A model has a bias, and the species of a penguin as columns of zeros and ones. How "
    "many such columns do three species need?",
    answer=2,
    wrong=[
        (3, "Three columns always add up to one, and the bias is a column of ones already."),
        (1, "One column tells one species from the rest. The rest is still two."),
        (4, "That counts the bias too, and one column more than can be told apart."),
        (0, "Without a column the model does not know the species."),
        (6, "That is more than there are species."),
    ],
    hints=["If a penguin is neither of the one species nor of the other, what is it?"],
    code="my_recall_species_columns = 3 - 1",
    insight="With a bias, a group of k kinds needs k - 1 columns.",
)

check_recall_read_once = Exercise(
    name="recall_read_once",
    question="You train from the sums of a table, with 5000 steps. How many times is each row of "
    "the table read?",
    answer=1,
    also=["once", "one", "one time"],
    wrong=[
        (5000, "That is the full loop on the rows. The sums take their place."),
        (5001, "The steps do not read the rows at all."),
        (0, "Somebody has to make the sums."),
        (2, "The sums for the loss are those for the gradient too."),
        (10_000, "The steps do not read the rows at all, and neither do the losses."),
    ],
    hints=["Which part of the work needs the rows: making the sums, or taking the steps?"],
    code="my_recall_read_once = 1",
    insight="The loss and its gradient need the sums only, and these are made once.",
)

# --- look -----------------------------------------------------------------------------------------

OTHER_ROWS = "Usual cause: another column, other rows, or a number rounded to two digits."


def _look_at_table(answer, question):
    came = as_tensor(read(answer))
    unit = unit_of(question)
    expected = f"three numbers: rows that lack something, mean and standard deviation in {unit}"
    if came is None or came.numel() != 3:
        raise FaultError(expected, show(read(answer)))
    came = came.flatten().tolist()
    lack, mean, spread = _first_look(question)
    other = _first_look(question, correction=1)[2]
    got = ", ".join(show(number) for number in came)
    if came[0] != lack:
        raise FaultError(
            "the number of rows that lack one or more of your columns", got, OTHER_ROWS, came
        )
    if not near(came[1], mean, 1e-3):
        raise FaultError(
            f"the mean of the target over the rows that have it, in {unit}", got, OTHER_ROWS, came
        )
    if not (near(came[2], spread, 1e-3) or near(came[2], other, 1e-3)):
        raise FaultError(f"the standard deviation of the target, in {unit}", got, OTHER_ROWS, came)
    return f"Without any input you would always say {mean:,.4g} {unit}, and miss by {spread:,.3g}."


def _first_look(question, correction=0):
    x, y = columns(question)
    lack = (~torch.cat([x, y], 1).isfinite().all(1)).sum().item()
    y = y[y.isfinite()]
    return [float(lack), y.mean().item(), y.std(correction=correction).item()]


def _changed_look(change):
    def wrong(question):
        return change(question, *_first_look(question))

    return wrong


def _zeros_for_missing(question, lack, mean, spread):
    y = columns(question)[1].nan_to_num(0)
    return [lack, y.mean().item(), y.std(correction=0).item()]


def _names_for_columns(question, lack, mean, spread):
    first = columns(question)[0][:, 0]
    first = first[first.isfinite()]
    return [lack, first.mean().item(), first.std(correction=0).item()]


NAN = float("nan")

check_look = Exercise(
    name="look",
    question="Write `my_look`, three numbers in round brackets: how many rows lack one or more of "
    "your columns, and the mean and the standard deviation of your target, in its unit, over the "
    "rows that have it.",
    answer=lambda question: tuple(_first_look(question)),
    look=_look_at_table,
    needs={"question": lambda: BILL_AND_FLIPPER},
    wrong=[
        (
            _changed_look(lambda q, lack, mean, spread: [0.0, mean, spread]),
            "There are rows that lack something. `== nan` never finds it: NaN equals nothing, not "
            "even itself. `isnan` does.",
        ),
        (
            _changed_look(lambda q, lack, mean, spread: [lack, NAN, NAN]),
            "One missing number makes the mean of the whole column NaN. Leave it out first.",
        ),
        (
            lambda q: [float((~torch.cat(columns(q), 1).isfinite()).sum()), *_first_look(q)[1:]],
            "Those are the missing numbers of all columns. A row that lacks several counts once.",
        ),
        (
            lambda q: [float(sum(sex == "" for sex in penguins().sexes)), *_first_look(q)[1:]],
            "Those are the rows that lack the sex, which your question does not use.",
        ),
        (
            lambda q: [float(len(whole_rows(q)[0])), *_first_look(q)[1:]],
            "Those are the rows that lack nothing.",
        ),
        (
            lambda q: [float(len(columns(q)[0])), *_first_look(q)[1:]],
            "Those are all rows.",
        ),
        (
            _changed_look(_zeros_for_missing),
            "A missing number was counted as 0. Nobody has measured a 0.",
        ),
        (
            _changed_look(lambda q, lack, mean, spread: [lack, spread, mean]),
            "The mean and the standard deviation have changed places.",
        ),
        (
            _changed_look(lambda q, lack, mean, spread: [lack, mean, spread**2]),
            "That is the variance. Its root is the standard deviation.",
        ),
        (_changed_look(_names_for_columns), "That is your first input, and not the target."),
        (
            lambda q: [_first_look(q)[0], columns(q)[1].nanmedian().item(), _first_look(q)[2]],
            "That is the median, the number in the middle, and not the mean.",
        ),
    ],
    hints=[
        "`data.measurement_names` says in which column each number stands. `np.isnan(columns)` is "
        "True where something is missing.",
        "`np.isnan(columns).any(1).sum()` counts rows. `np.nanmean` and `np.nanstd` leave out what "
        "is missing.",
    ],
    code="""\
inputs, target = my_question
place = data.measurement_names.index
columns = data.measurements[:, [place(name) for name in (*inputs, target)]]  # (344, d + 1)
lacking = np.isnan(columns).any(1)                                          # (344,)
my_look = (lacking.sum(), np.nanmean(columns[:, -1]), np.nanstd(columns[:, -1]))""",
    insight="The standard deviation of the target is what one misses without any input: a model "
    "must do better.",
    within=1e-3,
)

# --- clean ----------------------------------------------------------------------------------------

LEFT = "NaN is still there. Each sum that it takes part in is NaN, and so is the loss."
FILLED = (
    "Numbers stand where nothing was measured. A guess in their place is not a measurement; here "
    "only two rows are lost."
)
LOST = (
    "Rows are gone that lack none of your columns. Usual cause: rows were dropped because they "
    "lack something that your question does not use, such as the sex."
)
TWICE = "Some rows stand twice."
OTHERS = (
    "The rows are not those of the table. Usual cause: scaled or rounded already, or columns in "
    "another order than in `my_question`."
)


def _look_at_clean(answer, question):
    d = len(names_in(question)[0])
    came = pair(answer, d)
    _, x, y = whole_rows(question)
    missing = (~torch.cat(came, 1).isfinite()).any(1).sum().item()
    expected = f"the {len(x)} rows that lack nothing, each once and unchanged"
    if missing:
        raise FaultError(expected, f"{missing} rows with something missing", LEFT, came)
    lost, extra = same_rows(x, y, *came)
    if lost and all(_alone(*tables) for tables in zip((x, y), came, strict=True)):
        raise FaultError(expected, f"{lost} rows with the target of another row", TORN, came)
    if lost or extra:
        got = f"{len(came[0])} rows; {lost} of those are not there, and {extra} are none of those"
        known = set(keys(x, y))
        if lost > len(x) / 2 and extra:
            cause = OTHERS
        elif all(key in known for key in keys(*came)):
            cause = TWICE if extra else LOST
        else:
            cause = FILLED
        raise FaultError(expected, got, cause, came)
    return None


def _filled(with_what):
    def wrong(question):
        x, y = columns(question)
        table = torch.cat([x, y], 1)
        table = torch.where(table.isnan(), with_what(table), table)
        return table[:, :-1], table[:, -1:]

    return wrong


def _of_whole(change):
    def wrong(question):
        _, x, y = whole_rows(question)
        return change(x, y)

    return wrong


def _without_sex(question):
    where, x, y = whole_rows(question)
    known = torch.tensor([penguins().sexes[i] != "" for i in where.tolist()])
    return x[known], y[known]


def _scaled(x, y):
    return standardised(x, y, by=(x, y))


check_clean = Exercise(
    name="clean",
    question="Write `my_clean`: the inputs and the target of all rows that lack none of your "
    "columns, as two tables in round brackets, with nothing else changed.",
    answer=_of_whole(lambda x, y: (x, y)),
    look=_look_at_clean,
    needs={"question": lambda: BILL_AND_FLIPPER},
    wrong=[
        (lambda question: columns(question), LEFT),
        (
            _filled(lambda table: table.nanmean(0)),
            "The missing numbers were filled with the means. That makes two penguins of mean size "
            "that nobody has seen.",
        ),
        (
            _filled(lambda table: torch.zeros(())),
            "The missing numbers were filled with 0: two penguins that weigh nothing, and they "
            "pull the line.",
        ),
        (_without_sex, LOST),
        (_of_whole(lambda x, y: (torch.cat([x, x[:1]]), torch.cat([y, y[:1]]))), TWICE),
        (_of_whole(_scaled), "These are scaled already. Scaling comes after the split."),
        (_of_whole(lambda x, y: (x.floor(), y)), OTHERS),
        (
            _of_whole(lambda x, y: (x.flip(1), y)),
            "The columns stand in the opposite order. Keep the order of `my_question`.",
        ),
        (
            _of_whole(lambda x, y: (x, y / 1000)),
            "The target was divided by 1000. Keep the unit of the table.",
        ),
        (_filled(lambda table: torch.full((), 1e3)), FILLED),
    ],
    hints=[
        "Find the rows in which nothing is missing: one True or False for each row. Then take "
        "these rows of inputs and target alike.",
        "`whole = ~np.isnan(columns).any(1)` and `columns[whole]`. The last column is the target.",
    ],
    code="""\
whole = ~lacking                                     # (344,)
my_clean = columns[whole, :-1], columns[whole, -1:]  # (342, d) and (342, 1)""",
    insight="Dropping rows is fair while they are few, and while what is missing does not depend "
    "on what you want to predict.",
    within=1e-5,
)

# --- split ----------------------------------------------------------------------------------------

TORN = (
    "The target of each row no longer stands beside its inputs. Usual cause: both were shuffled, "
    "each on its own. Use one order for both."
)
OVERLAP = (
    "Rows are in both parts, so the model would be examined with the questions of the homework. "
    "Usual cause: each part was drawn on its own. Draw one order, and cut it."
)
MISSING = "The split begins with rows that lack something. Clean them first."
GONE = "Rows are in neither part. Usual cause: a slice that begins one too late or ends too early."
SHARE = "About four fifths of the rows are for training and one fifth for validation."
EXCHANGED = "The large part is for training. The two parts have changed places."
SORTED = (
    "The parts were not drawn at random. The table is sorted by species, so that a part cut from "
    "it in order holds other penguins than the rest. Shuffle first."
)
REGULAR = (
    "The rows were taken at regular distances, or in blocks. That is no random choice: a table "
    "with a rhythm of its own would deceive you. Shuffle first."
)
ALTERED = "Rows have changed on the way. Split first, scale afterwards."


def _look_at_split(answer, question):
    d = len(names_in(question)[0])
    x, y, x_val, y_val = four(answer, d)
    _, all_x, all_y = whole_rows(question)
    n, k = len(all_x), len(x_val)
    expected = f"each of the {n} whole rows once, in one of the two parts"
    got = f"{len(x)} rows for training and {k} for validation"
    both = torch.cat([x, x_val]), torch.cat([y, y_val])
    if not torch.cat(both, 1).isfinite().all():
        raise FaultError(expected, f"{got}, some with something missing", MISSING)
    lost, extra = same_rows(all_x, all_y, *both)
    if lost and all(_alone(*tables) for tables in zip((all_x, all_y), both, strict=True)):
        raise FaultError(expected, f"{got}, {lost} of them with the target of another row", TORN)
    known = set(keys(all_x, all_y))
    if extra and not all(key in known for key in keys(*both)):
        raise FaultError(expected, f"{got}, {extra} of which are not in the table", ALTERED)
    if extra:
        raise FaultError(expected, f"{got}, {extra} of them not for the first time", OVERLAP)
    if lost:
        raise FaultError(expected, f"{got}, and {lost} in neither part", GONE)
    if not 0.75 <= len(x) / n <= 0.85:
        cause = EXCHANGED if 0.15 <= len(x) / n <= 0.25 else SHARE
        raise FaultError("about 80 % of the rows for training", got, cause)
    cause = _order_in(x_val, y_val, question)
    if cause:
        raise FaultError("parts drawn at random", got, cause)
    return None


def _alone(table, other):
    """Say whether two tables have the same rows, each by itself."""
    return same_rows(table, table[:, :0], other, other[:, :0]) == (0, 0)


def _order_in(x_val, y_val, question):
    """Say what is not random in the choice of the validation rows, or return None.

    A random choice is refused about once in a hundred thousand times.
    """
    where, x, y = whole_rows(question)
    place = {row: i for i, row in enumerate(where.tolist())}
    n, k = len(where), len(x_val)
    chosen = torch.zeros(n)
    for row in places(x_val, y_val, question):
        chosen[place[row]] = 1
    kinds = [[names[i] for i in where.tolist()] for names in penguins()[1:5]]
    marks = [[one == kind for one in row] for row in kinds for kind in sorted(set(row))]
    marks = torch.cat([torch.tensor(marks).double().T, x, y, torch.arange(n)[:, None]], 1)
    shift = marks[chosen == 1].mean(0) - marks.mean(0)
    if (shift.abs() > 5 * marks.std(0) * ((n - k) / (n * k)) ** 0.5).any():
        return SORTED
    changes = (chosen[1:] != chosen[:-1]).sum().item()
    usual = 2 * k * (n - k) / n
    spread = (usual * (usual - 1) / (n - 1)) ** 0.5
    return REGULAR if abs(changes - usual) > 4.5 * spread else None


def _cut(order, question):
    _, x, y = whole_rows(question)
    train, validation = order(len(x))
    return x[train], y[train], x[validation], y[validation]


def _at_random(n, share=0.8, seed=0):
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    return order[: round(share * n)], order[round(share * n) :]


def _split_by(order):
    return lambda question: _cut(order, question)


def _overlapping(n):
    return _at_random(n)[0], _at_random(n, seed=1)[1]


def _torn(question):
    x, y, x_val, y_val = _cut(_at_random, question)
    return x, y.flip(0), x_val, y_val


def _every_fifth(n):
    rows = torch.arange(n)
    return rows[rows % 5 != 0], rows[rows % 5 == 0]


check_split = Exercise(
    name="split",
    question="Write `my_split`: inputs and target for training, and inputs and target for "
    "validation, four tables in round brackets. Draw the rows at random, about 80 % of them for "
    "training.",
    answer=_split_by(_at_random),
    look=_look_at_split,
    needs={"question": lambda: BILL_AND_FLIPPER},
    wrong=[
        (_split_by(lambda n: torch.arange(n).split([274, n - 274])), SORTED),
        (_split_by(_every_fifth), REGULAR),
        (_split_by(_overlapping), OVERLAP),
        (_split_by(lambda n: _at_random(n, 0.5)), SHARE),
        (_split_by(lambda n: _at_random(n, 0.2)), EXCHANGED),
        (_split_by(lambda n: (_at_random(n)[0], _at_random(n)[1][1:])), GONE),
        (_torn, TORN),
        (
            lambda question: tuple(
                part.nan_to_num(float("nan"))
                for part in _parts_of(*columns(question), _at_random(344))
            ),
            MISSING,
        ),
        (
            lambda question: _parts_of(*_scaled(*whole_rows(question)[1:]), _at_random(342)),
            ALTERED,
        ),
    ],
    hints=[
        "Draw one random order of all rows, with a seed. The first 80 % of it are for training, "
        "the rest is for validation.",
        "`order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))`, then "
        "`order[:cut]` and `order[cut:]`, for inputs and target alike.",
    ],
    code="""\
x, y = (torch.from_numpy(part) for part in my_clean)
order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
cut = round(0.8 * len(x))
train_rows, val_rows = order[:cut], order[cut:]
my_split = x[train_rows], y[train_rows], x[val_rows], y[val_rows]""",
    insight="Validation rows stand for penguins that nobody has seen yet: they take part in "
    "nothing until the end.",
)


def _parts_of(x, y, order):
    train, validation = order
    return x[train], y[train], x[validation], y[validation]


# --- scale ----------------------------------------------------------------------------------------


OTHER_SCALE = (
    "Usual cause: other means or standard deviations than those of the training columns, or a "
    "column that was left out."
)


def _look_at_scale(answer, split):
    d = inputs_of(split)
    raw, came = four(split, d), four(answer, d)
    for correction in (0, 1):
        right = _scale(split, correction=correction)
        if all(map(_alike, right, came)):
            return None
        if all(len(r) == len(c) for r, c in zip(right, came, strict=True)):
            centre, spread = (
                [getattr(part, name)(0) for part in raw[:2]] for name in ("mean", "std")
            )
            back = [part * spread[i % 2] + centre[i % 2] for i, part in enumerate(came)]
            ours, theirs = _sorted(right, raw), _sorted(came, back)
            if all(map(_alike, ours, theirs)):
                return None
    train = torch.cat(came[:2], 1)
    got = f"means {_few(train.mean(0))} and standard deviations {_few(train.std(0, correction=0))}"
    expected = (
        f"training columns with mean 0 and standard deviation 1, all {d + 1} of them, and the "
        "validation rows on the same scale"
    )
    raise FaultError(expected, f"training columns with {got}", OTHER_SCALE, came)


def _alike(right, came):
    return right.shape == came.shape and torch.allclose(right, came, rtol=1e-3, atol=1e-3)


def _sorted(parts, by):
    """Return both pairs of tables, with their rows in the order of other rows."""
    done = []
    for i in (0, 2):
        rows = keys(by[i], by[i + 1])
        order = sorted(range(len(rows)), key=rows.__getitem__)
        done += [parts[i][order], parts[i + 1][order]]
    return done


def _few(numbers):
    """Write some numbers, and what rounding has left of a zero as 0."""
    return ", ".join(show(round(number, 3)) for number in numbers.tolist())


def _scale(split, correction=0):
    x, y, x_val, y_val = four(split, inputs_of(split))
    train = x, y
    both = [
        standardised(*part, by=train, correction=correction) for part in (train, (x_val, y_val))
    ]
    return *both[0], *both[1]


def _scaled_by(change):
    """Return a function that changes each table, given it and the training table of its kind."""

    def wrong(split):
        parts = four(split, inputs_of(split))
        return tuple(change(part, parts[i % 2]) for i, part in enumerate(parts))

    return wrong


def _by_all_rows(split):
    x, y, x_val, y_val = four(split, inputs_of(split))
    every = torch.cat([x, x_val]), torch.cat([y, y_val])
    return *standardised(x, y, by=every), *standardised(x_val, y_val, by=every)


def _validation_by_itself(split):
    x, y, x_val, y_val = four(split, inputs_of(split))
    return *standardised(x, y, by=(x, y)), *standardised(x_val, y_val, by=(x_val, y_val))


def _mixed(*scaled):
    """Return a function that scales some of the four tables and leaves the others raw."""

    def wrong(split):
        pairs = zip(scaled, _scale(split), four(split, inputs_of(split)), strict=True)
        return tuple(part if take else raw for take, part, raw in pairs)

    return wrong


def _std(table):
    return table.std(0, correction=0)


check_scale = Exercise(
    name="scale",
    question="Write `my_scale`: the four tables of `my_split`, standardised. The training columns, "
    "the target too, get the mean 0 and the standard deviation 1.",
    answer=_scale,
    look=_look_at_scale,
    needs={"split": lambda: check_split.right_results[0]},
    wrong=[
        (
            _by_all_rows,
            "The mean and the standard deviation are those of all rows. Usual cause: scaled before "
            "the split. Then the validation rows have a say in the training.",
        ),
        (
            _validation_by_itself,
            "The validation rows were scaled with their own mean and standard deviation. A single "
            "new penguin has none: take those of the training rows.",
        ),
        (_mixed(1, 0, 1, 0), "The target is still in its own unit."),
        (_mixed(0, 1, 0, 1), "The inputs are still in their own units."),
        (_mixed(1, 1, 0, 0), "The validation rows are still in their own units."),
        (_mixed(1, 1, 1, 0), "The target of the validation rows is still in its own unit."),
        (_mixed(0, 0, 0, 0), "Nothing is scaled yet."),
        (_scaled_by(lambda t, by: t - by.mean(0)), "The means are gone. Nothing was divided."),
        (_scaled_by(lambda t, by: t / _std(by)), "Nothing was subtracted before the division."),
        (
            _scaled_by(lambda t, by: t - by.mean(0) / _std(by)),
            "Only the mean was divided. Put round brackets around the difference.",
        ),
        (
            _scaled_by(lambda t, by: (t - by.mean(0)) / _std(by) ** 2),
            "You divided by the variance. Its root is the standard deviation.",
        ),
        (
            _scaled_by(lambda t, by: (t - by.amin(0)) / (by.amax(0) - by.amin(0))),
            "That brings each column to 0 and 1 by its smallest and largest value. Standardising "
            "uses mean and standard deviation.",
        ),
        (
            _scaled_by(lambda t, by: (t - by.mean()) / by.std(correction=0)),
            "One mean and one standard deviation were used for all columns. `mean(0)` gives one "
            "for each.",
        ),
    ],
    hints=[
        "Mean and standard deviation come from the training rows alone. Use the same numbers for "
        "the validation rows. Keep them: you need them at the end.",
        "`x_mean, x_std = x_train.mean(0), x_train.std(0)`, the same for the target, and then "
        "`(table - mean) / std` four times.",
    ],
    code="""\
x_train, y_train, x_val, y_val = my_split
x_mean, x_std = x_train.mean(0), x_train.std(0, correction=0)  # (d,) each
y_mean, y_std = y_train.mean(0), y_train.std(0, correction=0)  # (1,) each
my_scale = ((x_train - x_mean) / x_std, (y_train - y_mean) / y_std,
            (x_val - x_mean) / x_std, (y_val - y_mean) / y_std)""",
    insight="What is computed from the data belongs to the training: the mean and the standard "
    "deviation as much as the weights.",
    within=5e-3,
)

# --- init -----------------------------------------------------------------------------------------

NOT_LINEAR = (
    "Its predictions are not those of a line: with an activation between two layers it is another "
    "kind of model."
)
CUT_OFF = (
    "The loss can't change some of its parameters. Usual cause: `no_grad`, `detach` or `.data` in "
    "its `forward`."
)


def _look_at_init(answer, question):
    d = len(names_in(question)[0])
    model = model_like(answer)
    x = torch.randn(7, d, dtype=torch.float64)
    learned = [p for p in model.parameters() if p.requires_grad]
    count = sum(p.numel() for p in learned)
    expected = f"a model that learns {d + 1} numbers: {d} weights and a bias"
    if count == d:
        raise FaultError(expected, f"{count} numbers", "The bias is missing.")
    if count == 0:
        cause = (
            "PyTorch finds the tensors of a model as `nn.Linear` or `nn.Parameter` under `self`."
        )
        raise FaultError(expected, "a model without parameters", cause)
    if count != d + 1:
        cause = f"`nn.Linear` takes the number of inputs, {d}, and the number of targets, 1."
        raise FaultError(expected, f"{count} numbers", cause)
    pred = [predicted(model, part) for part in (x, 3 * x, 0 * x)]
    if not torch.allclose(pred[1] - pred[2], 3 * (pred[0] - pred[2]), atol=1e-4):
        raise FaultError("a linear model", "predictions that do not lie on a plane", NOT_LINEAR)
    with torch.enable_grad():
        try:
            model(x.to(learned[0].dtype)).sum().backward()
        except RuntimeError:
            raise FaultError("parameters with gradients", "a loss without them", CUT_OFF) from None
    if any(p.grad is None or not p.grad.any() for p in learned):
        raise FaultError("parameters with gradients", "some without", CUT_OFF)
    return None


class _Changed(nn.Module):
    """A linear layer with a `forward` that is made from it."""

    def __init__(self, d, forward):
        super().__init__()
        self.layer = nn.Linear(d, 1)
        self.made = forward

    def forward(self, x):
        return self.made(self.layer, x)


def _with_inputs(make):
    return lambda question: make(len(names_in(question)[0]))


check_untrained = Exercise(
    name="untrained",
    question="Write `my_untrained`: an `nn.Module`, not yet trained, that makes one prediction "
    "from your scaled inputs, with one weight for each input and one bias.",
    answer=_with_inputs(lambda d: nn.Linear(d, 1)),
    look=_look_at_init,
    needs={"question": lambda: BILL_AND_FLIPPER},
    wrong=[
        (
            _with_inputs(lambda d: nn.Linear(1, d)),
            "`nn.Linear` takes the number of inputs, 3, and the number of targets, 1.",
        ),
        (_with_inputs(lambda d: nn.Linear(d, 1, bias=False)), "The bias is missing."),
        (
            _with_inputs(lambda d: nn.Linear),
            "Round brackets behind the name of a class make a model from it.",
        ),
        (
            _with_inputs(lambda d: (torch.randn(1, d), torch.randn(1))),
            "`nn.Linear(...)` is a model, and so is an object of a class made from `nn.Module`.",
        ),
        (
            _with_inputs(lambda d: nn.Identity()),
            "PyTorch finds the tensors of a model as `nn.Linear` or `nn.Parameter` under `self`.",
        ),
        (_with_inputs(lambda d: _Changed(d, lambda layer, x: layer(x).relu())), NOT_LINEAR),
        (_with_inputs(lambda d: _Changed(d, lambda layer, x: layer(x).detach())), CUT_OFF),
    ],
    hints=[
        "Notebook 9 has a ready one, and shows how to write a class of your own.",
        "`nn.Linear(d, 1)`, with the number of your inputs for `d`. A seed before it makes it "
        "repeatable.",
    ],
    code="""\
from torch import nn

_ = torch.manual_seed(0)
my_untrained = nn.Linear(x_train.shape[1], 1)""",
    insight="The shape of the model follows from the question: so many inputs, one target.",
)

# --- train ----------------------------------------------------------------------------------------

AT_MOST = 0.02  # above the least possible loss, as a share of it
DIVERGED = "The parameters are no numbers any more. Usual cause: too large a learning rate."
IN_UNITS = (
    "It predicts numbers as large as the raw target. Usual cause: it was trained on the target of "
    "`my_split`, in its unit, and not on that of `my_scale`."
)
STRETCHED = (
    "It predicts nearly the same for all penguins. Usual cause: predictions (n, 1) and targets "
    "(n,) in one loss, which stretches them to (n, n)."
)
ALL_ROWS = (
    "It is at the lowest point of the loss on *all* rows: the validation rows have taken part in "
    "the training."
)
ON_VALIDATION = "It was trained on the validation rows."
NOT_AT_ALL = (
    "It is no better than the mean alone. Usual cause: the optimizer got the parameters of another "
    "model, no step was taken, or the gradients were never cleared."
)
SHIFTED = "All predictions are too large or too small by one amount: the bias has not been trained."
NOT_YET_THERE = (
    "Usual cause: too few epochs or too small a learning rate. With a large rate and small batches "
    "the loss jumps about: go on with a smaller rate."
)


def _look_at_trained(answer, scale):
    x, y, x_val, y_val = four(scale, inputs_of(scale))
    pred = predicted(answer, x)
    least = loss(predicted(line_through(x, y), x), y)
    expected = f"a loss of at most {(1 + AT_MOST) * least:.4g} on the scaled training rows"
    came = loss(pred, y)
    got = f"{came:.4g}, which is {show(100 * (came / least - 1), 3)} % above the least possible"
    if not pred.isfinite().all():
        raise FaultError(expected, "predictions that are not finite", DIVERGED)
    every = torch.cat([x, x_val]), torch.cat([y, y_val])
    for rows, cause in ((every, ALL_ROWS), ((x_val, y_val), ON_VALIDATION)):
        line = line_through(*rows)
        apart = loss(predicted(line, x), y) / least - 1
        own = loss(predicted(line, rows[0]), rows[1])
        if loss(predicted(answer, rows[0]), rows[1]) / own - 1 < 0.01 * apart > 1e-6:
            raise FaultError("the lowest point for the training rows", "that of others", cause)
    if came <= (1 + AT_MOST) * least:
        return f"Your loss is {got} one."
    if pred.mean().abs() > 5:
        raise FaultError(expected, got, IN_UNITS)
    if pred.std() < 0.1 * y.std():
        raise FaultError(expected, got, STRETCHED)
    if came >= loss(y.mean(), y):
        raise FaultError(expected, got, NOT_AT_ALL)
    if loss(pred - (pred - y).mean(), y) <= (1 + AT_MOST) * least:
        raise FaultError(expected, got, SHIFTED)
    raise FaultError(expected, got, NOT_YET_THERE)


def _trained_on(rows, change=lambda w, b: None):
    """Return a function that makes the best model for some rows, and changes its parameters."""

    def make(scale):
        model = line_through(*rows(*four(scale, inputs_of(scale))))
        with torch.no_grad():
            change(model.weight, model.bias)
        return model

    return make


def _on_all_rows(x, y, x_val, y_val):
    return torch.cat([x, x_val]), torch.cat([y, y_val])


def _training(x, y, x_val, y_val):
    return x, y


def _validation(x, y, x_val, y_val):
    return x_val, y_val


check_trained = Exercise(
    name="trained",
    question="Write `my_trained`: your model after training on the scaled training rows with a "
    "`DataLoader` and an optimizer, with a loss at most 2 % above the least possible one.",
    answer=_trained_on(_training),
    look=_look_at_trained,
    needs={"scale": lambda: check_scale.right_results[0]},
    wrong=[
        (_trained_on(_on_all_rows), ALL_ROWS),
        (_trained_on(_validation), ON_VALIDATION),
        (_trained_on(_training, lambda w, b: (w.mul_(800), b.fill_(4200))), IN_UNITS),
        (_trained_on(_training, lambda w, b: w.mul_(0)), STRETCHED),
        (_trained_on(_training, lambda w, b: w.mul_(-1)), NOT_AT_ALL),
        (_trained_on(_training, lambda w, b: b.add_(0.5)), SHIFTED),
        (_trained_on(_training, lambda w, b: w.mul_(0.8)), NOT_YET_THERE),
        (_trained_on(_training, lambda w, b: w.mul_(float("nan"))), DIVERGED),
        (
            lambda scale: list(line_through(*four(scale, inputs_of(scale))[:2]).parameters()),
            "`nn.Linear(...)` is a model, and so is an object of a class made from `nn.Module`.",
        ),
    ],
    hints=[
        "Two loops: epochs, and the batches of each epoch. In the inner one the usual lines: "
        "forward, loss, backward, step, zero.",
        "Batches of 32, SGD with a rate of 0.05 and 100 epochs come near. Look at the loss on all "
        "training rows after each epoch, and then lower the rate.",
    ],
    code="""\
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(*my_scale[:2]), batch_size=32, shuffle=True)
for lr, n_epochs in ((0.05, 60), (0.005, 30)):
    optimizer = torch.optim.SGD(my_untrained.parameters(), lr=lr)
    for epoch in range(n_epochs):
        for inputs, targets in loader:
            loss = nn.functional.mse_loss(my_untrained(inputs), targets)  # forward, loss
            loss.backward()                                               # backward
            optimizer.step()                                              # step
            optimizer.zero_grad()                                         # zero
my_trained = my_untrained""",
    insight="Whatever the optimizer is: what counts is how near it came to the lowest point.",
    minutes=10,
)

# --- compare --------------------------------------------------------------------------------------


def _look_at_compared(answer, trained, scale):
    right = _losses(_training)(trained, scale)
    expected = "two numbers: your model's loss and the least possible one, both without unit"
    came = numbers_in(answer, 2)
    if came is None:
        raise FaultError(expected, show(read(answer)), None, read(answer))
    if not all(near(c, r, 1e-3) for c, r in zip(came, right, strict=True)):
        cause = OTHER_ROWS
        if came[0] < came[1] * (1 - 1e-6):
            cause = "Your model's loss can't be below the least possible one. Which is which?"
        good = ["the first is right", "the second is right"]
        told = [word for word, c, r in zip(good, came, right, strict=True) if near(c, r, 1e-3)]
        got = ", ".join([*map(show, came), *told])
        raise FaultError(expected, got, cause, came)
    excess = 100 * (right[0] / right[1] - 1)
    return f"Your model is {show(excess, 2)} % above least squares."


def _losses(rows, measure=loss):
    """Return a function that measures the reader's model and the best line on some rows."""

    def make(trained, scale):
        x, y = rows(*four(scale, inputs_of(scale)))
        return [measure(predicted(m, x), y) for m in (trained, line_through(x, y))]

    return make


def _root(pred, y):
    return loss(pred, y) ** 0.5


def _stretched(pred, y):
    return loss(pred, y.T)


check_compared = Exercise(
    name="compared",
    question="Write `my_compared`, two numbers in round brackets: the mean squared error of your "
    "model on the scaled training rows, and the least possible one, from least squares.",
    answer=_losses(_training),
    look=_look_at_compared,
    needs={
        "trained": lambda: check_trained.right_results[0],
        "scale": lambda: check_scale.right_results[0],
    },
    wrong=[
        (_losses(_training, _root), "Those are the roots. Leave the mean of the squares as it is."),
        (_losses(_validation), "Those are losses on the validation rows."),
        (_losses(_on_all_rows), "Those are losses on all rows."),
        (
            _losses(_training, lambda pred, y: ((pred - y) ** 2).sum().item()),
            "Those are sums. Divide by the number of rows.",
        ),
        (
            _losses(_training, lambda pred, y: (pred - y).abs().mean().item()),
            "Those are means of absolute values, in place of squares.",
        ),
        (
            _losses(_training, _stretched),
            "The shapes (n, 1) and (n,) were stretched to (n, n). Bring both to one shape.",
        ),
        (
            lambda trained, scale: [
                _losses(_training)(trained, scale)[0],
                _losses(_validation)(trained, scale)[1],
            ],
            "The second number is the least loss on the validation rows. Use the rows of the "
            "training.",
        ),
        (
            lambda trained, scale: [
                _losses(_validation)(trained, scale)[0],
                _losses(_training)(trained, scale)[1],
            ],
            "The first number is your model's loss on the validation rows. Use the rows of the "
            "training.",
        ),
        (
            lambda trained, scale: [_losses(_training)(trained, scale)[0], 0.0],
            "No line meets all rows: the least possible loss is not 0.",
        ),
    ],
    hints=[
        "`least_squares` of `linreg_helpers` takes inputs and targets, both with two dimensions, "
        "and returns weights and bias.",
        "`mse(my_trained(x), y)` and `mse(predict(x, *least_squares(x, y)), y)`, with the scaled "
        "training rows.",
    ],
    code="""\
x_scaled, y_scaled = my_scale[:2]
best = predict(x_scaled, *least_squares(x_scaled, y_scaled))
my_compared = (mse(my_trained(x_scaled), y_scaled).item(), mse(best, y_scaled).item())""",
    insight="For a linear model the best result is known. Compare with it before you blame the "
    "data.",
)

# --- validate -------------------------------------------------------------------------------------


OTHER_ERROR = "Usual cause: other rows, another unit, or another kind of mean."


def _look_at_validated(answer, trained, scale, split):
    right = _miss()(trained, scale, split)
    came = numbers_in(answer, 1)
    expected = (
        "one number: the root mean squared error on the validation rows, in the target's unit"
    )
    if came is None:
        raise FaultError(expected, show(read(answer)), None, read(answer))
    if not near(came[0], right, 5e-3) and came[0] != float(f"{right:.2g}"):
        raise FaultError(expected, show(came[0]), OTHER_ERROR, came[0])
    on_training = _miss(_training)(trained, scale, split)
    y, y_val = (part.double() for part in four(split, inputs_of(split))[1::2])
    alone = _root(y.mean(), y_val)
    return (
        f"On the training rows it is {on_training:.3g}; the mean alone would miss by {alone:.3g}."
    )


def _miss(rows=_validation, measure=_root, back=lambda miss, spread, centre: miss * spread):
    """Return a function that measures the reader's model on some rows, and changes the unit."""

    def make(trained, scale, split):
        x, y = rows(*four(scale, inputs_of(split)))
        return back(measure(predicted(trained, x), y), *grams_and_zero(scale, split))

    return make


def _no_unit(miss, spread, centre):
    return miss


NEEDS = {
    "trained": lambda: check_trained.right_results[0],
    "scale": lambda: check_scale.right_results[0],
    "split": lambda: check_split.right_results[0],
}

check_validated = Exercise(
    name="validated",
    question="Write `my_validated`, one number: the root of the mean squared error of your model "
    "on the validation rows, in the unit of the target.",
    answer=_miss(),
    look=_look_at_validated,
    needs=NEEDS,
    wrong=[
        (
            _miss(back=_no_unit),
            "That has no unit yet. Usual cause: the target was not unscaled. One standard "
            "deviation is how many of its unit?",
        ),
        (_miss(measure=loss, back=_no_unit), "That is the mean of the squares, without unit."),
        (
            _miss(back=lambda miss, spread, centre: (miss * spread) ** 2),
            "That is the mean of the squares. Its root has the unit of the target.",
        ),
        (
            _miss(measure=loss),
            "The root is missing, and it comes before the multiplication.",
        ),
        (_miss(_training), "That is the error on the training rows."),
        (_miss(_on_all_rows), "That is the error on all rows."),
        (
            _miss(measure=lambda pred, y: (pred - y).abs().mean().item()),
            "That is the mean absolute error. Square, take the mean, take the root.",
        ),
        (
            _miss(back=lambda miss, spread, centre: miss * spread + centre),
            "The mean was added. A difference of two targets has no mean to add: only the standard "
            "deviation stays.",
        ),
        (
            _miss(measure=lambda pred, y: loss(pred, y.T) ** 0.5),
            "The shapes (n, 1) and (n,) were stretched to (n, n). Bring both to one shape.",
        ),
        (
            _miss(back=lambda miss, spread, centre: miss * spread / 1000),
            "That is a thousandth. Keep the unit of the table.",
        ),
        (
            _miss(measure=lambda pred, y: (pred - y).mean().item()),
            "That is the mean of the differences: those above and those below cancel.",
        ),
        (
            _miss(back=lambda miss, spread, centre: miss / spread),
            "You divided by the standard deviation. Scaling divides; the way back multiplies.",
        ),
    ],
    hints=[
        "Predict the scaled validation rows. Bring predictions and targets back to the unit of the "
        "target, or bring the error back.",
        "The root of `mse(...)` on the scaled validation rows, times the standard deviation of the "
        "training target.",
    ],
    code="""\
with torch.no_grad():
    pred = my_trained(my_scale[2]) * y_std + y_mean  # (68, 1), in the unit of the target
my_validated = mse(pred, y_val).sqrt().item()""",
    insight="The error on rows never seen, in the unit of the target, is what you tell others.",
    within=1e-3,
)

# --- residuals ------------------------------------------------------------------------------------


def _look_at_residuals(answer, trained, scale, split):
    right = _residuals()(trained, scale, split)
    expected = f"{len(right)} residuals of the training rows, in the unit of the target"
    came = as_tensor(read(answer))
    if came is None or came.numel() != len(right):
        got = show(read(answer)) if came is None else f"numbers of shape {tuple(came.shape)}"
        cause = None
        if came is not None and came.numel() == len(right) ** 2:
            cause = "The shapes (n, 1) and (n,) were stretched to (n, n). Bring both to one shape."
        plain = came.flatten() if came is not None else None
        raise FaultError(expected, got, cause, plain)
    came = came.flatten()
    close = 1e-2 * right.std().item()
    if not any(
        torch.allclose(a, b, rtol=0, atol=close)
        for sign in (1, -1)
        for a, b in ((right, sign * came), (right.sort().values, (sign * came).sort().values))
    ):
        ends = f"{len(came)} numbers from {show(came.min().item())} to {show(came.max().item())}"
        raise FaultError(expected, ends, OTHER_ERROR, came)
    x = four(scale, inputs_of(split))[0]
    slope = (x * right[:, None]).mean(0) / right.std()
    mean = right.mean().item()
    if abs(mean) > 0.15 * right.std() or slope.abs().max() > 0.15:
        cause = "The model is not at the lowest point: a line could still be drawn through them."
        raise FaultError(
            "a mean near 0, and no line left to draw", f"a mean of {show(mean, 3)}", cause
        )
    largest = slope.abs().max().item()
    return (
        f"Their mean is {mean:.2g}, and their correlation with an input is at most {largest:.2g}. "
        "With least squares both are 0."
    )


def _residuals(rows=_training, change=lambda diff, spread, pred, y: diff * spread):
    """Return a function that makes the residuals of the reader's model on some rows."""

    def make(trained, scale, split):
        x, y = rows(*four(scale, inputs_of(split)))
        spread, centre = grams_and_zero(scale, split)
        pred = predicted(trained, x)
        back = (pred * spread + centre).flatten(), (y * spread + centre).flatten()
        return change((pred - y).flatten(), spread, *back)

    return make


check_residuals = Exercise(
    name="residuals",
    question="Write `my_residuals`: the residuals of your model on the training rows, one number "
    "for each row, in the unit of the target.",
    answer=_residuals(),
    look=_look_at_residuals,
    needs=NEEDS,
    wrong=[
        (
            _residuals(change=lambda diff, spread, pred, y: diff),
            "These have no unit yet: the target was not unscaled.",
        ),
        (_residuals(_validation), "Those are the residuals of the validation rows."),
        (_residuals(_on_all_rows), "Those are the residuals of all rows."),
        (
            _residuals(change=lambda diff, spread, pred, y: (diff * spread).abs()),
            "The signs are lost. Above or below the line makes a difference here.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: (diff * spread) ** 2),
            "Those are squared. Residuals keep their sign.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: pred),
            "Those are the predictions. Subtract the targets.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: y),
            "Those are the targets. Subtract the predictions.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: diff * spread / y),
            "Those are shares of the target. The unit of the target is asked for.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: pred[:, None] - y),
            "The shapes (n, 1) and (n,) were stretched to (n, n). Bring both to one shape.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: diff * spread + y.mean()),
            "The mean was added. A difference of two targets has no mean to add.",
        ),
        (
            _residuals(change=lambda diff, spread, pred, y: (diff * spread)[None].mean(1)),
            "That is their mean. One number for each row is asked for.",
        ),
    ],
    hints=[
        "A residual is the difference between prediction and target. A difference needs the "
        "standard deviation only to come back to its unit.",
        "`(my_trained(x) - y) * std`, with the scaled training rows and the standard deviation of "
        "the training target.",
    ],
    code="""\
with torch.no_grad():
    my_residuals = (my_trained(my_scale[0]) - my_scale[1]) * y_std  # (274, 1)""",
    insight="What a line can explain is gone from the residuals. A pattern that is left is news.",
    within=5e-3,
)

# --- save and load --------------------------------------------------------------------------------

FROM_MEMORY = (
    "It is right only while `my_trained` is in memory. Usual cause: the function uses the model "
    "itself, and not the one that was loaded."
)


OTHER_NUMBERS = (
    "Usual cause: what was loaded is not what `my_trained` was, or not the scaling of its rows."
)


def _look_at_loaded(answer, trained, scale, split):
    d = inputs_of(split)
    raw = four(split, d)[2]
    spread, centre = grams_and_zero(scale, split)
    right = predicted(trained, four(scale, d)[2]) * spread + centre
    expected = f"predictions for raw inputs (n, {d}), in the unit of the target"
    if not callable(answer) or isinstance(answer, type):
        cause = "A function is asked for, which takes raw inputs. Leave out the brackets."
        raise FaultError(expected, show(read(answer)), cause)
    came = _answers(answer, raw, expected)
    close = 1e-2 * spread
    if not torch.allclose(came, right, rtol=0, atol=close):
        got = f"{show(came[0, 0].item())} for the first validation row"
        raise FaultError(expected, got, OTHER_NUMBERS, came)
    alone = _answers(answer, raw[:1], expected)
    if not torch.allclose(alone, right[:1], rtol=0, atol=close):
        cause = "The prediction for a penguin depends on which others are in the table."
        raise FaultError(expected, "another prediction when a row comes alone", cause)
    kept = [p.detach().clone() for p in trained.parameters()]
    with torch.no_grad():
        try:
            for p in trained.parameters():
                p.zero_()
            after = _answers(answer, raw, expected)
        finally:
            for p, value in zip(trained.parameters(), kept, strict=True):
                p.copy_(value)
    if not torch.allclose(after, right, rtol=0, atol=close):
        raise FaultError("the same after `my_trained` is gone", "other predictions", FROM_MEMORY)
    return None


def _answers(function, x, expected):
    """Call a function with raw inputs in the form that it can take."""
    errors = []
    for form in (x.float(), x, x.numpy()):
        try:
            came = as_tensor(read(function(form)))
            break
        except Exception as error:
            errors.append(error)
    else:
        raise errors[0]
    if came is None or came.numel() != len(x):
        got = "something else" if came is None else f"the shape {tuple(came.shape)}"
        raise FaultError(expected, got, "One prediction for each row: is `return` there?")
    return came.reshape(-1, 1)


def _loads(predict_raw):
    """Return a function that makes a reader's function from a copy of the model."""

    def make(trained, scale, split):
        d = inputs_of(split)
        x = four(split, d)[0]
        model = model_like(trained).double()
        spread, centre = grams_and_zero(scale, split)

        def scaled(new):
            return (new - x.mean(0)) / x.std(0, correction=0)

        def loaded(new):
            with torch.no_grad():
                return predict_raw(model, new.double(), scaled, spread, centre)

        return loaded

    return make


def _not_loaded(trained, scale, split):
    """Make a function that uses the model in memory."""
    kind = next(trained.parameters()).dtype
    x = four(split, inputs_of(split))[0]
    spread, centre = grams_and_zero(scale, split)

    def loaded(new):
        scaled = (new.double() - x.mean(0)) / x.std(0, correction=0)
        return trained(scaled.to(kind)) * spread + centre

    return loaded


def _on_validation_rows(function, trained, scale, split):
    return _answers(function, four(split, inputs_of(split))[2], "predictions")


check_loaded = Exercise(
    name="loaded",
    question="Save your model and its scaling, load them, and write `my_loaded`: a function that "
    "takes raw inputs (n, d), in the order of `my_question`, and returns the predictions in the "
    "unit of the target, from what was loaded alone.",
    answer=_loads(lambda model, x, scaled, spread, centre: model(scaled(x)) * spread + centre),
    look=_look_at_loaded,
    run=_on_validation_rows,
    needs=NEEDS,
    untouched="def my_loaded(x):\n    ...  # your code here",
    wrong=[
        (_not_loaded, FROM_MEMORY),
        (
            _loads(lambda model, x, scaled, spread, centre: model(scaled(x))),
            "The predictions have no unit: the target is not unscaled.",
        ),
        (
            _loads(lambda model, x, scaled, spread, centre: model(x) * spread + centre),
            "The inputs are not scaled.",
        ),
        (
            _loads(lambda model, x, scaled, spread, centre: model(scaled(x)) * spread),
            "The mean of the target was not added.",
        ),
        (
            _loads(lambda model, x, scaled, spread, centre: model(scaled(x)) + centre),
            "The mean was added, and nothing multiplied by the standard deviation.",
        ),
        (
            _loads(lambda model, x, scaled, spread, centre: (model(scaled(x)) + centre) * spread),
            "The mean was added first. Multiply first, as scaling divides last.",
        ),
        (
            _loads(
                lambda model, x, scaled, spread, centre: (
                    model((x - x.mean(0)) / x.std(0, correction=0)) * spread + centre
                )
            ),
            "The new rows were scaled with their own mean and standard deviation. Save those of "
            "the training rows.",
        ),
        (
            _loads(
                lambda model, x, scaled, spread, centre: (
                    type(model)(x.shape[1], 1, dtype=x.dtype)(scaled(x)) * 0 + centre
                )
            ),
            "It always predicts the mean. Usual cause: the loaded numbers never came into the "
            "model.",
        ),
        (
            _loads(lambda model, x, scaled, spread, centre: model(scaled(x))[0] * spread + centre),
            "One prediction for each row: is `return` there?",
        ),
        (
            lambda trained, scale, split: predicted(trained, four(scale, inputs_of(split))[2]),
            "A function is asked for, which takes raw inputs. Leave out the brackets.",
        ),
    ],
    hints=[
        "Six things go into one dictionary: the state dict, and the means and standard deviations "
        "of inputs and target. Before the function, load them into a new model.",
        "In the function: scale the inputs, predict with the loaded model, and bring the "
        "predictions back: `pred * y_std + y_mean`.",
    ],
    code="""\
import io

file = io.BytesIO()  # or the name of a file, such as "penguins.pt"
torch.save({"model": my_trained.state_dict(), "x_mean": x_mean, "x_std": x_std,
            "y_mean": y_mean, "y_std": y_std}, file)
_ = file.seek(0)  # read from the beginning
saved = torch.load(file, weights_only=True)
loaded = nn.Linear(len(saved["x_mean"]), 1)
_ = loaded.load_state_dict(saved["model"])

def my_loaded(x):
    with torch.no_grad():
        pred = loaded((x - saved["x_mean"]) / saved["x_std"])  # scale, predict
    return pred * saved["y_std"] + saved["y_mean"]            # back to the unit of the target""",
    insight="A model without its scaling is worth nothing: save both in one file.",
    within=5e-3,
    minutes=10,
)

# --- say what was found ---------------------------------------------------------------------------

UNITS = {
    "g": {"g": 1, "gram": 1, "grams": 1, "kg": 1000, "kilogram": 1000, "kilograms": 1000},
    "mm": {"mm": 1, "millimetre": 1, "millimetres": 1, "millimeter": 1, "millimeters": 1, "cm": 10},
}
UNSEEN = re.compile(r"validation|unseen|new|(?:not|never).{0,30}seen|held.out|left.out|other", re.I)
NUMBER = re.compile(r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?)\s*([A-Za-z]+)?")


def _look_at_report(answer, validated, question):
    unit = unit_of(question)
    miss = numbers_in(validated, 1)
    if miss is None:
        raise FaultError(
            "a number in `my_validated`", show(read(validated)), "That check comes first."
        )
    text = read(answer)
    if not isinstance(text, str):
        raise FaultError("two sentences in quotes", show(text))
    sentences = [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]
    if len(sentences) != 2 or any(len(part.split()) < 3 for part in sentences):
        raise FaultError("two sentences", f"{len(sentences)} of three words or more", None)
    found = [(float(n.replace(",", "")), word.lower()) for n, word in NUMBER.findall(text)]
    if not found:
        cause = '"Quite good" can\'t be checked. How far is it off, as a number?'
        raise FaultError(f"a number in {unit}", "no number", cause)
    sizes = [number * UNITS[unit][word] for number, word in found if word in UNITS[unit]]
    if not sizes:
        cause = f"A number without its unit says nothing. The unit of your target is {unit}."
        raise FaultError(f"a number in {unit}", "numbers in another unit or without one", cause)
    if re.search(r"\b(?:mm|g)\s*(?:²|\^2|\*\*2|squared)", text):
        cause = "A squared unit is hard to imagine. Say the root."
        raise FaultError(f"a number in {unit}", "a number in a squared unit", cause)
    if not any(near(size, miss[0], 0.06) for size in sizes):
        got = ", ".join(f"{show(size)} {unit}" for size in sizes)
        cause = "Say the same number as in `my_validated`, rounded to two or three digits."
        raise FaultError("the error that you have measured", got, cause)
    if not UNSEEN.search(text):
        cause = "Say it with the word *validation*, *new* or *not seen*."
        raise FaultError("on which penguins that was measured", "not a word about them", cause)
    return None


def _says(text):
    return lambda validated, question: text.format(
        miss=numbers_in(validated, 1)[0],
        square=numbers_in(validated, 1)[0] ** 2,
        target=names_in(question)[1].split(" (")[0],
        unit=unit_of(question),
    )


check_report = Exercise(
    name="report",
    question="Write `my_report`, two sentences in one text, for somebody who knows penguins and no "
    "programs: what is predicted from what, and how far the predictions are off, as a number with "
    "its unit. Say that this was measured on penguins that the model had not seen.",
    answer=_says(
        "The {target} of a penguin can be predicted from other measurements with a plane. On new "
        "penguins it is typically off by {miss:.3g} {unit}."
    ),
    look=_look_at_report,
    needs={
        "validated": lambda: check_validated.right_results[0],
        "question": lambda: BILL_AND_FLIPPER,
    },
    wrong=[
        (
            _says(
                "The {target} can be predicted from the others. On new penguins it is very good."
            ),
            '"Quite good" can\'t be checked. How far is it off, as a number?',
        ),
        (
            _says(
                "The {target} is predicted from the others. On new penguins it misses {miss:.3g}."
            ),
            "A number without its unit says nothing. The unit of your target is g.",
        ),
        (
            _says(
                "The {target} is predicted well. On new penguins the error is {square:.0f} {unit}²."
            ),
            "A squared unit is hard to imagine. Say the root.",
        ),
        (
            _says("The {target} is predicted well. On new penguins it is off by 100 {unit}."),
            "Say the same number as in `my_validated`, rounded to two or three digits.",
        ),
        (
            _says("The {target} is predicted from the bill. It is off by {miss:.3g} {unit}."),
            "Say it with the word *validation*, *new* or *not seen*.",
        ),
    ],
    hints=[
        "The first sentence names the target and the inputs. The second says the number of "
        "`my_validated`, rounded, and on which penguins it was measured.",
        "Begin the second one like this: on penguins that the model had not seen, it is typically "
        "off by about so many grams.",
    ],
    code="""\
my_report = (
    "The body mass of a penguin can be predicted from the length and depth of its bill and the "
    "length of its flipper. "
    f"On penguins that the model had not seen, it is typically off by {my_validated:.0f} g."
)""",
    insight="A result is a number, its unit, and on whom it was measured.",
)
