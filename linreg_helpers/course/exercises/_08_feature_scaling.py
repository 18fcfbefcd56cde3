"""Exercises of notebook 8: scaling new rows, and going back to the original units."""

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._tables import numbers, table


def _scaled(x, by, correction=0):
    return (x - by.mean(0)) / by.std(0, correction=correction)


check_scale_new = Exercise(
    name="scale_new",
    question="Write `my_scale_new`. It standardises new rows as the training rows were: with "
    "`correction=0`, column by column.",
    answer=lambda x_train, x_new: _scaled(x_new, by=x_train),
    cases=[(numbers(n, d, seed=1), numbers(k, d, seed=2)) for n, k, d in ((5, 4, 3), (6, 3, 4))],
    wrong=[
        (
            lambda x_train, x_new: _scaled(x_new, by=x_new),
            "You used the mean and the spread of the new rows. Use those of the training rows.",
        ),
        (
            lambda x_train, x_new: x_new - x_train.mean(0),
            "The division by the standard deviation is missing.",
        ),
        (
            lambda x_train, x_new: x_new / x_train.std(0, correction=0),
            "The means are not subtracted.",
        ),
        (
            lambda x_train, x_new: _scaled(x_new, by=x_train, correction=1),
            "`correction=0` is missing, so PyTorch divides by one row less.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean()) / x_train.std(correction=0),
            "That is one mean for the whole table. `mean(0)` takes one for each column.",
        ),
        (
            lambda x_train, x_new: (x_new - x_train.mean(0)) / x_train.var(0, correction=0),
            "You divided by the variance. Its root is the standard deviation.",
        ),
        (
            lambda x_train, x_new: _scaled(x_train, by=x_train),
            "You scaled the training rows, not the new ones.",
        ),
    ],
    hints=[
        "Whose mean, and whose standard deviation?",
        "Subtract `x_train.mean(0)` from `x_new`, and divide by `x_train.std(0, correction=0)`.",
    ],
    code="""\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(0)) / x_train.std(0, correction=0)""",
    insight="The scaling belongs to the model, so keep it with the parameters.",
)


def _parameters(n, d, m):
    """Return w and b of a table, and the mean and spread of its inputs."""
    x, _, w, b = table(n, d, m)
    return w, b, x.mean(0), x.std(0, correction=0)


check_original_units = Exercise(
    name="original_units",
    question="Write `my_original_units`. From the parameters for standardised inputs it returns "
    "those for the raw inputs: w (m, d) and b (m,).",
    answer=lambda w, b, mean, std: (w / std, b - (w / std) @ mean),
    cases=[_parameters(4, 5, 3), _parameters(5, 3, 4)],
    wrong=[
        (
            lambda w, b, mean, std: (w * std, b - (w * std) @ mean),
            "You multiplied by the spread. The formula divides x by it, so w is divided too.",
        ),
        (
            lambda w, b, mean, std: (w / std, b),
            "The bias must change as well: the means move into it.",
        ),
        (
            lambda w, b, mean, std: (w / std, b + (w / std) @ mean),
            "The sign of the shift is wrong: the mean is subtracted from x.",
        ),
        (
            lambda w, b, mean, std: (w / std, b - w @ mean),
            "The bias was moved by the old weights. Use those in the original units.",
        ),
    ],
    hints=[
        "Write out w · (x - mean) / std + b, and collect what does not depend on x.",
        "The new weights are `w / std`, for each column of w.",
    ],
    code="""\
def my_original_units(w, b, mean, std):
    w_back = w / std
    return w_back, b - w_back @ mean""",
    insight="Scaling changes the way to the lowest point, and not the model that is found there.",
)
