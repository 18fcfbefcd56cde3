"""Answers that nobody listed beforehand, written to find what the engine gets wrong."""

# Right, in styles that a teacher would not think of first.
ODD_BUT_RIGHT = [
    (
        "slope",
        """\
import numpy
my_slope = lambda x, y, w: 2 * numpy.dot(w * x - y, x) / x.size""",
    ),
    (
        "slope",
        """\
def my_slope(x, y, w):
    x, y = list(x), list(y)
    return 2 / len(x) * sum((w * a - b) * a for a, b in zip(x, y))""",
    ),
    (
        "slope",
        """\
def my_slope(x, y, w):
    h = 1e-4
    loss = lambda w: ((w * x - y) ** 2).mean()
    return (loss(w + h) - loss(w - h)) / (2 * h)""",
    ),
    (
        "slope",
        """\
def my_slope(x, y, w):
    import torch
    w = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    ((w * torch.tensor(x) - torch.tensor(y)) ** 2).mean().backward()
    return w.grad""",
    ),
    (
        "slope",
        """\
def my_slope(x, y, w, verbose=False, **options):
    total = 0.0
    i = 0
    while True:
        if i == len(x):
            break
        total += 2 * (w * x[i] - y[i]) * x[i]
        i += 1
    return total / i""",
    ),
    (
        "walk",
        """\
def my_walk(x, y, w, lr, n_steps):
    if n_steps == 0:
        return w
    return my_walk(x, y, w - lr * 2 * np.mean((w * x - y) * x), lr, n_steps - 1)""",
    ),
    (
        "walk",
        """\
from functools import reduce
my_walk = lambda x, y, w, lr, n: reduce(
    lambda w, _: w - 2 * lr * np.mean((w * x - y) * x), range(n), w)""",
    ),
    (
        "init",
        """\
def my_init(n_inputs, n_targets, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    w = nn.Parameter(torch.randn((n_targets, n_inputs), generator=g))
    b = nn.Parameter(torch.randn((n_targets,), generator=g))
    return {'w': w, 'b': b}['w'], b""",
    ),
    (
        "init",
        """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w, b = torch.randn(n_targets, n_inputs), torch.randn(n_targets)
    return [w.requires_grad_(), b.requires_grad_()]""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    d = range(x.shape[1])
    return torch.stack([sum(x[:, k] * row[k] for k in d) + c for row, c in zip(w, b)], dim=1)""",
    ),
    ("predict", "my_predict = nn.functional.linear"),
    (
        "predict",
        """\
def my_predict(x, w, b):
    A = torch.cat([x, torch.ones(x.size(0), 1)], 1)
    return A @ torch.cat([w, b.unsqueeze(1)], 1).t()""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    return torch.addmm(b, x, w.t())""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    x, w, b = x.tolist(), w.tolist(), b.tolist()
    return [[sum(p * q for p, q in zip(r, v)) + c for v, c in zip(w, b)] for r in x]""",
    ),
    (
        "mse",
        """\
def my_mse(pred, target):
    return (pred - target).flatten().dot((pred - target).flatten()) / target.numel()""",
    ),
    (
        "mse",
        """\
def my_mse(pred, target):
    return torch.var(pred - target, correction=0) + torch.mean(pred - target) ** 2""",
    ),
    (
        "apple_loss",
        """\
def my_apple_loss(pred, target):
    (a, *_), (t, *_) = pred.unbind(1), target.unbind(1)
    return mse(a, t)""",
    ),
    (
        "gradients",
        """\
def my_gradients(x, y, w, b):
    from torch.func import vjp
    pred, back = vjp(lambda w, b: x @ w.T + b, w, b)
    return back(2 * (pred - y) / pred.numel())""",
    ),
    (
        "gradients",
        """\
def my_gradients(x, y, w, b):
    w = torch.tensor(w.tolist(), requires_grad=True)
    b = torch.tensor(b.tolist(), requires_grad=True)
    ((x @ w.T + b - y) ** 2).mean().backward()
    return w.grad, b.grad""",
    ),
    (
        "step",
        """\
def my_step(w, b, lr):
    for p in [w, b]:
        object = p.detach()
        object -= lr * p.grad
        p.grad = None""",
    ),
    (
        "step",
        """\
def my_step(w, b, lr):
    with torch.no_grad():
        torch._foreach_add_([w, b], [w.grad, b.grad], alpha=-lr)
    del w.grad, b.grad""",
    ),
    (
        "train",
        """\
def my_train(x, y, w, b, lr, n_steps):
    model = nn.Linear(x.shape[1], y.shape[1])
    model.weight, model.bias = nn.Parameter(w), nn.Parameter(b)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    losses.append(nn.functional.mse_loss(model(x), y).item())
    return losses""",
    ),
    (
        "least_squares",
        """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.solve(A.T @ A, A.T @ y)
    return theta[:-1].T, theta[-1]""",
    ),
    (
        "left_out",
        """\
def my_left_out(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1).double()
    H = A @ torch.linalg.pinv(A)
    r = (y - H @ y.double()) / (1 - H.diag())[:, None]
    return y - r""",
    ),
    (
        "left",
        """\
def my_left(curvatures, lr, n_steps):
    d = torch.ones_like(curvatures)
    for _ in range(n_steps):
        d -= lr * curvatures * d
    return d""",
    ),
    (
        "condition_number",
        """\
def my_condition_number(x):
    return torch.linalg.cond(torch.cat([x, torch.ones(len(x), 1)], 1)) ** 2""",
    ),
    (
        "steps_needed",
        """\
def my_steps_needed(curvature, lr, share):
    from itertools import count
    return next(n for n in count() if (1 - lr * curvature) ** n <= share)""",
    ),
    (
        "scale_new",
        """\
def my_scale_new(x_train, x_new):
    std, mean = torch.std_mean(x_train, dim=0, correction=0)
    return x_new.sub(mean).div(std)""",
    ),
    (
        "original_units",
        """\
def my_original_units(w, b, mean, std):
    D = torch.diag(1 / std)
    return w @ D, b - w @ D @ mean""",
    ),
    (
        "safe_scaling",
        """\
def my_safe_scaling(x):
    return torch.nan_to_num((x - x.mean(0)) / x.std(0, correction=0), nan=0.0)""",
    ),
    (
        "fit",
        """\
def my_fit(model, x, y, lr, n_steps):
    opt = torch.optim.SGD(model.parameters(), lr=lr)
    out = []
    def closure():
        opt.zero_grad()
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        return loss
    for _ in range(n_steps):
        out.append(float(opt.step(closure)))
    return out""",
    ),
    (
        "model",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.register_buffer('mean', mean)
        self.register_buffer('std', std)
        self.net = nn.Sequential(nn.Linear(mean.numel(), n_targets))
    def forward(self, x):
        print(x.shape)
        return self.net((x - self.mean) / self.std)""",
    ),
    (
        "sums",
        """\
def my_sums(x, y):
    Z = torch.hstack([x, torch.ones_like(x[:, :1]), y]).to(torch.float64)
    return sum(torch.outer(z, z) for z in Z)""",
    ),
    (
        "sums_loss",
        """\
def my_sums_loss(statistics, w, b):
    N = torch.cat([w, b.reshape(-1, 1), -torch.eye(len(w))], 1).double()
    return torch.trace(N @ statistics.sums @ N.T) / statistics.n_rows / statistics.n_targets""",
    ),
    (
        "misfit",
        """\
def my_misfit(x, printed):
    A = np.c_[x.numpy(), np.ones(len(x))]
    theta, *_ = np.linalg.lstsq(A, printed.numpy(), rcond=None)
    return np.abs(A @ theta - printed.numpy()).max()""",
    ),
    ("recall_too_fast", "The learning-rate"),
    ("recall_hardly_moved", "Biases!"),
    ("dtype", "torch.int64"),
    ("dtype", "my_dtype = torch.int64"),
    ("row_shape", "my_row_shape = [1, 3]"),
    ("recall_downhill", "it becomes larger"),
    ("recall_downhill", "Larger!"),
    ("recall_combine", "add them up"),
    ("recall_combine", "I add them"),
]

# Wrong, in ways that no exercise lists by itself; each is refused, and read.
WRONG = [
    (
        "slope",
        """\
def my_slope(x, y, w):
    return 2 / len(x) * (w * x - y).sum() * x""",
    ),
    (
        "slope",
        """\
def my_slope(x, y, w):
    return 2 / len(x) * ((w * x - y) * x).cumsum()""",
    ),
    (
        "slope",
        """\
def my_slope(x, y, w):
    diff = w * x - y
    slope = 2 / len(x) * (diff * x).sum()
    return diff""",
    ),
    (
        "walk",
        """\
def my_walk(x, y, w, lr, n_steps):
    for step in range(n_steps):
        slope = 2 / len(x) * ((w * x - y) * x).sum()
        w - lr * slope
    return w""",
    ),
    (
        "walk",
        """\
def my_walk(x, y, w, lr, n_steps):
    for step in range(n_steps):
        slope = 2 / len(x) * ((w * x - y) * x).sum()
        w =- lr * slope
    return w""",
    ),
    (
        "walk",
        """\
def my_walk(x, y, w, lr, n_steps):
    new = w
    for step in range(n_steps):
        slope = 2 / len(x) * ((w * x - y) * x).sum()
        new = w - lr * slope
    return new""",
    ),
    (
        "init",
        """\
def my_init(n_inputs, n_targets, seed):
    torch.manual_seed(seed)
    w = torch.tensor(torch.randn(n_targets, n_inputs), requires_grad=True)
    torch.manual_seed(seed)
    b = torch.tensor(torch.randn(n_targets), requires_grad=True)
    return w, b""",
    ),
    (
        "init",
        """\
def my_init(n_inputs, n_targets, seed):
    generator = torch.Generator().manual_seed(seed)
    w = torch.randn(n_targets, n_inputs, generator=generator, requires_grad=True)
    b = torch.randn(n_targets, generator=generator, requires_grad=False)
    return w, b""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    return x * w + b""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    return x @ w.T + b.T * 2""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    result = x @ w.T + b
    return print(result)""",
    ),
    (
        "predict",
        """\
def my_predict(x, w, b):
    return x.dot(w.T) + b""",
    ),
    (
        "mse",
        """\
def my_mse(pred, target):
    return ((pred - target) * 2).mean() ** 2""",
    ),
    (
        "mse",
        """\
def my_mse(pred, target):
    return torch.mean((pred - target)) ** 2""",
    ),
    (
        "mse",
        """\
def my_mse(pred, target):
    return np.sqrt(((pred - target) ** 2).mean().item())""",
    ),
    (
        "mse",
        """\
def my_mse(pred, target):
    diff = pred - target
    return diff @ diff / diff.numel()""",
    ),
    (
        "apple_loss",
        """\
def my_apple_loss(pred, target):
    return torch.mean((pred[:, 0] - target[0]) ** 2)""",
    ),
    (
        "apple_loss",
        """\
def my_apple_loss(pred, target):
    apples = pred[:, 0].detach()
    actual = target[:, 0]
    return torch.mean((apples - actual) ** 2)""",
    ),
    (
        "gradients",
        """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    return 2 / diff.numel() * diff.T * x, 2 / diff.numel() * diff.sum(0)""",
    ),
    (
        "gradients",
        """\
def my_gradients(x, y, w, b):
    diff = (x @ w.T + b - y) ** 2
    return 2 / diff.numel() * diff.T @ x, 2 / diff.numel() * diff.sum(0)""",
    ),
    (
        "gradients",
        """\
def my_gradients(x, y, w, b):
    diff = x @ w.T + b - y
    grad_w = 2 / diff.numel() * diff.T @ x
    grad_b = 2 / diff.numel() * diff.sum(0)
    return (grad_w, grad_b, diff)""",
    ),
    (
        "step",
        """\
def my_step(w, b, lr):
    w.grad.zero_()
    b.grad.zero_()""",
    ),
    (
        "step",
        """\
def my_step(w, b, lr):
    with torch.no_grad():
        w =- lr * w.grad
        b =- lr * b.grad
    w.grad.zero_()
    b.grad.zero_()""",
    ),
    (
        "step",
        """\
def my_step(w, b, lr):
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * w.grad
    w.grad.zero_()
    b.grad.zero_()""",
    ),
    (
        "train",
        """\
def my_train(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses.append(loss)
        loss = mse(predict(x, w, b), y)
    losses.append(loss)
    return losses[0]""",
    ),
    (
        "train",
        """\
def my_train(x, y, w, b, lr, n_steps):
    losses = 0
    for step in range(n_steps):
        loss = mse(predict(x, w, b), y)
        loss.backward()
        gradient_step(w, b, lr)
        losses += loss.item()
    return losses""",
    ),
    (
        "losses_after",
        """\
def my_losses_after(x, y, w, b, lr, n_steps):
    losses = []
    for step in range(n_steps):
        pred = predict(x, w, b)
        loss = torch.mean((pred - y) ** 2)
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        losses.append(loss.item())
    return losses""",
    ),
    (
        "left_out",
        """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        others = [j for j in range(len(x)) if j != i]
        w, b = least_squares(x[others], y[others])
        rows.append(predict(x[others], w, b))
    return torch.cat(rows)""",
    ),
    (
        "left_out",
        """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        w, b = least_squares(x[:i], y[:i])
        rows.append(predict(x[i:i + 1], w, b))
    return torch.cat(rows)""",
    ),
    (
        "left_out",
        """\
def my_left_out(x, y):
    rows = []
    for i in range(len(x)):
        others = [j for j in range(len(x)) if j != i]
        w, b = least_squares(x[others], y[others])
        rows.append(predict(x[i], w, b))
    return rows""",
    ),
    (
        "least_squares",
        """\
def my_least_squares(x, y):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(y, A).solution
    return theta[:-1].T, theta[-1]""",
    ),
    (
        "left",
        """\
def my_left(curvatures, lr, n_steps):
    for i in range(n_steps):
        left = 1 - lr * curvatures
    return left""",
    ),
    (
        "left",
        """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr) * curvatures ** n_steps""",
    ),
    (
        "condition_number",
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return max(c) - min(c)""",
    ),
    (
        "condition_number",
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A / len(x))
    return c[-1]""",
    ),
    (
        "steps_needed",
        """\
def my_steps_needed(curvature, lr, share):
    steps = 0
    left = 1
    for steps in range(1000):
        if left <= share:
            return left
        left = left * (1 - lr * curvature)""",
    ),
    (
        "scale_new",
        """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(1, keepdim=True)) / x_train.std(1, correction=0, keepdim=True)""",
    ),
    (
        "scale_new",
        """\
