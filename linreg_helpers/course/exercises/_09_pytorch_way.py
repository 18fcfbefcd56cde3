"""Exercises of notebook 9: batches, the loop with an optimizer, and a model of one's own."""

import textwrap

import torch
from torch import nn

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.checking.values import run_program
from linreg_helpers.course.exercises._tables import numbers, table

check_recall_standardise = Exercise(
    name="recall_standardise",
    question="An input has the mean 60 and the standard deviation 20. What is the standardised "
    "value of 100?",
    answer=2,
    wrong=[
        (40, "That is the distance from the mean. It was not divided."),
        (5, "The mean was not subtracted."),
        (-2, "The sign is turned: 100 lies above the mean."),
        (97, "The division came first. Subtract first, with round brackets."),
        (0.4, "You divided by the value itself. What is the spread?"),
        (40 / 60, "You divided by the mean. What is the spread?"),
        (8, "You added the mean. Subtract it."),
        (4, "Half of the spread was used."),
        (800, "You multiplied by the spread. Divide."),
        (0.1, "You divided by the square of the spread."),
    ],
    hints=["How far is 100 from the mean, counted in standard deviations?"],
    code="my_recall_standardise = (100 - 60) / 20",
    insight="A standardised value counts standard deviations from the mean, so it has no unit.",
)

check_recall_exact_fit = Exercise(
    name="recall_exact_fit",
    question="Four of the five regions are the training rows, and each target has four "
    "parameters. What is the least possible loss on these four rows?",
    answer=0,
    also=["zero"],
    wrong=[
        (0.4831, "That is the least loss on all five rows."),
        (0.58, "That is a loss after 5000 steps on all five rows."),
        (0.962, "That is the apples' part of the least loss on all five rows."),
        (42.59, "That is the loss on the rows that were left out."),
        (0.7, "That is the typical miss on all five rows, in tons."),
        (4, "That is the number of parameters. How well can four numbers fit four rows?"),
        (1, "One more row than parameters leaves one free difference. Here there is no more."),
        (0.25, "How well can four numbers fit four rows?"),
        (-1, "A loss is a mean of squares, and never negative."),
    ],
    hints=["Through how many points can a line with two parameters pass exactly?"],
    code="my_recall_exact_fit = 0",
    insight="As many parameters as rows fit them exactly, whatever they mean: that proves nothing.",
)

check_steps = Exercise(
    name="steps",
    question="A table has 1000 rows, and the batch size is 64. How many steps has an epoch?",
    answer=16,
    wrong=[
        (15, "The last batch is smaller, and it counts too."),
        (15.625, "A step is whole. The last batch is a smaller one."),
        (15.6, "A step is whole, and the rows that are left make one too."),
        (64, "That is the number of rows of a batch."),
        (1000, "That would be a batch for each row."),
        (1, "One step in an epoch is the full loop, without batches."),
        (17, "That is one too many: how much is 15 · 64?"),
        (40, "That is the number of rows in the last batch."),
        (960, "That is the number of rows in the full batches."),
        (64_000, "You multiplied. Each batch takes rows away from the 1000."),
        (0.064, "You divided the wrong way round."),
        (936, "That is what the first batch leaves."),
        (1064, "You added. How many times do 64 rows fit into 1000?"),
        (3, "That was the table of five rows, in batches of two."),
        (32, "There is one step for each batch, not two."),
        (500, "That would be batches of two rows."),
    ],
    hints=["How many full batches are there, and what is left?", "15 · 64 is 960."],
    code="import math\n\nmy_steps = math.ceil(1000 / 64)",
    insight="An epoch is one pass through all rows, in as many steps as there are batches.",
)

LINES = (
    "optimizer.step()",
    "loss = loss_of(pred, y)",
    "optimizer.zero_grad()",
    "pred = model(x)",
    "loss.backward()",
)


def _model(x, y):
    """Return a model with fixed parameters, for tables of these shapes."""
    model = nn.Linear(x.shape[1], y.shape[1])
    with torch.no_grad():
        for seed, parameter in enumerate(model.parameters()):
            parameter.copy_(numbers(*parameter.shape, seed=seed))
    return model


