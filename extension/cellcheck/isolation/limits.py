"""How much an isolated process may use, and the limits that the kernel keeps for us."""

import resource
from dataclasses import dataclass

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use.

    Args:
        memory: bytes of address space of one process; also of resident memory of all together.
        processes: processes and threads at a time.
        cpu_seconds: processor time of one process.
        file_bytes: size of one file.
        scratch_bytes: everything in the scratch folder together.
        open_files: open files of one process.

    """

    memory: int = 2048 * MEGABYTE
    processes: int = 64
    cpu_seconds: int = 120
    file_bytes: int = 64 * MEGABYTE
    scratch_bytes: int = 128 * MEGABYTE
    open_files: int = 128

    def apply(self, *, processes_too: bool = True) -> None:
        """Binds the calling process and everything that it will start.

        Args:
            processes_too: also bound their number; the kernel counts all of the same user.

        """
        if processes_too:
            self._bind(resource.RLIMIT_NPROC, self.processes)
        for kind, most in (
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_CPU, self.cpu_seconds),
            (resource.RLIMIT_FSIZE, self.file_bytes),
            (resource.RLIMIT_NOFILE, self.open_files),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_MEMLOCK, 0),
            (resource.RLIMIT_MSGQUEUE, 0),
        ):
            self._bind(kind, most)

    def _bind(self, kind: int, most: int) -> None:
        hard = resource.getrlimit(kind)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))
