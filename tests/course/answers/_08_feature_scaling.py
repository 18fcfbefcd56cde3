"""Right and wrong answers to the exercises of notebook 8, as learners write them."""

COMPLETE = True

RIGHT = {
    "recall_limit": [
        "my_recall_limit = 1 / 4",
    ],
    "recall_losses": [],
    "fit_order": [
        "my_fit_order = [4, 2, 5, 3, 1]",
        "my_fit_order = (4, 2, 5, 3, 1)",
        "my_fit_order = torch.tensor([4, 2, 5, 3, 1])",
        "my_fit_order = np.array([4, 2, 5, 3, 1])",
    ],
    "scale_new": [
        """\
def my_scale_new(x_train, x_new):
    centre = x_train.mean(dim=0, keepdim=True)
    return (x_new - centre) / ((x_train - centre) ** 2).mean(0).sqrt()""",
        """\
def my_scale_new(x_train, x_new):
    mean = x_train.mean(0)
    std = x_train.std(0, correction=0)
    return (x_new - mean) / std""",
        """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(axis=0)) / x_train.std(axis=0, unbiased=False)""",
        """\
def my_scale_new(x_train, x_new):
    std, mean = torch.std_mean(x_train, dim=0, correction=0)
    return (x_new - mean) / std""",
        """\
def my_scale_new(x_train, x_new):
    a, b = x_train.numpy(), x_new.numpy()
    return (b - a.mean(0)) / a.std(0)""",
        """\
def my_scale_new(x_train, x_new):
    z = x_new.clone()
    for j in range(x_new.shape[1]):
        z[:, j] = (x_new[:, j] - x_train[:, j].mean()) / x_train[:, j].std(correction=0)
    return z""",
        """\
def my_scale_new(x_train, x_new):
    mean = x_train.sum(0) / len(x_train)
    var = ((x_train - mean) ** 2).sum(0) / len(x_train)
    return (x_new - mean) / var ** 0.5""",
        """\
def my_scale_new(x_train, x_new):
    return [((row - x_train.mean(0)) / x_train.std(0, correction=0)).tolist() for row in x_new]""",
        """\
def my_scale_new(x_train, x_new):
    mean = x_train.double().mean(0)
    std = x_train.double().std(0, correction=0)
    print(mean, std)
    return (x_new - mean) / std""",
        """\
def my_scale_new(x_train, x_new):
    mean, std = x_train.mean(0), x_train.std(0, correction=0)
    return torch.stack([(row - mean) / std for row in x_new])""",
        "my_scale_new = lambda a, b: (b - a.mean(0)) / a.std(0, correction=0)",
    ],
    "original_units": [
        """\
def my_original_units(w, b, mean, std):
    w_back = w @ torch.diag(1 / std)
    return w_back, b - (w_back * mean).sum(1)""",
        """\
def my_original_units(w, b, mean, std):
    return w / std, b - (w / std) @ mean""",
        """\
def my_original_units(w, b, mean, std):
    w2 = w / std[None, :]
    b2 = b - (w2 * mean).sum(dim=1)
    return w2, b2""",
        """\
def my_original_units(w, b, mean, std):
    return [w / std, b - (w * mean / std).sum(1)]""",
        """\
def my_original_units(w, b, mean, std):
    w_back = w.detach() / std
    return w_back, b.detach() - w_back @ mean""",
        """\
def my_original_units(w, b, mean, std):
    w_back = w / std
    shift = torch.matmul(w_back, mean)
    return w_back, b - shift""",
        """\
def my_original_units(w, b, mean, std):
    w_back = torch.empty_like(w.detach())
    for j in range(w.shape[1]):
        w_back[:, j] = w.detach()[:, j] / std[j]
    return w_back, b - w_back @ mean""",
        """\
def my_original_units(w, b, mean, std):
    with torch.no_grad():
        w_back = w / std
        b_back = b - w_back @ mean
    return w_back, b_back""",
        """\
def my_original_units(w, b, mean, std):
    W, B = w.detach().numpy(), b.detach().numpy()
    m, s = mean.numpy(), std.numpy()
    return W / s, B - W / s @ m""",
        """\
def my_original_units(w, b, mean, std):
    w_back = w.double() / std.double()
    print(w_back)
    return w_back, b.double() - w_back @ mean.double()""",
        "my_original_units = lambda w, b, mean, std: (w / std, b - w @ (mean / std))",
    ],
    "safe_scaling": [
        """\
def my_safe_scaling(x):
    mean, std = x.mean(0), x.std(0, correction=0)
    std[std == 0] = 1
    return (x - mean) / std""",
        """\
def my_safe_scaling(x):
    return torch.nan_to_num((x - x.mean(0)) / x.std(0, correction=0))""",
        """\
def my_safe_scaling(x):
    z = (x - x.mean(0)) / x.std(0, correction=0)
    z[z.isnan()] = 0
    return z""",
        """\
def my_safe_scaling(x):
    z = (x - x.mean(0)) / x.std(0, correction=0)
    return torch.where(z.isnan(), 0, z)""",
        """\
def my_safe_scaling(x):
    z = x - x.mean(0)
    for j in range(x.shape[1]):
        if x[:, j].std(correction=0) > 0:
            z[:, j] = z[:, j] / x[:, j].std(correction=0)
    return z""",
        """\
def my_safe_scaling(x):
    z = torch.zeros_like(x)
    for j in range(x.shape[1]):
        s = x[:, j].std(correction=0)
        if s != 0:
            z[:, j] = (x[:, j] - x[:, j].mean()) / s
    return z""",
        """\
def my_safe_scaling(x):
    std = x.std(0, correction=0)
    std = torch.where(std > 0, std, torch.ones_like(std))
    return (x - x.mean(0)) / std""",
        """\
def my_safe_scaling(x):
    std = x.std(0, correction=0)
    std = std + (std == 0)
    return (x - x.mean(0)) / std""",
        """\
def my_safe_scaling(x):
    std = x.std(0, correction=0)
    return (x - x.mean(0)) / std.clamp(min=1e-9)""",
        """\
def my_safe_scaling(x):
    std, mean = torch.std_mean(x, 0, correction=0)
    return ((x - mean) / std).nan_to_num(0.0)""",
        """\
def my_safe_scaling(x):
    a = x.numpy()
    s = a.std(0)
    s[s == 0] = 1
    print(s)
    return (a - a.mean(0)) / s""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_limit": [],
    "recall_losses": [],
    "fit_order": [
        ([4, 2, 5, 3], "Line 1 is missing"),
        ([1, 2, 3, 4, 5], "The first line is not in a right place"),
        ([5, 4, 3, 2, 1], "The first line is not in a right place"),
        ([4, 2, 5, 3, 3], "Line 3 stands 2 times"),
        ([4, 2, 5, 3, 6], "There is no line 6: they are numbered 1 to 5"),
        ("my_fit_order = '4 2 5 3 1'", "The numbers stand in square brackets, with commas between"),
        ([2, 5, 4, 3, 1], "The first line is not in a right place"),
        ([4, 5, 3, 1, 2], "The first line is in a right place"),
    ],
    "scale_new": [
        (
            """\
def my_scale_new(x_train, x_new):
    print((x_new - x_train.mean(0)) / x_train.std(0, correction=0))""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_train.mean(0) - x_new) / x_train.std(0, correction=0)""",
            "The sign is the other way round",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return x_new - x_train.mean(0) / x_train.std(0, correction=0)""",
            "Only the mean is divided",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(0)) * x_train.std(0, correction=0)""",
            "You multiplied by the standard deviation",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(1)) / x_train.std(1, correction=0)""",
            "The shapes do not fit",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_new.mean(0)) / x_train.std(0, correction=0)""",
            "The mean is that of the new rows",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(0)) / x_new.std(0, correction=0)""",
            "The spread is that of the new rows",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.min(0)) / (x_train.max(0) - x_train.min(0))""",
            "`min` and `max` along a dimension return two things, the",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - mean) / std""",
            "Nothing has this name at this place",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return x_new""",
            "Your function never uses its argument `x_train`",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return ((x_new - x_train.mean(0)) / x_train.std(0, correction=0)).T""",
            "It is turned: rows stand in place of columns",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    x_new -= x_train.mean(0)
    x_new /= x_train.std(0, correction=0)
    return x_new""",
            "an operation in place, such as -= or sub_, worked on an argument",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(0)) / x_train.std(correction=0)""",
            "That is one spread for the whole table",
        ),
        (
            """\
def my_scale_new(x_train, x_new):
    return (x_new - x_train.mean(0)) / x_train.std(0)""",
            "`correction=0` is missing, so PyTorch divides by one row less.",
        ),
    ],
    "original_units": [
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std""",
            "Your function never uses its argument `b`",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return b - (w / std) @ mean, w / std""",
            "The order of the results is the other way round",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w, b""",
            "Your function never uses its argument `mean`",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    print(w / std, b - (w / std) @ mean)""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std, b - mean @ (w / std)""",
            "For `@` the left table must have as many columns as the right one has rows",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std, b - w / std * mean""",
            "The shapes do not fit",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std, b - ((w / std) * mean).sum()""",
            "Result 1 is right",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std, (b - (w / std) @ mean) / std""",
            "The shapes do not fit",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w - mean / std, b""",
            "In result 2: that is `b` as it was given.",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return (w - mean) / std, b""",
            "In result 2: that is `b` as it was given.",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std, b / std""",
            "The shapes do not fit",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w / std, -(w / std) @ mean""",
            "Your function never uses its argument `b`",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    w_back = w / std
    w_back, b - w_back @ mean""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w_back, b_back""",
            "Nothing has this name at this place",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    w /= std
    return w, b - w @ mean""",
            "The update is watched as if it were a part of the loss",
        ),
        (
            """\
def my_original_units(w, b, mean, std):
    return w.T / std, b - (w / std) @ mean""",
            "The shapes do not fit",
        ),
    ],
    "safe_scaling": [
        (
            """\
def my_safe_scaling(x):
    mean, std = x.mean(0), x.std(0, correction=0)
    std[std == 0] = 1
    print((x - mean) / std)""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_safe_scaling(x):
    if x.std(0, correction=0) == 0:
        return 0 * x
    return (x - x.mean(0)) / x.std(0, correction=0)""",
            "`if` and `while` need one True or False, and here are",
        ),
        (
            """\
def my_safe_scaling(x):
    std = x.std(correction=0)
    return (x - x.mean()) / std""",
            None,
        ),
        (
            """\
def my_safe_scaling(x):
    std = x.std(0, correction=0)
    std[std == 0] = 1
    return x / std""",
            None,
        ),
        (
            """\
def my_safe_scaling(x):
    x -= x.mean(0)
    std = x.std(0, correction=0)
    std[std == 0] = 1
    return x / std""",
            "an operation in place, such as -= or sub_, worked on an argument",
        ),
        (
            """\
def my_safe_scaling(x):
    return torch.nan_to_num((x - x.mean(0)) / x.std(0))""",
            "`correction=0` is missing, so PyTorch divides by one row less.",
        ),
        (
            """\
def my_safe_scaling(x):
    return torch.zeros_like(x)""",
            "Every number is 0",
        ),
        (
            """\
def my_safe_scaling(x):
    std = x.std(0, correction=0)
    std[std == 0] = 1
    return (x.mean(0) - x) / std""",
            "The sign is the other way round",
        ),
        (
            """\
def my_safe_scaling(x):
    std = x.std(0, correction=0)
    std[std == 0] = 1
    return ((x - x.mean(0)) / std).T""",
            "It is turned: rows stand in place of columns",
        ),
        (
            """\
def my_safe_scaling(x):
    return torch.nan_to_num((x - x.mean(0)) / x.var(0, correction=0))""",
            "Here: Column 2 is right, columns 1 and 3 are not",
        ),
    ],
}
