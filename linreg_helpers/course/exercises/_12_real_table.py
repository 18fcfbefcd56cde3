"""Exercises of notebook 12: split and scale, errors in units, ridge, groups, momentum."""

import torch

from linreg_helpers import gradients, least_squares, predict
from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.checking.values import run_program
from linreg_helpers.course.exercises._tables import numbers, table

check_recall_seed = Exercise(
    name="recall_seed",
    question="A reader wants to draw the same random numbers as you. What do you put before the "
    "first random number? One word.",
    answer="seed",
    also=["a seed", "the seed", "manual_seed", "torch.manual_seed"],
    wrong=[
        ("random", "The numbers are random already. What makes them the same again?"),
        ("randn", "`randn` draws the numbers. What makes it draw the same ones again?"),
        ("print", "A printout shows them, and nobody can draw from it again."),
        ("save", "Saving keeps the numbers. Here they are drawn again."),
        ("run", "One run from top to bottom is a habit too, but it does not fix what is drawn."),
        ("generator", "A generator draws the numbers. What does it start from?"),
        ("no_grad", "`no_grad` switches the computation graph off, and fixes no number."),
        ("import", "An import fixes no number."),
        ("shuffle", "Shuffling is random itself."),
    ],
    hints=["It is a whole number from which a generator starts."],
    code='my_recall_seed = "seed"',
    insight="With the seed on the page, anybody can draw the same numbers and check the rest.",
)

check_recall_epoch = Exercise(
    name="recall_epoch",
    question="Training in mini-batches: what is one pass through all rows called? One word.",
    answer="epoch",
    also=["an epoch", "one epoch", "epochs"],
    wrong=[
        ("step", "A step uses one batch. A pass through all rows has several of them."),
        ("batch", "A batch is a few rows."),
        ("mini-batch", "A mini-batch is a few rows."),
        ("iteration", "That is mostly used for one step. All rows together are more."),
        ("loop", "That is what Python calls it. Which word names a pass through all rows?"),
        ("shuffle", "That deals the rows in a new order before each pass."),
        ("forward", "A forward pass makes predictions, of whatever rows it gets."),
        ("loader", "The loader deals out the rows. What is one deal of all of them?"),
        ("run", "A run is the whole training, with many such passes."),
    ],
    hints=["It is a Greek word for a span of time."],
    code='my_recall_epoch = "epoch"',
    insight="Epochs count the rows that a run has read, and steps count its updates.",
)


# --- 1. split and scale ---------------------------------------------------------------------------


def _scaled_split(x, order, n_train):
    return _scaled_with(x, order, n_train, x[order[:n_train]])


def _scaled_with(x, order, n_train, known, spread=None):
    spread = known if spread is None else spread
    # As std(0, correction=0), without its warning where a wrong answer leaves no rows.
    mean, std = known.mean(0), ((spread - spread.mean(0)) ** 2).mean(0).sqrt()
    return (x[order[:n_train]] - mean) / std, (x[order[n_train:]] - mean) / std


def _own(rows):
    return (rows - rows.mean(0)) / rows.std(0, correction=0)


def _split_case(n, d, n_train, seed):
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed))
    return numbers(n, d, seed=seed), order, n_train


