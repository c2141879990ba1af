"""Pictures of training and of what goes on inside a trained model.

Each function returns a matplotlib figure, which a notebook shows as it is; `savefig` writes it to a
file. matplotlib is imported when the first picture is drawn, not before.

>>> from lstm_lib import initialize_parameters
>>> from lstm_lib.character_model import look_inside
>>> figure = plot_gates(look_inside(initialize_parameters(27, 5, 27, seed=1), "emma"))
>>> [axes.get_title(loc="left") for axes in figure.axes[:3]][0]
'forget gate: how much of the memory stays'
"""

from lstm_lib.plot.losses import plot_losses
from lstm_lib.plot.memory import plot_cell_state, plot_gates
from lstm_lib.plot.reach import plot_gradient_reach

__all__ = ["plot_cell_state", "plot_gates", "plot_gradient_reach", "plot_losses"]
