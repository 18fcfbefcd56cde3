"""Right and wrong answers to the exercises of notebook 10, as learners write them."""

COMPLETE = True

RIGHT = {
    "recall_moves": [
        "Step",
        "step()",
        'my_recall_moves = "optimizer.step()"',
    ],
    "recall_shrinks": [
        "my_recall_shrinks = 1 - 0.4",
        "my_recall_shrinks = 3 / 5",
    ],
    "count_sums": [
        "my_count_sums = 102 * 102",
        "my_count_sums = torch.zeros(102, 102).numel()",
        "my_count_sums = np.square(100 + 1 + 1)",
    ],
    "mean_of_parts": [
        "my_mean_of_parts = 32 / 4",
        "my_mean_of_parts = np.mean([10, 10, 10, 2])",
        "my_mean_of_parts = np.average([10, 2], weights=[3, 1])",
        "my_mean_of_parts = 0.75 * 10 + 0.25 * 2",
    ],
    "sums": [
        """\
def my_sums(x, y):
    Z = torch.hstack([x, x.new_ones(len(x), 1), y]).double()
    return sum(torch.outer(row, row) for row in Z)""",
        """\
def my_sums(x, y):
    Z = torch.cat((x.double(), torch.ones(x.shape[0], 1).double(), y.double()), 1)
    return torch.matmul(Z.t(), Z)""",
        """\
def my_sums(x, y):
    x, y = x.double(), y.double()
    ones = torch.ones(len(x), 1, dtype=torch.float64)
    Z = torch.column_stack([x, ones, y])
    print(Z.shape)
    return Z.mT @ Z""",
        """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones_like(x[:, :1]), y], dim=-1).to(torch.float64)
    return torch.einsum("ni,nj->ij", Z, Z)""",
        """\
def my_sums(x, y):
    from linreg_helpers.sums import Statistics
    return Statistics.of(x, y).sums""",
        """\
def my_sums(x, y):
    columns = [*x.T, torch.ones(len(x)), *y.T]
    return torch.tensor([[(a * b).sum() for a in columns] for b in columns]).double()""",
        """\
def my_sums(x, y):
    Z = torch.ones(len(x), x.shape[1] + 1 + y.shape[1], dtype=torch.double)
    Z[:, :x.shape[1]] = x
    Z[:, x.shape[1] + 1:] = y
    return Z.T @ Z""",
        """\
def my_sums(x, y):
    Z = np.concatenate([x, np.ones((len(x), 1)), y], axis=1)
    return torch.from_numpy(Z.T @ Z)""",
        """\
def my_sums(inputs, targets):
    total = 0
    for x, y in zip(inputs.double(), targets.double()):
        z = torch.cat([x, torch.ones(1), y])
        total = total + z[:, None] * z
    return total""",
    ],
    "sums_loss": [
        """\
def my_sums_loss(statistics, w, b):
    numbers = torch.hstack([w, b.unsqueeze(1), -torch.eye(statistics.n_targets)]).double()
    return (numbers @ statistics.sums @ numbers.T).trace() / statistics.n_rows / len(b)""",
        """\
def my_sums_loss(statistics, w, b):
    m = statistics.n_targets
    numbers = torch.cat([w, b.reshape(m, 1), -torch.eye(m)], dim=1).to(torch.float64)
    products = numbers @ statistics.sums
    return (products * numbers).sum() / (m * statistics.n_rows)""",
        """\
def my_sums_loss(statistics, w, b):
    total = 0
    sums = statistics.sums
    for k in range(len(w)):
        row = torch.zeros(len(sums)).double()
        row[:w.shape[1]] = w[k]
        row[w.shape[1]] = b[k]
        row[w.shape[1] + 1 + k] = -1
        total += row @ sums @ row
    return total / (statistics.n_rows * statistics.n_targets)""",
        """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], 1).detach().numpy()
    sums = statistics.sums.numpy()
    return np.sum(numbers @ sums * numbers) / (statistics.n_rows * len(w))""",
        """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([-w, -b[:, None], torch.eye(len(w))], dim=1).double()
    return (numbers @ statistics.sums * numbers).sum(1).mean() / statistics.n_rows""",
        """\
def my_sums_loss(statistics, w, b):
    return statistics.train(w.clone(), b.clone(), lr=1e-6, n_steps=0).losses[0]""",
        """\
def my_sums_loss(s, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1)
    print(numbers.shape, s.sums.shape)
    loss = (numbers @ s.sums.float() * numbers).sum() / (s.n_rows * s.n_targets)
    return loss.item()""",
        """\
def my_sums_loss(statistics, w, b):
    theta = torch.cat([w, b[:, None]], dim=1).double()
    k = theta.shape[1]
    S = statistics.sums
    squares = (theta @ S[:k, :k] * theta).sum() - 2 * (theta * S[k:, :k]).sum() + S[k:, k:].trace()
    return squares / (statistics.n_rows * statistics.n_targets)""",
        """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1).double()
    n = statistics.sums[w.shape[1], w.shape[1]]
    return torch.einsum("ki,ij,kj->", numbers, statistics.sums, numbers) / (n * len(w))""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_moves": [
        ("loss.backward()", None),
        (3, "A text is asked for, in quotes."),
    ],
    "recall_shrinks": [
        ("my_recall_shrinks = 0.1 * 4", "taken away"),
        ("0,6", "decimal sign"),
    ],
    "count_sums": [
        ("my_count_sums = (100 + 1) ** 2", "102 columns"),
        (104.04, "decimal point"),
    ],
    "mean_of_parts": [
        ("my_mean_of_parts = (10 + 2) / 2", "more rows"),
        ("my_mean_of_parts = 3 * 10 + 2 / 4", None),
        (80, "decimal point"),
    ],
    "sums": [
        (
            """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(len(x), 1), y], dim=1)
    return Z.T @ Z""",
            "float32",
        ),
        (
            """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(len(x), 1), y], dim=1).double()
    Z.T @ Z""",
            "`return` is missing",
        ),
        (
            """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(5, 1), y], dim=1).double()
    return Z.T @ Z""",
            "Tables that are put together must agree in their other size",
        ),
        (
            """\
def my_sums(x, y):
    Z = torch.cat([x, 1, y], dim=1).double()
    return Z.T @ Z""",
            "Only tensors are put together here, and one of these is a",
        ),
        (
            """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(len(x), 1), y], dim=1).double()
    return Z @ Z""",
            "as many columns",
        ),
        ("my_sums = 7", "no function"),
    ],
    "sums_loss": [
        (
            """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1)
    squares = (numbers @ statistics.sums * numbers).sum()
    return squares / (statistics.n_rows * statistics.n_targets)""",
            "float64",
        ),
        (
            """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(2)], dim=1).double()
    squares = (numbers @ statistics.sums * numbers).sum()
    return squares / (statistics.n_rows * statistics.n_targets)""",
            "Tables that are put together must agree in their other size",
        ),
        (
            """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1).double()
    squares = (numbers @ statistics.sums * numbers).sum()
    print(squares / (statistics.n_rows * statistics.n_targets))""",
            "`return` is missing",
        ),
        (
            """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.eye(len(w))], dim=1).double()
    squares = (numbers @ statistics.sums * numbers).sum()
    return squares / statistics.n_rows * statistics.n_targets""",
            "The number is too large, by the square of the number of",
        ),
        (
            """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b, -torch.eye(len(w))], dim=1).double()
    squares = (numbers @ statistics.sums * numbers).sum()
    return squares / (statistics.n_rows * statistics.n_targets)""",
            "The bias is a row of numbers, and a column is needed: `b[:,",
        ),
    ],
}
