"""This library on one event loop and on two.

The server and the generator share two cores, so the throughput of two loops cannot be seen here. What can is the CPU
time that a message costs the server, and how evenly the loops share the work. From these follows what the loops could
serve with a core each: if all were always busy, and if the work stays divided as it was, so that the busiest loop is
the limit.
"""

import os
import statistics
from dataclasses import dataclass, replace

import processes
from workloads import SCALING

LOOPS = (1, 2)


@dataclass(frozen=True)
class Outcome:
    """One run."""

    capacity: float  # Messages per second if all loops were always busy.
    parts: list  # What part of the work each loop did, the greatest first.

    @property
    def capacity_as_divided(self):
        return self.capacity / (len(self.parts) * self.parts[0])


def thread_times(pid):
    """The CPU time of each thread of a process, in clock ticks."""
    times = {}
    for thread in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/stat" % (pid, thread), encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        times[thread] = int(fields[11]) + int(fields[12])
    return times


def measure(server, loops, ws, inside, cores, is_quick):
    server = replace(server, command=[*server.command[:-1], str(loops)])
    server_cores = ",".join(map(str, cores[:loops]))
    generator_cores = str(cores[1]) if loops == 1 else server_cores
    with processes.serving(server, [*inside, "taskset", "-c", server_cores]) as (process, address):
        url = "ws://%s%s" % (address, server.echo)
        before = thread_times(process.pid)
        generator = [*inside, "taskset", "-c", generator_cores]
        report = processes.load(generator, ws, SCALING, url, process.pid, is_quick)
        after = thread_times(process.pid)
    # The loops are the threads that work.
    work = sorted((after[thread] - before.get(thread, 0) for thread in after), reverse=True)[:loops]
    if not work[0] or not report["server"]["cpuSeconds"]:
        raise processes.Failure("the run was too short to see the server's CPU time")
    return Outcome(report["messages"] / report["server"]["cpuSeconds"] * loops, [part / sum(work) for part in work])


def run(servers, runs, ws, inside, cores, is_quick):
    """Yields lines for people."""
    outcomes = {}
    for number in range(runs):
        for loops in LOOPS if number % 2 == 0 else LOOPS[::-1]:
            for server in servers:
                outcome = measure(server, loops, ws, inside, cores, is_quick)
                outcomes.setdefault((server.name, loops), []).append(outcome)

    yield "One event loop and two, %s: thousands of messages per second that the loops could serve with a core" % (
        SCALING.title)
    yield "each, computed from CPU time since the generator needs a core too: messages / the server's CPU seconds × loops"
    yield "if all are always busy; messages / the busiest loop's CPU seconds as the work was divided. Medians (min–max)."
    for server in servers:
        for loops in LOOPS:
            mine = outcomes[server.name, loops]
            parts = ["–".join("%.0f" % (100 * part) for part in (min(column), max(column)))
                     for column in zip(*(outcome.parts for outcome in mine))]
            yield "%-26s %d loop%s all busy: %s; as divided: %s; the loops' parts: %s" % (
                server.title, loops, " s"[loops > 1], spread([outcome.capacity for outcome in mine]),
                spread([outcome.capacity_as_divided for outcome in mine]), ", ".join(part + " %" for part in parts),
            )


def spread(figures):
    return "%.0f (%.0f–%.0f)" % tuple(value / 1000 for value in (statistics.median(figures), min(figures), max(figures)))
