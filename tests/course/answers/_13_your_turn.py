"""Right and wrong answers to the exercises of notebook 13, as learners write them."""

COMPLETE = False

RIGHT = {
    "recall_species_columns": ["my_recall_species_columns = len(['Adelie', 'Gentoo'])"],
    "recall_read_once": ["Once", "my_recall_read_once = True + 0"],
}
WRONG = {}
