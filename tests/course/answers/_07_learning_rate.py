"""Right and wrong answers to the exercises of notebook 7, as learners write them."""

COMPLETE = True

RIGHT = {
    "recall_ones": [],
    "recall_after_step": [
        "my_recall_after_step = 2 - 0.1 * 30",
        "my_recall_after_step = 2 + -3.0",
    ],
    "largest_rate": [
        "my_largest_rate = 5e-3",
        "my_largest_rate = 2 / max(2, 50, 400)",
        "my_largest_rate = 2 / torch.tensor([2.0, 50.0, 400.0]).max()",
    ],
    "left": [
        """\
def my_left(curvatures, lr, n_steps):
    left = torch.ones_like(curvatures)
    for step in range(n_steps):
        left = left - lr * curvatures * left
    return left""",
        """\
def my_left(curvatures, lr, n_steps):
    return torch.pow(1 - lr * curvatures, n_steps)""",
        """\
def my_left(curvatures, lr, n_steps):
    factor = 1 - lr * curvatures
    return factor.pow(n_steps)""",
        """\
def my_left(curvatures, lr, n_steps):
    return [(1 - lr * c.item()) ** n_steps for c in curvatures]""",
        """\
def my_left(curvatures, lr, n_steps):
    return torch.tensor([(1 - lr * c) ** n_steps for c in curvatures])""",
        """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures.numpy()) ** n_steps""",
        """\
def my_left(curvatures, lr, n_steps):
    print('left')
    left = 1
    for _ in range(n_steps):
        left = left * (1 - lr * curvatures)
    return left""",
        """\
def my_left(curvatures, lr, n_steps):
    result = torch.empty(len(curvatures))
    for i in range(len(curvatures)):
        result[i] = (1 - curvatures[i] * lr) ** n_steps
    return result""",
        """\
def my_left(curvatures, lr, n_steps):
    return torch.stack([1 - lr * curvatures] * n_steps).prod(0)""",
        "my_left = lambda curvatures, lr, n_steps: (1 - lr * curvatures) ** n_steps",
        """\
def my_left(c, rate, k):
    return (1 - rate * c.double()) ** k""",
    ],
    "condition_number": [
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[-1] / c[0]""",
        """\
def my_condition_number(x):
    A = torch.hstack([x, torch.ones(x.shape[0], 1)])
    return torch.linalg.cond(A) ** 2""",
        """\
def my_condition_number(x):
    A = torch.column_stack([x, torch.ones(len(x))])
    return torch.linalg.cond(A.T @ A)""",
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], 1)
    values, vectors = torch.linalg.eigh(A.T @ A)
    return values.max() / values.min()""",
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], 1)
    s = torch.linalg.svdvals(A)
    return (s[0] / s[-1]) ** 2""",
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], 1)
    h = 2 / len(x) * A.T @ A
    v = torch.linalg.eigvalsh(h)
    return (v.max() / v.min()).item()""",
        """\
def my_condition_number(x):
    A = np.column_stack([x.numpy(), np.ones(len(x))])
    return np.linalg.cond(A.T @ A)""",
        """\
def my_condition_number(x):
    A = np.column_stack([x, np.ones(len(x))])
    v = np.linalg.eigvalsh(A.T @ A)
    return v[-1] / v[0]""",
        """\
def my_condition_number(x):
    c = curvature(x, 1)
    return c[-1] / c[0]""",
        """\
def my_condition_number(x):
    A = torch.cat([torch.ones(len(x), 1), x], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    print(c)
    return c[-1] / c[0]""",
        """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones_like(x[:, :1])], dim=1)
    c = torch.linalg.eigvals(A.T @ A).real
    return c.max() / c.min()""",
    ],
    "steps_needed": [
        """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left > share:
        left *= 1 - lr * curvature
        steps += 1
    return steps""",
        """\
def my_steps_needed(curvature, lr, share):
    import math
    return math.ceil(math.log(share) / math.log(1 - lr * curvature))""",
        """\
def my_steps_needed(curvature, lr, share):
    steps = 0
    while (1 - lr * curvature) ** steps > share:
        steps += 1
    return steps""",
        """\
def my_steps_needed(curvature, lr, share):
    return int(np.ceil(np.log(share) / np.log(1 - lr * curvature)))""",
        """\
def my_steps_needed(curvature, lr, share):
    return np.ceil(np.log(share) / np.log(1 - lr * curvature))""",
        """\
def my_steps_needed(curvature, lr, share):
    for k in range(100000):
        if (1 - lr * curvature) ** k <= share:
            return k""",
        """\
def my_steps_needed(curvature, lr, share):
    left = 1.0
    k = 0
    while True:
        if left <= share:
            return k
        left = left - lr * curvature * left
        k = k + 1""",
        """\
def my_steps_needed(curvature, lr, share):
    factor = 1 - lr * curvature
    return next(k for k in range(10**6) if factor ** k <= share)""",
        """\
def my_steps_needed(curvature, lr, share):
    part = torch.tensor([share, 1 - lr * curvature]).log()
    return torch.ceil(part[0] / part[1])""",
        """\
def my_steps_needed(curvature, lr, share):
    distance = 7
    k = 0
    while distance > share * 7:
        distance = distance * (1 - lr * curvature)
        k += 1
    return k""",
        """\
def my_steps_needed(curvature, lr, share):
    def steps(left):
        return 0 if left <= share else 1 + steps(left * (1 - lr * curvature))
    return steps(1)""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_ones": [],
    "recall_after_step": [],
    "largest_rate": [
        ("my_largest_rate = '0.005'", "That is a text"),
        ("my_largest_rate = -0.005", "The size is right, and the sign is not"),
        ("my_largest_rate = 0.05", "The digits are right"),
        ("my_largest_rate = (0.005,)", "That is a row with one number in it"),
        ("my_largest_rate = (0, 005.0)", "One number is asked for, and a comma makes two"),
        ("my_largest_rate = 2 / 50 / 400", None),
    ],
    "left": [
        (
            """\
def my_left(curvatures, lr, n_steps):
    print((1 - lr * curvatures) ** n_steps)""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return 1 - lr * curvatures ** n_steps""",
            "Only the curvature has the power",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures) * n_steps""",
            "n steps multiply n times by the same factor",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 + lr * curvatures) ** n_steps""",
            "A step goes downhill, so it subtracts",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures) ^ n_steps""",
            "`^` is no power in Python",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures[0]) ** n_steps""",
            "That is the first number alone",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    left = 1
    for step in range(n_steps):
        left = 1 - lr * curvatures
    return left""",
            "That is one step",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return ((1 - lr * curvatures) ** n_steps).sum()""",
            "That is the sum of the right numbers",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - curvatures) ** n_steps""",
            "Your function never uses its argument `lr`",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures) ** (n_steps - 1)""",
            "That is one step too few: after 0 steps all is left",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - 2 * lr * curvatures) ** n_steps""",
            "The curvature holds the 2 of the gradient already",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    factor = 1 - lr * curvature
    return factor ** n_steps""",
            None,
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return (1 - lr * curvatures) ** 5000""",
            "Your function never uses its argument `n_steps`",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    (1 - lr * curvatures) ** n_steps""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_left(curvatures, lr, n_steps):
    return n_steps ** (1 - lr * curvatures)""",
            None,
        ),
    ],
    "condition_number": [
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    print(c[-1] / c[0])""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x))], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[-1] / c[0]""",
            "A table and a row of numbers do not fit side by side: one",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(5, 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[-1] / c[0]""",
            "Tables that are put together must agree in their other size",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A @ A.T)
    return c[-1] / c[0]""",
            None,
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[-1]""",
            "That is the largest curvature alone",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c""",
            "Those are all curvatures",
        ),
        (
            """\
def my_condition_number(x):
    return torch.linalg.cond(torch.cat([x, torch.ones(len(x), 1)], dim=1))""",
            "That is the condition number of A",
        ),
        (
            """\
def my_condition_number(x):
    return torch.linalg.cond(x) ** 2""",
            "The column of ones is missing: the bias is a parameter too",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[0] / c[-1]""",
            "You divided the smallest by the largest",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, ones], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[-1] / c[0]""",
            "Nothing has this name at this place",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    c[-1] / c[0]""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A)
    return c[-1] / c[0]""",
            "This works for a square table only, with as many rows as",
        ),
        (
            """\
