"""The table in docs/performance.md and the chart beside it."""

import os
from dataclasses import dataclass

import chart
from results import markdown_table

PAGE = "docs/performance.md"
CHART = "docs/images/benchmark.svg"
BEGIN = "<!-- benchmark: begin; scripts/bench --write replaces what is between -->"
END = "<!-- benchmark: end -->"


@dataclass(frozen=True)
class Facts:
    """How the figures came about."""

    date: str
    machine: str
    network: str
    swift: str
    command: str
    runs: int
    notes: list

    def lines(self, results):
        peers = ["%s %s" % (server.title, server.version) for server in results.servers if server.version]
        yield "Medians of %d run%s of each server, in turns; below each the least and the greatest." % (
            self.runs, "s"[self.runs == 1:],
        )
        yield "Echo and fan-out: the server's CPU time per message. Handshake: its CPU time per connection."
        yield "Idle: its memory per connection. Less is better; 1.00 is what gorilla/websocket takes."
        yield "%s, by `%s`, on %s; the server pinned to one core, the load to another; %s." % (
            self.date, self.command, self.machine, self.network,
        )
        if self.swift:
            yield "Swift %s." % self.swift
        if peers:
            yield "Peers: %s." % "; ".join(peers)
        if any(server.name == "gorilla-tuned" for server in results.servers):
            yield (
                "gorilla/websocket is used as its examples use it, by `ReadMessage` and `WriteMessage`; tuned, as well as "
                "it goes: one buffer for reading kept with each connection, those for writing pooled, frames for many "
                "prepared and written without a deadline."
            )
        for note in self.notes:
            yield "Note: %s." % note.rstrip(".")


def write(results, facts):
    page = "# Performance\n\n%s\n%s\n" % (BEGIN, END)
    if os.path.exists(PAGE):
        with open(PAGE, encoding="utf-8") as file:
            page = file.read()
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise SystemExit("bench: %s does not have these two lines once, in this order:\n%s\n%s" % (PAGE, BEGIN, END))
    head, rest = page.split(BEGIN)
    _, tail = rest.split(END)
    body = "\n\n".join([markdown_table(results), "\n".join("- " + line for line in facts.lines(results))])
    os.makedirs(os.path.dirname(CHART), exist_ok=True)
    for path, text in ((PAGE, "%s%s\n\n%s\n\n%s%s" % (head, BEGIN, body, END, tail)), (CHART, chart.draw(results, facts))):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        print("bench: wrote %s" % path)
