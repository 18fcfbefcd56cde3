"""Right and wrong answers to the exercises of notebook 3, as learners write them."""

import torch

COMPLETE = True

RIGHT = {
    "recall_flat": ["my_recall_flat = 0.0", "Zero", "flat"],
    "recall_pred_shape": [
        "my_recall_pred_shape = 8, 4",
        "my_recall_pred_shape = (torch.ones(8, 3) @ torch.ones(4, 3).T + torch.ones(4)).shape",
    ],
    "apple_loss": [
        """\
def my_apple_loss(pred, target):
    return (pred - target).square().mean(0)[0]""",
        """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0:1]
    return torch.mean((apples - actual) ** 2)""",
        """\
def my_apple_loss(pred, target):
    return mse(pred[:, :1], target[:, :1])""",
        """\
def my_apple_loss(pred, target):
    return torch.nn.functional.mse_loss(pred[:, 0], target[:, 0])""",
        """\
def my_apple_loss(pred, target):
    total = 0
    for p, t in zip(pred, target):
        total = total + (p[0] - t[0]) ** 2
    return total / len(pred)""",
        """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0].reshape(-1, 1)
    assert apples.shape == actual.shape
    return ((apples - actual) ** 2).mean()""",
        """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1].squeeze()
    actual = target[:, 0]
    return torch.mean((apples - actual) ** 2)""",
        """\
def my_apple_loss(pred, target):
    diff = pred.T[0] - target.T[0]
    return diff @ diff / diff.numel()""",
        """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0][:, None]
    print(apples.shape, actual.shape)
    return torch.mean((apples - actual) ** 2)""",
        "my_apple_loss = lambda p, t: ((p[..., 0] - t[..., 0]) ** 2).mean()",
        """\
def my_apple_loss(pred, target):
    diff = (pred - target)[:, 0:1]
    return torch.sum(diff * diff) / diff.numel()""",
    ],
    "constant_miss": [
        "my_constant_miss = 9.0",
        "my_constant_miss = torch.full((5, 2), 3.0).square().mean()",
        "my_constant_miss = 10 * 3 ** 2 / 10",
        "my_constant_miss = np.mean([3 ** 2] * 10)",
    ],
    "mse": [
        "my_mse = torch.nn.MSELoss()",
        "my_mse = torch.nn.functional.mse_loss",
        """\
def my_mse(pred, target):
    return ((pred - target) ** 2).mean()""",
        """\
def my_mse(pred, target):
    return torch.mean(torch.square(target - pred))""",
        """\
def my_mse(pred, target):
    n, m = pred.shape
    return (pred - target).pow(2).sum() / (n * m)""",
        """\
def my_mse(a, b):
    total = 0
    for row_a, row_b in zip(a, b):
        for p, t in zip(row_a, row_b):
            total = total + (p - t) ** 2
    return total / (len(a) * len(a[0]))""",
        """\
def my_mse(pred, target):
    diff = (pred - target).flatten()
    return diff @ diff / len(diff)""",
        "my_mse = lambda pred, target: torch.sum((pred - target) ** 2) / pred.numel()",
        """\
def my_mse(pred, target):
    return ((pred - target) ** 2).mean(0).mean()""",
        """\
def my_mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    diff = pred - target
    print(diff)
    return (diff * diff).mean()""",
        """\
class Loss(nn.Module):
    def forward(self, pred, target):
        return ((pred - target) ** 2).mean()

my_mse = Loss()""",
        """\
def my_mse(pred, target):
    return (pred - target).norm() ** 2 / target.numel()""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_flat": [
        (114.4, None),
        ("uphill", None),
    ],
    "recall_pred_shape": [
        ((8, 4, 3), "2 answers are asked for."),
        (32, "2 answers are asked for."),
        ((8, 5), "1 of 2 are right."),
        ("(8, 4)", "That is a text"),
    ],
    "apple_loss": [
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0]
    return ((apples - actual) ** 2).mean()""",
            "The shapes (n, 1) and (n,) are still",
        ),
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[:, 0]
    actual = target[:, 0:1]
    return torch.mean((apples - actual) ** 2)""",
            "The shapes (n, 1) and (n,) are still",
        ),
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0:1]
    print(torch.mean((apples - actual) ** 2))""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[:, 1]
    actual = target[:, 1]
    return torch.mean((apples - actual) ** 2)""",
            "That is the loss of the oranges, column 1.",
        ),
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[0]
    actual = target[0]
    return torch.mean((apples - actual) ** 2)""",
            "`[0]` is the first row, a region.",
        ),
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[:, 0:1]
    actual = target[:, 0]
    return torch.sum((apples - actual) ** 2) / len(actual)""",
            None,
        ),
        (
            """\
def my_apple_loss(pred, target):
    apples = pred[:, 0]
    actual = target[:, 0]
    return torch.mean((apples - actual) ^ 2)""",
            "`^` is no power in Python: it compares bits.",
        ),
    ],
    "constant_miss": [
        ("9 ton²", "Only the number is asked for, without its unit and without"),
        (99, None),
        ([9], "That is a row with one number in it."),
        ("my_constant_miss = 3 ^ 2", "`^` is no power in Python: it compares bits."),
        ("my_constant_miss = lambda: 9", "That is a function, not its result. Call it,"),
    ],
    "mse": [
        (
            """\
def my_mse(pred, target):
    diff = pred - target
    print(torch.sum(diff * diff) / diff.numel())""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_mse(pred, target):
    diff = pred - target
    loss = torch.sum(diff * diff) / diff.numel()""",
            "The line with `return` is missing.",
        ),
        (
            """\
def my_mse(pred, target):
    diff = pred - target
    return torch.sum(diff * diff) / 10""",
            "The number would be right if how many numbers `pred` has",
        ),
        (
            """\
def my_mse(pred, target):
    return ((pred - target) ^ 2).mean()""",
            "`^` is no power in Python: it compares bits.",
        ),
        (
            """\
def my_mse(pred, target):
    diff = pred - target
    return torch.sum(diff * diff) / diff.numel""",
            "A function stands where its result should be",
        ),
        (
            """\
y = torch.ones(4, 3)
def my_mse(pred, target):
    return ((pred - y) ** 2).mean()""",
            "Your function never uses its argument `target`",
        ),
        (
            """\
def my_mse(pred, target):
    return np.mean((pred.detach().numpy() - target.numpy()) ** 2)""",
            None,
        ),
        (torch.tensor(9.0), "That is no function. If you called it, leave"),
    ],
}
