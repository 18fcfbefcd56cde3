"""Exercises of notebook 1: counting parameters, kinds of numbers, drawing parameters."""

import torch

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.model import init_params

check_parameter_count = Exercise(
    name="parameter_count",
    question="A farm measures 10 inputs and wants 4 targets. How many parameters does its model "
    "have?",
    answer=44,
    wrong=[
        (40, "You counted the weights only. Each target has a bias too."),
        (11, "That is one target. The farm has four."),
        (14, "You added inputs and targets. Each target has a weight for every input."),
        (50, "You gave each input a bias. A bias belongs to a target."),
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
    ],
    hints=[
        "Look at how the three numbers are written.",
        "Run `torch.tensor([73, 67, 43]).dtype` in a cell of its own.",
    ],
    code='my_dtype = "int64"',
    insight="Whole numbers become integers, and a tensor of integers cannot have gradients.",
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
    cases=[(3, 4, 0), (5, 3, 7)],
    about=["tensor", "requires_grad", "leaf"],
    wrong=[
        (_not_watched, "`requires_grad=True` is missing, so PyTorch would not watch them."),
        (_transposed, "The shape of w is turned. It has one row for each target: (m, d)."),
        (_bias_for_each_input, "b has one number for each target, not for each input."),
        (_no_leaf, "They were computed from watched tensors, so they are no leaves."),
        (_no_seed, "The seed is not used. Pass `generator=` to both calls of `torch.randn`."),
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
)