check_scaled_split = Exercise(
    name="scaled_split",
    question="Write `my_scaled_split`. The first `n_train` numbers of `order` are the training "
    "rows of `x`, the others are the validation rows, in this order. It returns both parts, "
    "standardised with `correction=0` so that nothing of the validation rows leaks into the scale.",
    answer=_scaled_split,
    cases=[_split_case(9, 4, 6, seed=3), _split_case(11, 3, 7, seed=4)],
    wrong=[
        (
            lambda x, order, n_train: _scaled_with(x, order, n_train, x),
            "Mean and standard deviation come from all rows: the validation rows have leaked in.",
        ),
        (
            lambda x, order, n_train: (_own(x[order[:n_train]]), _own(x[order[n_train:]])),
            "The validation rows are scaled with a mean and a spread of their own.",
        ),
        (
            lambda x, order, n_train: _scaled_with(x, order, n_train, x[order[n_train:]]),
            "The scale comes from the validation rows. Which rows may it come from?",
        ),
        (
            lambda x, order, n_train: _scaled_split(x, torch.arange(len(x)), n_train),
            "The rows are taken as they stand in the table. `order` says which come first.",
        ),
        (
            lambda x, order, n_train: _scaled_split(x, order, n_train)[::-1],
            "The parts have changed places: the training rows come first.",
        ),
        (
            lambda x, order, n_train: _scaled_split(x, order, len(x) - n_train),
            "The parts have each other's sizes: `n_train` counts the training rows.",
        ),
        (
            lambda x, order, n_train: (x[order[:n_train]], x[order[n_train:]]),
            "The rows are split and not scaled.",
        ),
        (
            lambda x, order, n_train: tuple(
                part - x[order[:n_train]].mean(0)
                for part in (x[order[:n_train]], x[order[n_train:]])
            ),
            "The rows are centred. They are not divided by the standard deviation.",
        ),
        (
            lambda x, order, n_train: tuple(
                part / x[order[:n_train]].std(0, correction=0)
                for part in (x[order[:n_train]], x[order[n_train:]])
            ),
            "The rows are divided by the spread. The mean is not subtracted.",
        ),
        (
            lambda x, order, n_train: tuple(
                (part - x[order[:n_train]].mean(0)) / x[order[:n_train]].std(0)
                for part in (x[order[:n_train]], x[order[n_train:]])
            ),
            "`std` without `correction=0` divides by one row less.",
        ),
        (
            lambda x, order, n_train: tuple(
                (part - x[order[:n_train]].mean()) / x[order[:n_train]].std(correction=0)
                for part in (x[order[:n_train]], x[order[n_train:]])
            ),
            "One mean and one spread serve all columns. Each column needs its own: `mean(0)`.",
        ),
        (
            lambda x, order, n_train: _scaled_with(x, order, n_train, x[order[:n_train]], spread=x),
            "The mean is that of the training rows, and the standard deviation that of all rows.",
        ),
        (
            lambda x, order, n_train: tuple(
                (part - x[order[:n_train]].mean(0)) / x[order[:n_train]].var(0, correction=0)
                for part in (x[order[:n_train]], x[order[n_train:]])
            ),
            "That divides by the variance, the square of the standard deviation.",
        ),
        (
            lambda x, order, n_train: torch.cat(_scaled_split(x, order, n_train)),
            "Both parts are in one table. Return two, with a comma between them.",
        ),
        (
            lambda x, order, n_train: _scaled_split(x, order, n_train)[0],
            "Only the training rows come back. Return the validation rows too.",
        ),
        (
            lambda x, order, n_train: _scaled_split(x, order, n_train - 1),
            "The training part has one row too few.",
        ),
    ],
    hints=[
        "`x[order[:n_train]]` are the training rows. What are the others?",
        "Compute `mean` and `std` once, from the training rows, and use them for both parts.",
    ],
    code="""\
def my_scaled_split(x, order, n_train):
    training, validation = x[order[:n_train]], x[order[n_train:]]
    mean, std = training.mean(0), training.std(0, correction=0)
    return (training - mean) / std, (validation - mean) / std""",
    insight="Whatever is learnt from rows, a scale too, is learnt from the training rows alone.",
    minutes=10,
)


# --- 2. errors in units ---------------------------------------------------------------------------


def _miss(pred, target, std):
    return ((pred - target) ** 2).mean(0).sqrt() * std


def _miss_case(n, m, seed):
    return numbers(n, m, seed=seed), numbers(n, m, seed=seed + 1), numbers(m, seed=seed + 2) + 9


