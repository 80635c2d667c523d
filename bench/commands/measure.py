"""Runs one command and says what it took. Linux: /proc and wait4."""
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """What one command took. Seconds; bytes."""
    wall: float
    cpu: float = 0.0
    peak: int = 0          # greatest resident set of a process of the command, as wait4 says: pages of mapped files count
    own: int = 0           # greatest memory that belongs to the process alone, sampled: without pages of files
    inner: float | None = None  # the work as the peer timed it itself, without its start and imports
    rows: str | None = None
    others: float = 0.0    # cores that other processes used meanwhile
    written: int = 0       # bytes of what it made
    failure: str | None = None


@dataclass
class Limits:
    seconds: float = 120
    bytes: int = 12 << 30


def busy():
    """Seconds of processor time used by the whole machine so far."""
    ticks = [int(t) for t in open("/proc/stat").readline().split()[1:8]]
    return (sum(ticks) - ticks[3] - ticks[4]) / TICK


def wait_until_quiet(patience):
    """Waits until others use less than a tenth of a core, but no longer than `patience` seconds."""
    end = time.monotonic() + patience
    while True:
        before, began = busy(), time.monotonic()
        time.sleep(0.3)
        if (busy() - before) / (time.monotonic() - began) < 0.1 or time.monotonic() > end:
            return


def own_bytes(pid):
    try:
        status = open(f"/proc/{pid}/status").read()
    except OSError:
        return 0
    return sum(int(kib) << 10 for kib in re.findall(r"^Rss(?:Anon|Shmem):\s+(\d+)", status, re.MULTILINE))


def run(command, environment, limits, patience):
    # What an earlier command left to be written to the disk is not charged to this one.
    os.sync()
    wait_until_quiet(patience)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        used, began = busy(), time.perf_counter()
        try:
            process = subprocess.Popen(command, stdout=out, stderr=err, env=environment, start_new_session=True)
        except OSError as error:
            return Run(0, failure=f"{os.path.basename(command[0])}: {error.strerror}")
        own, stopped, status = 0, None, None
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            own = max(own, own_bytes(process.pid))
            if stopped is None and (time.perf_counter() - began > limits.seconds or own > limits.bytes):
                stopped = f"over {limits.seconds:.0f} s" if own <= limits.bytes else f"over {limits.bytes >> 30} GiB"
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.002)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu = usage.ru_utime + usage.ru_stime
        result = Run(wall, cpu, usage.ru_maxrss << 10, own, others=max(0.0, (busy() - used - cpu) / wall))
        out.seek(0)
        err.seek(0)
        text, errors = out.read(), err.read()
    if said := re.search(r"seconds=(\S+) rows=(\S+)", text):
        result.inner, result.rows = float(said[1]), said[2]
    if process.returncode != 0:
        lines = [line.strip() for line in errors.splitlines() if line.strip()]
        telling = [line for line in lines if "rror" in line] or lines or ["no message"]
        result.failure = stopped or f"exit {process.returncode}: {telling[-1][:160]}"
    return result