def _after_three_passes(program):
    x, y, *_ = table(5, 4, 3)
    model = _model(x, y)
    names = {"optimizer": torch.optim.SGD(model.parameters(), lr=0.02), "loss_of": nn.MSELoss()}
    loop = "for _ in range(3):\n" + textwrap.indent(program, "    ")
    run_program(loop, model=model, x=x, y=y, **names)
    return {name: value.detach() for name, value in model.named_parameters()}


check_order = Exercise(
    name="order",
    question="In which order do these five lines stand in a loop? Write their numbers, such as "
    "`[1, 2, 3, 4, 5]`.",
    answer=[4, 2, 5, 1, 3],
    lines=LINES,
    run=_after_three_passes,
    wrong=[
        ([4, 2, 5, 3, 1], "The gradients are gone before the step can use them."),
        (
            [1, 4, 2, 5, 3],
            "The step comes before there are gradients, and what `backward` then finds is thrown "
            "away.",
        ),
        (
            [4, 2, 1, 5, 3],
            "The step comes before there are gradients, and what `backward` then finds is thrown "
            "away. Nothing ever moves.",
        ),
        (
            [3, 1, 4, 2, 5],
            "The step comes right after the gradients were cleared, so it never moves anything.",
        ),
        (
            [1, 3, 4, 2, 5],
            "The step uses the gradients of the pass before: the first step has none, and the last "
            "gradients are never used.",
        ),
        ([2, 4, 5, 1, 3], "The loss needs predictions, which are made by another line."),
        ([5, 4, 2, 1, 3], "`backward` stands first, and there is no loss yet to start from."),
        ([4, 5, 2, 1, 3], "`backward` starts from a loss, and there is none yet."),
    ],
    hints=[
        "Which line uses nothing but the model and the inputs? It makes what the loss needs.",
        "`backward` makes the gradients and `step` uses them. Clear them at one end of the loop.",
    ],
    code="my_order = [4, 2, 5, 1, 3]",
    insight="`backward` makes the gradients, `step` uses them, `zero_grad` clears them.",
)


def _fit(model, x, y, lr, n_steps):
    return _loop(model, x, y, torch.optim.SGD(model.parameters(), lr=lr), n_steps)


def _loop(model, x, y, optimizer, n_steps, loss_of=torch.nn.functional.mse_loss, zero=True):
    losses = []
    for _ in range(n_steps):
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        if zero:
            optimizer.zero_grad()
        losses.append(loss.item())
    return losses


def _sgd(model, lr, **options):
    return torch.optim.SGD(model.parameters(), lr=lr, **options)


def _losses_and_parameters(fit, model, x, y, lr, n_steps):
    losses = fit(model, x, y, lr, n_steps)
    parameters = {name: value.detach() for name, value in model.named_parameters()}
    return {"losses": losses, **parameters}


def _lets_nothing_move(model, x, y, lr, n_steps):
    return _loop(model, x, y, _sgd(model, 0.0), n_steps)


def _returns_in_the_loop(model, x, y, lr, n_steps):
    return _fit(model, x, y, lr, 1)


def _returns_the_last_loss(model, x, y, lr, n_steps):
    return _fit(model, x, y, lr, n_steps)[-1]


def _measures_after_the_step(model, x, y, lr, n_steps):
    first = _fit(model, x, y, lr, n_steps)
    return [*first[1:], nn.functional.mse_loss(model(x), y).item()]


def _appends_one_more(model, x, y, lr, n_steps):
    first = _fit(model, x, y, lr, n_steps)
    return [*first, nn.functional.mse_loss(model(x), y).item()]


def _moves_by_hand_and_clears_nothing(model, x, y, lr, n_steps):
    return _loop(model, x, y, _sgd(model, lr), n_steps, zero=False)


