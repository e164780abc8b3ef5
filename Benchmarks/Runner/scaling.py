"""This library on one event loop and on two.

The server and the generator share two cores, so the throughput of two loops cannot be seen here. What can is the CPU
time that a message costs the server. The capacity is what it could serve if all its loops were always busy:
messages / the server's CPU seconds × loops.
"""

import os
import statistics
from dataclasses import replace

import processes
from workloads import SCALING

LOOPS = (1, 2)


def thread_times(pid):
    """The CPU time of each thread of a process, in clock ticks."""
    times = {}
    for thread in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/stat" % (pid, thread), encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        times[thread] = int(fields[11]) + int(fields[12])
    return times


def measure(server, loops, ws, inside, cores, is_quick):
    """One run: (messages per second that the loops could serve, the part of the work that each loop did)."""
    server = replace(server, command=[*server.command[:-1], str(loops)])
    cpus = ",".join(map(str, cores[:loops]))
    generator_cpus = str(cores[1]) if loops == 1 else cpus
    with processes.serving(server, [*inside, "taskset", "-c", cpus]) as (process, address):
        url = "ws://%s%s" % (address, server.echo)
        before = thread_times(process.pid)
        report = processes.load(
            [*inside, "taskset", "-c", generator_cpus], ws, SCALING, url, process.pid, is_quick
        )
        after = thread_times(process.pid)
    # The loops are the threads that work.
    work = sorted((after[thread] - before.get(thread, 0) for thread in after), reverse=True)[:loops]
    capacity = report["messages"] / report["server"]["cpuSeconds"] * loops
    return capacity, [part / max(1, sum(work)) for part in work]


def run(servers, runs, ws, inside, cores, is_quick):
    """Yields lines for people."""
    yield "One event loop and two, %s: what the loops could serve if they were always busy, computed as" % SCALING.title
    yield "messages / the server's CPU seconds × loops (the generator shares the two cores with the two loops)."
    outcomes = {}
    for number in range(runs):
        for loops in LOOPS if number % 2 == 0 else LOOPS[::-1]:
            for server in servers:
                outcome = measure(server, loops, ws, inside, cores, is_quick)
                outcomes.setdefault((server.name, loops), []).append(outcome)
    for server in servers:
        medians = {}
        for loops in LOOPS:
            capacities = [capacity for capacity, _ in outcomes[server.name, loops]]
            medians[loops] = statistics.median(capacities)
            shares = [statistics.median(parts) for parts in zip(*(parts for _, parts in outcomes[server.name, loops]))]
            yield "%-26s %d loop%s  %9.0f messages/s (%.0f–%.0f), the loops' parts of the work: %s" % (
                server.title, loops, " s"[loops > 1], medians[loops], min(capacities), max(capacities),
                ", ".join("%.0f %%" % (100 * share) for share in shares),
            )
        yield "%-26s two loops serve %.2f times as much as one" % (server.title, medians[2] / medians[1])
