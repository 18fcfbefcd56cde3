"""Right and wrong answers to the exercises of notebook 12, as learners write them."""

COMPLETE = True  # there are enough of them, see `LEAST`

RIGHT = {
    "recall_seed": ["Seed.", "my_recall_seed = 'the seed'"],
    "recall_epoch": ["Epoch", "my_recall_epoch = 'an epoch'"],
    "scaled_split": [
        """\
def my_scaled_split(x, order, n_train):
    train = x[order[:n_train]]
    z = (x - train.mean(0)) / train.std(0, correction=0)
    return z[order[:n_train]], z[order[n_train:]]""",
        """\
def my_scaled_split(x, order, n_train):
    x = x[order]
    mean = x[:n_train].mean(dim=0)
    std = x[:n_train].std(dim=0, unbiased=False)
    z = (x - mean) / std
    return [z[:n_train], z[n_train:]]""",
        """\
def my_scaled_split(x, order, n_train):
    train, val = torch.split(x[order], [n_train, len(x) - n_train])
    mean = train.mean(0, keepdim=True)
    std = ((train - mean) ** 2).mean(0, keepdim=True).sqrt()
    return (train - mean) / std, (val - mean) / std""",
        """\
def my_scaled_split(x, order, n_train):
    x = x.numpy()
    train, val = x[order[:n_train]], x[order[n_train:]]
    mean, std = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / std, (val - mean) / std""",
        """\
def my_scaled_split(x, order, n_train):
    parts = x[order].tensor_split([n_train])
    std, mean = torch.std_mean(parts[0], dim=0, correction=0)
    return tuple((part - mean) / std for part in parts)""",
        """\
def my_scaled_split(x, order, n_train):
    train = torch.stack([x[i] for i in order[:n_train].tolist()])
    val = torch.stack([x[i] for i in order[n_train:].tolist()])
    mean, std = train.mean(0), train.var(0, correction=0).sqrt()
    print(mean, std)
    return train.sub(mean).div(std), val.sub(mean).div(std)""",
        """\
def scale(rows, mean, std):
    return (rows - mean) / std

def my_scaled_split(x, order, n_train):
    train, val = x.index_select(0, order[:n_train]), x.index_select(0, order[n_train:])
    mean, std = train.sum(0) / n_train, train.std(0, correction=0)
    return scale(train, mean, std), scale(val, mean, std)""",
        """\
def my_scaled_split(x, order, n_train):
    a, b = x[order[:n_train]].double(), x[order[n_train:]].double()
    columns = [(a[:, j].mean(), a[:, j].std(correction=0)) for j in range(x.shape[1])]
    z = [torch.stack([(p[:, j] - m) / s for j, (m, s) in enumerate(columns)], 1) for p in (a, b)]
    return z[0], z[1]""",
        """\
my_scaled_split = lambda x, order, n_train: tuple(
    (x[rows] - x[order[:n_train]].mean(0)) / x[order[:n_train]].std(0, correction=0)
    for rows in (order[:n_train], order[n_train:]))""",
        """\
class Split:
    def __call__(self, x, order, n_train):
        train, val = x[order][:n_train], x[order][n_train:]
        return self.scale(train, train), self.scale(val, train)

    def scale(self, rows, known):
        return (rows - known.mean(0)) / known.std(0, correction=0)

my_scaled_split = Split()""",
    ],
    "typical_miss": [
        """\
def my_typical_miss(pred, target, std):
    return torch.sqrt(torch.mean((pred - target) ** 2, dim=0)) * std""",
        """\
def my_typical_miss(pred, target, std):
    return ((pred * std - target * std) ** 2).mean(0).sqrt()""",
        """\
def my_typical_miss(pred, target, std):
    diff = (pred - target) * std
    return diff.square().mean(dim=0) ** 0.5""",
        """\
def my_typical_miss(pred, target, std):
    diff = pred.numpy() - target.numpy()
    return np.sqrt((diff ** 2).mean(axis=0)) * std.numpy()""",
        """\
def my_typical_miss(pred, target, std):
    misses = []
    for j in range(pred.shape[1]):
        misses.append(mse(pred[:, j:j + 1], target[:, j:j + 1]).sqrt() * std[j])
    return torch.stack(misses)""",
        """\
def my_typical_miss(pred, target, std):
    return torch.linalg.vector_norm(pred - target, dim=0) / len(pred) ** 0.5 * std""",
        """\
def my_typical_miss(pred, target, std):
    squared = torch.nn.functional.mse_loss(pred, target, reduction="none")
    print(squared.shape)
    return torch.sqrt(squared.mean(0) * std ** 2)""",
        """\
my_typical_miss = lambda pred, target, std: std * (target - pred).pow(2).mean(0).sqrt()""",
        """\
def my_typical_miss(pred, target, std):
    n = len(pred)
    total = [0.0] * len(std)
    for row, truth in zip(pred, target):
        for j in range(len(std)):
            total[j] += ((row[j] - truth[j]) ** 2).item()
    return [(t / n) ** 0.5 * s.item() for t, s in zip(total, std)]""",
        """\
def my_typical_miss(pred, target, std):
    diff = pred - target
    return (torch.einsum("nm,nm->m", diff, diff) / diff.shape[0]).sqrt() * std""",
    ],
    "ridge_step": [
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    gw, gb = gradients(x, y, w, b)
    gw = gw + 2 * penalty * w
    return w - lr * gw, b - lr * gb""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    loss = mse(predict(x, w, b), y) + penalty * (w ** 2).sum()
    loss.backward()
    return (w - lr * w.grad).detach(), (b - lr * b.grad).detach()""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    grad_w, grad_b = gradients(x, y, w, b)
    return (1 - 2 * lr * penalty) * w - lr * grad_w, b - lr * grad_b""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    w, b = w.clone().requires_grad_(), b.clone().requires_grad_()
    loss = ((x @ w.T + b - y) ** 2).mean() + penalty * w.pow(2).sum()
    grad_w, grad_b = torch.autograd.grad(loss, (w, b))
    with torch.no_grad():
        return w - lr * grad_w, b - lr * grad_b""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    diff = predict(x, w, b) - y
    grad_w = 2 / y.numel() * diff.T @ x
    grad_b = 2 / y.numel() * diff.sum(0)
    new_w = w - lr * grad_w - lr * 2 * penalty * w
    return new_w, b - lr * grad_b""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    w, b = nn.Parameter(w.clone()), nn.Parameter(b.clone())
    groups = [{"params": [w], "weight_decay": 2 * penalty}, {"params": [b]}]
    optimizer = torch.optim.SGD(groups, lr=lr)
    mse(predict(x, w, b), y).backward()
    optimizer.step()
    return w.detach(), b.detach()""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    w, b = w.clone(), b.clone()
    grad_w, grad_b = gradients(x, y, w, b)
    w -= lr * (grad_w + penalty * w * 2)
    b -= lr * grad_b
    print(w)
    return w, b""",
        """\
my_ridge_step = lambda x, y, w, b, lr, penalty: (
    w - lr * (gradients(x, y, w, b)[0] + 2 * penalty * w), b - lr * gradients(x, y, w, b)[1])""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    grads = list(gradients(x.double(), y.double(), w.double(), b.double()))
    grads[0] += 2 * penalty * w
    return [p - lr * g for p, g in zip((w, b), grads)]""",
        """\
def my_ridge_step(x, y, w, b, lr, penalty):
    A = np.column_stack([x, np.ones(len(x))])
    theta = np.column_stack([w, b])
    grad = 2 / y.numel() * (A @ theta.T - y.numpy()).T @ A
    grad[:, :-1] += 2 * penalty * theta[:, :-1]
    theta = theta - lr * grad
    return theta[:, :-1], theta[:, -1]""",
    ],
    "ridge_left": ["my_ridge_left = 1 / 9", "my_ridge_left = 0.5 / (0.5 + 4)", 0.1111],
    "best_constant": ["my_best_constant = np.median([3, 4, 5, 6, 60])"],
    "indicators": [
        """\
def my_indicators(groups, n_groups):
    return torch.stack([(groups == k).float() for k in range(1, n_groups)], dim=1)""",
        """\
def my_indicators(groups, n_groups):
    return torch.nn.functional.one_hot(groups, n_groups)[:, 1:]""",
        """\
def my_indicators(groups, n_groups):
    return torch.eye(n_groups)[groups][:, 1:]""",
        """\
def my_indicators(groups, n_groups):
    return (groups[:, None] == torch.arange(1, n_groups)).float()""",
        """\
def my_indicators(groups, n_groups):
    columns = torch.zeros(len(groups), n_groups - 1)
    for i, group in enumerate(groups.tolist()):
        if group > 0:
            columns[i, group - 1] = 1
    return columns""",
        """\
def my_indicators(groups, n_groups):
    columns = torch.zeros(len(groups), n_groups)
    columns[torch.arange(len(groups)), groups] = 1
    return columns[:, 1:]""",
        """\
def my_indicators(groups, n_groups):
    return [[1.0 if g == k else 0.0 for k in range(1, n_groups)] for g in groups.tolist()]""",
        """\
def my_indicators(groups, n_groups):
    columns = [torch.where(groups == k, 1.0, 0.0)[:, None] for k in range(1, n_groups)]
    print(len(columns))
    return torch.cat(columns, dim=1)""",
        """\
def my_indicators(groups, n_groups):
    g = groups.numpy()
    return np.column_stack([(g == k).astype(float) for k in range(1, n_groups)])""",
        """\
my_indicators = lambda groups, n_groups: torch.vstack(
    [groups.eq(k) for k in range(1, n_groups)]).T.double()""",
        """\
def my_indicators(groups, n_groups):
    out = torch.empty(len(groups), n_groups - 1)
    for k in range(1, n_groups):
        out[:, k - 1] = groups == k
    return out""",
    ],
    "unseen_group": [
        """\
def my_unseen_group(x, y, groups, group):
    new = groups == group
    w, b = least_squares(x[~new], y[~new])
    return torch.sqrt(((x[new] @ w.T + b - y[new]) ** 2).mean(dim=0))""",
        """\
def my_unseen_group(x, y, groups, group):
    fit = [i for i in range(len(x)) if groups[i] != group]
    test = [i for i in range(len(x)) if groups[i] == group]
    w, b = least_squares(x[fit], y[fit])
    return ((y[test] - predict(x[test], w, b)) ** 2).mean(0) ** 0.5""",
        """\
def my_unseen_group(x, y, groups, group):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1).double()
    seen = groups != group
    theta = torch.linalg.lstsq(A[seen], y[seen].double()).solution
    return ((A[~seen] @ theta - y[~seen]) ** 2).mean(0).sqrt()""",
        """\
def my_unseen_group(x, y, groups, group):
    A = np.column_stack([np.ones(len(x)), x])
    mask = groups.numpy() == group
    theta = np.linalg.lstsq(A[~mask], y.numpy()[~mask], rcond=None)[0]
    return np.sqrt(((A[mask] @ theta - y.numpy()[mask]) ** 2).mean(axis=0))""",
        """\
def my_unseen_group(x, y, groups, group):
    known, new = torch.where(groups != group)[0], torch.where(groups == group)[0]
    diff = predict(x[new], *least_squares(x[known], y[known])) - y[new]
    return torch.stack([column.pow(2).mean().sqrt() for column in diff.T])""",
        """\
def my_unseen_group(x, y, groups, group):
    known = (groups != group).nonzero()[:, 0]
    new = (groups == group).nonzero()[:, 0]
    diff = predict(x[new], *least_squares(x[known], y[known])) - y[new]
    print(diff.shape)
    return torch.linalg.vector_norm(diff, dim=0) / len(new) ** 0.5""",
        """\
def root_mean_square(diff):
    return diff.square().mean(0).sqrt()

def my_unseen_group(x, y, groups, group):
    rest = torch.logical_not(groups == group)
    w, b = least_squares(x[rest], y[rest])
    return root_mean_square((predict(x, w, b) - y)[groups == group])""",
        """\
my_unseen_group = lambda x, y, groups, group: (
    (predict(x[groups == group], *least_squares(x[groups != group], y[groups != group]))
     - y[groups == group]) ** 2).mean(0).sqrt()""",
        """\
def my_unseen_group(x, y, groups, group):
    weight = (groups != group).float()[:, None]
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq((weight * A).double(), (weight * y).double()).solution
    squares = ((A.double() @ theta - y) ** 2)[groups == group]
    return (squares.sum(0) / len(squares)).sqrt().tolist()""",
        """\
def my_unseen_group(x, y, groups, group):
    known, new = groups != group, groups == group
    w, b = least_squares(x[known].double(), y[known].double())
    total, count = 0, 0
    for row, truth in zip(x[new].double(), y[new].double()):
        total = total + (w @ row + b - truth) ** 2
        count += 1
    return (total / count).sqrt()""",
    ],
    "momentum_order": [
        (2, 4, 3, 1),
        "my_momentum_order = list((2, 4, 3, 1))",
        "my_momentum_order = [2, 4] + [3, 1]",
        "my_momentum_order = [1, 3, 4, 2][::-1]",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_seed": [("dtype", None), (0, None)],
    "recall_epoch": [("gradient", None), (3, None)],
    "scaled_split": [
        ("def my_scaled_split(x, order, n_train):\n    x[order[:n_train]]", "return"),
        (
            """\
def my_scaled_split(x, order, n_train):
    train, val = x[order[:n_train]], x[order[n_train:]]
    print((train - train.mean(0)) / train.std(0, correction=0))""",
            "print",
        ),
        (
            """\
def my_scaled_split(x, order, n_train):
    train, val = x[order[:n_train]], x[order[n_train:]]
    mean, std = x.mean(0), x.std(0, correction=0)
    return (train - mean) / std, (val - mean) / std""",
            "leaked",
        ),
        (
            """\
def my_scaled_split(x, order, n_train):
    train, val = x[:n_train], x[n_train:]
    mean, std = train.mean(0), train.std(0, correction=0)
    return (train - mean) / std, (val - mean) / std""",
            "`order` says",
        ),
        (
            """\
def my_scaled_split(x, order, n_train):
    train, val = x[order[:274]], x[order[274:]]
    mean, std = train.mean(0), train.std(0, correction=0)
    return (train - mean) / std, (val - mean) / std""",
            "never uses its argument `n_train`",
        ),
    ],
    "typical_miss": [
        ("def my_typical_miss(pred, target, std):\n    pred - target", "return"),
        (
            """\
def my_typical_miss(pred, target, std):
    return ((pred - target) ^ 2).mean(0).sqrt() * std""",
            "**",
        ),
        (
            """\
def my_typical_miss(pred, target, std):
    return ((pred - target) ** 2).mean(0).sqrt() * target.std(0)""",
            "never uses its argument `std`",
        ),
        (
            """\
def my_typical_miss(pred, target, std):
    print(((pred - target) ** 2).mean(0).sqrt() * std)""",
            "print",
        ),
    ],
    "ridge_step": [
        (
            """\
def my_ridge_step(x, y, w, b, lr, penalty):
    grad_w, grad_b = gradients(x, y, w, b)
    w -= lr * (grad_w + 2 * penalty * w)
    b -= lr * grad_b
    return w, b""",
            "in place",
        ),
        (
            """\
def my_ridge_step(x, y, w, b, lr, penalty):
    grad_w, grad_b = gradients(x, y, w, b)
    return w - lr * grad_w, b - lr * grad_b""",
            "without the penalty",
        ),
        ("def my_ridge_step(x, y, w, b, lr, penalty):\n    gradients(x, y, w, b)", "return"),
        (
            """\
def my_ridge_step(x, y, w, b, lr, penalty):
    loss = mse(predict(x, w, b), y) + penalty * (w ** 2).sum()
    loss.backward()
    return w - lr * w.grad, b - lr * b.grad""",
            "no watched tensor",
        ),
    ],
    "ridge_left": [("1/9", None), (11.1, None), ((0.1111,), "brackets")],
    "best_constant": [("5", "quotes"), (50, "decimal point"), (-5, "sign")],
    "indicators": [
        ("def my_indicators(groups, n_groups):\n    groups == 1", "return"),
        (
            """\
def my_indicators(groups, n_groups):
    return torch.nn.functional.one_hot(groups, n_groups)""",
            "for every group",
        ),
        (
            """\
def my_indicators(groups, n_groups):
    return torch.stack([groups == 1, groups == 2], dim=1).float()""",
            "never uses its argument `n_groups`",
        ),
        (
            """\
def my_indicators(groups, n_groups):
    return torch.stack([(groups == k).float() for k in range(1, n_groups)])""",
            "changed places",
        ),
    ],
    "unseen_group": [
        ("def my_unseen_group(x, y, groups, group):\n    least_squares(x, y)", "return"),
        (
            """\
def my_unseen_group(x, y, groups, group):
    w, b = least_squares(x, y)
    return ((predict(x, w, b) - y) ** 2).mean(0).sqrt()""",
            "never uses its argument",
        ),
        (
            """\
def my_unseen_group(x, y, groups, group):
    seen = groups != group
    w, b = least_squares(x[seen], y[seen])
    return ((predict(x[~seen], w, b) - y[~seen]) ^ 2).mean(0).sqrt()""",
            "**",
        ),
        (
            """\
def my_unseen_group(x, y, groups, group):
    seen = groups != group
    w, b = least_squares(x[seen], y)
    return ((predict(x[~seen], w, b) - y[~seen]) ** 2).mean(0).sqrt()""",
            None,
        ),
    ],
    "momentum_order": [
        ([2, 4, 3], "missing"),
        ([2, 4, 3, 3], "stands 2 times"),
        ([1, 3, 2, 0], "line 0"),
    ],
}
