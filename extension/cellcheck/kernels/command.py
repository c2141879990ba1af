"""The command that installs the kernelspec."""

import argparse
import sys

from cellcheck.kernels import kernelspec

INSTALLED, NOT_INSTALLED = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Gives `parser` the sub-commands; `run` carries out what it has parsed."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    install = commands.add_parser("install", help="install a kernelspec whose kernels are forked")
    place = install.add_mutually_exclusive_group()
    place.add_argument("--user", action="store_true", help="for this user in every environment")
    place.add_argument(
        "--prefix", metavar="FOLDER", help="for the environment in FOLDER (default: this one)"
    )
    install.add_argument("--name", default=kernelspec.KERNEL_NAME, help="default: %(default)s")
    install.add_argument(
        "--display-name",
        default=kernelspec.DISPLAY_NAME,
        metavar="TEXT",
        help="default: %(default)s",
    )
    install.add_argument(
        "--import",
        dest="imports",
        action="append",
        metavar="MODULE",
        help="import MODULE in advance; may be given several times "
        f"(default: {' '.join(kernelspec.DEFAULT_IMPORTS)})",
    )
    install.add_argument(
        "--transport",
        choices=("ipc", "tcp"),
        default=kernelspec.DEFAULT_TRANSPORT,
        help="ipc: Unix sockets in a private folder; tcp: Jupyter's default (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Installs the kernelspec; returns the exit status."""
    try:
        folder = kernelspec.install(
            user=arguments.user,
            prefix=arguments.prefix,
            name=arguments.name,
            display_name=arguments.display_name,
            imports=arguments.imports or kernelspec.DEFAULT_IMPORTS,
            transport=arguments.transport,
        )
    except (OSError, ValueError) as error:
        print(f"The kernelspec cannot be written: {error}", file=sys.stderr)  # noqa: T201
        return NOT_INSTALLED
    print(f"Installed {arguments.name} in {folder}")  # noqa: T201
    return INSTALLED


def main(words: list[str] | None = None) -> int:
    """`python -m cellcheck.kernels`."""
    parser = argparse.ArgumentParser(
        prog="python -m cellcheck.kernels",
        description="Kernels forked from a process that has imported their packages already.",
    )
    add_arguments(parser)
    return run(parser.parse_args(words))
