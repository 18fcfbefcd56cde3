"""Right and wrong answers to the exercises of notebook 1, as learners write them."""

import torch

COMPLETE = True

RIGHT = {
    "recall_downhill": ["Larger", "it gets larger", "'bigger'"],
    "recall_residual": ["my_recall_residual = 33.5 - 56", "my_recall_residual = -(56 - 33.5)"],
    "dtype": [
        "my_dtype = str(torch.tensor([73, 67, 43]).dtype)",
        "my_dtype = torch.tensor([73, 67, 43]).dtype",
        "my_dtype = torch.int64",
        "my_dtype = 'Int64'",
    ],
    "init": [
        """\
def my_init(n, m, seed):
    torch.manual_seed(seed)
    w = torch.randn(m, n).requires_grad_()
    return [w, torch.randn(m).requires_grad_()]""",
        """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, requires_grad=True)
    b = torch.randn(n_targets, requires_grad=True)
    return w, b""",
        """\
def my_init(n_inputs, n_targets, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    w = torch.randn((n_targets, n_inputs), generator=g)
    b = torch.randn((n_targets,), generator=g)
    w.requires_grad = True
    b.requires_grad = True
    return (w, b)""",
        """\
def my_init(n_inputs, n_targets, seed=0):
    g = torch.Generator().manual_seed(seed)
    return tuple(
        torch.randn(*shape, generator=g, requires_grad=True)
        for shape in [(n_targets, n_inputs), (n_targets,)]
    )""",
        """\
def my_init(d, m, seed):
    print("seed", seed)
    generator = torch.Generator().manual_seed(seed)
    w = torch.randn(size=[m, d], generator=generator)
    b = torch.randn(size=[m], generator=generator)
    print(w, b)
    return w.requires_grad_(True), b.requires_grad_(True)""",
        """\
my_init = lambda n_inputs, n_targets, seed: init_params(n_inputs, n_targets, seed=seed)""",
        """\
def my_init(n_inputs, n_targets, seed):
    g = torch.Generator().manual_seed(seed)
    w = torch.empty(n_targets, n_inputs).normal_(generator=g)
    b = torch.empty(n_targets).normal_(generator=g)
    return w.requires_grad_(), b.requires_grad_()""",
        """\
def my_init(n_inputs, n_targets, seed):
    g = torch.Generator().manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, generator=g)
    b = torch.randn(n_targets, generator=g)
    return nn.Parameter(w), nn.Parameter(b)""",
        """\
class my_init_class:
    def __call__(self, n_inputs, n_targets, seed):
        _ = torch.manual_seed(seed)
        w = torch.randn(n_targets, n_inputs, requires_grad=True)
        return w, torch.randn(n_targets, requires_grad=True)

my_init = my_init_class()""",
        """\
def my_init(n_inputs, n_targets, seed):
    g = torch.Generator().manual_seed(seed)
    w = (torch.randn(n_targets, n_inputs, generator=g) * 1).requires_grad_()
    b = torch.randn(n_targets, generator=g).clone().requires_grad_()
    return w, b""",
    ],
    "parameter_count": [
        "my_parameter_count = torch.tensor(40.0) + 4",
        "my_parameter_count = 4 * 10 + 4",
        "my_parameter_count = torch.randn(4, 10).numel() + torch.randn(4).numel()",
        "my_parameter_count = len(range(44))",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_downhill": [
        ("largerr", "It is nearly that: look at the spelling."),
        (-5, "A text is asked for, in quotes."),
        ("smaler", "The step subtracts the slope, and minus times minus is plus."),
    ],
    "recall_residual": [
        ((-22, 5), "One number is asked for, and a comma makes"),
        ("-22.5", "That is a text. Leave out the quotes."),
        (-225, "The digits are right. The decimal point is"),
    ],
    "dtype": [
        ("int644", "It is nearly that: look at the spelling."),
        ("my_dtype = torch.float32", "torch.float32 is for numbers"),
        ("my_dtype = torch.int32", "uses twice as many bits"),
        (64, "A text is asked for, in quotes."),
        ("my_dtype = torch.tensor([73, 67, 43])", "A text is asked for, in quotes."),
    ],
    "init": [
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, requires_grad=True)
    b = torch.randn(n_targets, requires_grad=True)
    print(w, b)""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, requires_grad=True)
    b = torch.randn(n_targets, requires_grad=True)""",
            "The line with `return` is missing.",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    w = torch.randn(n_targets, n_inputs, requires_grad=True)
    b = torch.randn(n_targets, requires_grad=True)
    return w, b""",
            "The seed is not used, so the numbers",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_targets, n_inputs)
    b = torch.randn(n_targets)
    return w, b""",
            "`requires_grad=True` is missing",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, requires_grad=True) * 0.1
    b = torch.randn(n_targets, requires_grad=True) * 0.1
    return w, b""",
            "In result 1: every number is 10 times too small.",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(0)
    w = torch.randn(2, 3, requires_grad=True)
    b = torch.randn(2, requires_grad=True)
    return w, b""",
            "Your function never uses its argument",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_inputs, n_targets, requires_grad=True)
    b = torch.randn(n_targets, requires_grad=True)
    return w, b""",
            "The shape of w is turned.",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, requires_grad=True)
    return w""",
            "That is result 1 alone.",
        ),
        (
            """\
def my_init(n_inputs, n_targets, seed):
    g = torch.generator().manual_seed(seed)
    return torch.randn(n_targets, n_inputs, generator=g), torch.randn(n_targets, generator=g)""",
            "It has no attribute of this name",
        ),
        (torch.ones(2, 3), "That is no function"),
    ],
    "parameter_count": [
        (-44, "The size is right, and the sign is not."),
        (4.4, "The digits are right. The decimal point is"),
        ((40, 4), "One number is asked for, and a comma makes"),
        ("44", "That is a text. Leave out the quotes."),
        ([44], "That is a row with one number in it."),
        ("my_parameter_count = lambda: 44", "That is a function, not its result. Call it,"),
        ("44 parameters", "Only the number is asked for, without its unit and without"),
        ("my_parameter_count = 4 * 10 + 1", "You counted one bias for all targets"),
    ],
}
