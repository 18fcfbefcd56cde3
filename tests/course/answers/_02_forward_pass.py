"""Right and wrong answers to the exercises of notebook 2, as learners write them."""

import torch

COMPLETE = True

RIGHT = {
    "recall_bias_count": ["my_recall_bias_count = torch.randn(3).numel()"],
    "recall_too_fast": ["Learning-Rate", "LR", "learning_rate"],
    "predict": [
        """\
def my_predict(inputs, weights, bias):
    return torch.einsum("nd,md->nm", inputs, weights) + bias""",
        """\
def my_predict(x, w, b):
    pred = x @ w.t() + b
    print(pred.shape)
    return pred""",
        """\
def my_predict(x, w, b):
    columns = [(x * w[j]).sum(1) + b[j] for j in range(len(b))]
    return torch.stack(columns, dim=1)""",
        """\
def my_predict(x, w, b):
    rows = []
    for region in x:
        rows.append([(region * w[j]).sum() + b[j] for j in range(len(b))])
    return rows""",
        """\
def my_predict(x, w, b):
    n, m = len(x), len(w)
    pred = torch.zeros(n, m)
    for i in range(n):
        for j in range(m):
            pred[i, j] = x[i] @ w[j] + b[j]
    return pred""",
        "my_predict = lambda x, w, b: torch.matmul(x, w.T) + b",
        "my_predict = torch.nn.functional.linear",
        """\
def my_predict(x, w, b):
    return b + torch.mm(x, torch.transpose(w, 0, 1))""",
        """\
def my_predict(x, w, b):
    return (w @ x.T).T + b""",
        """\
def my_predict(x, w, b):
    return (w @ x.T + b[:, None]).T""",
        """\
def my_predict(x, w, b):
    with torch.no_grad():
        return (x.double() @ w.double().T + b).numpy()""",
        """\
def my_predict(x, w, b):
    return torch.addmm(b, x, w.mT)""",
        """\
def my_predict(x, w, b):
    return (x[:, None, :] * w[None, :, :]).sum(2) + b""",
    ],
    "prediction": [
        "my_prediction = np.float32(155.5)",
        "my_prediction = 45.5 + 88 + 32 - 10",
        "my_prediction = torch.tensor([91.0, 88, 64]) @ torch.tensor([0.5, 1, 0.5]) - 10",
        "my_prediction = sum(w * x for w, x in zip([0.5, 1, 0.5], [91, 88, 64])) + -10",
    ],
    "row_shape": [
        "my_row_shape = torch.Size([1, 3])",
        "my_row_shape = torch.tensor([[80.0, 100.0, 50.0]]).shape",
        "my_row_shape = 1, 3",
        "my_row_shape = np.array([[80, 100, 50]]).shape",
        [1.0, 3.0],
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_bias_count": [
        ("3", "That is a text. Leave out the quotes."),
        (-3, "The size is right, and the sign is not."),
        (30, "The digits are right. The decimal point is"),
    ],
    "recall_too_fast": [
        ("learning rat", "It is nearly that: look at the spelling."),
        (0.00003, "A text is asked for, in quotes."),
        ("w", None),
    ],
    "predict": [
        (
            """\
def my_predict(x, w, b):
    print(x @ w.T + b)""",
            "The line with `return` is missing. `print`",
        ),
        (
            """\
def my_predict(x, w, b):
    pred = x @ w.T + b""",
            "The line with `return` is missing.",
        ),
        (
            """\
def my_predict(x, w, b):
    return x @ w + b""",
            "The inner numbers differ: (n, d) @ (m, d).",
        ),
        (
            """\
def my_predict(x, w, b):
    return x * w + b""",
            "The shapes do not fit.",
        ),
        (
            """\
def my_predict(x, w, b):
    return x @ w.T + b[:, None]""",
            "The shapes do not fit.",
        ),
        (
            """\
def my_predict(x, w, b):
    return x * w.T + b""",
            "The shapes do not fit.",
        ),
        (
            """\
x = torch.ones(5, 3)
def my_predict(inputs, w, b):
    return x @ w.T + b""",
            "Your function never uses its argument `inputs`",
        ),
        (
            """\
def my_predict(x, w):
    return x @ w.T""",
            "Your function takes 2 arguments, and the check hands over",
        ),
        (
            """\
def my_predict(x, w, b):
    pred = torch.zeros(5, 2)
    for i in range(5):
        for j in range(2):
            pred[i, j] = x[i] @ w[j] + b[j]
    return pred""",
            "An index points behind the end",
        ),
        (
            """\
def my_predict(x, w, b):
    for region in x:
        return region @ w.T + b""",
            "That is only the first region.",
        ),
        (
            """\
def my_predict(x, w, b):
    return (x @ w.T + b).round()""",
            "It is rounded: no decimals are left.",
        ),
        (
            """\
def my_predict(x, w, b):
    return x @ w.T + b.mean()""",
            None,
        ),
        (torch.zeros(4, 3), "That is no function. If you called it,"),
    ],
    "prediction": [
        ((155, 5), "One number is asked for, and a comma makes"),
        ("155,5", "That is a text. Leave out the quotes. The"),
        (15.55, "The digits are right. The decimal point is"),
        (155, "It is close. Usual cause: too few digits,"),
        (-155.5, "The size is right, and the sign is not."),
        ("my_prediction = 0.5 * (91 + 88 + 64) - 10", None),
        ("my_prediction = [45.5, 88, 32, -10]", None),
        (
            "my_prediction = lambda: 0.5 * 91 + 88 + 32 - 10",
            "That is a function, not its result. Call it,",
        ),
    ],
    "row_shape": [
        (3, "2 answers are asked for."),
        ("(1, 3)", "That is a text"),
        ((1, 2, 3), "2 answers are asked for."),
        (
            "my_row_shape = torch.tensor([80.0, 100.0, 50.0]).shape",
            "That is a row of three numbers",
        ),
    ],
}
