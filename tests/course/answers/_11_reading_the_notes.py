"""Right and wrong answers to the exercises of notebook 11, as learners write them."""

COMPLETE = True  # there are enough of them, see `LEAST`

RIGHT = {
    "recall_combine": ["Add", "add them"],
    "recall_new_region": ["Training", "the training rows"],
    "misfit": [
        """\
def my_misfit(x, printed):
    w, b = least_squares(x, printed)
    return (predict(x, w, b) - printed).abs().max()""",
        """\
def my_misfit(x, printed):
    w, b = least_squares(x, printed)
    return torch.max(torch.abs(printed - (x @ w.T + b))).item()""",
        """\
def my_misfit(x, printed):
    A = np.column_stack([x, np.ones(len(x))])
    theta = np.linalg.lstsq(A, printed.numpy(), rcond=None)[0]
    return np.abs(A @ theta - printed.numpy()).max()""",
        """\
def my_misfit(x, printed):
    A = torch.hstack([torch.ones(len(x), 1), x])
    return (A @ torch.linalg.pinv(A) @ printed - printed).abs().max()""",
        """\
def my_misfit(x, printed):
    A = torch.cat([x.double(), torch.ones(len(x), 1)], dim=1)
    theta = torch.linalg.lstsq(A, printed.double()).solution
    gaps = (A @ theta - printed).flatten().tolist()
    return max(abs(gap) for gap in gaps)""",
        """\
def my_misfit(x, printed):
    gaps = predict(x, *least_squares(x, printed)) - printed
    print(gaps)
    return max(gaps.max(), -gaps.min())""",
        """\
def my_misfit(x, printed):
    w, b = least_squares(x, printed)
    largest = 0
    for row, text in zip(x, printed):
        for gap in row @ w.T + b - text:
            largest = max(largest, abs(gap.item()))
    return largest""",
        """\
my_misfit = lambda x, printed: torch.linalg.vector_norm(
    predict(x, *least_squares(x, printed)) - printed, ord=float("inf"))""",
        """\
def my_misfit(x, printed):
    A = torch.cat([x, torch.ones_like(x[:, :1])], dim=-1)
    theta = torch.linalg.solve(A.T @ A, A.T @ printed)
    return torch.tensor([(A @ theta - printed).abs().max()])""",
    ],
    "rows_to_test": ["my_rows_to_test = (6 + 1) + 1"],
    "printout": [(4, 2, 1, 3), "my_printout = [4, 2] + [1, 3]", "my_printout = list((4, 2, 1, 3))"],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_combine": [
        ("halve", "The two halves together are the whole"),
        (2, "A text is asked for, in quotes."),
    ],
    "recall_new_region": [
        ("the mean", "A mean it is, and a standard deviation"),
        (0, "A text is asked for, in quotes."),
    ],
    "misfit": [
        ("def my_misfit(x, printed):\n    least_squares(x, printed)", "return"),
        ("def my_misfit(x, printed):\n    return 0.0", "never uses its argument"),
    ],
    "rows_to_test": [(16, None), (-8, "sign is not"), ("8", "quotes"), ((8,), "brackets")],
    "printout": [
        ([4, 2, 1], "missing"),
        ([4, 2, 1, 1], "stands 2 times"),
        ([0, 1, 2, 3], "line 0"),
    ],
}
