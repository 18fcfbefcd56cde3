"""Right and wrong answers to the exercises of notebook 6, as learners write them."""

import torch

COMPLETE = True  # there are enough of them, see `LEAST`

RIGHT = {
    "recall_hardly_moved": ["the bias", "Bias", "B"],
    "recall_trap": ["my_recall_trap = torch.zeros(5, 1).sub(torch.zeros(5)).numel()"],
    "least_squares": [
        """\
def my_least_squares(x, y):
    A = np.column_stack([x, np.ones(len(x))])
    theta = torch.tensor(np.linalg.lstsq(A, y.numpy(), rcond=None)[0])
    return theta[:-1].T, theta[-1]""",
        """\
def my_least_squares(x, y):
    ones = torch.ones(x.shape[0], 1)
    solution = torch.linalg.lstsq(torch.hstack([ones, x]), y).solution
    return solution[1:].T, solution[0]""",
        """\
def my_least_squares(x, y):
    A = torch.cat((x, torch.ones_like(x[:, :1])), dim=-1).double()
    theta = torch.linalg.lstsq(A, y.double())[0]
    w, b = theta[:-1].T, theta[-1]
    return w, b""",
        """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], 1)
    theta = torch.linalg.solve(A.T @ A, A.T @ y)
    return [theta[:-1].t(), theta[-1]]""",
        """\
def my_least_squares(x, y):
    w = torch.linalg.lstsq(x - x.mean(0), y - y.mean(0)).solution.T
    return w, y.mean(0) - w @ x.mean(0)""",
        """\
def my_least_squares(x, y):
    print("fitting", x.shape)
    A = torch.cat([x, torch.ones(len(x), 1)], 1)
    theta = torch.linalg.pinv(A) @ y
    print(theta)
    return theta[:-1].T, theta[-1]""",
        "my_least_squares = least_squares",
        "my_least_squares = lambda x, y: least_squares(x.double(), y.double())",
        """\
class Fit:
    def __call__(self, x, y):
        A = torch.nn.functional.pad(x, (0, 1), value=1.0)
        theta = torch.linalg.lstsq(A, y).solution
        return theta[:-1].T, theta[-1]

my_least_squares = Fit()""",
        """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    rows = [torch.linalg.lstsq(A, column[:, None]).solution[:, 0] for column in y.T]
    theta = torch.stack(rows)
    return theta[:, :-1], theta[:, -1]""",
    ],
    "rows_needed": [
        "my_rows_needed = len([0, 1, 2, 3, 4])",
    ],
    "left_out": [
        """\
def my_left_out(x, y):
    out = torch.zeros(len(x), y.shape[1])
    for i in range(len(x)):
        keep = torch.arange(len(x)) != i
        w, b = least_squares(x[keep], y[keep])
        out[i] = x[i] @ w.T + b
    return out""",
        """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        w, b = least_squares(torch.cat([x[:i], x[i + 1:]]), torch.cat([y[:i], y[i + 1:]]))
        rows.append(w @ x[i] + b)
    return torch.stack(rows)""",
        """\
def my_left_out(x, y):
    others = lambda t, i: torch.cat((t[:i], t[i + 1:]))
    return torch.cat([predict(x[[i]], *least_squares(others(x, i), others(y, i)))
                      for i in range(x.shape[0])], dim=0)""",
        """\
def my_left_out(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    hat = A @ torch.linalg.pinv(A)
    diff = hat @ y - y
    return y + diff / (1 - hat.diag())[:, None]""",
        """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        print(i)
        mask = torch.ones(len(x), dtype=torch.bool)
        mask[i] = False
        A = torch.cat([x[mask], torch.ones(len(x) - 1, 1)], 1)
        theta = torch.linalg.lstsq(A, y[mask]).solution
        rows += [torch.cat([x[i], torch.ones(1)]) @ theta]
    return torch.stack(rows)""",
        """\
def my_left_out(x, y):
    x, y = x.double(), y.double()
    rows = [None] * len(x)
    for i in reversed(range(len(x))):
        j = [k for k in range(len(x)) if not k == i]
        rows[i] = predict(x[i][None], *least_squares(x[j], y[j]))
    return torch.vstack(rows)""",
        """\
def my_left_out(x, y):
    rows = []
    for i, row in enumerate(x):
        index = np.delete(np.arange(len(x)), i)
        w, b = least_squares(x[index], y[index])
        rows.append((row @ w.T + b).tolist())
    return torch.tensor(rows)""",
        """\
def my_left_out(x, y):
    rows = []
    i = 0
    while i < len(x):
        w, b = least_squares(x[torch.arange(len(x)) != i], y[torch.arange(len(y)) != i])
        rows.append(predict(x[i:i+1], w, b).squeeze(0))
        i += 1
    return torch.stack(rows, dim=0)""",
        """\
def one(i, x, y):
    others = sorted(set(range(len(x))) - {i})
    return predict(x[i:i + 1], *least_squares(x[others], y[others]))

def my_left_out(x, y):
    return torch.cat([one(i, x, y) for i in range(len(x))])""",
    ],
    "left_out_miss": ["my_left_out_miss = 0.3 / (1 - 0.9)", "my_left_out_miss = 0.3 * 10"],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_hardly_moved": [
        ("gradients", "The gradients are no parameters"),
        ("learning rate", "The learning rate is chosen, and no parameter"),
        ("w", "`w` are the weights, and those of all runs ended close"),
        (4, "A text is asked for, in quotes."),
    ],
    "recall_trap": [
        (50, "Each pair is counted once: 5 rows against 5 targets."),
        (24, "None is left out: each of the 5 rows meets each of the 5"),
        ("25 numbers", "Only the number is asked for, without its unit and without"),
    ],
    "least_squares": [
        ("def my_least_squares(x, y):\n    least_squares(x, y)", "return"),
        ("def my_least_squares(x, y):\n    print(least_squares(x, y))", "print"),
        ("def my_least_squares(x, y):\n    return least_squares", "brackets"),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(5, 1)], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1].T, theta[-1]""",
            "five ones",
        ),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=0)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[:-1].T, theta[-1]""",
            "dim=1",
        ),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, y)
    return theta[:-1].T, theta[-1]""",
            ".solution",
        ),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, y).solution
    return theta[1:].T, theta[0]""",
            None,
        ),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.zeros(len(x), 1)], dim=1)
    theta = torch.linalg.pinv(A) @ y
    return theta[:-1].T, theta[-1]""",
            "column of ones",
        ),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    return torch.linalg.lstsq(A, y).solution[:-1].T""",
            "result 1 alone",
        ),
        (
            """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, y).solution.round(decimals=1)
    return theta[:-1].T, theta[-1]""",
            "In result 1: it is rounded",
        ),
    ],
    "rows_needed": [
        (7, "One row is left out at a time, whatever the number of"),
        (20, "The numbers are not multiplied"),
        (10, "Count the parameters of one target only, and one row more."),
        (16, "The numbers are not multiplied"),
        (2, "That is enough for one parameter"),
        (-5, "sign"),
        (50, "decimal point"),
        ("5,0", "decimal sign"),
        ("5", "quotes"),
        ((5,), "brackets"),
        (torch.Size([5, 3]), "comma"),
    ],
    "left_out": [
        ("def my_left_out(x, y):\n    least_squares(x, y)", "return"),
        (
            """\
def my_left_out(x, y):
    rows = []
    for i in range(5):
        others = [j for j in range(5) if j != i]
        w, b = least_squares(x[others], y[others])
        rows.append(predict(x[i:i + 1], w, b))
    return torch.cat(rows)""",
            "five rows in your",
        ),
        (
            """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        others = [j for j in range(len(x)) if j != i]
        w, b = least_squares(x[others], y)
        rows.append(predict(x[i:i + 1], w, b))
    return torch.cat(rows)""",
            "Leave row i out of `y` too",
        ),
        (
            """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        others = [j for j in range(len(x)) if j != i]
        w, b = least_squares(x[others], y[others])
        rows.append(predict(x[i:i + 1], w, b))
    print(torch.cat(rows))""",
            "print",
        ),
    ],
    "left_out_miss": [
        ("0,3 / 0,1", "That is a text"),
        ("3 tons", "Only the number is asked for, without its unit and without"),
        ("3", "quotes"),
    ],
}
