"""The files that belong to an assignment, in the scratch folder of its process."""

from pathlib import Path

from cellcheck.wire.channel import Message


def write_files(message: Message) -> None:
    """Writes each part of the message under the name that its header gives."""
    for name, content in zip(message.header["names"], message.parts, strict=True):
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
