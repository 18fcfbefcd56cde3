"""Right and wrong answers to the exercises of notebook 10, as learners write them."""

COMPLETE = False  # True as soon as there are enough of them, see `LEAST`

RIGHT = {
    "count_sums": [
        "my_count_sums = 102 * 102",
    ],
    "sums": [
        """\
def my_sums(x, y):
    Z = torch.hstack([x, x.new_ones(len(x), 1), y]).double()
    return sum(torch.outer(row, row) for row in Z)""",
    ],
}

# Each with a part of the cause that must be told, or None where none can be.
WRONG = {
    "count_sums": [],
    "sums": [],
}
