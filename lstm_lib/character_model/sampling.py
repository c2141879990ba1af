"""New names from a trained model."""

import numpy as np

from lstm_lib.character_model.alphabet import ALPHABET, END, Alphabet
from lstm_lib.character_model.checks import check_alphabet, check_parameters
from lstm_lib.interface import Parameters
from lstm_lib.lstm_cell import lstm_cell_forward
from lstm_lib.training.checks import check_generator, check_positive
from lstm_lib.training.sampling import sample_classes, tempered
from lstm_lib.validation import check_count


def sample_names(
    parameters: Parameters,
    count: int,
    generator: np.random.Generator,
    *,
    temperature: float = 1.0,
    longest: int = 20,
    alphabet: Alphabet = ALPHABET,
) -> list[str]:
    """Let the model write names, character by character.

    | ``a<t>, c<t> = cell(x<t>, a<t-1>, c<t-1>)``,  ``z<t> = Wy a<t> + by``
    | ``k<t>`` drawn from ``softmax(z<t> / temperature)``,  ``x<t+1>`` = one-hot of ``k<t>``

    Parameters
    ----------
    parameters : dict
        As for `lstm_lib.lstm_forward`, with n_x = n_y; real floating and finite.
    count : int
        How many names.
    generator : numpy.random.Generator
        What is drawn comes from here.
    temperature : float
        Positive. Below 1 the names are more ordinary, above it more daring.
    longest : int
        After so many characters a name ends in any case.
    alphabet : Alphabet
        The one that the model was trained with.

    Returns
    -------
    list of str

    Raises
    ------
    InterfaceError
        If an argument is out of its range or of another kind, a parameter is missing, not finite
        or of another dtype, or the parameters do not fit the alphabet.

    >>> from lstm_lib import initialize_parameters
    >>> parameters = initialize_parameters(27, 5, 27, seed=1)
    >>> names = sample_names(parameters, 2, np.random.default_rng(1), longest=6)
    >>> [len(name) <= 6 for name in names]
    [True, True]

    """
    check_count("sample_names", "count", count)
    check_count("sample_names", "longest", longest)
    check_positive("sample_names", "temperature", temperature)
    check_generator("sample_names", generator)
    check_alphabet("sample_names", alphabet)
    check_parameters("sample_names", parameters, classes=len(alphabet))
    Wy, by = parameters["Wy"], parameters["by"]
    a = np.zeros((Wy.shape[1], count), Wy.dtype)
    c = np.zeros_like(a)
    x = np.zeros((len(Wy), count), Wy.dtype)
    classes = np.full((count, longest), END)
    written = np.zeros(count, bool)
    for t in range(longest):
        a, c, _, _ = lstm_cell_forward(x, a, c, parameters)
        drawn = sample_classes(tempered(Wy @ a + by, temperature), generator)
        classes[:, t] = np.where(written, END, drawn)
        written |= drawn == END
        if written.all():
            break
        x = (np.arange(len(Wy))[:, None] == drawn).astype(Wy.dtype)
    return [alphabet.decode(row.tolist()) for row in classes]
