"""Right and wrong answers to the exercises of notebook 13, as learners write them.

The cells stand after the solutions of the exercises before, and may use what these have made.
"""

COMPLETE = True

RIGHT = {
    "recall_species_columns": ["my_recall_species_columns = len(['Adelie', 'Gentoo'])"],
    "recall_read_once": ["Once", "my_recall_read_once = True + 0"],
    "look": [
        "my_look = [2, float(np.nanmean(columns[:, -1])), np.nanstd(columns[:, -1], ddof=1)]",
        "my_look = torch.tensor([2, np.nanmean(columns[:, -1]), np.nanstd(columns[:, -1])])",
        "y = columns[~lacking, -1]\nmy_look = np.array([lacking.sum(), y.mean(), y.std()])",
        "my_look = {'rows': 2, 'mean': 4201.75, 'sd': 801.0}\nmy_look = tuple(my_look.values())",
    ],
    "clean": [
        "my_clean = columns[whole]",
        "my_clean = [columns[whole, :-1].tolist(), columns[whole, -1].tolist()]",
        "my_clean = {'x': torch.tensor(columns[whole][::-1, :-1].copy()).double(), "
        "'y': columns[whole][::-1, -1]}",
        "from torch.utils.data import TensorDataset\n"
        "my_clean = TensorDataset(*map(torch.from_numpy, (columns[whole, :-1], columns[whole, "
        "-1])))",
        "my_clean = [row.tolist() for row in columns if not any(np.isnan(row))]",
    ],
    "split": [
        "from torch.utils.data import TensorDataset, random_split\n"
        "my_split = random_split(TensorDataset(x, y), [0.8, 0.2])",
        "my_split = [t.numpy() for t in (x[train_rows], x[val_rows], y[train_rows], y[val_rows])]",
        "my_split = (x[train_rows], y[train_rows, 0]), (x[val_rows], y[val_rows, 0])",
        "both = torch.cat([x, y], 1)\nmy_split = both[train_rows], both[val_rows]",
        "rows = np.random.default_rng(3).permutation(len(x))\n"
        "my_split = x[rows[:270]].tolist(), y[rows[:270]].tolist(), x[rows[270:]], y[rows[270:]]",
    ],
    "scale": [
        "my_scale = tuple((t - m.mean(0)) / m.std(0) for t, m in "
        "((x_train, x_train), (y_train, y_train), (x_val, x_train), (y_val, y_train)))",
        "my_scale = {'train': ((x_train - x_mean) / x_std, ((y_train - y_mean) / "
        "y_std).flatten()), "
        "'val': ((x_val - x_mean) / x_std, (y_val - y_mean) / y_std)}",
        "my_scale = [((t.double() - m) / s).flip(0).tolist() for t, m, s in ((x_train, x_mean, "
        "x_std), "
        "(y_train, y_mean, y_std), (x_val, x_mean, x_std), (y_val, y_mean, y_std))]",
        "my_scale = ((x_train - x_mean) / x_std, (x_val - x_mean) / x_std, "
        "(y_train - y_mean) / y_std, (y_val - y_mean) / y_std)",
    ],
    "untrained": [
        "class Line(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.w = nn.Parameter(torch.randn(3))\n        self.b = "
        "nn.Parameter(torch.zeros(()))\n"
        "    def forward(self, x):\n        return x @ self.w + self.b\nmy_untrained = Line()",
        "my_untrained = nn.Sequential(nn.Linear(3, 1))",
        "my_untrained = nn.Linear(3, 1).double()",
        "my_untrained = nn.Linear(3, 1)\nnn.init.zeros_(my_untrained.weight)",
    ],
    "trained": [
        "my_trained = nn.Linear(3, 1)\noptimizer = torch.optim.LBFGS(my_trained.parameters())\n"
        "def closure():\n    optimizer.zero_grad()\n    loss = mse(my_trained(my_scale[0]), "
        "my_scale[1])\n"
        "    loss.backward()\n    return loss\nfor _ in range(10):\n    optimizer.step(closure)",
        "my_trained = nn.Linear(3, 1)\noptimizer = torch.optim.Adam(my_trained.parameters(), "
        "lr=0.05)\n"
        "for _ in range(300):\n    optimizer.zero_grad()\n"
        "    mse(my_trained(my_scale[0]), my_scale[1]).backward()\n    optimizer.step()",
        "w, b = init_params(3, 1)\ntrain(*my_scale[:2], w, b, lr=0.3, n_steps=200, "
        "progress=False)\n"
        "my_trained = nn.Linear(3, 1)\n_ = my_trained.load_state_dict({'weight': w, 'bias': b})",
        "my_trained = nn.Sequential(nn.Linear(3, 1))\nw, b = least_squares(*my_scale[:2])\n"
        "my_trained[0].weight.data, my_trained[0].bias.data = w, b\nmy_trained.eval()",
    ],
    "compared": [
        "my_compared = [mse(my_trained(x_scaled), y_scaled), mse(best, y_scaled)]",
        "A = np.c_[x_scaled.numpy(), np.ones(len(x_scaled))]\n"
        "rest = np.linalg.lstsq(A, y_scaled.numpy(), rcond=None)[1]\n"
        "my_compared = ((my_trained(x_scaled) - y_scaled) ** 2).mean().item(), rest / len(A)",
        "my_compared = torch.stack([mse(my_trained(x_scaled), y_scaled), mse(best, y_scaled)])",
        "my_compared = (round(mse(my_trained(x_scaled), y_scaled).item(), 5), "
        "round(mse(best, y_scaled).item(), 5))",
    ],
    "validated": [
        "my_validated = mse(my_trained(my_scale[2]), my_scale[3]).sqrt() * y_std",
        "my_validated = round(mse(pred, y_val).item() ** 0.5)",
        "my_validated = np.sqrt(np.mean((pred.numpy() - y_val.numpy()) ** 2))",
        "my_validated = mse(my_trained(my_scale[2]), my_scale[3]).sqrt() * y_train.std()",
    ],
    "residuals": [
        "my_residuals = my_trained(my_scale[0]) * y_std + y_mean - y_train",
        "my_residuals = (y_train - my_trained(my_scale[0]).detach() * y_std - "
        "y_mean).flatten().tolist()",
        "my_residuals = ((my_trained(my_scale[0]) - my_scale[1]) * y_std).detach().numpy()[::-1]",
        "my_residuals = sorted(((my_trained(my_scale[0]) - my_scale[1]) * "
        "y_train.std()).flatten().tolist())",
    ],
    "loaded": [
        "def my_loaded(x):\n    x = np.asarray(x, dtype='float64')\n"
        "    w, b = (saved['model'][k].numpy() for k in ('weight', 'bias'))\n"
        "    z = (x - saved['x_mean'].numpy()) / saved['x_std'].numpy()\n"
        "    return (z @ w.T + b) * saved['y_std'].numpy() + saved['y_mean'].numpy()",
        "def my_loaded(x):\n    file.seek(0)\n    s = torch.load(file, weights_only=True)\n"
        "    model = nn.Linear(3, 1)\n    model.load_state_dict(s['model'])\n"
        "    return (model((x - s['x_mean']) / s['x_std']) * s['y_std'] + s['y_mean']).flatten()",
        "import copy\nkept = copy.deepcopy(my_trained).double()\n"
        "my_loaded = lambda x: [kept((row.double() - x_mean) / x_std).item() * y_std.item() "
        "+ y_mean.item() for row in x]",
        "class Whole(nn.Module):\n    def forward(self, x):\n"
        "        return loaded((x - saved['x_mean']) / saved['x_std']) * saved['y_std'] + "
        "saved['y_mean']\n"
        "my_loaded = Whole()",
    ],
    "report": [
        "my_report = f'Bill and flipper give the mass of a penguin. For new birds we are off by "
        "about "
        "{my_validated:.0f} grams.'",
        "my_report = f'We predict body mass from bill length, bill depth and flipper length. The "
        "typical "
        "miss on the validation penguins is {my_validated / 1000:.2f} kg!'",
        "my_report = f'The mass (in g) follows from three lengths of at most 231 mm. It is off by "
        "{my_validated:.1f} g on penguins which the model had never seen, where the mean alone "
        "misses 850 g.'",
        'my_report = f"""We can say how heavy a penguin is from its bill and flipper.\n'
        'On held-out birds the error is {my_validated:,.0f} g."""',
    ],
}
# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_species_columns": [(5, None), ("two", None), (-2, "sign")],
    "recall_read_once": [(100, None), (-1, "sign"), ("never", None)],
    "look": [
        ("my_look = 2", None),
        ("my_look = (2, 4000, 800)", None),
        ("my_look = (2, 4201.75, 640000)", None),
        ("my_look = (np.isnan(columns), 4201.75, 801)", None),
        ("my_look = (2, np.nanmean(columns), np.nanstd(columns))", None),
        ("my_look = (344 - 2, 0, 0)", None),
        (
            "my_look = (2, np.nanmean(columns[:, -1]) / 1000, np.nanstd(columns[:, -1]) / 1000)",
            None,
        ),
        ("my_look = 'two rows'", None),
        ("my_look = (2, np.nanmin(columns[:, -1]), np.nanmax(columns[:, -1]))", None),
        ("my_look = (2, 4201.75, np.nanstd(columns[:, -1]) / 342 ** 0.5)", None),
    ],
    "clean": [
        ("my_clean = data.measurements[whole, 1:]", "that `my_question` names"),
        ("my_clean = columns[whole, :-1]", "that `my_question` names"),
        ("my_clean = columns[whole, -1:], columns[whole, :-1]", "another order"),
        ("my_clean = columns[:300, :-1], columns[:300, -1]", "NaN"),
        ("my_clean = columns[4:, :-1][:250], columns[4:, -1][:250]", "gone"),
        ("my_clean = columns[whole, :-1], columns[whole, -1][::-1]", "one order"),
        ("my_clean = columns[whole, :-1], columns[whole, -1][1:]", "belong together"),
        ("my_clean = columns[whole][:, :-1] / 10, columns[whole, -1]", "not those"),
        ("my_clean = columns[lacking, :-1], columns[lacking, -1]", "NaN"),
        ("my_clean = np.repeat(columns[whole], 2, 0)", "twice"),
        ("my_clean = whole", "that `my_question` names"),
        ("my_clean = np.nan_to_num(columns, nan=np.nanmedian(columns))", "nothing was measured"),
        ("my_clean = data", None),
    ],
    "split": [
        ("my_split = x[:274], y[:274], x[274:], y[274:]", "sorted by species"),
        ("my_split = x[68:], y[68:], x[:68], y[:68]", "sorted by species"),
        ("my_split = x[order], y[order], x[val_rows], y[val_rows]", "in both parts"),
        ("my_split = x[train_rows], y[train_rows], x[:68], y[:68]", "in both parts"),
        ("my_split = x[train_rows], y[train_rows], x[train_rows], y[train_rows]", "in both parts"),
        ("my_split = x[train_rows], y[train_rows]", None),
        (
            "my_split = x[train_rows[:-9]], y[train_rows[:-9]], x[val_rows], y[val_rows]",
            "neither part",
        ),
        (
            "my_split = x[train_rows], y[order][:274].flip(0), x[val_rows], y[val_rows]",
            "one order",
        ),
        (
            "r = np.random.default_rng(0)\na, b = r.permutation(342), r.permutation(342)\n"
            "my_split = x[a[:274]], y[b[:274]], x[a[274:]], y[b[274:]]",
            "one order",
        ),
        (
            "r = np.random.default_rng(0).integers(0, 342, 274)\n"
            "my_split = x[r], y[r], x[val_rows], y[val_rows]",
            "in both parts",
        ),
        (
            "k = torch.arange(342) % 5 == 2\nmy_split = x[~k], y[~k], x[k], y[k]",
            "regular distances",
        ),
        (
            "k = torch.from_numpy(data.species[whole] == 'Chinstrap')\n"
            "my_split = x[~k], y[~k], x[k], y[k]",
            "sorted by species",
        ),
        ("k = y[:, 0].argsort()\nmy_split = x[k[68:]], y[k[68:]], x[k[:68]], y[k[:68]]", "random"),
        ("my_split = train_rows, val_rows", None),
        (
            "my_split = x[order[:230]], y[order[:230]], x[order[230:]], y[order[230:]]",
            "four fifths",
        ),
        (
            "my_split = x[order[:330]], y[order[:330]], x[order[330:]], y[order[330:]]",
            "four fifths",
        ),
    ],
    "scale": [
        ("my_scale = my_split", "Nothing is scaled"),
        ("my_scale = (x_train - x_mean) / x_std, (x_val - x_mean) / x_std", None),
        (
            "my_scale = (x_train - x_mean) / x_std, y_train / y_std, (x_val - x_mean) / x_std, "
            "y_val / y_std",
            None,
        ),
        ("my_scale = tuple(t / 100 for t in my_split)", None),
        ("my_scale = tuple(t / t.amax(0) for t in my_split)", None),
        ("my_scale = tuple((t - t.mean(1, keepdim=True)) / t.std() for t in my_split)", None),
        ("my_scale = tuple(0 * t for t in my_split)", None),
        (
            "my_scale = tuple((t - t.mean(0)) / t.std(0, correction=0) for t in my_split)",
            "own mean",
        ),
        (
            "my_scale = ((x_train + x_mean) / x_std, (y_train + y_mean) / y_std, "
            "(x_val + x_mean) / x_std, (y_val + y_mean) / y_std)",
            None,
        ),
    ],
    "untrained": [
        ("my_untrained = nn.Linear(3, 2)", "number of targets"),
        ("my_untrained = nn.Linear(4, 1)", "number of inputs"),
        ("my_untrained = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1))", "inputs, 3"),
        ("my_untrained = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())", "line"),
        ("my_untrained = lambda x: x @ torch.randn(3, 1)", "nn.Module"),
        ("my_untrained = init_params(3, 1, seed=0)", "nn.Module"),
        ("my_untrained = nn.Module()", "PyTorch finds"),
        ("my_untrained = nn.Linear(3, 1).requires_grad_(False)", "PyTorch finds"),
        ("my_untrained = nn.Linear(3, 1).state_dict()", "nn.Module"),
        ("my_untrained = nn.Linear(3, 1)(my_scale[0])", "nn.Module"),
        ("my_untrained = nn.Linear(1, 1)", "number of inputs"),
    ],
    "trained": [
        ("my_trained = nn.Linear(3, 1)", None),
        ("my_trained = nn.Linear(3, 1)(my_scale[0])", "nn.Module"),
        ("my_trained = least_squares(*my_scale[:2])", "nn.Module"),
        (
            "my_trained = nn.Linear(3, 1)\nw, b = least_squares(my_split[0], my_split[1])\n"
            "my_trained.load_state_dict({'weight': w, 'bias': b})",
            "number",
        ),
        (
            "_ = torch.manual_seed(0)\nmy_trained = nn.Linear(3, 1)\no = "
            "torch.optim.SGD(my_trained.parameters(), lr=0.01)\n"
            "for _ in range(20):\n    mse(my_trained(my_scale[0]), my_scale[1]).backward()\n"
            "    o.step()\n    o.zero_grad()",
            "few epochs",
        ),
        (
            "my_trained = nn.Linear(3, 1)\no = torch.optim.SGD(my_trained.parameters(), lr=3.0)\n"
            "for _ in range(200):\n    mse(my_trained(my_scale[0]), my_scale[1]).backward()\n"
            "    o.step()\n    o.zero_grad()",
            "too large a learning rate",
        ),
        (
            "my_trained = nn.Linear(3, 1)\no = torch.optim.SGD(my_trained.parameters(), lr=0.1)\n"
            "for _ in range(200):\n    ((my_trained(my_scale[0]) - my_scale[1][:, 0]) ** "
            "2).mean().backward()\n"
            "    o.step()\n    o.zero_grad()",
            "stretches",
        ),
        (
            "my_trained = nn.Linear(3, 1)\nx = torch.cat([my_scale[0], my_scale[2]])\n"
            "y = torch.cat([my_scale[1], my_scale[3]])\no = "
            "torch.optim.SGD(my_trained.parameters(), lr=0.3)\n"
            "for _ in range(300):\n    mse(my_trained(x), y).backward()\n    o.step()\n    "
            "o.zero_grad()",
            "validation rows",
        ),
    ],
    "compared": [
        ("my_compared = mse(my_trained(x_scaled), y_scaled)", None),
        ("my_compared = (0.24, 0.23)", None),
        ("my_compared = (mse(best, y_scaled), 2 * mse(best, y_scaled))", "Which is which"),
        ("my_compared = least_squares(x_scaled, y_scaled)", None),
        ("my_compared = (my_trained(x_scaled), best)", None),
        ("my_compared = (1.0, 0.0)", "other rows"),
        ("my_compared = (float('nan'), mse(best, y_scaled).item())", None),
        (
            "my_compared = (mse(my_trained(x_scaled), y_scaled), mse(my_trained(x_scaled), "
            "y_scaled) / 2)",
            None,
        ),
    ],
    "validated": [
        ("my_validated = 0", None),
        ("my_validated = float('nan')", None),
        ("my_validated = pred", None),
        ("my_validated = 100 * mse(pred, y_val).sqrt() / y_val.mean()", None),
        ("my_validated = '390 g'", None),
        ("my_validated = (pred - y_val).std() / 68 ** 0.5", None),
        ("my_validated = -mse(pred, y_val).sqrt()", None),
        ("my_validated = (my_compared[0], my_compared[1])", None),
    ],
    "residuals": [
        ("my_residuals = 0", None),
        ("my_residuals = (my_trained(my_scale[0]) - my_scale[1]) * y_std + y_mean", None),
        ("my_residuals = (my_trained(my_scale[0]) - my_scale[1][:, 0]) * y_std", "stretched"),
        ("my_residuals = [0.0] * 274", None),
        ("my_residuals = torch.randn(274) * 390", None),
        ("my_residuals = (my_trained(my_scale[0]) - my_scale[1])[:100] * y_std", None),
        ("my_residuals = ((my_trained(my_scale[0]) - my_scale[1]) * x_std)", None),
        ("my_residuals = 'small'", None),
        (
            "my_residuals = ((my_trained(my_scale[0]) - my_scale[1]) * y_std).round(decimals=-3)",
            None,
        ),
    ],
    "loaded": [
        ("my_loaded = my_trained", None),
        ("my_loaded = loaded", None),
        ("my_loaded = file", None),
        ("my_loaded = saved", None),
        (
            "def my_loaded(x):\n    return my_trained((x - x_mean) / x_std) * y_std + y_mean",
            "in memory",
        ),
        ("def my_loaded(x):\n    return pred", None),
        ("def my_loaded(x):\n    loaded((x - x_mean) / x_std) * y_std + y_mean", "return"),
        (
            "def my_loaded(x):\n    return (loaded((x - x_mean) / x_std) * y_std + y_mean).mean()",
            "return",
        ),
        ("def my_loaded(x):\n    return torch.full((len(x), 1), 4200.0)", None),
        ("def my_loaded(x):\n    return loaded(x - x_mean / x_std) * y_std + y_mean", None),
        (
            "def my_loaded(x):\n    return nn.Linear(3, 1)((x - x_mean) / x_std) * y_std + y_mean",
            None,
        ),
        ("def my_loaded():\n    return 1", None),
    ],
    "report": [
        ("my_report = 390", None),
        ("my_report = 'It works.'", None),
        ("my_report = f'Off by {my_validated:.0f} g on new penguins.'", None),
        ("my_report = f'We predict mass. Off by {my_validated:.0f} mm on new penguins.'", "unit"),
        (
            "my_report = f'We predict mass from bills. It is off by {my_validated:.0f} kg on new "
            "penguins.'",
            "same number",
        ),
        (
            "my_report = 'We predict the mass from bills. The loss was 0.24 on new penguins.'",
            "unit",
        ),
        ("my_report = 'We predict the mass from bills. It is 95 % right on new penguins.'", "unit"),
        ("my_report = f'We predict mass. {my_validated:.0f} g.'", None),
        (
            "my_report = f'We predict the mass well. It is off by {2 * my_validated:.0f} g on "
            "new penguins.'",
            "same number",
        ),
        (
            "my_report = f'We predict mass from bills. It is off by {my_validated:.0f} g. That "
            "was measured "
            "on new penguins. We like it.'",
            None,
        ),
    ],
}
