"""A process that the kernel keeps from the network and from starting programs, whatever it is made to run.

The grammar refuses SERVICE before this, which holds if the grammar and the store should ever disagree. On
Linux (x86-64, ARM64) a filter of system calls does it (seccomp); elsewhere there is the grammar alone.
"""

import ctypes
import errno
import platform
import sys

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of the filter's machine
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in what the filter sees of a call
_OTHER_ABI = 0x40000000  # x32's numbers begin there
# socket, socketpair, connect, execve, execveat, ptrace, io_uring_setup; and where there are such, fork, vfork
_MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 101, 425, 57, 58)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117, 425)),
}


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def seal() -> bool:
    """Refuse those calls to this thread and those it starts, for ever; return whether the system can."""
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    steps = _steps(*machine)
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    zero = ctypes.c_ulong(0)
    if prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return bool(prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), zero, zero) == 0)


def _steps(architecture: int, calls: tuple[int, ...]) -> list[_Step]:
    refused = len(calls) + 2  # steps from the first test of the number to the refusal
    tests = [_Step(_AT_LEAST, refused - 1, 0, _OTHER_ABI)]
    tests += [_Step(_EQUAL, refused - 2 - at, 0, call) for at, call in enumerate(calls)]
    return [
        _Step(_LOAD, 0, 0, _ARCHITECTURE),
        _Step(_EQUAL, 0, refused + 1, architecture),
        _Step(_LOAD, 0, 0, _NUMBER),
        *tests,
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _ERROR | errno.EACCES),
    ]
