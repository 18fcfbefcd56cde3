"""Exercises of notebook 11: do printed numbers fit together, and how to print some that do."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.checking.values import run_program
from linreg_helpers.course.exercises._tables import table
from linreg_helpers.descent import train
from linreg_helpers.exact import least_squares
from linreg_helpers.model import init_params, mse, predict

check_recall_combine = Exercise(
    name="recall_combine",
    question="Two computers hold half of the rows each, and each sums up its own half. What do you "
    "do with the two sums to get that of the whole table? One word.",
    answer="add",
    also=("add them", "add them up", "I add them", "adding", "addition", "sum", "plus", "+"),
    wrong=[
        ("mean", "A mean of two sums is half as large as the sum of the whole."),
        ("average", "Two halves with the sums 5 and 4 have the sum 9 together, not 4.5."),
        ("multiply", "Think of 2 + 3 in one half and 4 in the other."),
        ("subtract", "No row is taken away. Both halves belong to the table."),
        ("halve", "The two halves together are the whole. Nothing is to be divided."),
        ("concatenate", "That is done with rows. The sums make the rows superfluous."),
        ("train", "First the sums of the whole table, then the training."),
    ],
    hints=["In notebook 10 the sums of the parts were joined by one sign."],
    code='my_recall_combine = "add"',
    insight="Sums of parts add up, and so a table never has to be in one place.",
)

check_recall_new_region = Exercise(
    name="recall_new_region",
    question="You have trained on standardised inputs, and a new region comes. With whose mean and "
    "standard deviation do you scale it: those of the *training* rows, or those of the *new* row?",
    answer="training",
    also=("training rows", "the training rows", "those of the training rows", "train"),
    wrong=[
        ("new", "One row has no spread, and the weights belong to the scale of the training."),
        ("the new row", "One row has no spread, and the weights belong to the old scale."),
        ("both", "The weights belong to one scale, that of the rows they were found on."),
        ("none", "The weights belong to scaled inputs, so the new row must be scaled too."),
        ("the mean", "A mean it is, and a standard deviation. Those of which rows?"),
        ("targets", "The inputs are scaled. With the mean of which rows?"),
        ("all", "The weights were found before the new row was there."),
    ],
    hints=["On which rows' scale were the weights found?"],
    code='my_recall_new_region = "training"',
    insight="The scale belongs to the model, as its weights do.",
)


def _gaps(x, printed):
    return predict(x, *least_squares(x, printed)) - printed


def _without_bias(x, printed):
    return (x @ torch.linalg.lstsq(x, printed).solution - printed).abs().max()


check_misfit = Exercise(
    name="misfit",
    question="Write `my_misfit`. It gets inputs `x` (n, d) and printed predictions (n, m), finds "
    "the parameters that fit these best, by least squares, and returns the largest difference "
    "between what the parameters predict and what was printed, without its sign.",
    answer=lambda x, printed: _gaps(x, printed).abs().max(),
    cases=[table(8, 3, 4)[:2], table(7, 4, 3)[:2]],
    wrong=[
        (_without_bias, "The column of ones is missing, so there is no bias."),
        (lambda x, printed: _gaps(x, printed).max(), "Take away the signs before the maximum."),
        (lambda x, printed: _gaps(x, printed).min(), "That is the smallest, with its sign."),
        (
            lambda x, printed: _gaps(x, printed).abs().min(),
            "That is the smallest difference. The largest one decides.",
        ),
        (
            lambda x, printed: _gaps(x, printed).abs().mean(),
            "That is the mean difference. The largest one decides.",
        ),
        (
            lambda x, printed: (_gaps(x, printed) ** 2).mean(),
            "That is the mean of the squares. The largest difference decides.",
        ),
        (
            lambda x, printed: (_gaps(x, printed) ** 2).max(),
            "You squared the differences. Take away the sign with `abs`.",
        ),
        (
            lambda x, printed: (_gaps(x, printed) ** 2).mean() ** 0.5,
            "That is the root of the mean square. The largest difference decides.",
        ),
        (lambda x, printed: _gaps(x, printed).abs().sum(), "You added the differences."),
        (
            lambda x, printed: _gaps(x, printed).abs().max(0).values,
            "That is one number for each target. One for all is asked for.",
        ),
        (lambda x, printed: _gaps(x, printed), "Those are all differences. Take the largest."),
        (
            lambda x, printed: _gaps(x, printed).abs()[:, 0].max(),
            "Only the first target was looked at.",
        ),
        (
            lambda x, printed: (printed - printed.mean(0)).abs().max(),
            "You compared with the mean. Fit the parameters first.",
        ),
        (
            lambda x, printed: torch.cat([x, torch.ones(5, 1)], 1),
            "You made five ones. The column needs as many as x has rows, `len(x)`.",
        ),
        (
            lambda x, printed: (
                torch.linalg.lstsq(torch.cat([x, torch.ones(len(x), 1)], 1), printed).solution
            ),
            "Those are the parameters. Predict with them, and compare.",
        ),
    ],
    hints=[
        "Three parts: a column of ones beside x, `torch.linalg.lstsq`, and the differences.",
        "`A @ theta - printed`, then `.abs().max()`.",
    ],
    code="""\
