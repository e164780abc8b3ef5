"""Measures this library's server beside others; scripts/bench calls this.

For each workload every server is run N times, the servers in turns and each round beginning with another one. For each
run the server is started afresh and pinned to one core, and the load, by `ws bench`, to another. What is compared is
the CPU time that the server took for each message, or its memory for each idle connection: medians of the runs,
relative to gorilla/websocket.
"""

import argparse
import datetime
import json
import signal
import sys

import document
import machine
import processes
import scaling
import servers
from results import Results, plain_table
from workloads import WORKLOADS


def names(known):
    def parse(text):
        chosen = text.split(",")
        for name in chosen:
            if name not in known:
                raise argparse.ArgumentTypeError("'%s' is none of %s" % (name, ", ".join(known)))
        return [name for name in known if name in chosen]

    return parse


def parse_arguments():
    peers = [name for name in servers.SERVERS if name not in servers.OURS]
    workloads = [workload.name for workload in WORKLOADS]
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="two shorter runs of each, for a first look")
    parser.add_argument(
        "--peers", metavar="a,b,…", type=names(peers), default=peers, help="of %s (all)" % ", ".join(peers)
    )
    parser.add_argument(
        "--workloads", metavar="a,b,…", type=names([*workloads, "scaling"]), default=workloads,
        help="of %s (all), and scaling: this library on one core and on two" % ", ".join(workloads),
    )
    parser.add_argument("--runs", metavar="N", type=int, help="runs of each (5; with --quick 2)")
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md and draw docs/images/benchmark.svg"
    )
    parser.add_argument("--ws", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--swift", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.runs = arguments.runs or (2 if arguments.quick else 5)
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    return arguments


def prepare(arguments):
    """The servers that can be had; says which cannot, and why."""
    found, missing = [], []
    for name in [*servers.OURS, *arguments.peers]:
        if name not in servers.OURS:
            print("bench: preparing %s" % name, flush=True)
        try:
            found.append(servers.prepare(name, arguments.ws))
        except servers.Unavailable as reason:
            missing.append("%s is left out: %s" % (name, reason))
            print("bench: " + missing[-1], flush=True)
    return found, missing


def run_once(workload, server, arguments, inside, cores):
    with processes.serving(server, [*inside, "taskset", "-c", str(cores[0])]) as (process, address):
        url = "ws://%s%s" % (address, server.path(workload.route))
        generator = [*inside, "taskset", "-c", str(cores[1])]
        return processes.load(generator, arguments.ws, workload, url, process.pid, arguments.quick)


def measure(workload, arguments, results, inside, cores):
    able = [server for server in results.servers if server.path(workload.route)]
    for number in range(arguments.runs):
        print("bench: %s, run %d of %d" % (workload.title, number + 1, arguments.runs), flush=True)
        start = number % len(able)
        for server in able[start:] + able[:start]:
            if results.has_failed(workload, server):
                continue
            try:
                results.add(workload, server, run_once(workload, server, arguments, inside, cores))
            except processes.Failure as reason:
                results.fail(workload, server, str(reason))
                print("bench: %s failed: %s" % (server.title, reason), flush=True)


def check_files(workload, limit):
    """Files that a process must be able to open: its connections, and some more."""
    if workload.connections + 100 > limit:
        raise SystemExit(
            "bench: '%s' takes %d open files, and the limit is %d ('ulimit -n'); leave it out by --workloads."
            % (workload.name, workload.connections + 100, limit)
        )


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stop(number, _):
    """Ends the runner the regular way, by which it ends all it has started, whatever signal comes meanwhile."""
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    sys.exit(128 + number)


def main():
    for number in SIGNALS:
        signal.signal(number, stop)
    arguments = parse_arguments()
    cores, limit = machine.two_cores(), machine.raise_file_limit()
    chosen = [workload for workload in WORKLOADS if workload.name in arguments.workloads]
    for workload in chosen:
        check_files(workload, limit)

    found, missing = prepare(arguments)
    results = Results(found, chosen)
    lines = []
    with machine.network() as (inside, network):
        for workload in chosen:
            measure(workload, arguments, results, inside, cores)
        if "scaling" in arguments.workloads:
            ours = [server for server in found if server.name in servers.OURS]
            print("bench: scaling", flush=True)
            try:
                lines = list(scaling.run(ours, arguments.runs, arguments.ws, inside, cores, arguments.quick))
            except processes.Failure as reason:
                lines = ["scaling failed: %s" % reason]

    facts = document.Facts(
        date=datetime.date.today().isoformat(),
        machine=machine.describe(),
        network=network,
        swift=arguments.swift,
        command="scripts/bench" + "".join(" " + part for part in own_arguments()),
        runs=arguments.runs,
        notes=[*missing, *results.notes()],
    )
    if chosen:
        print("\n%s\n\n%s" % (plain_table(results), "\n".join(facts.lines(results))))
    if lines:
        print("\n" + "\n".join(lines))
    save(results, facts)
    if arguments.write and chosen:
        document.write(results, facts)


def own_arguments():
    """What the user gave to scripts/bench."""
    parts = iter(sys.argv[1:])
    for part in parts:
        if part in ("--ws", "--swift"):
            next(parts, None)
        else:
            yield part


def save(results, facts):
    """Keeps every run's report for who wants to look closer."""
    path = servers.BUILT + "/results.json"
    reports = [
        {"workload": workload, "server": server, "reports": reports}
        for (workload, server), reports in results.reports.items()
    ]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"command": facts.command, "date": facts.date, "machine": facts.machine, "runs": reports}, file)
    print("bench: the reports of all runs are in %s" % path)


if __name__ == "__main__":
    main()
