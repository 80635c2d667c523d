"""Markdown of what was measured. No paths of the machine are in it."""
import datetime
import os
import platform
import re
import statistics
import subprocess


def ask(*argv, **options):
    try:
        answer = subprocess.run(argv, capture_output=True, text=True, timeout=60, **options)
        return (answer.stdout or answer.stderr).strip() if answer.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired):
        return None


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def facts(tools, arguments, root):
    processor = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    # Names of virtual machines say less than this does.
    processor = re.sub(r"\((R|TM)\)|@.*|CPU|Processor", "", processor)
    memory = int(re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo").read())[1]) >> 20
    commit = ask("git", "-C", root, "rev-parse", "--short=12", "HEAD") or "unknown"
    if ask("git", "-C", root, "status", "--porcelain", "--untracked-files=no", "--", "src", "eng"):
        commit += " with changes"

    def inside(text):
        said = re.search(r"rows=(\S+)", text or "")
        return said[1].replace("_", ", ").replace("=", " ") if said else "none"

    return {
        "processor": f"{' '.join(processor.split())} {os.cpu_count()} cores",
        "memory": f"{memory} GiB",
        "system": f"{next((l.split('=')[1].strip().strip(chr(34)) for l in open('/etc/os-release') if l.startswith('PRETTY_NAME')), 'Linux')}, kernel {platform.release()}",
        "commit": commit,
        "zenset": ask(*tools.zenset, "--version") or "unknown",
        ".NET": ask("dotnet", "--version") or "published with its own",
        "Node peers": inside(ask(*tools.node, "versions")),
        "Python peers": inside(ask(*tools.python, "versions")),
        "R": (ask("Rscript", "--version") or "none").splitlines()[0],
        "Weka": weka_version(tools.weka),
        "OpenSSL": ask("openssl", "version") or "none",
    }


def weka_version(jars):
    for jar in jars.split(":"):
        real = os.path.realpath(jar)
        if "weka" in jar and os.path.exists(jar):
            return os.path.basename(real)
    return "none"


def seconds(run):
    """A peer's own time where it takes it, else the whole process."""
    return run.inner if run.inner is not None else run.wall


def good(runs):
    return [run for run in runs if run.failure is None]


def pairs(ours, theirs, of):
    """Ratio of each turn; a command that ran once is compared with our median."""
    if of in ("peak", "own"):
        measured = [getattr(r, of) for r in ours], [getattr(r, of) for r in theirs]
    else:
        measured = [r.wall for r in ours], [seconds(r) for r in theirs]
    if not measured[0] or not measured[1]:
        return []
    if len(measured[1]) == len(measured[0]) > 1:
        return [a / b for a, b in zip(*measured)]
    return [statistics.median(measured[0]) / b for b in measured[1]]


def verdict(bar, ours, runs):
    candidates = {name: pairs(ours, good(runs.get(name, [])), bar.of) for name in bar.peers}
    candidates = {name: ratios for name, ratios in candidates.items() if ratios}
    if not candidates:
        return f"| {bar.words} | – | not measured |"
    hardest, ratios = max(candidates.items(), key=lambda c: statistics.median(c[1]))
    ratio = statistics.median(ratios)
    shown = f"{1 / ratio:.2f} times as fast as {hardest}" if bar.most < 0.5 else f"{ratio:.2f} × {hardest}"
    if len(ratios) > 1:
        shown += f" ({min(ratios):.2f} … {max(ratios):.2f})"
    return f"| {bar.words} | {shown} | **{'met' if ratio <= bar.most else 'not met'}** |"


def megabytes(count):
    return f"{count / 1e6:,.0f}" if count >= 10e6 else f"{count / 1e6:,.1f}" if count else ""


def counted(task):
    """Bytes that the MB/s of a task count; 0 when nothing was said."""
    return os.path.getsize(task.data) if task.data and os.path.exists(task.data) else 0


def speed(task, times):
    return f"{counted(task) / 1e6 / statistics.median(times):,.0f}" if counted(task) else ""


def shown_command(argv, tools, arguments):
    text = " ".join(a if re.fullmatch(r"[\w@%+=:,./→-]+", a) else "'" + a.replace("'", "''") + "'" for a in argv)
    here = os.path.dirname(os.path.abspath(__file__))
    for path, name in ((" ".join(tools.zenset), "zenset"), (tools.weka, "$WEKA"), (tools.python[0] + " ", "python3 "), (here, "bench/commands"),
                       (tools.files, "$FILES"), (arguments.work, "$WORK")):
        text = text.replace(path, name)
    return text


def table(task, runs):
    ours = good(runs.get(task.ours.name, []))
    lines = ["| command | median s | min … max s | MB/s | whole process s | CPU s | peak MB | own MB | made MB | rows | n | our time ÷ its |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for command in [task.ours, *task.peers]:
        all_runs = runs.get(command.name, [])
        if not all_runs:
            continue
        done = good(all_runs)
        if not done:
            lines.append(f"| {command.name} | {all_runs[-1].failure.replace('|', '/')} | | | | | | | | | | |")
            continue
        times = [r.wall if command is task.ours else seconds(r) for r in done]
        ratios = [] if command is task.ours else pairs(ours, done, "seconds")
        ratio = "" if not ratios else f"{statistics.median(ratios):.2f}" + (f" ({min(ratios):.2f} … {max(ratios):.2f})" if len(ratios) > 1 else "")
        rows = done[-1].rows if done[-1].rows not in (None, "-1") else ""
        spread = f"{min(times):.3f} … {max(times):.3f}" if len(times) > 1 else ""
        name = f"**{command.name}**" if command is task.ours else command.name
        lines.append(
            f"| {name} | {statistics.median(times):.3f} | {spread} | {speed(task, times)} | {statistics.median(r.wall for r in done):.3f} | "
            f"{statistics.median(r.cpu for r in done):.2f} | {megabytes(max(r.peak for r in done))} | {megabytes(max(r.own for r in done))} | "
            f"{megabytes(done[-1].written)} | {rows} | {len(done)} | {ratio} |")
    return lines


def overview(done):
    """A line for each task: ours beside its fastest peer."""
    lines = ["| | zenset s | MB/s | peak MB | fastest peer | s | MB/s | peak MB | our time ÷ its |", "| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |"]
    for task, runs, _ in done:
        ours = good(runs.get(task.ours.name, []))
        if not ours:
            lines.append(f"| {task.name} | not measured | | | | | | | |")
            continue
        times = [r.wall for r in ours]
        line = f"| {task.name} | {statistics.median(times):.3f} | {speed(task, times)} | {megabytes(max(r.peak for r in ours))} |"
        peers = {p.name: theirs for p in task.peers if (theirs := good(runs.get(p.name, [])))}
        if peers:
            name, theirs = min(peers.items(), key=lambda p: statistics.median(map(seconds, p[1])))
            times = [seconds(r) for r in theirs]
            line += f" {name} | {statistics.median(times):.3f} | {speed(task, times)} | {megabytes(max(r.peak for r in theirs))} | {statistics.median(pairs(ours, theirs, 'seconds')):.2f} |"
        else:
            line += " none | | | | |"
        lines.append(line)
    return [*lines, ""]


TITLES = {
    "arff": "ARFF → version", "csv": "CSV → version", "parquet": "Parquet → version", "jsonl": "JSON Lines → version",
    "export": "Version → file", "verify": "Verify", "memory": "Memory when the input grows",
    "formats": "Every format, in and out",
}


def page(topic, done, about, tools, arguments):
    lines = [f"# {TITLES[topic]}", ""]
    lines += [f"{datetime.date.today().isoformat()}, commit {about['commit']}. {about['processor']}, {about['memory']}, {about['system']}.", ""]
    lines += ["Made by `bench/commands/run.py`, whose head says how it is measured. *median*: our whole process; a peer's own time where it gives one. "
              "*peak*: of the process, with what it had in memory before its clock started, and with pages of mapped files; *own*: without these. *others*: see the end. A bar is judged by the median of the ratios.", ""]
    if arguments.quick:
        lines += ["**Quick run: small tables, one repeat. The figures mean nothing.**", ""]
    if topic == "formats":
        lines += overview(done)
    for task, runs, reason in done:
        lines += [f"## {task.name}", ""]
        if reason:
            lines += [f"Not measured: {reason}.", ""]
            continue
        if "setup" in runs:
            lines += [f"Not measured: what it needs could not be made ({runs['setup'][0].failure}).", ""]
            continue
        if task.note:
            lines += [task.note, ""]
        if counted(task):
            lines += [f"MB/s: of the {megabytes(counted(task))} MB of {os.path.basename(task.data)}.", ""]
        lines += [*table(task, runs), ""]
        ours = good(runs.get(task.ours.name, []))
        if task.bars and ours:
            lines += ["| bar | measured | |", "| --- | --- | --- |", *[verdict(bar, ours, runs) for bar in task.bars], ""]
    if topic == "memory":
        lines += growth(done)
    lines += ["## Conditions", ""]
    busiest = max((run.others for _, runs, _ in done for some in runs.values() for run in some), default=0)
    lines += [f"Other processes used at most {busiest:.2f} cores during a measured command." + (" The machine was not quiet: do not rely on these figures." if busiest > 0.3 else ""), ""]
    lines += [f"- {name}: {value}" for name, value in about.items() if name not in ("processor", "memory", "system", "commit")]
    lines += ["", "## Commands", "", "```"]
    for task, runs, _ in done:
        for command in [task.ours, *task.peers]:
            if runs.get(command.name):
                lines.append(f"# {task.name}: {command.name}")
                lines.append(shown_command(command.argv, tools, arguments))
    lines += ["```", ""]
    return "\n".join(lines)


def growth(done):
    peaks = [(max(r.own for r in ours), max(r.peak for r in ours))
             for task, runs, reason in done if not reason and (ours := good(runs.get(task.ours.name, [])))]
    if len(peaks) < 2:
        return ["The larger input was not measured (--memory-times 10).", ""]
    lines = ["| bar | measured | |", "| --- | --- | --- |"]
    for which, words in enumerate(("own memory", "pages of mapped files counted")):
        first, last = peaks[0][which], peaks[-1][which]
        lines.append(f"| flat, {words}: at most a quarter more than for the smaller input | {megabytes(first)} MB, then {megabytes(last)} MB: {last / first:.2f} × "
                     f"| **{'met' if last <= 1.25 * first else 'not met'}** |")
    return [*lines, ""]