def my_misfit(x, printed):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, printed).solution
    return (A @ theta - printed).abs().max()""",
    insight="Where this is larger than half of the last digit, something was printed wrongly.",
    within=1e-3,
    minutes=10,
)

check_rows_to_test = Exercise(
    name="rows_to_test",
    question="A text prints the predictions of a model with six inputs and three targets. For how "
    "many rows must it print them at least, so that you can find the parameters *and* notice a "
    "mistake in the predictions?",
    answer=8,
    wrong=[
        (7, "Seven rows determine seven numbers, whatever was printed. None is left for a test."),
        (6, "The bias is a number to find as well, and one row must be left for a test."),
        (9, "One row to spare is enough."),
        (21, "Each target is found alone, from the same rows."),
        (22, "The three targets share the rows, so count those that one target needs."),
        (10, "Each target is found alone, so their number does not count."),
        (5, "That is enough for three inputs. Here there are six."),
        (18, "That is the number of weights. Each target is found alone."),
        (24, "You counted for each target anew. They share the rows."),
        (4, "Each target has more unknown numbers than that: one for each input, and a bias."),
        (1, "One row is one equation for each target, and there are more unknown numbers."),
        (3, "That is the number of targets. It is the inputs that matter."),
    ],
    hints=[
        "How many unknown numbers has one target?",
        "As many rows as unknown numbers can always be met. One more is a test.",
    ],
    code="my_rows_to_test = 6 + 1 + 1",
    insight="The row to spare is what makes the difference between a fit and a proof.",
    core=False,
)

LINES = (
    "pred = predict(x, w, b)",
    "train(x, y, w, b, n_steps=100, progress=False)",
    "printed = w.tolist(), b.tolist(), pred.tolist()",
    "w, b = init_params(3, 2, seed=0)",
)


def _printed_losses(program):
    """Return the loss of the printed parameters, and that of the printed predictions."""
    x, y, *_ = table(7, 3, 2)
    names = {"init_params": init_params, "predict": predict, "train": train}
    w, b, pred = map(torch.tensor, run_program(program, x=x, y=y, **names)["printed"])
    return mse(predict(x, w, b), y), mse(pred, y)


check_printout = Exercise(
    name="printout",
    question="Write the numbers of the four lines in the right order, such as `[1, 2, 3, 4]`, so "
    "that the printed parameters are trained and the printed predictions are theirs.",
    answer=[4, 2, 1, 3],
    lines=LINES,
    run=_printed_losses,
    wrong=[
        ([4, 1, 2, 3], "The predictions are older than the parameters that are printed with them."),
        ([4, 1, 3, 2], "All is printed before the training, so it shows the random start."),
        ([1, 2, 3, 4], "The first line uses parameters that nobody has made yet."),
        ([2, 4, 1, 3], "The training comes before there is anything to train."),
        ([4, 2, 3, 1], "The predictions are printed before they are made."),
        ([4, 3, 1, 2], "The result is printed before there is one."),
        ([2, 1, 3, 4], "The parameters are made in the last line, after they were used."),
    ],
    hints=[
        "First make the parameters. What must not change between the prediction and the print?",
        "Make, train, predict, print.",
    ],
    code="my_printout = [4, 2, 1, 3]",
    insight="Print what belongs together at one moment of one run.",
)
