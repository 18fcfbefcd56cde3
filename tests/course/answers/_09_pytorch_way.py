"""Right and wrong answers to the exercises of notebook 9, as learners write them."""

import numpy as np
import torch

COMPLETE = True

RIGHT = {
    "recall_standardise": [
        "my_recall_standardise = 40 / 20",
        "my_recall_standardise = (torch.tensor(100.0) - 60) / 20",
    ],
    "recall_exact_fit": [
        "my_recall_exact_fit = 0.0",
        "my_recall_exact_fit = np.mean([0, 0, 0, 0])",
        "Zero",
    ],
    "steps": [
        "my_steps = -(-1000 // 64)",
        "my_steps = 15 + 1",
        "my_steps = len(range(0, 1000, 64))",
        "my_steps = (1000 + 64 - 1) // 64",
        "my_steps = 1000 // 64 + (1000 % 64 > 0)",
    ],
    "order": [
        (4, 2, 5, 1, 3),
        np.array([4, 2, 5, 1, 3]),
        torch.tensor([4, 2, 5, 1, 3]),
        [4.0, 2.0, 5.0, 1.0, 3.0],
        [3, 4, 2, 5, 1],
        [4, 3, 2, 5, 1],
        [4, 2, 3, 5, 1],
    ],
    "fit": [
        """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr)
    loss_of = nn.MSELoss()
    losses = []
    for i in range(n_steps):
        optimizer.zero_grad()
        pred = model(x)
        loss = loss_of(pred, y)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    return losses""",
        """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses""",
        """\
def my_fit(model, x, y, lr, n_steps):
    losses = torch.zeros(n_steps)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for i in range(n_steps):
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        model.zero_grad()
        losses[i] = loss.detach()
    return losses""",
        """\
def my_fit(model, x, y, lr, n_steps):
    import torch.optim as optim
    losses, optimizer, criterion = [], optim.SGD(model.parameters(), lr=lr), nn.MSELoss()
    for epoch in range(n_steps):
        y_hat = model.forward(x)
        loss = criterion(y_hat, y)
        print(f"epoch {epoch}: {loss:.3f}")
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        losses += [float(loss.detach())]
    return losses""",
        """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    def one_step():
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()
    return [one_step() for _ in range(n_steps)]""",
        """\
def my_fit(model, x, y, lr, n_steps):
    losses = []
    while len(losses) < n_steps:
        optimizer = torch.optim.SGD([model.weight, model.bias], lr=lr)
        loss = mse(model(x), y)
        loss.backward()
        optimizer.step()
        model.weight.grad = model.bias.grad = None
        losses.append(loss.detach().numpy())
    return losses""",
        """\
def my_fit(model, x, y, lr, n_steps):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss_of = nn.MSELoss(reduction="mean")
    losses = np.empty(n_steps)
    for step in range(n_steps):
        loss = loss_of(input=model(x), target=y)
        losses[step] = loss.item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    return losses.tolist()""",
        """\
def my_fit(model, x, y, lr, n_steps):
    losses = []
    for _ in range(n_steps):
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
                p.grad.zero_()
        losses.append(loss.item())
    return losses""",
        """\
def my_fit(my_model, inputs, targets, rate, steps):
    optimizer = torch.optim.SGD(params=my_model.parameters(), lr=rate)
    loss_function = torch.nn.MSELoss()
    history = {"loss": []}
    for step in range(1, steps + 1):
        optimizer.zero_grad()
        loss = loss_function(my_model(inputs), targets)
        history["loss"].append(loss.item())
        loss.backward()
        optimizer.step()
    return tuple(history["loss"])""",
    ],
    "model": [
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)
        self.linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        z = (x - self.mean) / self.std
        return self.linear(z)""",
        """\
class my_model(torch.nn.Module):
    def __init__(self, mean, std, n_targets):
        super(my_model, self).__init__()
        self.m = mean
        self.s = std
        self.layer = torch.nn.Linear(mean.shape[0], n_targets, bias=True)

    def forward(self, inputs):
        scaled = inputs.sub(self.m).div(self.s)
        pred = self.layer(scaled)
        print(pred.shape)
        return pred""",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        nn.Module.__init__(self)
        self.w = nn.Parameter(torch.randn(n_targets, len(mean)))
        self.b = nn.Parameter(torch.randn(n_targets))
        self.mean, self.std = mean, std

    def forward(self, x):
        return (x - self.mean) / self.std @ self.w.T + self.b""",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.w = nn.Parameter(torch.randn(len(mean), n_targets))
        self.b = nn.Parameter(torch.zeros(1, n_targets))
        self.scale = lambda x: (x - mean) / std

    def forward(self, x):
        return self.scale(x) @ self.w + self.b""",
        """\
class my_model(nn.Linear):
    def __init__(self, mean, std, n_targets):
        super().__init__(len(mean), n_targets)
        self.mean, self.std = mean, std

    def forward(self, x):
        return super().forward((x - self.mean) / self.std)""",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.std = nn.Parameter(std, requires_grad=False)
        self.net = nn.Sequential(nn.Linear(mean.numel(), n_targets))

    def forward(self, x):
        return self.net((x - self.mean[None, :]) / self.std[None, :])""",
        """\
class Scale(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, x):
        return (x - self.mean) / self.std

def my_model(mean, std, n_targets):
    return nn.Sequential(Scale(mean, std), nn.Linear(len(mean), n_targets))""",
        """\
class my_model(nn.Module):
    def __init__(self, mu, sigma, n_out):
        super().__init__()
        self.mean = torch.as_tensor(mu)
        self.std = torch.as_tensor(sigma)
        self.linear = nn.Linear(in_features=mu.size(0), out_features=n_out)

    def standardise(self, x):
        return (x - self.mean) / self.std

    def forward(self, x):
        return self.linear(self.standardise(x))""",
        """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.linear = nn.Linear(len(mean), n_targets)
        self.mean, self.std = mean.clone(), std.clone()

    def forward(self, x):
        x = torch.stack([(row - self.mean) / self.std for row in x])
        return self.linear(x)""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "recall_standardise": [
        ("my_recall_standardise = 100 - 60", "was not divided"),
        ("two", "A number is asked for, in digits and without quotes."),
    ],
    "recall_exact_fit": [
        ("my_recall_exact_fit = 4 / 4", "One more row"),
        ("none", None),
        (2, None),
    ],
    "steps": [
        ("my_steps = 1000 / 64", "A step is whole"),
        ("my_steps = 1000 // 64", "it counts too"),
        ("sixteen", "A number is asked for, in digits and without quotes."),
    ],
    "order": [
        ([1, 2, 3, 4, 5], "right place"),
        ([4, 2, 5, 1], "Line 3 is missing"),
        ([4, 2, 5, 5, 3], "Line 5 stands 2 times"),
        ([3, 1, 4, 5, 2], "right place"),
        ([0, 1, 2, 3, 4], "no line 0"),
        (42513, "The numbers stand in square brackets, with commas between"),
    ],
    "fit": [
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    loss_of = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = loss_of(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses""",
            "add up",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses""",
            "has not moved",
        ),
        (
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
            "round brackets",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    pred = model(x)
    for step in range(n_steps):
        loss = nn.MSELoss()(pred, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses""",
            "forward pass",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())""",
            "`return` is missing",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        return losses""",
            "inside the loop",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    model = nn.Linear(x.shape[1], y.shape[1])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses""",
            "Your function gives its argument `model` a new value before",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model, lr=lr)
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step()
    return []""",
            "Something with several parts is needed here, and this has",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        with torch.no_grad():
            loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses""",
            "without watching",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for step in range(n_steps):
        loss = (model(x) - y) ** 2
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses""",
            "one number to start from",
        ),
        (
            """\
def my_fit(model, x, y, lr, n_steps):
    optimiser = torch.optim.SGD(model.parameters(), lr=lr)
    for step in range(n_steps):
        loss = nn.MSELoss()(model(x), y)
        loss.backward()
        optimizer.step()""",
            "Nothing has this name",
        ),
        ("my_fit = [1.0, 2.0]", "no function"),
    ],
    "model": [
        (
            """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std
        self.linear = nn.Linear(len(mean), n_targets)

    def forwards(self, x):
        return self.linear((x - self.mean) / self.std)""",
            "misspelt",
        ),
        (
            """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        self.mean, self.std = mean, std
        self.linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        return self.linear((x - self.mean) / self.std)""",
            "super().__init__()",
        ),
        (
            """\
class my_model():
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std
        self.linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        return self.linear((x - self.mean) / self.std)""",
            "no `nn.Module`",
        ),
        (
            """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std
        self.linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        self.linear((x - self.mean) / self.std)""",
            "returns nothing",
        ),
        (
            """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        linear = nn.Linear(len(mean), n_targets)

    def forward(self, x):
        return linear((x - mean) / std)""",
            "Nothing has this name",
        ),
        (
            """\
class my_model(nn.Module):
    def __init__(self, mean, std, n_targets):
        super().__init__()
        self.mean, self.std = mean, std

    def forward(self, x):
        return nn.Linear(len(self.mean), 3)((x - self.mean) / self.std)""",
            None,
        ),
        ("my_model = nn.Linear(3, 2)", None),
    ],
}