def _steps_with_the_gradients_of_the_pass_before(model, x, y, lr, n_steps):
    losses, optimizer = [], _sgd(model, lr)
    for _ in range(n_steps):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
        losses.append(loss.item())
    return losses


def _makes_an_optimizer_of_the_method(model, x, y, lr, n_steps):
    return _loop(model, x, y, torch.optim.SGD(model.parameters, lr=lr), n_steps)


def _makes_a_loss_of_two_tables(model, x, y, lr, n_steps):
    return nn.MSELoss(model(x), y)


def _asks_a_plain_number_for_gradients(model, x, y, lr, n_steps):
    loss = nn.functional.mse_loss(model(x), y).item()
    loss.backward()


def _fits_with(**options):
    def fit(model, x, y, lr, n_steps):
        return _loop(model, x, y, _sgd(model, lr), n_steps, **options)

    return fit


check_fit = Exercise(
    name="fit",
    question="Write `my_fit`. It trains `model` on all rows with `torch.optim.SGD` and "
    "`nn.MSELoss`, takes `n_steps` steps with the learning rate `lr`, and returns a list: the loss "
    "before each step.",
    answer=_fit,
    cases=[
        (_model(x, y), x, y, lr, n_steps)
        for (x, y, *_), lr, n_steps in ((table(5, 4, 3), 0.02, 3), (table(4, 3, 5), 0.03, 4))
    ],
    run=_losses_and_parameters,
    wrong=[
        (
            _moves_by_hand_and_clears_nothing,
            "The gradients of all passes add up. The optimizer has a method that clears them.",
        ),
        (
            _lets_nothing_move,
            "The model has not moved: when the step was taken there were no gradients, or the "
            "step was never taken. Is it called, with round brackets?",
        ),
        (
            _steps_with_the_gradients_of_the_pass_before,
            "Each step uses the gradients of the pass before, and the first step has none.",
        ),
        (_returns_in_the_loop, "There is one loss only. Is `return` inside the loop?"),
        (_returns_the_last_loss, "You returned the last loss. A list of all of them is asked for."),
        (_measures_after_the_step, "These are the losses after each step."),
        (_appends_one_more, "There is one loss more than steps: the one after the last step."),
        (
            lambda model, x, y, lr, n_steps: _fit(model, x, y, lr, n_steps + 1),
            "That is one step too many.",
        ),
        (
            lambda model, x, y, lr, n_steps: _fit(model, x, y, lr, n_steps - 1),
            "That is one step too few. `range(n_steps)` counts from 0.",
        ),
        (
            lambda model, x, y, lr, n_steps: _fit(model, x, y, 1e-3, n_steps),
            "The optimizer does not know `lr`, and takes its own 0.001.",
        ),
        (
            lambda model, x, y, lr, n_steps: _fit(model, x, y, 1e-5, n_steps),
            "The learning rate is 1e-5, as in earlier notebooks. Here it is the argument `lr`.",
        ),
        (
            lambda model, x, y, lr, n_steps: _loop(
                model, x, y, torch.optim.Adam(model.parameters(), lr=lr), n_steps
            ),
            "That is the optimizer Adam. `torch.optim.SGD` is asked for.",
        ),
        (
            lambda model, x, y, lr, n_steps: _loop(
                model, x, y, _sgd(model, lr, momentum=0.9), n_steps
            ),
            "The optimizer has a momentum of 0.9: it keeps a part of the steps before.",
        ),
        (
            _fits_with(loss_of=nn.functional.l1_loss),
            "`L1Loss` takes absolute values in place of squares.",
        ),
        (
            _fits_with(loss_of=nn.MSELoss(reduction="sum")),
            "The loss is the sum of the squares. The mean is asked for.",
        ),
        (
            _makes_an_optimizer_of_the_method,
            "`parameters` is a method of the model. Round brackets behind it call it.",
        ),
        (
            _makes_a_loss_of_two_tables,
            "`nn.MSELoss` makes the loss function, once, before the loop. What it has made gets "
            "predictions and targets, in the loop.",
        ),
        (
            _asks_a_plain_number_for_gradients,
            "`.item()` returns a plain number, which has no `backward`. Take it for the list only.",
        ),
    ],
    hints=[
        "Before the loop: an optimizer from `model.parameters()` and `lr`, a loss function, an "
        "empty list. In the loop: the five lines of the exercise before, and one that appends.",
        "The lines in the loop: `loss = loss_of(model(x), y)`, `loss.backward()`, "
        "`optimizer.step()`, `optimizer.zero_grad()`, `losses.append(loss.item())`.",
    ],
    code="""\
def my_fit(model, x, y, lr, n_steps):
    loss_of = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = loss_of(model(x), y)  # forward, loss
        loss.backward()              # backward
        optimizer.step()             # step
        optimizer.zero_grad()        # zero
        losses.append(loss.item())
    return losses""",
    insight="The same loop trains any model: only `model` and the loss function change.",
    minutes=10,
)


