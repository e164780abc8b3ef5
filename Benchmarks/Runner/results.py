"""The figures of all runs, compared."""

import statistics
from dataclasses import dataclass, field

from servers import REFERENCE


@dataclass(frozen=True)
class Cell:
    """One server under one workload: the median of its runs, and the least and the greatest, in the measure's unit."""

    median: float
    least: float
    greatest: float
    ratio: float | None  # All three divided by the reference's median are the ratio and its spread.
    least_ratio: float | None
    greatest_ratio: float | None


@dataclass
class Results:
    """The reports of `ws bench`, by workload and server, and what went wrong."""

    servers: list
    workloads: list
    reports: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)

    def add(self, workload, server, report):
        self.reports.setdefault((workload.name, server.name), []).append(report)

    def fail(self, workload, server, reason):
        self.failures[workload.name, server.name] = reason

    def has_failed(self, workload, server):
        return (workload.name, server.name) in self.failures

    def figures(self, workload, server):
        if self.has_failed(workload, server):
            return []
        reports = self.reports.get((workload.name, server.name), [])
        return [report["server"][workload.measure.key] * workload.measure.scale for report in reports]

    def reference(self, workload):
        """The reference's median, if it has one."""
        for server in self.servers:
            if server.name == REFERENCE and (figures := self.figures(workload, server)):
                return statistics.median(figures)
        return None

    def cell(self, workload, server):
        if not (figures := self.figures(workload, server)):
            return None
        values = (statistics.median(figures), min(figures), max(figures))
        reference = self.reference(workload)
        return Cell(*values, *(value / reference if reference else None for value in values))

    def busy(self, workload, server):
        """The part of the time that the server was busy: the median of its runs."""
        return statistics.median(report["server"]["cpuShare"] for report in self.reports[workload.name, server.name])

    def wire_shares(self, workload):
        """What compression left of the messages, by server: its answer to the offer decides how they are compressed."""
        for server in self.servers:
            if self.figures(workload, server):
                sizes = [report["wireBytesPerMessage"] for report in self.reports[workload.name, server.name]]
                yield "%.0f %% (%s)" % (100 * statistics.median(sizes) / workload.size, server.title)

    def notes(self):
        """What one should know about single figures, a line each."""
        for workload in self.workloads:
            for server in self.servers:
                if reason := self.failures.get((workload.name, server.name)):
                    yield "%s is left out of '%s': %s" % (server.title, workload.title, reason)
        for workload in self.workloads:
            if workload.route == "deflate" and (shares := list(self.wire_shares(workload))):
                yield "'%s': what the load sent took %s of its size on the wire" % (workload.title, ", ".join(shares))
        busy = [
            self.busy(workload, server)
            for workload in self.workloads if workload.mode != "idle"
            for server in self.servers if self.figures(workload, server)
        ]
        if idle := [share for share in busy if share < 0.9]:
            yield (
                "%d of the %d figures of CPU time are of servers that were not busy all the time (the least for %.0f %% "
                "of it), so that a message may have cost more than under full load" % (len(idle), len(busy), 100 * min(idle))
            )


def number(value):
    """Three digits that count."""
    return "%.*f" % (0 if value >= 100 else 1 if value >= 10 else 2, value)


def texts(cell):
    """The figure and its spread: relative to the reference if there is one."""
    if cell.ratio is None:
        return number(cell.median), "%s–%s" % (number(cell.least), number(cell.greatest))
    return number(cell.ratio), "%s–%s" % (number(cell.least_ratio), number(cell.greatest_ratio))


def rows(results):
    """For each workload: its title, the reference's own figure, and the texts for each server; "–" where none is."""
    for workload in results.workloads:
        reference = results.reference(workload)
        absolute = "%s %s" % (number(reference), workload.measure.unit) if reference else workload.measure.unit
        cells = [results.cell(workload, server) for server in results.servers]
        yield workload.title, absolute, [texts(cell) if cell else ("–", "") for cell in cells]


def plain_table(results):
    """The table for a terminal, each figure with its spread below."""
    heads = [server.title.removeprefix("this library, ") for server in results.servers]
    lines = [["", "1.00 =", *heads]]
    for title, absolute, cells in rows(results):
        lines.append([title, absolute, *(median for median, _ in cells)])
        lines.append(["", "", *(spread for _, spread in cells)])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0])] + [text.rjust(width) for text, width in zip(line[1:], widths[1:])]).rstrip()
        for line in lines
    )


def markdown_table(results):
    lines = [["", "1.00 =", *(server.title for server in results.servers)]]
    lines.append(["---"] + ["---:"] * (len(results.servers) + 1))
    for title, absolute, cells in rows(results):
        figures = ["%s<br><sub>%s</sub>" % cell if cell[1] else cell[0] for cell in cells]
        lines.append([title, absolute, *figures])
    return "\n".join("| %s |" % " | ".join(line) for line in lines)
