"""One graded exercise in a fork of the student's process: inputs come in, plain values go out."""

from collections.abc import Callable
from typing import Any

from cellcheck.examinee import library
from cellcheck.runner import (
    Outcome,
    TimeLimitError,
    call,
    captured,
    describe_exception,
    exchanged,
    has_own_names,
    misfit,
    namespaces_of,
)
from cellcheck.wire.channel import Channel, ClosedError, Message, WireError
from cellcheck.wire.values import Bounds, Decoder, Encoder


def serve(channel: Channel, namespace: dict[str, Any], order: dict[str, Any]) -> None:
    """Answers the examiner until it hangs up.

    Args:
        channel: the connection of this exercise.
        namespace: where the student's functions are.
        order: `exercise`, its `signature`, what it `calls` (signatures as text, by name), and
            `seconds` per call.

    """
    library.channel = channel
    function = namespace.get(order["exercise"])
    own = [name for name in order["chain"] if _is_own(namespace.get(name))]
    channel.send({**_about(function, order["signature"]), "own": own})
    if not callable(function):
        return
    namespaces = namespaces_of(function)
    if not any(namespace is known for known in namespaces):
        namespaces.append(namespace)
    references = {
        name: library.Asked(name, signature) for name, signature in order["calls"].items()
    }
    with captured() as seen, exchanged(namespaces, references):
        while True:
            try:
                message = channel.receive()
            except ClosedError:
                return
            arguments = _arguments(message)
            outcome = call(
                function,
                tuple(order["signature"]),
                arguments,
                seconds=order["seconds"],
                copies=False,
            )
            _answer(channel, order["exercise"], namespaces, outcome, prints=bool(seen.output))


def _is_own(function: Any) -> bool:
    """Is it a function that the student has written?"""
    module = str(getattr(function, "__module__", ""))
    is_library = isinstance(function, library.Asked | library.Withheld)
    return callable(function) and not is_library and module == "__main__"


def _about(function: Any, signature: list[str]) -> dict[str, Any]:
    """What the function is, before it is called."""
    is_function = callable(function)
    return {
        "is": "missing"
        if function is None
        else "library"
        if isinstance(function, library.Asked | library.Withheld)
        else "function"
        if is_function
        else "other",
        "type": type(function).__name__,
        "misfit": misfit(function, signature) if is_function else "",
        "has_own_names": is_function and has_own_names(function),
    }


def _arguments(message: Message) -> tuple[Any, ...]:
    """What came; functions among it are asked where they are, and look like what they are."""

    def asked(number: int) -> Callable[..., Any]:
        about = message.header["functions"][number]
        return library.Asked(about["name"], about["signature"], question=about["question"])

    decoded: tuple[Any, ...] = Decoder(message.parts, asked=asked).decode(
        message.header["arguments"]
    )
    return decoded


def _answer(
    channel: Channel,
    name: str,
    namespaces: list[dict[str, Any]],
    outcome: Outcome,
    *,
    prints: bool,
) -> None:
    header: dict[str, Any] = {"changed": list(outcome.changed), "prints": prints}
    if outcome.exception is not None:
        header["raised"] = _raised(outcome.exception, name, namespaces)
        channel.send(header)
        return
    encoder = Encoder(Bounds())
    try:
        header["value"] = encoder.encode(outcome.result)
    except WireError as error:
        header["refused"] = str(error)
        channel.send(header)
        return
    channel.send(header, encoder.parts)


def _raised(
    exception: BaseException, name: str, namespaces: list[dict[str, Any]]
) -> dict[str, Any]:
    raised = describe_exception(exception, name, namespaces)
    return {
        "type": raised.type[:200],
        "message": raised.message[:2000],
        "function": raised.function[:200],
        "line": raised.line,
        "source": raised.source[:500],
        "unfinished": isinstance(exception, NotImplementedError),
        "timed_out": isinstance(exception, TimeLimitError),
    }
