#!/usr/bin/env python3
"""Times whole zenset commands beside their peers and writes Markdown tables with the machine, the versions and the commit.

    run.py --work FOLDER [--files FOLDER] [--node FOLDER] [TOPIC...]        topics: arff csv parquet jsonl formats export verify memory

--work    a folder for what the commands make; on the disk that is to be measured
--files   tables that generate.py made; default: made in the work folder
--node    where ./setup put the Node packages (or ZENSET_BENCH_NODE)
--quick   tables of a twentieth, one repeat: shows that everything runs; its figures mean nothing
--memory-times 10   also imports numeric at ten times its rows (3.4 GB more disk)

How it is measured: every command of a task runs once unmeasured, then they take turns (A B C, C B A, A B C, ...), so that a change of
the machine falls on all of them. A ratio is formed within a turn; the median of the ratios is shown. Peers that need many seconds (the
ARFF parsers) run once. Files are read from a warm cache; each import goes into a new repository and flushes what it writes to the
disk, which the peers do not. Our times are those of the whole process. A peer that times its own work is compared by that time:
its start and its imports are not counted against it.
"""
import argparse
import datetime
import os
import re
import shutil
import subprocess
import sys

import format_tasks
import generate
import jobs
import measure
import report

TOPICS = {**jobs.TOPICS, "formats": format_tasks.formats}
ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True)
    parser.add_argument("--files")
    parser.add_argument("--node", default=os.environ.get("ZENSET_BENCH_NODE"))
    parser.add_argument("--zenset", help="the command; default: that of the ./zenset script, built when needed")
    parser.add_argument("--python", help="a Python that has the peers; default: the first that has scipy")
    parser.add_argument("--weka", default=os.environ.get("ZENSET_BENCH_WEKA", "/usr/share/java/weka.jar:/usr/share/java/cup_runtime.jar"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a command is stopped")
    parser.add_argument("--patience", type=float, default=20, help="seconds to wait for a quiet machine before each command")
    parser.add_argument("--no-slow", action="store_true", help="leave out the peers that run once")
    parser.add_argument("--match", default="", help="only tasks whose name contains this")
    parser.add_argument("--memory-times", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--results", default=os.path.join(ROOT, "bench", "results"))
    parser.add_argument("topics", nargs="*")
    arguments = parser.parse_args()
    arguments.topics = arguments.topics or [*TOPICS, "memory"]
    unknown = set(arguments.topics) - {*TOPICS, "memory"}
    if unknown:
        parser.error(f"no topic {', '.join(unknown)}")
    if not arguments.node:
        parser.error("--node or ZENSET_BENCH_NODE names the folder in which bench/commands/setup put the Node packages")
    arguments.work, arguments.node = os.path.realpath(arguments.work), os.path.realpath(arguments.node)
    arguments.python = arguments.python or find_python()
    arguments.zenset = arguments.zenset.split() if arguments.zenset else built_command()
    if arguments.quick:
        arguments.repeats, arguments.patience = 1, 0
        arguments.results = os.path.join(arguments.work, "results")
    os.environ["ZENSET_BENCH_NODE"] = arguments.node
    os.environ["ZENSET_BENCH_WORK"] = arguments.work
    return arguments


def find_python():
    for python in (sys.executable, "/usr/bin/python3", "python3"):
        if shutil.which(python) and subprocess.run([python, "-c", "import scipy"], capture_output=True).returncode == 0:
            return python
    return sys.executable


def built_command():
    """The command that the ./zenset script starts: the script itself would add the time of a shell."""
    subprocess.run([os.path.join(ROOT, "zenset"), "--version"], check=True, stdout=subprocess.DEVNULL)
    if "DOTNET_ROOT" not in os.environ and (dotnet := shutil.which("dotnet")):
        os.environ["DOTNET_ROOT"] = os.path.dirname(os.path.realpath(dotnet))
    return [os.path.join(ROOT, "artifacts", "command", "zenset")]


def table_files(arguments):
    if arguments.files and not arguments.quick:
        files = os.path.realpath(arguments.files)
    else:
        files = os.path.join(arguments.work, "files-20" if arguments.quick else "files")
        os.makedirs(files, exist_ok=True)
        for name, make in generate.TABLES.items():
            if not os.path.exists(os.path.join(files, f"{name}.csv")):
                print(f"making {name} ...", flush=True)
                make(files, 20 if arguments.quick else 1)
    json_lines = os.path.join(files, "mixed.jsonl")
    if {"jsonl", "formats"} & set(arguments.topics) and not os.path.exists(json_lines):
        json_lines = os.path.join(arguments.work, "mixed.jsonl")
        if not os.path.exists(json_lines):
            generate.json_lines(os.path.join(files, "mixed.csv"), json_lines)
    return files


def missing(task, formats):
    for need in task.needs:
        name, _, write = need.partition(":")
        if name not in formats or write and not formats[name]["writes"]:
            return f"this build does not {'write' if write else 'read'} {name}"
    return None


def once(command, tools, arguments):
    jobs.remove(command.makes)
    limits = measure.Limits(seconds=arguments.limit)
    result = measure.run(command.argv, tools.environment(), limits, arguments.patience)
    result.written = jobs.size_of(command.makes)
    if result.failure is None and command.makes and command.makes == tools.repository and result.rows is None:
        answer = subprocess.run([*tools.zenset, "list", "--json", "--repo", tools.repository], capture_output=True, text=True, env=tools.environment())
        rows = re.search(r'"rows"\s*:\s*(\d+)', answer.stdout)
        result.rows = rows[1] if rows else None
    return result


def measure_task(task, tools, arguments):
    """The runs of each command, turn by turn. A command that fails is not run again."""
    for command in task.setup:
        if command.makes and os.path.exists(command.makes) or is_kept(command, tools):
            continue
        result = measure.run(command.argv, tools.environment(), measure.Limits(), 0)
        if result.failure and command.needed:
            return {"setup": [result]}
    commands = [task.ours, *[p for p in task.peers if not p.slow]]
    runs = {command.name: [] for command in [task.ours, *task.peers]}
    if not arguments.quick:
        for command in commands:
            first = once(command, tools, arguments)
            if first.failure:
                runs[command.name].append(first)
    for turn in range(arguments.repeats):
        for command in commands if turn % 2 == 0 else reversed(commands):
            done = runs[command.name]
            if not done or not done[-1].failure:
                done.append(once(command, tools, arguments))
                print(f"  {command.name[:44]:46}{done[-1].wall:8.3f} s  others {done[-1].others:.2f}  {done[-1].failure or ''}", flush=True)
    for command in task.peers:
        if command.slow and not arguments.no_slow:
            runs[command.name].append(once(command, tools, arguments))
            print(f"  {command.name[:44]:46}{runs[command.name][-1].wall:8.3f} s  once         {runs[command.name][-1].failure or ''}", flush=True)
    for command in [task.ours, *task.peers]:
        jobs.remove(command.makes)
    return {name: done for name, done in runs.items() if done}


def is_kept(command, tools):
    """A version that was imported for an earlier task."""
    if "--as" not in command.argv:
        return False
    name = command.argv[command.argv.index("--as") + 1]
    return os.path.isdir(os.path.join(tools.kept, name))


def main():
    arguments = parse()
    if not arguments.quick:
        arguments.work = os.path.join(arguments.work, "work")
    os.makedirs(arguments.work, exist_ok=True)
    arguments.files = table_files(arguments)
    tools = jobs.Tools(arguments)
    jobs.remove(tools.kept)
    formats = tools.formats()
    facts = report.facts(tools, arguments, ROOT)
    folder = os.path.join(arguments.results, report.slug(facts["processor"]))
    os.makedirs(folder, exist_ok=True)
    for topic in arguments.topics:
        tasks = jobs.memory(tools, arguments.memory_times) if topic == "memory" else TOPICS[topic](tools)
        done = []
        for task in tasks:
            if arguments.match not in task.name:
                continue
            print(f"{topic}: {task.name}", flush=True)
            if reason := missing(task, formats):
                done.append((task, {}, reason))
                print(f"  left out: {reason}")
                continue
            if topic == "arff" and task.name.startswith("mixed"):
                jobs.plain_header(tools.file("mixed.arff"), tools.made("mixed-plain.arff"))
            if topic == "memory" and "× 1" != task.name[-3:]:
                generate.repeat_rows(tools.file("numeric.arff"), tools.made(f"numeric-{arguments.memory_times}.arff"), arguments.memory_times)
            done.append((task, measure_task(task, tools, arguments), None))
        if done:
            path = os.path.join(folder, f"{datetime.date.today().isoformat()}-{topic}.md")
            with open(path, "w", encoding="utf-8") as out:
                out.write(report.page(topic, done, facts, tools, arguments))
            print(f"wrote {os.path.relpath(path)}")
    jobs.remove(tools.kept)
    for name in os.listdir(arguments.work):
        if name.startswith(("numeric-", "mixed-", "formats-")) or name.endswith("-source.parquet"):
            os.remove(os.path.join(arguments.work, name))


if __name__ == "__main__":
    main()
