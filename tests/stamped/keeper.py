"""Runs one command for the test process, and ends it when time is up or when that process is gone.

Called as: python -I -S -c KEEPER LIMIT ACCOUNT TRASH WARM COMMAND...
LIMIT is in seconds; ACCOUNT is UID:GID or empty; TRASH, a directory to remove at the end, or empty; WARM, the socket of
a process that becomes the command (`warm.py`), or empty.
Standard input is a pipe that the test process holds open and never writes to. The kernel closes it
when that process ends in whatever way, so nothing that was started here outlives it.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

GRACE = 60.0  # seconds between asking a command to end and killing it
OUT_OF_TIME = 124


def main(limit: str, account: str, trash: str, warm: str, *command: str) -> int:
    child = Fork(warm, command) if warm else start(command, account)
    threading.Thread(target=stop_when_alone, args=(child,), daemon=True).start()
    try:
        code = wait(child, float(limit))
    finally:
        kill_group(child)
        if trash:
            shutil.rmtree(trash, ignore_errors=True)
    return code


def start(command: tuple[str, ...], account: str) -> subprocess.Popen[bytes]:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run in the background inherits it ignored
    user, group = map(int, account.split(":")) if account else (None, None)
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        user=user,
        group=group,
        extra_groups=[] if account else None,
    )


class Fork:
    """A command that `warm.py` became, with what is used here of `Popen`."""

    def __init__(self, warm: str, command: tuple[str, ...]) -> None:
        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(warm)
        request = json.dumps([command, os.getcwd(), dict(os.environ)])
        socket.send_fds(self.link, [request.encode()], [1, 2])
        self.link.shutdown(socket.SHUT_WR)
        self.pid = self.number()

    def number(self) -> int:
        answer = self.link.recv(4, socket.MSG_WAITALL)
        if not answer:
            raise ConnectionError("the process that would become it is gone")
        return struct.unpack("=i", answer)[0]

    def wait(self, limit: float | None = None) -> int:
        self.link.settimeout(limit)
        try:
            return self.number()
        except TimeoutError:
            raise subprocess.TimeoutExpired("", limit or 0) from None

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)


def wait(child: subprocess.Popen[bytes] | Fork, limit: float) -> int:
    try:
        code = child.wait(limit)
    except subprocess.TimeoutExpired:
        stop(child)
        print(f"stopped: not done after {limit:g} s", file=sys.stderr, flush=True)
        return OUT_OF_TIME
    return code if code >= 0 else 128 - code


def stop(child: subprocess.Popen[bytes] | Fork) -> None:
    """An interrupt first: pytest then shows where it hung, and PostgreSQL shuts down in order."""
    child.send_signal(signal.SIGINT)
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        kill_group(child)
        child.wait()


def stop_when_alone(child: subprocess.Popen[bytes] | Fork) -> None:
    """The end of the command ends the other thread, and with it this one."""
    while os.read(0, 1):
        pass
    child.send_signal(signal.SIGINT)
    time.sleep(GRACE)
    kill_group(child)


def kill_group(child: subprocess.Popen[bytes] | Fork) -> None:
    """The command leads its own process group; whatever it left running ends here."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


if __name__ == "__main__":
    try:
        status = main(*sys.argv[1:])
    except OSError as error:
        print(f"cannot run `{sys.argv[5]}`: {error}", file=sys.stderr, flush=True)
        status = 127
    os._exit(status)
