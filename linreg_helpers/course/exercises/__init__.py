"""Exercises that check themselves, for each notebook of the course.

    from linreg_helpers.course.exercises import check_mse

    check_mse(my_mse)     # correct, not yet, not attempted, or an error in your code
    check_mse.hint()      # a first nudge; hint(2) is a stronger one
    check_mse.solution()  # code, and one sentence to remember

An answer is passed in, nothing is stored or sent, and a mistake of the reader's never raises.
`Exercise` makes an exercise of your own; the README shows how.
"""

import re

from linreg_helpers.course.checking.exercise import Exercise
from linreg_helpers.course.exercises._00_one_line import (
    check_directions,
    check_next_weight,
    check_one_step,
    check_slope,
    check_two_squares,
    check_walk,
)
from linreg_helpers.course.exercises._01_random_init import (
    check_dtype,
    check_init,
    check_parameter_count,
    check_recall_downhill,
    check_recall_residual,
)
from linreg_helpers.course.exercises._02_forward_pass import (
    check_predict,
    check_prediction,
    check_recall_bias_count,
    check_recall_too_fast,
    check_row_shape,
)
from linreg_helpers.course.exercises._03_loss import (
    check_apple_loss,
    check_constant_miss,
    check_mse,
    check_recall_flat,
    check_recall_pred_shape,
)
from linreg_helpers.course.exercises._04_one_step import (
    check_gradients,
    check_new_weight,
    check_recall_mse,
    check_recall_parameters,
    check_step,
)
from linreg_helpers.course.exercises._05_full_loop import (
    bug_traces,
    check_bug_hunt,
    check_losses_after,
    check_losses_before,
    check_recall_added,
    check_recall_pred_size,
    check_train,
)
from linreg_helpers.course.exercises._06_how_good_is_it import (
    check_least_squares,
    check_left_out,
    check_left_out_miss,
    check_recall_hardly_moved,
    check_recall_trap,
    check_rows_needed,
)
from linreg_helpers.course.exercises._07_learning_rate import (
    check_condition_number,
    check_largest_rate,
    check_left,
    check_recall_after_step,
    check_recall_ones,
    check_steps_needed,
)
from linreg_helpers.course.exercises._08_feature_scaling import (
    check_fit_order,
    check_original_units,
    check_recall_limit,
    check_recall_losses,
    check_safe_scaling,
    check_scale_new,
)
from linreg_helpers.course.exercises._09_pytorch_way import (
    check_fit,
    check_model,
    check_order,
    check_recall_exact_fit,
    check_recall_standardise,
    check_steps,
)
from linreg_helpers.course.exercises._10_many_rows import (
    check_count_sums,
    check_mean_of_parts,
    check_recall_moves,
    check_recall_shrinks,
    check_sums,
    check_sums_loss,
)
from linreg_helpers.course.exercises._11_reading_the_notes import (
    check_misfit,
    check_printout,
    check_recall_combine,
    check_recall_new_region,
    check_rows_to_test,
)
from linreg_helpers.course.exercises._12_real_table import (
    check_best_constant,
    check_indicators,
    check_momentum_order,
    check_recall_epoch,
    check_recall_seed,
    check_ridge_left,
    check_ridge_step,
    check_scaled_split,
    check_typical_miss,
    check_unseen_group,
)
from linreg_helpers.course.exercises._13_your_turn import (
    check_clean,
    check_compared,
    check_loaded,
    check_look,
    check_recall_read_once,
    check_recall_species_columns,
    check_report,
    check_residuals,
    check_scale,
    check_split,
    check_trained,
    check_untrained,
    check_validated,
)

__all__ = [
    "EXERCISES",
    "Exercise",
    "bug_traces",
    "check_apple_loss",
    "check_best_constant",
    "check_bug_hunt",
    "check_clean",
    "check_compared",
    "check_condition_number",
    "check_constant_miss",
    "check_count_sums",
    "check_directions",
    "check_dtype",
    "check_fit",
    "check_fit_order",
    "check_gradients",
    "check_indicators",
    "check_init",
    "check_largest_rate",
    "check_least_squares",
    "check_left",
    "check_left_out",
    "check_left_out_miss",
    "check_loaded",
    "check_look",
    "check_losses_after",
    "check_losses_before",
    "check_mean_of_parts",
    "check_misfit",
    "check_model",
    "check_momentum_order",
    "check_mse",
    "check_new_weight",
    "check_next_weight",
    "check_one_step",
    "check_order",
    "check_original_units",
    "check_parameter_count",
    "check_predict",
    "check_prediction",
    "check_printout",
    "check_recall_added",
    "check_recall_after_step",
    "check_recall_bias_count",
    "check_recall_combine",
    "check_recall_downhill",
    "check_recall_epoch",
    "check_recall_exact_fit",
    "check_recall_flat",
    "check_recall_hardly_moved",
    "check_recall_limit",
    "check_recall_losses",
    "check_recall_moves",
    "check_recall_mse",
    "check_recall_new_region",
    "check_recall_ones",
    "check_recall_parameters",
    "check_recall_pred_shape",
    "check_recall_pred_size",
    "check_recall_read_once",
    "check_recall_residual",
    "check_recall_seed",
    "check_recall_shrinks",
    "check_recall_species_columns",
    "check_recall_standardise",
    "check_recall_too_fast",
    "check_recall_trap",
    "check_report",
    "check_residuals",
    "check_ridge_left",
    "check_ridge_step",
    "check_row_shape",
    "check_rows_needed",
    "check_rows_to_test",
    "check_safe_scaling",
    "check_scale",
    "check_scale_new",
    "check_scaled_split",
    "check_slope",
    "check_split",
    "check_step",
    "check_steps",
    "check_steps_needed",
    "check_sums",
    "check_sums_loss",
    "check_train",
    "check_trained",
    "check_two_squares",
    "check_typical_miss",
    "check_unseen_group",
    "check_untrained",
    "check_validated",
    "check_walk",
]

EXERCISES = tuple(value for value in list(globals().values()) if isinstance(value, Exercise))


def _by_notebook():
    """Yield the number of each notebook, and its exercises as they stand on the page."""
    for name, module in sorted(globals().items()):
        if re.fullmatch(r"_\d\d_\w+", name):
            exercises = [value for value in vars(module).values() if isinstance(value, Exercise)]
            # The short questions on earlier notebooks stand at the top.
            yield int(name[1:3]), sorted(exercises, key=lambda each: each.kind != "recall")


NOTEBOOKS = dict(_by_notebook())
for _number, _page in NOTEBOOKS.items():
    _last = _number == max(NOTEBOOKS)
    _page[-1].close(_page, "a table of your own." if _last else f"notebook {_number + 1}.")