def my_scale_new(x_new, x_train):
    return (x_new - x_train.mean(0)) / x_train.std(0, correction=0)""",
    ),
    (
        "original_units",
        """\
def my_original_units(w, b, mean, std):
    w_back = w / std
    return w_back, b - w_back * mean""",
    ),
    (
        "original_units",
        """\
def my_original_units(w, b, mean, std):
    return w / std, b - mean / std""",
    ),
    (
        "safe_scaling",
        """\
def my_safe_scaling(x):
    z = (x - x.mean(0)) / x.std(0, correction=0)
    z[z == float('nan')] = 0
    return z""",
    ),
    (
        "fit",
        """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.MSELoss()(y, x)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses""",
    ),
    (
        "fit",
        """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses""",
    ),
    (
        "model",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.linear = nn.Linear(len(mean), n_targets)
    def forward(self, x):
        return self.linear((x - mean) / std)""",
    ),
    (
        "model",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std
        linear = nn.Linear(len(mean), n_targets)
    def forward(self, x):
        return self.linear((x - self.mean) / self.std)""",
    ),
    (
        "sums",
        """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(len(x), 1), y], dim=1).double()
    return Z.T * Z""",
    ),
    (
        "sums",
        """\
def my_sums(x, y):
    Z = torch.cat([x, torch.ones(len(x), 1), y], dim=1)
    return (Z.T @ Z).double().round()""",
    ),
    (
        "sums_loss",
        """\
