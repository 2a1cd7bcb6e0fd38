"""Runs one command for the test process, and ends it when time is up or when that process is gone.

Called as: python -I -S -c KEEPER LIMIT ACCOUNT TRASH WARM COMMAND...
LIMIT is in seconds; ACCOUNT is UID:GID or empty; TRASH, a directory to remove at the end, or empty; WARM, the socket of
a process that becomes the command (`warm.py`), or empty.
Standard input is a pipe that the test process holds open and never writes to. The kernel closes it
when that process ends in whatever way, so nothing that was started here outlives it.

It runs a thousand times, mostly for longer than the command: what it imports always, Python has in it.
"""

import marshal
import os
import select
import signal
import sys

GRACE = 60.0  # seconds between asking a command to end and killing it
OUT_OF_TIME = 124
NOT_RUN = 127


def main(limit: str, account: str, trash: str, warm: str, *command: str) -> int:
    child = Fork(warm, command) if warm else Process(command, account)
    try:
        code = wait(child, float(limit))
    finally:
        kill_group(child)
        if trash:
            import shutil

            shutil.rmtree(trash, ignore_errors=True)
    return code if code >= 0 else 128 - code


class Process:
    """The command in a process of its own; its file can be read when that has ended."""

    def __init__(self, command: tuple[str, ...], account: str) -> None:
        self.end, end = os.pipe()
        os.set_blocking(end, False)
        signal.set_wakeup_fd(end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.pid = os.fork()
        if self.pid == 0:
            become(command, account)

    def fileno(self) -> int:
        return self.end

    def code(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def become(command: tuple[str, ...], account: str) -> None:
    """In a session of its own, with the signals as they are by default: a run in the background inherits some ignored."""
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if account:
            user, group = map(int, account.split(":"))
            os.setgroups([])
            os.setgid(group)
            os.setuid(user)
        os.execvp(command[0], command)
    except OSError as error:
        refuse(command, error)


class Fork:
    """The command that `warm.py` becomes, likewise."""

    def __init__(self, warm: str, command: tuple[str, ...]) -> None:
        import socket

        self.link = socket.socket(socket.AF_UNIX)
        self.link.connect(warm)
        request = marshal.dumps((command, os.getcwd(), dict(os.environ)))
        socket.send_fds(self.link, [request], [1, 2])
        self.link.shutdown(socket.SHUT_WR)
        self.pid = self.code()

    def fileno(self) -> int:
        return self.link.fileno()

    def code(self) -> int:
        """The next number that it tells: the process, then how that ended."""
        if answer := self.link.recv(5):
            return marshal.loads(answer)
        raise ConnectionError("the process that has the libraries is gone")


def wait(child: Process | Fork, limit: float) -> int:
    """An interrupt first: pytest then shows where it hung, and PostgreSQL shuts down in order."""
    ready = select.select([child, 0], [], [], limit)[0]
    if child in ready:
        return child.code()
    interrupt(child)
    if not select.select([child], [], [], GRACE)[0]:
        kill_group(child)
    code = child.code()
    if ready:
        return code  # nobody is there any more to whom it matters
    print(f"stopped: not done after {limit:g} s", file=sys.stderr, flush=True)
    return OUT_OF_TIME


def interrupt(child: Process | Fork) -> None:
    try:
        os.kill(child.pid, signal.SIGINT)
    except ProcessLookupError:
        pass  # it ended just now


def kill_group(child: Process | Fork) -> None:
    """The command leads its own process group; whatever it left running ends here."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def refuse(command: tuple[str, ...], error: OSError) -> None:
    print(f"cannot run `{command[0]}`: {error}", file=sys.stderr, flush=True)
    os._exit(NOT_RUN)


if __name__ == "__main__":
    try:
        status = main(*sys.argv[1:])
    except OSError as error:
        refuse(tuple(sys.argv[5:]), error)
    os._exit(status)
