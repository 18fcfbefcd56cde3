"""What notebook 1 says of the table, of tensors and of random parameters."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from linreg_helpers import DescentPath, init_params, load_fruit_yields
from linreg_helpers.course import plots
from linreg_helpers.course.exercises import check_dtype
from linreg_helpers.course.workbook.page import without_outputs
from tests.oracles import X, Y
from tests.pages.claims import claim, least_loss
from tools.make_pages import read_notebooks

DATA = load_fruit_yields()


def order_by(k):
    return np.argsort(DATA.inputs[:, k])


# --- the table ------------------------------------------------------------------------------------


@claim(
    "how warm, how wet and how humid each one is, and how many tons of apples and oranges it grew",
    "temperature in degrees Fahrenheit, rainfall in millimetres, humidity in percent.",
)
def _():
    assert list(DATA.input_names) == ["temperature (°F)", "rainfall (mm)", "humidity (%)"]
    assert list(DATA.target_names) == ["apples (ton)", "oranges (ton)"]


@claim("`[*inputs.T, *targets.T]` is a list of the five columns.")
def _():
    columns = [*DATA.inputs.T, *DATA.targets.T]
    assert len(columns) == 5
    assert columns[1].tolist() == [67, 88, 134, 43, 96]


@claim("`load_fruit_yields` returns the same numbers with the names of the regions and columns.")
def _():
    assert DATA.inputs.tolist() == [
        [73, 67, 43],
        [91, 88, 64],
        [87, 134, 58],
        [102, 43, 37],
        [69, 96, 70],
    ]
    assert DATA.targets.tolist() == [[56, 70], [81, 101], [119, 133], [22, 37], [103, 119]]
    assert len(DATA.region_names) == 5


@claim(
    "Kanto had 73 °F, 67 mm of rain and 43 % humidity, and grew 56 tons of apples and 70 tons of "
    "oranges."
)
def _():
    assert DATA.region_names[0] == "Kanto"
    assert [*DATA.inputs[0], *DATA.targets[0]] == [73, 67, 43, 56, 70]


@claim(
    'title="Only rainfall puts all regions in order"',
    "In the middle panel, apples and oranges climb from left to right without a step back",
    "In the other two panels they go up and down.",
)
def _():
    for k in range(3):
        for j in range(2):
            rises = np.diff(DATA.targets[order_by(k), j])
            assert (rises > 0).all() == (k == 1)
            assert k == 1 or ((rises > 0).any() and (rises < 0).any())
    axes = plots.yields_against_inputs(X, Y, **{n: getattr(DATA, n) for n in DATA._fields[2:]})
    assert axes[1].get_xlabel() == "rainfall (mm)"
    plt.close(axes[0].figure)


@claim("the wettest region has the largest harvest, and the driest has the smallest.")
def _():
    rain = DATA.inputs[:, 1]
    for harvest in DATA.targets.T:
        assert np.argmax(rain) == np.argmax(harvest)
        assert np.argmin(rain) == np.argmin(harvest)


@claim("Yet the hottest region, Sinnoh, is the driest too")
def _():
    assert DATA.region_names[np.argmax(DATA.inputs[:, 0])] == "Sinnoh"
    assert DATA.region_names[np.argmin(DATA.inputs[:, 1])] == "Sinnoh"


# --- tensors and kinds of numbers -----------------------------------------------------------------


@claim("it can find the slope of a result for each number that went into it.")
def _():
    numbers = torch.tensor([3.0, -2.0], requires_grad=True)
    (numbers**2).sum().backward()
    assert numbers.grad.tolist() == [6, -4]


@claim("The dots after the numbers say that they are floating-point numbers, not whole numbers.")
def _():
    assert str(torch.tensor([73.0])) == "tensor([73.])"
    assert str(torch.tensor([73])) == "tensor([73])"


@claim("`from_numpy` copies nothing. The array and the tensor share one memory")
def _():
    array = np.array([1.0])
    assert torch.from_numpy(array).data_ptr() == array.__array_interface__["data"][0]
    assert torch.tensor(array).data_ptr() != array.__array_interface__["data"][0]


@claim(
    "numbers with a decimal point become `float64`, which uses 64 bits for each number.",
    "PyTorch's own default is `float32`, which needs half the memory of `float64`.",
)
def _():
    assert np.array([1.5]).itemsize * 8 == 64
    assert torch.tensor([1.5]).dtype == torch.float32
    assert 2 * torch.float32.itemsize == torch.float64.itemsize


@claim(
    "Some operations mix the kinds in this silent way, and others stop with an error that speaks "
    "of `double`, another name for `float64`, and `float`, here `float32`."
)
def _():
    single, double = torch.ones(2, 2), torch.ones(2, 2, dtype=torch.float64)
    assert torch.nn.functional.mse_loss(single, double).dtype == torch.float64
    assert torch.double is torch.float64
    assert torch.float is torch.float32
    with pytest.raises(RuntimeError, match="double != float"):
        double @ single


@claim("You gave a `dtype` to both tables at the start, so for them you will not need it.")
def _():
    assert DATA.inputs.dtype == DATA.targets.dtype == np.float32
    w, b = init_params(3, 2, seed=0)
    assert (torch.from_numpy(DATA.inputs) @ w.T + b).dtype == torch.float32


# --- random parameters ----------------------------------------------------------------------------


@claim("about two thirds of them lie between -1 and 1")
def _():
    numbers = torch.randn(100_000, generator=torch.Generator().manual_seed(0))
    assert 0.66 < (numbers.abs() < 1).float().mean() < 0.7
    assert abs(numbers.mean()) < 0.02


@claim("There are 6 weights and 2 biases, and all of them are watched.")
def _():
    assert [part.numel() for part in init_params(3, 2, seed=0)] == [6, 2]
    assert all(part.requires_grad for part in init_params(3, 2, seed=0))


@claim("The same seed gives the same numbers.", "Change the seed to 1 and run it: they change.")
def _():
    again, other = init_params(3, 2, seed=0), init_params(3, 2, seed=1)
    for part, same, changed in zip(init_params(3, 2, seed=0), again, other, strict=True):
        assert torch.equal(part, same)
        assert not torch.equal(part, changed)


@claim("any start will do, and for this model even zeros would.")
def _():
    x, y = X.double(), Y.double()
    starts = [init_params(3, 2, seed=1), (torch.zeros(2, 3), torch.zeros(2))]
    for w, b in starts:
        w, b = w.detach().double(), b.detach().double()
        (loss,) = DescentPath(x, y, w, b, lr=1e-4).losses([20_000_000])
        assert abs(loss - least_loss()) < 1e-6


@claim("In a network with several layers it is different: there, parts that start equal stay equal")
def _():
    x, y = X.double() / 100, Y.double() / 100
    first = torch.full((4, 3), 0.3, dtype=torch.float64, requires_grad=True)
    last = torch.full((2, 4), 0.2, dtype=torch.float64, requires_grad=True)
    before = first.detach().clone()
    for _ in range(20):
        ((torch.tanh(x @ first.T) @ last.T - y) ** 2).mean().backward()
        with torch.no_grad():
            for part in (first, last):
                part -= 0.1 * part.grad
                part.grad.zero_()
    assert not torch.allclose(first, before)
    assert torch.allclose(first, first[:1].expand(4, 3))


@claim(
    "A generator of its own keeps its seed apart from all other random numbers in the program.",
    "Without a seed, `None` stands for the generator that PyTorch uses anyway.",
)
def _():
    torch.manual_seed(3)
    first = torch.randn(3, generator=None)
    torch.manual_seed(3)
    assert torch.equal(torch.randn(3), first)
    before = torch.get_rng_state()
    torch.randn(3, generator=torch.Generator().manual_seed(7))
    assert torch.equal(torch.get_rng_state(), before)


@claim(
    "A result such as `w * 0.1` is watched too, but as something computed from `w`: learning "
    "changes only the tensors that stand at the beginning, which PyTorch calls leaves."
)
def _():
    w, _ = init_params(3, 2, seed=0)
    small = w * 0.1
    assert small.requires_grad
    assert w.is_leaf
    assert not small.is_leaf
    small.sum().backward()
    assert w.grad is not None
    before = small.detach().clone()
    with torch.no_grad():
        w -= w.grad
    assert torch.equal(small, before)


@claim('Write it as a text, such as `"float16"`.')
def _():
    assert str(torch.tensor([73, 67, 43]).dtype) == f"torch.{check_dtype.answer}"


@claim(
    "In your own workbook no output stands below a cell before you run it. The pages of the course",
    "come with theirs, and some of these are answers",
)
def _():
    (page,) = (page for path, page in read_notebooks().items() if path.stem == "01_random_init")
    shown = "".join(out.get("text", "") for cell in page.cells for out in cell.get("outputs", []))
    assert "the truth: 8" in shown
    mine = without_outputs(page, "01_random_init.ipynb")
    assert not any(cell.get("outputs") for cell in mine.cells)


@claim("From here on the data never change, so sharing is safe.")
def _():
    pages = list(read_notebooks().values())[2:]
    code = [cell.source for page in pages for cell in page.cells if cell.cell_type == "code"]
    changed = r"^\s*(x|y|inputs|targets)(\[.*\])?\s*([-+*/]=|(?<=\])\s*=[^=])"
    assert not [source for source in code if re.search(changed, source, re.MULTILINE)]
    assert re.search(changed, "inputs[0, 0] = 999")
