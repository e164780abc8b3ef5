"""This library on one core and on two.

The generator needs the machine's two cores as well, so it is given the same share of them each time: server and
generator run on one core with one event loop each, then on two cores with two event loops each. What is served then
grows as the server's loops do not hold each other up, nor the generator's, which is this library too.
"""

import statistics
from dataclasses import dataclass, replace

import processes
from workloads import SCALING

LOOPS = (1, 2)


@dataclass(frozen=True)
class Outcome:
    """One run."""

    throughput: float  # Messages per second.
    cost: float  # The server's CPU time for each message, in microseconds.


def measure(server, loops, ws, inside, cores, is_quick):
    server = replace(server, command=[*server.command[:-1], str(loops)])
    pinned = [*inside, "taskset", "-c", ",".join(map(str, cores[:loops]))]
    with processes.serving(server, pinned) as (process, address):
        url = "ws://%s%s" % (address, server.echo)
        report = processes.load(pinned, ws, replace(SCALING, loops=loops), url, process.pid, is_quick)
    return Outcome(report["messagesPerSecond"], report["server"]["cpuPerMessage"])


def run(servers, runs, ws, inside, cores, is_quick):
    """Yields lines for people."""
    outcomes = {}
    for number in range(runs):
        for loops in LOOPS if number % 2 == 0 else LOOPS[::-1]:
            for server in servers:
                outcome = measure(server, loops, ws, inside, cores, is_quick)
                outcomes.setdefault((server.name, loops), []).append(outcome)

    yield "One core and two, %s: server and generator share them, each with an event loop for each core." % SCALING.title
    yield "Medians (min–max) of %d runs." % runs
    for server in servers:
        for loops in LOOPS:
            mine = outcomes[server.name, loops]
            yield "%-26s %d core%s %s thousand messages/s, %s µs of the server for each" % (
                server.title, loops, " s"[loops > 1], spread([outcome.throughput / 1000 for outcome in mine], "%.0f"),
                spread([outcome.cost for outcome in mine], "%.2f"),
            )
        one, two = ([outcome.throughput for outcome in outcomes[server.name, loops]] for loops in LOOPS)
        ratio = statistics.median(two) / statistics.median(one)
        yield "%-26s two cores serve %.2f × what one serves" % (server.title, ratio)


def spread(figures, form):
    return "%s (%s–%s)" % tuple(form % value for value in (statistics.median(figures), min(figures), max(figures)))