def my_sums_loss(statistics, w, b):
    numbers = torch.cat([w, b[:, None], -torch.ones(len(w), len(w))], dim=1).double()
    squares = (numbers @ statistics.sums * numbers).sum()
    return squares / (statistics.n_rows * statistics.n_targets)""",
    ),
    (
        "misfit",
        """\
def my_misfit(x, printed):
    w, b = least_squares(x, printed)
    return (predict(x, w, b) - printed).max().abs()""",
    ),
    (
        "misfit",
        """\
def my_misfit(x, printed):
    w, b = least_squares(x, printed)
    return mse(predict(x, w, b), printed)""",
    ),
    ("two_squares", 4.123),
    ("next_weight", (0, 7)),
    ("parameter_count", "forty-four"),
    ("recall_downhill", "the weight gets smaller"),
    ("steps", 15.63),
    ("fit_order", [0, 1, 2, 3, 4]),
    ("one_step", [3, 2, 4]),
    ("printout", "4,2,1,3"),
    ("bug_hunt", ["A", "B", "C", "D", "E"]),
    ("row_shape", (1,)),
    ("recall_pred_shape", [(8, 4)]),
    ("largest_rate", "2/400"),
    ("mean_of_parts", (32, 4)),
    ("left_out_miss", [3]),
]