check_typical_miss = Exercise(
    name="typical_miss",
    question="Write `my_typical_miss`. It gets scaled predictions and scaled targets (n, m), and "
    "the standard deviation (m,) by which the targets were divided. For each target it returns the "
    "root of the mean squared residual, in the unit of that target.",
    answer=_miss,
    cases=[_miss_case(7, 3, seed=5), _miss_case(5, 4, seed=8)],
    wrong=[
        (
            lambda pred, target, std: ((pred - target) ** 2).mean(0).sqrt(),
            "That has no unit yet: it is a part of the standard deviation.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).mean(0) * std,
            "The root is missing.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).mean(0) * std**2,
            "That is the mean square, in squared units. The root is missing.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).mean(0).sqrt() / std,
            "Scaling has divided by the standard deviation. The way back is the opposite.",
        ),
        (
            lambda pred, target, std: (((pred - target) ** 2).mean(0) * std).sqrt(),
            "The standard deviation stands under the root, and would have to be squared there.",
        ),
        (
            lambda pred, target, std: (pred - target).abs().mean(0) * std,
            "That is the mean absolute residual. The root comes last, after the mean.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).mean().sqrt() * std,
            "One mean over all targets mixes them. Take the mean over the rows of each: `mean(0)`.",
        ),
        (
            lambda pred, target, std: (((pred - target) ** 2).mean(0).sqrt() * std).mean(),
            "The targets have different units, and their mean has none. One number for each.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).sum(0).sqrt() * std,
            "Squares are added up. Their mean is asked for.",
        ),
        (
            lambda pred, target, std: (pred - target).mean(0) * std,
            "Positive and negative residuals cancel. Square them first.",
        ),
        (
            lambda pred, target, std: (pred - target).std(0, correction=0) * std,
            "A standard deviation forgets the mean residual. Square the residuals themselves.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).mean(1).sqrt(),
            "That is one number for each row. One for each target is asked for: `mean(0)`.",
        ),
        (
            lambda pred, target, std: (pred - target) * std,
            "Those are all residuals in units. One number for each target is asked for.",
        ),
        (
            lambda pred, target, std: ((pred - target) ** 2).mean(0).sqrt() * std + std,
            "A residual is a difference: adding what was subtracted in scaling has no place here.",
        ),
    ],
    hints=[
        "Residuals, squares, mean over the rows, root. Then the unit.",
        "A residual of 1 means one standard deviation of that target.",
    ],
    code="""\
def my_typical_miss(pred, target, std):
    squared = (pred - target) ** 2
    return squared.mean(0).sqrt() * std""",
    insight="Train on scaled targets, and report errors in the units that people measure in.",
)


# --- 3. and 4. ridge ------------------------------------------------------------------------------


def _ridge_step(x, y, w, b, lr, penalty, *, factor=2.0, power=1.0, bias=0.0):
    grad_w, grad_b = gradients(x, y, w.detach(), b.detach())
    w, b = w.detach(), b.detach()
    shrink = torch.sign(w) if power == 0 else w
    w_new = w - lr * (grad_w + factor * penalty * shrink)
    return w_new, b - lr * (grad_b + bias * penalty * b)


def _ridge_case(n, d, m, lr, penalty):
    x, y, w, b = table(n, d, m)
    return x, y, w.detach(), b.detach(), lr, penalty


