"""The few system calls that Python 3.11 does not offer: namespaces, mounts, capabilities."""

import ctypes
import os
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWNET = 0x40000000
CLONE_NEWPID = 0x20000000
OWN_WORLD = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET
"""Namespaces of a submission; two submissions at a time share no process, file or socket name."""

MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REC = 0x4000
MS_PRIVATE = 0x40000

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_CAPABILITY = 63


def unshare(flags: int) -> None:
    """Gives the calling process namespaces of its own (`unshare(2)`)."""
    _checked(_libc().unshare(flags), "unshare")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mounts a file system (`mount(2)`)."""
    arguments = (source.encode(), target.encode(), kind.encode(), flags, options.encode())
    _checked(_libc().mount(*arguments), f"mount {target}")


def make_unreadable() -> None:
    """Keeps other processes of the same user out of this one's memory."""
    _checked(_prctl(_PR_SET_DUMPABLE, 0), "prctl")


def die_with_parent() -> None:
    """Has the kernel end this process when the thread that made it ends."""
    _checked(_prctl(_PR_SET_PDEATHSIG, 9), "prctl")


def drop_privileges(user: int | None) -> None:
    """Gives up every capability for good, and becomes `user` where that is asked for."""
    for capability in range(_LAST_CAPABILITY + 1):
        _prctl(_PR_CAPBSET_DROP, capability)  # fails for those that this kernel does not know
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc().capset(header, struct.pack("6I", *([0] * 6))), "capset")
    _checked(_prctl(_PR_SET_NO_NEW_PRIVS, 1), "prctl")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, argument: int) -> int:
    words = [ctypes.c_ulong(number) for number in (argument, 0, 0, 0)]
    return int(_libc().prctl(option, *words))


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