class _Scaled(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std
        self.linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        return self.linear((x - self.mean) / self.std)


def _with(name, function, base=_Scaled):
    """Return a class with one method in place of that of the right class."""
    return type("my_model", (base,), {name: function})


def _what_it_does(make, mean, std, n_targets):
    """Look at a model whose weights and biases are set to fixed numbers, however they are kept."""
    model = make(mean, std, n_targets)
    if not isinstance(model, nn.Module):
        return {"the class": "no nn.Module", "numbers that it learns": 0, "predictions": None}
    d, learns = len(mean), [p for p in model.parameters() if p.requires_grad]
    with torch.no_grad():
        for parameter in learns:
            weights = parameter.ndim == 2 and parameter.numel() == d * n_targets
            if weights:
                fixed = numbers(n_targets, d, seed=1)
                parameter.copy_(fixed if parameter.shape == fixed.shape else fixed.T)
            elif parameter.numel() == n_targets:
                parameter.copy_(numbers(n_targets, seed=2).reshape(parameter.shape))
    return {
        "the class": "an nn.Module",
        "numbers that it learns": sum(parameter.numel() for parameter in learns),
        "predictions": model(numbers(7, d, seed=3, largest=90)),
    }


def _starts_without_super(self, mean, std, n_targets):
    self.mean, self.std = mean, std
    self.linear = nn.Linear(len(mean), n_targets)


def _learns_mean_and_std(self, mean, std, n_targets):
    nn.Module.__init__(self)
    self.mean, self.std = nn.Parameter(mean), nn.Parameter(std)
    self.linear = nn.Linear(len(mean), n_targets)


def _has_no_bias(self, mean, std, n_targets):
    nn.Module.__init__(self)
    self.mean, self.std = mean, std
    self.linear = nn.Linear(len(mean), n_targets, bias=False)


def _has_two_targets(self, mean, std, n_targets):
    _Scaled.__init__(self, mean, std, 2)


def _has_three_inputs(self, mean, std, n_targets):
    _Scaled.__init__(self, mean, std, n_targets)
    self.linear = nn.Linear(3, n_targets)


def _turns_the_sizes(self, mean, std, n_targets):
    _Scaled.__init__(self, mean, std, n_targets)
    self.linear = nn.Linear(n_targets, len(mean))


def _keeps_plain_tensors(self, mean, std, n_targets):
    nn.Module.__init__(self)
    self.mean, self.std = mean, std
    self.linear = lambda x: x @ torch.ones(len(mean), n_targets) + torch.ones(n_targets)


def _is_watched_by_nobody(self, x):
    with torch.no_grad():
        return _Scaled.forward(self, x)


check_model = Exercise(
    name="model",
    question="Write the class `my_model`, an `nn.Module` that scales its inputs itself. It keeps "
    "`mean` and `std`, which are not learned, and an `nn.Linear` of the right size. Its `forward` "
    "takes raw inputs and returns the predictions for the standardised ones.",
    answer=_Scaled,
    about=["requires_grad"],
    cases=[
        (numbers(5, seed=4, largest=90), numbers(5, seed=5, largest=9).abs() + 1, 3),
        (numbers(3, seed=6, largest=90), numbers(3, seed=7, largest=9).abs() + 1, 4),
    ],
    run=_what_it_does,
    untouched="""\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        ...  # your code here

    def forward(self, x):
        ...  # your code here""",
    wrong=[
        (
            _with("forward", lambda self, x: self.linear(x)),
            "The inputs are not standardised: `mean` and `std` are not used.",
        ),
        (
            _with("forward", lambda self, x: self.linear(x - self.mean)),
            "The mean is subtracted, and nothing is divided.",
        ),
        (
            _with("forward", lambda self, x: self.linear(x / self.std)),
            "The inputs are divided, and no mean is subtracted.",
        ),
        (
            _with("forward", lambda self, x: self.linear(x - self.mean / self.std)),
            "Only the mean was divided. Put round brackets around the difference.",
        ),
        (
            _with("forward", lambda self, x: self.linear((x + self.mean) / self.std)),
            "The mean was added. Subtract it.",
        ),
        (
            _with("forward", lambda self, x: self.linear((x - self.mean) * self.std)),
            "You multiplied by the standard deviation. Divide by it.",
        ),
        (
            _with("forward", lambda self, x: self.linear((x - self.std) / self.mean)),
            "`mean` and `std` have changed places.",
        ),
        (
            _with("forward", lambda self, x: (self.linear(x) - self.linear(self.mean)) / self.std),
            "The predictions were scaled. Scale the inputs, before the `nn.Linear`.",
        ),
        (
            _with("forward", lambda self, x: self.linear((x - x.mean(0)) / x.std(0))),
            "These are the mean and the spread of the new rows. Use those that the model keeps.",
        ),
        (
            _with(
                "forward",
                lambda self, x: self.linear((x - x.mean(0)) / x.std(0, correction=0)),
            ),
            "The new rows were standardised with their own mean and spread.",
        ),
        (
            _with("forward", lambda self, x: (x - self.mean) / self.std),
            "Those are the standardised inputs. The `nn.Linear` is not used.",
        ),
        (_with("forward", lambda self, x: None), "`forward` returns nothing."),
        (
            _with("forward", _is_watched_by_nobody),
            "The predictions are right, and cut off from the parameters: nothing can be learned.",
        ),
        (
            _with("__init__", _starts_without_super, nn.Module),
            "The first line of `__init__` is missing: `super().__init__()`.",
        ),
        (
            _with("__init__", _learns_mean_and_std),
            "`mean` and `std` are parameters too, so that training would change them.",
        ),
        (_with("__init__", _has_no_bias), "The `nn.Linear` has no bias."),
        (
            _with("__init__", _has_two_targets),
            "The model always has two targets. Their number is `n_targets`.",
        ),
        (
            _with("__init__", _has_three_inputs),
            "The model always has three inputs. Their number is `len(mean)`.",
        ),
        (
            _with("__init__", _turns_the_sizes),
            "The sizes are turned: `nn.Linear` takes the number of inputs first.",
        ),
        (
            _with("__init__", _keeps_plain_tensors),
            "The model learns nothing: it has no `nn.Linear` of its own that PyTorch can find.",
        ),
        (
            type("my_model", (), {"__init__": lambda self, mean, std, n_targets: None}),
            "The class is no `nn.Module`: that name stands in round brackets behind `my_model`.",
        ),
        (
            _with("__init__", _has_no_bias, nn.Module),
            "`forward` is missing, or its name is misspelt.",
        ),
    ],
    hints=[
        "In `__init__` keep three things under `self`: the mean, the standard deviation, and an "
        "`nn.Linear(len(mean), n_targets)`.",
        "`forward` standardises and predicts: `return self.linear((x - self.mean) / self.std)`.",
    ],
    code="""\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std
        self.linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        return self.linear((x - self.mean) / self.std)""",
    insight="A model that scales its inputs itself can never be fed with the wrong scale.",
    minutes=10,
)