check_ridge_step = Exercise(
    name="ridge_step",
    question="Write `my_ridge_step`. It takes one step on the loss of the rows plus `penalty` "
    "times the sum of the squared weights, and returns the new w (m, d) and the new b (m,). The "
    "bias carries no penalty. You may call `gradients`.",
    answer=lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty),
    cases=[_ridge_case(7, 3, 4, 0.125, 0.75), _ridge_case(9, 5, 3, 0.25, 1.5)],
    wrong=[
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, 0.0),
            "That is a step without the penalty.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty, factor=1.0),
            "The derivative of a square has a factor 2.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty, bias=2.0),
            "The bias is pulled to zero too. It carries no penalty.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty, factor=-2.0),
            "The penalty pushes the weights away from zero. Look at its sign.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty, power=0.0),
            "That pulls all weights with the same strength. The derivative of a square grows with "
            "the weight.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty, factor=2.0 / lr),
            "The pull towards zero is not multiplied by the learning rate.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(
                x, y, w, b, lr, penalty, factor=2.0 / w.numel()
            ),
            "The squared weights are added up, and no mean is taken of them.",
        ),
        (
            lambda x, y, w, b, lr, penalty: (
                w - lr * (gradients(x, y, w, b)[0] + 2 * penalty * w**2),
                b - lr * gradients(x, y, w, b)[1],
            ),
            "That adds the squares themselves. A step needs their derivative.",
        ),
        (
            lambda x, y, w, b, lr, penalty: (
                w - lr * (gradients(x, y, w, b)[0] + penalty * (w**2).sum()),
                b - lr * gradients(x, y, w, b)[1],
            ),
            "That adds the penalty itself to each gradient. A step needs its derivative.",
        ),
        (
            lambda x, y, w, b, lr, penalty: (
                w - lr * (gradients(x, y, w, b)[0] + 2 * penalty),
                b - lr * gradients(x, y, w, b)[1],
            ),
            "The same number is added for all weights. How does the pull depend on the weight?",
        ),
        (
            lambda x, y, w, b, lr, penalty: (
                w + lr * (gradients(x, y, w, b)[0] + 2 * penalty * w),
                b + lr * gradients(x, y, w, b)[1],
            ),
            "The step goes uphill.",
        ),
        (
            lambda x, y, w, b, lr, penalty: (
                w - lr * 2 * penalty * w,
                b - lr * gradients(x, y, w, b)[1],
            ),
            "The gradient of the loss is missing for the weights.",
        ),
        (
            lambda x, y, w, b, lr, penalty: (_ridge_step(x, y, w, b, lr, penalty)[0], b),
            "The bias has not moved. It has a gradient too, and only the penalty leaves it out.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty)[0],
            "Only the weights come back. Return the bias too.",
        ),
        (
            lambda x, y, w, b, lr, penalty: _ridge_step(x, y, w, b, lr, penalty)[::-1],
            "The results have changed places: first the weights, then the bias.",
        ),
        (
            lambda x, y, w, b, lr, penalty: (
                gradients(x, y, w, b)[0] + 2 * penalty * w,
                gradients(x, y, w, b)[1],
            ),
            "Those are the gradients. Take the step too.",
        ),
    ],
    hints=[
        "`grad_w, grad_b = gradients(x, y, w, b)`. Which term does the penalty add to `grad_w`?",
        "The derivative of penalty · w² is 2 · penalty · w.",
    ],
    code="""\
def my_ridge_step(x, y, w, b, lr, penalty):
    grad_w, grad_b = gradients(x, y, w, b)
    w = w - lr * (grad_w + 2 * penalty * w)
    b = b - lr * grad_b
    return w, b""",
    insight="Ridge is one more term in the step: each weight is pulled to zero, in proportion to "
    "its size.",
    minutes=10,
)

check_ridge_left = Exercise(
    name="ridge_left",
    question="A direction has the curvature 0.5, and the penalty of ridge is 2. What share of the "
    "least-squares value along this direction does ridge leave? Write a number between 0 and 1.",
    answer=0.5 / 4.5,
    core=False,
    wrong=[
        (0.2, "The penalty adds twice itself to the curvature."),
        (8 / 9, "That is the share that ridge takes away."),
        (0.8, "That is a share that is taken away, and the penalty counts twice."),
        (0.125, "That divides by 2 · penalty alone. The curvature itself is in the sum too."),
        (0.25, "That is curvature / penalty. What does the penalty add to the curvature?"),
        (4.5, "That is the curvature with the penalty. What share of it is the old one?"),
        (9, "Turn the fraction round: ridge makes it smaller."),
        (2.5, "That is curvature plus penalty, and no share."),
        (5, "Turn the fraction round: ridge makes it smaller, and the penalty counts twice."),
        (0.5, "That is the curvature."),
        (2, "That is the penalty."),
        (4, "That is what the penalty adds to the curvature."),
        (1, "That is what is left without a penalty."),
        (0, "Ridge makes it smaller, and nothing is ever left out wholly."),
        (0.5 / 8.5, "The penalty counts twice, and not four times."),
        (1 / 3, "Penalty and curvature were multiplied. They are added."),
    ],
    hints=[
        "The penalty makes every direction steeper, by 2 · penalty.",
        "The share is λ / (λ + 2 · penalty).",
    ],
    code="my_ridge_left = 0.5 / (0.5 + 2 * 2)",
    insight="Ridge hardly touches steep directions, and nearly empties the flat ones.",
)


