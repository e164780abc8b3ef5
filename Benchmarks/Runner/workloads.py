"""What the servers are put under."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """The figure that is compared: where `ws bench` reports it, and how it is written. Less is better."""

    key: str
    noun: str
    unit: str
    scale: float = 1.0


CPU_PER_MESSAGE = Measure("cpuPerMessage", "the server's CPU time per message", "µs")
CPU_PER_CONNECTION = Measure("cpuPerMessage", "the server's CPU time per connection", "µs")
MEMORY_PER_CONNECTION = Measure("residentBytesPerConnection", "the server's memory per connection", "KiB", 1 / 1024)


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    mode: str
    connections: int
    size: int = 32
    depth: int = 1
    loops: int = 1  # The generator's.
    measure: Measure = CPU_PER_MESSAGE
    options: tuple = ()  # Further ones of the generator.

    @property
    def route(self):
        if self.name == "topics":
            return "topics"
        return "fanout" if self.mode == "fanout" else "deflate" if "--compression" in self.options else "echo"

    def arguments(self, is_quick):
        """The arguments of `ws bench` that follow the URL."""
        duration, warmup = (2, 1) if is_quick or self.mode == "idle" else (5, 1)
        numbers = {
            "connections": self.connections, "size": self.size, "depth": self.depth, "loops": self.loops,
            "duration": duration, "warmup": warmup,
        }
        return [part for option, number in numbers.items() for part in ("--" + option, str(number))] + [*self.options]


DEFLATE = ("--text", "--compression")
DEFLATE_ALONE = (*DEFLATE, "--no-context-takeover")

WORKLOADS = [
    Workload("echo-32", "echo, 100 × 32 B", "echo", 100),
    Workload("echo-32-deep", "echo, 100 × 32 B, 16 in flight", "echo", 100, depth=16),
    Workload("echo-1k", "echo, 500 × 1 KiB", "echo", 500, size=1 << 10),
    Workload("echo-64k", "echo, 10 × 64 KiB", "echo", 10, size=64 << 10),
    Workload("echo-1m", "echo, 2 × 1 MiB", "echo", 2, size=1 << 20),
    Workload("deflate-256", "compressed echo, 100 × 256 B", "echo", 100, size=256, options=DEFLATE),
    Workload("deflate-4k", "compressed echo, 100 × 4 KiB", "echo", 100, size=4 << 10, options=DEFLATE),
    Workload("deflate-64k", "compressed echo, 10 × 64 KiB", "echo", 10, size=64 << 10, options=DEFLATE),
    Workload("deflate-256-alone", "the same one by one, 256 B", "echo", 100, size=256, options=DEFLATE_ALONE),
    Workload("deflate-4k-alone", "the same one by one, 4 KiB", "echo", 100, size=4 << 10, options=DEFLATE_ALONE),
    Workload("deflate-64k-alone", "the same one by one, 64 KiB", "echo", 10, size=64 << 10, options=DEFLATE_ALONE),
    Workload("connect", "handshake and close", "connect", 50, measure=CPU_PER_CONNECTION),
    Workload("fanout", "fan-out, 64 B to 500", "fanout", 500, size=64),
    Workload("fanout-deep", "fan-out, 64 B to 500, 8 in flight", "fanout", 500, size=64, depth=8),
    Workload("fanout-few", "fan-out, 64 B to 10", "fanout", 10, size=64),
    # 50 groups of 10, each with 200 topics and one publication in flight.
    Workload("topics", "fan-out, 64 B to 10 each, 10,000 topics", "fanout", 500, size=64, options=("--groups", "50")),
    Workload("idle", "10,000 idle connections", "idle", 10_000, measure=MEMORY_PER_CONNECTION),
]

# The one that compares this library with itself, on one core and on two; see scaling.py.
SCALING = Workload("scaling", "echo, 100 × 32 B", "echo", 100)