def my_condition_number(x):
    A = torch.cat([x, torch.ones(len(x), 1)], dim=1)
    c = torch.linalg.eigvalsh(A.T @ A)
    return c[-1] / c[1]""",
            "You divided by the second smallest",
        ),
    ],
    "steps_needed": [
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left > share:
        left *= 1 - lr * curvature
        steps += 1
    print(steps)""",
            "The line with `return` is missing",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left >= share:
        left *= 1 - lr * curvature
        steps += 1
    return left""",
            "That is the share that is left at the end",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 1
    while left > share:
        left *= 1 - lr * curvature
        steps += 1
    return steps""",
            "That is one step too many",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    import math
    return math.floor(math.log(share) / math.log(1 - lr * curvature))""",
            "That is one step too few: a little more than the share is left",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    import math
    return math.log(share) / math.log(1 - lr * curvature)""",
            "A whole number is asked for",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    import math
    return round(math.log(share) / math.log(1 - lr * curvature))""",
            None,
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    return 1 / (lr * curvature)""",
            "Your function never uses its argument `share`",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left > share:
        left -= lr * curvature
        steps += 1
    return steps""",
            "You subtracted the same amount in each step",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left > share:
        left *= 1 - lr * curvature
        steps += 1
        return steps""",
            "A division is not enough: ask which power of 1 - lr · λ is the share",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    return math.ceil(math.log(share) / math.log(1 - lr * curvature))""",
            "Nothing has this name at this place",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left < share:
        left *= 1 - lr * curvature
        steps += 1
    return steps""",
            "No step is counted",
        ),
        (
            """\
def my_steps_needed(curvature, lr, share):
    left, steps = 1, 0
    while left > share:
        left *= lr * curvature
        steps += 1
    return steps""",
            "lr · λ is what a step takes away",
        ),
    ],
}