# --- 5. one wrong row -----------------------------------------------------------------------------

check_best_constant = Exercise(
    name="best_constant",
    question="Five penguins weigh 3, 4, 5, 6 and, by a typing mistake, 60 kg. A model predicts the "
    "same number for all. Which number has the smallest mean absolute error?",
    answer=5,
    wrong=[
        (15.6, "That is their mean, which has the smallest mean squared error."),
        (4.5, "That is the mean without the wrong row, which still belongs to the five."),
        (31.5, "That is the middle between the smallest and the largest."),
        (60, "That is the wrong row. It is far from the four others."),
        (6, "Move it down a little: three penguins lie below it, and one above."),
        (4, "Move it up a little: three penguins lie above it, and one below."),
        (3, "All others lie above it. Move it up."),
        (78, "That is the sum."),
        (19.5, "That is the sum divided by four."),
        (11.8, "That is the mean absolute error itself. Which number has it?"),
        (5.5, "Above the middle penguin, each gram further down helps three and harms two."),
        (0, "All penguins lie above it. Move it up."),
        (18, "That is the sum without the wrong row."),
        (3.6, "That is the sum of the four others, divided by five."),
        (57, "That is the difference between the largest and the smallest."),
        (22.2, "That is the spread. Which number lies in the middle of the row?"),
    ],
    hints=[
        "Try a number, and move it up a little. How many errors shrink, and how many grow?",
        "It stops to help when as many penguins lie above as below.",
    ],
    code="my_best_constant = sorted([3, 4, 5, 6, 60])[2]",
    insight="Absolute errors count on which side a row lies, and not how far. That is the median.",
)


# --- 6. species as columns ------------------------------------------------------------------------


def _indicators(groups, n_groups):
    return torch.stack([groups == k for k in range(1, n_groups)], dim=1).float()


def _all_indicators(groups, n_groups):
    return torch.stack([groups == k for k in range(n_groups)], dim=1).float()


def _groups(n, n_groups, seed):
    generator = torch.Generator().manual_seed(seed)
    some = torch.randint(0, n_groups, (n - n_groups,), generator=generator)
    return torch.cat([some, torch.arange(n_groups)]), n_groups


