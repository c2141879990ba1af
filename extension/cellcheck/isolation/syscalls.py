"""Takes system calls away that no exercise needs and that break out of a sandbox.

The file system, the network and the process table are closed by namespaces. This is the second
wall: it keeps a student's code from making namespaces of its own, in which it would be privileged,
and from the corners of the kernel in which holes are found most often.
"""

import errno
import socket

import pyseccomp  # type: ignore[import-untyped]

FORBIDDEN = (
    "acct",
    "add_key",
    "bpf",
    "chroot",
    "clock_adjtime",
    "clock_settime",
    "delete_module",
    "fanotify_init",
    "finit_module",
    "flock",
    "fsconfig",
    "fsmount",
    "fsopen",
    "fspick",
    "init_module",
    "io_uring_enter",
    "io_uring_register",
    "io_uring_setup",
    "ioperm",
    "iopl",
    "kcmp",
    "kexec_load",
    "kexec_file_load",
    "keyctl",
    "lookup_dcookie",
    "mbind",
    "migrate_pages",
    "mount",
    "mount_setattr",
    "move_mount",
    "move_pages",
    "name_to_handle_at",
    "nfsservctl",
    "open_by_handle_at",
    "open_tree",
    "perf_event_open",
    "personality",
    "pidfd_getfd",
    "pivot_root",
    "process_madvise",
    "process_vm_readv",
    "process_vm_writev",
    "ptrace",
    "quotactl",
    "reboot",
    "request_key",
    "set_mempolicy",
    "setdomainname",
    "sethostname",
    "setns",
    "settimeofday",
    "swapoff",
    "swapon",
    "syslog",
    "umount2",
    "unshare",
    "userfaultfd",
    "vhangup",
)

UNCOUNTED_MEMORY = ("memfd_create", "memfd_secret", "shmget")
"""Memory that belongs to no process: no limit counts it. /dev/shm is there, and bounded."""

MAP_SHARED_ANONYMOUS = 0x21
"""The flags of `mmap` that make such memory too."""

FILE_LOCKS = (6, 7, 37, 38)
"""Commands of `fcntl` that lock: on files that several submissions see, a lock is a message."""

SOCKET_FAMILIES = frozenset({socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK})
"""Families that a network namespace closes in; others reach the machine, or its host."""
LAST_FAMILY = 16

NAMESPACE_FLAGS = 0x7E020000
"""Every CLONE_NEW… flag, in the bits of clone's first argument."""


def forbid() -> None:
    """Installs the filter in the calling process and everything that it will start."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in FORBIDDEN + UNCOUNTED_MEMORY:
        _forbid(rules, errno.EPERM, name)
    shared = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, MAP_SHARED_ANONYMOUS, MAP_SHARED_ANONYMOUS)
    rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "mmap", shared)
    for family in range(LAST_FAMILY + 1):
        if family not in SOCKET_FAMILIES:
            equal = pyseccomp.Arg(0, pyseccomp.EQ, family)
            rules.add_rule(pyseccomp.ERRNO(errno.EAFNOSUPPORT), "socket", equal)
    above = pyseccomp.Arg(0, pyseccomp.GT, LAST_FAMILY)
    rules.add_rule(pyseccomp.ERRNO(errno.EAFNOSUPPORT), "socket", above)
    for command in FILE_LOCKS:
        equal = pyseccomp.Arg(1, pyseccomp.EQ, command)
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "fcntl", equal)
    for bit in range(32):
        if flag := NAMESPACE_FLAGS & 1 << bit:
            masked = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag)
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", masked)
    # Its flags are in memory, where a filter cannot look; the C library then takes clone instead.
    _forbid(rules, errno.ENOSYS, "clone3")
    rules.load()


def _forbid(rules: pyseccomp.SyscallFilter, error: int, name: str) -> None:
    try:
        rules.add_rule(pyseccomp.ERRNO(error), name)
    except (OSError, RuntimeError):
        # Not a system call of this architecture: nothing to take away.
        return
