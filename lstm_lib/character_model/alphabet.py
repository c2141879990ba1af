"""Characters as numbers, and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any, Final

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.validation import InterfaceError, check_type

END: Final = 0


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters that a model knows. Class 0 ends a name; it is never part of one.

    Parameters
    ----------
    characters : str
        All of them, the end mark first, each once.

    Raises
    ------
    InterfaceError
        If they are no string, there are fewer than two, or one stands there twice.

    >>> ALPHABET.encode("abba"), ALPHABET.decode([3, 1, 20, 0, 5])
    ([1, 2, 2, 1], 'cat')

    """

    characters: str

    def __post_init__(self) -> None:
        given: object = self.characters
        if not isinstance(given, str):
            raise InterfaceError(
                f"Alphabet: characters is {given!r}, expected a string, the end mark first"
            )
        twice = sorted({each for each in self.characters if self.characters.count(each) > 1})
        if twice or len(self.characters) < 2:
            found = f"holds {twice[0]!r} twice" if twice else f"is {self.characters!r}"
            raise InterfaceError(
                f"Alphabet: characters {found}, expected the end mark and at least one letter, "
                "each once"
            )

    def __len__(self) -> int:
        """Number of classes, the end mark included."""
        return len(self.characters)

    def encode(self, name: str) -> list[int]:
        """The classes of a name's characters, without the end mark.

        Raises
        ------
        InterfaceError
            If `name` is no string, or a character is not in the alphabet.

        >>> ALPHABET.encode("emma")
        [5, 13, 13, 1]

        """
        given: object = name
        if not isinstance(given, str):
            raise InterfaceError(f"Alphabet.encode: name is {given!r}, expected a string")
        for place, character in enumerate(name):
            if character not in self.characters[1:]:
                raise InterfaceError(
                    f"Alphabet.encode: character {place} of {name!r} is {character!r}, "
                    f"expected one of {self.characters[1:]!r}"
                )
        return [self.characters.index(character) for character in name]

    def decode(self, classes: Iterable[int]) -> str:
        """The text of some classes, up to the first end mark.

        Raises
        ------
        InterfaceError
            If `classes` holds something else than integers, or there is no such class.

        >>> ALPHABET.decode([5, 13, 13, 1, 0, 26])
        'emma'

        """
        given: object = classes
        if not isinstance(given, Iterable) or isinstance(given, str):
            raise InterfaceError(
                f"Alphabet.decode: classes is {given!r}, expected a list of integers"
            )
        text = []
        numbers: Iterable[Any] = classes
        for place, each in enumerate(numbers):
            if not isinstance(each, int | np.integer) or isinstance(each, bool):
                raise InterfaceError(
                    f"Alphabet.decode: classes[{place}] is {each!r}, "
                    f"expected an integer, 0 to {len(self) - 1}"
                )
            if not 0 <= each < len(self):
                raise InterfaceError(
                    f"Alphabet.decode: there is no class {each}, expected 0 to {len(self) - 1}"
                )
            if each == END:
                break
            text.append(self.characters[each])
        return "".join(text)

    def decode_columns(self, letters: Array) -> str:
        """The text of one-hot columns (len(alphabet), T), up to the first end mark.

        Raises
        ------
        InterfaceError
            If it is no array, or has another number of rows.

        >>> ALPHABET.decode_columns(np.eye(27)[:, [8, 9, 0]])
        'hi'

        """
        expected = f"a NumPy array of shape ({len(self)}, T)"
        check_type("Alphabet.decode_columns", "letters", letters, np.ndarray, expected)
        if letters.ndim != 2 or len(letters) != len(self):
            raise InterfaceError(
                f"Alphabet.decode_columns: letters has shape {letters.shape}, "
                f"expected ({len(self)}, T), one column for each character"
            )
        return self.decode(np.argmax(letters, axis=0).tolist())


ALPHABET: Final = Alphabet("\n" + ascii_lowercase)