check_indicators = Exercise(
    name="indicators",
    question="Write `my_indicators`. `groups` (n,) holds for each row the number of its group: 0, "
    "1, ... up to `n_groups` - 1. It returns the columns (n, n_groups - 1) of zeros and ones for "
    "the groups 1, 2, ...; group 0 has no column of its own.",
    answer=_indicators,
    cases=[_groups(9, 4, seed=1), _groups(11, 6, seed=2)],
    wrong=[
        (
            _all_indicators,
            "There is a column for every group. Together they are a column of ones, the bias.",
        ),
        (
            lambda groups, n_groups: _all_indicators(groups, n_groups)[:, :-1],
            "The last group has no column here. Group 0 should have none.",
        ),
        (
            lambda groups, n_groups: _indicators(groups, n_groups).T,
            "Rows and columns have changed places: a row for each penguin.",
        ),
        (
            lambda groups, n_groups: 1 - _indicators(groups, n_groups),
            "Zeros and ones have changed places.",
        ),
        (
            lambda groups, n_groups: groups[:, None].float(),
            "One column with the number of the group says that group 2 is twice group 1. Each "
            "group needs a column of its own.",
        ),
        (
            lambda groups, n_groups: groups[:, None] * _indicators(groups, n_groups),
            "The numbers of the groups stand in the columns. Only zeros and ones should.",
        ),
        (
            lambda groups, n_groups: torch.stack(
                [groups >= k for k in range(1, n_groups)], dim=1
            ).float(),
            "A row has ones for smaller groups too. Ask for equal, not for at least.",
        ),
        (
            lambda groups, n_groups: torch.stack(
                [groups <= k for k in range(1, n_groups)], dim=1
            ).float(),
            "A row has ones for larger groups too. Ask for equal, not for at most.",
        ),
        (
            lambda groups, n_groups: torch.stack(
                [groups == k for k in range(n_groups - 1, 0, -1)], dim=1
            ).float(),
            "The columns stand in the opposite order.",
        ),
        (
            lambda groups, n_groups: _indicators(groups, n_groups) - (groups == 0)[:, None].float(),
            "Rows of group 0 have -1. They should have zeros only.",
        ),
        (
            lambda groups, n_groups: 2 * _indicators(groups, n_groups) - 1,
            "The columns hold -1 and 1. They should hold 0 and 1.",
        ),
        (
            lambda groups, n_groups: _indicators(groups, n_groups - 1),
            "A column is missing at the end: `range` stops before its last number.",
        ),
        (
            lambda groups, n_groups: _indicators(groups, n_groups + 1),
            "There is a column too many, of a group that does not exist.",
        ),
        (
            lambda groups, n_groups: _all_indicators(groups, n_groups)[1:],
            "The first row was dropped, and the first column should be: `[:, 1:]`.",
        ),
        (
            lambda groups, n_groups: _indicators(groups, n_groups).sum(0),
            "That is how many rows each group has.",
        ),
        (
            lambda groups, n_groups: _indicators(groups, n_groups).sum(1),
            "The columns are added up to one. Keep them side by side.",
        ),
    ],
    hints=[
        "`groups == 1` is True where a row belongs to group 1. `.float()` makes ones of that.",
        "`torch.stack(columns, dim=1)` puts columns of length n side by side.",
    ],
    code="""\
def my_indicators(groups, n_groups):
    columns = [(groups == k).float() for k in range(1, n_groups)]
    return torch.stack(columns, dim=1)""",
    insight="Words become columns of zeros and ones, one fewer than there are words: the bias "
    "stands for the first.",
)


# --- 7. a group that was never seen ---------------------------------------------------------------


def _unseen(x, y, groups, group, *, fit_on=None, judge_on=None):
    seen = groups != group
    w, b = least_squares(
        x[seen if fit_on is None else fit_on], y[seen if fit_on is None else fit_on]
    )
    rows = ~seen if judge_on is None else judge_on
    return ((predict(x[rows], w, b) - y[rows]) ** 2).mean(0).sqrt()


def _everywhere(groups):
    return torch.ones(len(groups), dtype=torch.bool)


def _unseen_case(n, d, m, group, seed):
    x, y, *_ = table(n, d, m)
    groups = torch.arange(n) % 3
    return x, y, groups[torch.randperm(n, generator=torch.Generator().manual_seed(seed))], group


