"""The machine: its processor cores, and a network of the benchmark's own."""

import contextlib
import os
import platform
import resource
import subprocess


def describe():
    model = platform.machine()
    with contextlib.suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    return "%s, %d cores, Linux %s" % (model, os.cpu_count() or 1, platform.release())


def two_cores():
    """The cores of the server and of the generator."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("bench: two processor cores are needed, one for the server and one for the generator.")
    return cores[0], cores[1]


def raise_file_limit():
    """Allows as many open files as the system lets this user have, and says how many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def congestion_control():
    with open("/proc/sys/net/ipv4/tcp_congestion_control", encoding="utf-8") as file:
        return file.read().strip()


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise OSError(done.stdout.strip() or "'%s' failed" % " ".join(command))


def use_cubic(name):
    """Makes connections within a namespace use cubic, by its routes: its default only the whole machine may change."""
    for destination in ("127.0.0.1", "127.0.0.0/8"):
        run("ip", "-n", name, "route", "change", "local", destination, "dev", "lo", "table", "local", "congctl", "cubic")


@contextlib.contextmanager
def network():
    """Yields (what to put before a command so that it runs in a network namespace of its own, a description).

    There the congestion control is a classic one, whatever the machine uses: bbr paces its packets even on the
    loopback device, so with large messages one would measure its timers. Making a namespace takes root.
    """
    name = "websockets-bench-%d" % os.getpid()
    inside = ["ip", "netns", "exec", name]
    with contextlib.ExitStack() as stack:
        try:
            run("ip", "netns", "add", name)
            stack.callback(run, "ip", "netns", "delete", name)
            run("ip", "-n", name, "link", "set", "lo", "up")
            use_cubic(name)
            description = "in a network namespace of their own, with cubic"
        except OSError as error:
            inside, control = [], congestion_control()
            description = "in the machine's own network, with %s" % control
            warning = "; large messages may show its pacing rather than the servers" if control == "bbr" else ""
            print("bench: no network namespace (%s): measuring %s%s" % (error, description, warning), flush=True)
        yield inside, description
