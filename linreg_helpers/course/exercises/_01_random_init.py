"""Exercises of notebook 1: counting parameters, kinds of numbers, drawing parameters."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.model import init_params

check_recall_downhill = Exercise(
    name="recall_downhill",
    question="The slope of the loss at a weight is -5. Does a step make this weight larger or "
    "smaller?",
    answer="larger",
    also=["bigger", "greater", "it gets larger", "it becomes larger", "it grows"],
    wrong=[
        ("smaller", "The step subtracts the slope, and minus times minus is plus."),
        ("equal", "Only where the slope is 0 does a weight stay as it is."),
        ("left", "That is a side. Write whether the weight grows or shrinks."),
        ("right", "On the axis, yes. Write what that means for the weight, as a size."),
        ("it gets smaller", "The step subtracts the slope, and the slope is below 0."),
        ("-5", "That is the slope. Write `larger` or `smaller`, as a text in quotes."),
    ],
    hints=["Draw a valley. On which side of its lowest point is the slope negative?"],
    code='my_recall_downhill = "larger"',
    insight="The new weight is the old one minus learning rate times slope: downhill.",
)

check_recall_residual = Exercise(
    name="recall_residual",
    question="A line predicts 33.5 tons for Kanto, and Kanto harvested 56. What is the residual?",
    answer=-22.5,
    wrong=[
        (22.5, "It is predicted minus harvested, so that too little is negative."),
        (506.25, "That is the square of the residual."),
        (89.5, "You added. A residual is a difference."),
        (44.75, "That is the mean of the two. A residual is a difference."),
        (33.5, "That is the prediction alone."),
        (56, "That is the harvest alone."),
    ],
    hints=["Predicted minus harvested."],
    code="my_recall_residual = 33.5 - 56",
    insight="The sign of a residual says whether the model predicts too much or too little.",
)

check_parameter_count = Exercise(
    name="parameter_count",
    question="A farm measures 10 inputs and wants 4 targets. How many parameters does its model "
    "have?",
    answer=44,
    wrong=[
        (40, "You counted the weights only."),
        (11, "That is one target. The farm has four."),
        (14, "You added inputs and targets. The weights form a table."),
        (50, "You gave each input a bias. A bias belongs to a target."),
        (54, "You gave a bias to each input and to each target. Only targets have one."),
        (41, "You counted one bias for all targets together."),
        (55, "You added 1 on both sides. There is no target more than the four."),
        (15, "You added inputs and targets. The weights form a table, and one is not enough."),
        (10, "That is the number of inputs alone."),
        (4, "That is the number of biases alone."),
        (8, "That is the model of this page. The farm has another one."),
        (45, "You counted one too many."),
    ],
    hints=[
        "How many parameters does one target need?",
        "One target needs a weight for each input, and one bias.",
    ],
    code="my_parameter_count = 4 * (10 + 1)",
    insight="Each target has a row of weights and a bias of its own: m · (d + 1) parameters.",
)

check_dtype = Exercise(
    name="dtype",
    question="Which `dtype` has `torch.tensor([73, 67, 43])`? Write it as a text, such as "
    '`"float16"`.',
    answer="int64",
    also=["torch.int64", "int", "long"],
    wrong=[
        ("float32", "That is the default for numbers with a decimal point. These have none."),
        ("float64", "That is NumPy's default for numbers with a decimal point."),
        ("int32", "The numbers are whole, but PyTorch uses 64 bits for them."),
        ("torch.float32", "torch.float32 is for numbers with a decimal point. These have none."),
        ("torch.int32", "The numbers are whole, but PyTorch uses twice as many bits for them."),
        ("float16", "That is only the example of how to write it."),
        ("float", "That is another name for float32, and these numbers have no decimal point."),
        ("double", "That is another name for float64, and these numbers have no decimal point."),
        ("integer", "The kind is right. A dtype also says how many bits there are."),
        ("tensor", "That is what holds the numbers. The dtype says of which kind they are."),
        ("int8", "8 bits are enough for 73, but PyTorch uses the same number for all integers."),
        ("int16", "PyTorch uses more bits than 16 for whole numbers."),
        ("uint8", "That kind is used for pictures. Whole numbers in a list get more bits."),
        ("number", "A dtype is more exact: whole or not, and how many bits."),
        ("bool", "That is the kind of True and False."),
        ("array", "That is NumPy's table. The dtype says of which kind its numbers are."),
    ],
    hints=[
        "Look at how the three numbers are written.",
        "Run `torch.tensor([73, 67, 43]).dtype` in a cell of its own.",
    ],
    code='my_dtype = "int64"',
    insight="Whole numbers become integers, and a tensor of integers cannot have gradients.",
    core=False,
)


def _drawn(shape_w, shape_b, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(shape_w, generator=generator), torch.randn(shape_b, generator=generator)


def _not_watched(n_inputs, n_targets, seed):
    return _drawn((n_targets, n_inputs), (n_targets,), seed)


def _transposed(n_inputs, n_targets, seed):
    w, b = _drawn((n_inputs, n_targets), (n_targets,), seed)
    return w.requires_grad_(), b.requires_grad_()


def _bias_for_each_input(n_inputs, n_targets, seed):
    w, b = _drawn((n_targets, n_inputs), (n_inputs,), seed)
    return w.requires_grad_(), b.requires_grad_()


def _column_of_biases(n_inputs, n_targets, seed):
    w, b = _drawn((n_targets, n_inputs), (n_targets, 1), seed)
    return w.requires_grad_(), b.requires_grad_()


def _one_bias(n_inputs, n_targets, seed):
    w, b = _drawn((n_targets, n_inputs), (1,), seed)
    return w.requires_grad_(), b.requires_grad_()


def _same_start_twice(n_inputs, n_targets, seed):
    w, _ = _drawn((n_targets, n_inputs), (n_targets,), seed)
    b, _ = _drawn((n_targets,), (n_targets,), seed)
    return w.requires_grad_(), b.requires_grad_()


def _shapes_of_the_page(n_inputs, n_targets, seed):
    return init_params(3, 2, seed=seed)


def _seed_0(n_inputs, n_targets, seed):
    return init_params(n_inputs, n_targets, seed=0)


def _uniform(n_inputs, n_targets, seed):
    generator = torch.Generator().manual_seed(seed)
    w = torch.rand(n_targets, n_inputs, generator=generator, requires_grad=True)
    return w, torch.rand(n_targets, generator=generator, requires_grad=True)


def _zeros(n_inputs, n_targets, seed):
    w = torch.zeros(n_targets, n_inputs, requires_grad=True)
    return w, torch.zeros(n_targets, requires_grad=True)


def _bias_zero(n_inputs, n_targets, seed):
    w, _ = init_params(n_inputs, n_targets, seed=seed)
    return w, torch.zeros(n_targets, requires_grad=True)


def _no_leaf(n_inputs, n_targets, seed):
    w, b = init_params(n_inputs, n_targets, seed=seed)
    return w * 1, b * 1


def _no_seed(n_inputs, n_targets, seed):
    w = torch.randn(n_targets, n_inputs, requires_grad=True)
    return w, torch.randn(n_targets, requires_grad=True)


def _bias_first(n_inputs, n_targets, seed):
    b, w = _drawn((n_targets,), (n_targets, n_inputs), seed)
    return w.requires_grad_(), b.requires_grad_()


check_init = Exercise(
    name="init",
    question="Write `my_init`. It draws the weights and then the bias with `torch.randn` from a "
    "generator with this seed, and returns both, watched by PyTorch.",
    answer=lambda n_inputs, n_targets, seed: init_params(n_inputs, n_targets, seed=seed),
    cases=[(3, 4, 11), (5, 3, 7)],
    about=["tensor", "requires_grad", "leaf"],
    wrong=[
        (_not_watched, "`requires_grad=True` is missing, so PyTorch would not watch them."),
        (_transposed, "The shape of w is turned. It has one row for each target: (m, d)."),
        (_bias_for_each_input, "b has one number for each target, not for each input."),
        (
            _no_leaf,
            "These were computed from watched tensors. Learning can change only the tensors that "
            "were watched at first, which PyTorch calls leaves.",
        ),
        (_no_seed, "The seed is not used, so the numbers differ at every call."),
        (_column_of_biases, "b is a table with one column. It is a row of numbers: (m,)."),
        (_one_bias, "b has one number in all. Each target has one of its own."),
        (_same_start_twice, "b repeats numbers of w: the generator started twice."),
        (_shapes_of_the_page, "The shapes are those of the page. Use the arguments."),
        (_seed_0, "The seed is always 0. Use the argument `seed`."),
        (_uniform, "`torch.rand` draws between 0 and 1. With an n at the end it draws around 0."),
        (_zeros, "All are 0, and nothing was drawn."),
        (_bias_zero, "The bias is 0. It is drawn too."),
        (_bias_first, "b was drawn before w. The same seed gives its first numbers to w."),
        (
            lambda n_inputs, n_targets, seed: init_params(n_inputs, n_targets, seed=seed)[::-1],
            "w and b are swapped in the `return` line.",
        ),
    ],
    hints=[
        "Which shapes have w and b? Which of them is drawn first?",
        "Begin with `generator = torch.Generator().manual_seed(seed)`.",
    ],
    code="""\
def my_init(n_inputs, n_targets, seed):
    generator = torch.Generator().manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, generator=generator, requires_grad=True)
    b = torch.randn(n_targets, generator=generator, requires_grad=True)
    return w, b""",
    insight="A seed makes a random start repeatable, for you and for everybody else.",
    minutes=10,
)