check_unseen_group = Exercise(
    name="unseen_group",
    question="Write `my_unseen_group`. It fits a model with `least_squares` to all rows whose "
    "group is *not* `group`, and returns the typical miss on the rows of `group`: for each target "
    "the root of the mean squared residual, (m,). `groups` (n,) holds the group of each row.",
    answer=lambda x, y, groups, group: _unseen(x, y, groups, group),
    core=False,
    cases=[_unseen_case(19, 4, 3, 0, seed=1), _unseen_case(23, 3, 5, 2, seed=2)],
    wrong=[
        (
            lambda x, y, groups, group: _unseen(x, y, groups, group, fit_on=_everywhere(groups)),
            "The model was fitted to all rows, and has seen the group.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, group, fit_on=groups == group),
            "The model was fitted to the group itself.",
        ),
        (
            lambda x, y, groups, group: _unseen(
                x, y, groups, group, fit_on=groups == group, judge_on=groups != group
            ),
            "Fit and test have changed places: it is fitted to the group, and judged on the rest.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, group, judge_on=groups != group),
            "It was judged on the rows that it was fitted to.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, group, judge_on=_everywhere(groups)),
            "It was judged on all rows. Only those of the group are new to it.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, group) ** 2,
            "The root is missing.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, group).mean(),
            "The targets are mixed into one number. One for each is asked for.",
        ),
        (
            lambda x, y, groups, group: (_unseen(x, y, groups, group) ** 2).mean().sqrt(),
            "One mean over all targets mixes their units. Take the mean over the rows: `mean(0)`.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, (group + 1) % 3),
            "Another group was left out.",
        ),
        (
            lambda x, y, groups, group: _residuals(x, y, groups, group).abs().mean(0),
            "That is the mean absolute residual. The root of the mean square is asked for.",
        ),
        (
            lambda x, y, groups, group: _residuals(x, y, groups, group).mean(0),
            "Positive and negative residuals cancel. Square them first.",
        ),
        (
            lambda x, y, groups, group: _residuals(x, y, groups, group).std(0, correction=0),
            "A standard deviation forgets the mean residual, and a new group is often missed as "
            "a whole.",
        ),
        (
            lambda x, y, groups, group: (_residuals(x, y, groups, group) ** 2).sum(0).sqrt(),
            "Squares are added up. Their mean is asked for.",
        ),
        (
            lambda x, y, groups, group: _residuals(x, y, groups, group),
            "Those are all residuals. One number for each target is asked for.",
        ),
        (
            lambda x, y, groups, group: (_residuals(x, y, groups, group) ** 2).mean(1).sqrt(),
            "That is one number for each row. One for each target is asked for: `mean(0)`.",
        ),
        (
            lambda x, y, groups, group: _unseen(x, y, groups, 1),
            "Group 1 is left out in every call. Use the argument `group`.",
        ),
    ],
    hints=[
        "`seen = groups != group` is True for the rows to fit. `x[seen]` takes these rows.",
        "`~seen` turns True and False round: the rows of the group.",
    ],
    code="""\
def my_unseen_group(x, y, groups, group):
    seen = groups != group
    w, b = least_squares(x[seen], y[seen])
    diff = predict(x[~seen], w, b) - y[~seen]
    return (diff ** 2).mean(0).sqrt()""",
    insight="Leave out what will be new when the model is used: a row, a species, an island, a "
    "year.",
    minutes=10,
)


def _residuals(x, y, groups, group):
    seen = groups != group
    return predict(x[~seen], *least_squares(x[seen], y[seen])) - y[~seen]


# --- 8. momentum ----------------------------------------------------------------------------------

MOMENTUM = [
    "w = w - lr * v",
    "pred = w * x",
    "v = 0.8 * v + grad",
    "grad = 2 * ((pred - y) * x).mean()",
]

check_momentum_order = Exercise(
    name="momentum_order",
    question="Write the numbers of the four lines in the right order, such as `[1, 2, 3, 4]`, so "
    "that `v` gathers this step's gradient before the weight moves.",
    answer=[2, 4, 3, 1],
    lines=MOMENTUM,
    run=lambda program: run_program(
        program,
        x=torch.tensor([1.0, 2.0, 4.0]),
        y=torch.tensor([3.0, 5.0, 6.0]),
        w=torch.tensor(0.5),
        v=torch.tensor(1.5),
        pred=torch.tensor([1.0, 1.0, 1.0]),
        grad=torch.tensor(2.5),
        lr=0.1,
    )["w"],
    wrong=[
        ([2, 4, 1, 3], "The weight moves before `v` has this step's gradient."),
        ([4, 2, 3, 1], "The gradient is computed from the predictions of the step before."),
        ([2, 3, 4, 1], "`v` takes up the gradient of the step before."),
        ([1, 2, 4, 3], "The weight moves first, by what the step before has left in `v`."),
        ([1, 2, 3, 4], "That is the order in which they are shown."),
        ([1, 3, 4, 2], "That is the right order from the end to the beginning."),
        ([3, 2, 4, 1], "`v` comes first, and takes up the gradient of the step before."),
        ([4, 3, 2, 1], "The predictions come too late: the gradient needs them."),
    ],
    hints=[
        "The gradient needs the predictions, and `v` needs the gradient.",
        "It begins with the predictions, and ends with the weight.",
    ],
    code="my_momentum_order = [2, 4, 3, 1]",
    insight="Momentum remembers earlier gradients: steps in the same direction add up, and steps "
    "to and fro cancel.",
)
