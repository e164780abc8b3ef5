"""Measures what Redis between nodes costs; scripts/bench-redis calls this.

A node publishes as fast as `ws bench` with a few messages in flight lets it, and others listen, with one subscriber each. What
is told is CPU time for each message: of the node that publishes, beside the same without Redis, of each node that listens, and
of Redis. All of it runs on one machine, so that times compare within one run.
"""
import argparse
import contextlib
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Runner"))
import processes
from servers import Server

TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pid):
    """The CPU time of a process so far, in microseconds."""
    fields = open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1_000_000 / TICKS


@contextlib.contextmanager
def redis():
    """Runs a Redis server that keeps nothing on disk; yields its process and URL."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--unixsocket", path]
        process = subprocess.Popen(command, **processes.APART)
        try:
            deadline = time.monotonic() + 10
            while not os.path.exists(path):
                if time.monotonic() > deadline:
                    raise processes.Failure("redis-server does not start")
                time.sleep(0.02)
            yield process, "redis://127.0.0.1:%d" % port
        finally:
            processes.end(process)


@contextlib.contextmanager
def listening(address, path):
    """Subscribes, and throws away what comes."""
    host, port = address.split(":")
    with socket.create_connection((host, int(port))) as client:
        client.sendall((
            "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n" % (path, address)
        ).encode())
        if b" 101 " not in client.recv(4096):
            raise processes.Failure("%s is no WebSocket" % path)

        def read():
            with contextlib.suppress(OSError):
                while client.recv(1 << 20):
                    pass

        threading.Thread(target=read, daemon=True).start()
        time.sleep(0.5)
        yield
        client.shutdown(socket.SHUT_RDWR)


def counted(address, name):
    """What a node has counted."""
    text = urllib.request.urlopen("http://%s/metrics" % address, timeout=10).read().decode()
    return int(re.search(r"^websocket_hub_%s (\d+)" % name, text, re.M).group(1))


def measure(ws, path, listener_count, with_redis, arguments):
    """One run: microseconds of the publisher, of a listener and of Redis for each message, how many of 100 messages got to the
    listeners, and messages per second."""
    with contextlib.ExitStack() as stack:
        options = ["--loops", "1"]
        if with_redis:
            server, url = stack.enter_context(redis())
            options += ["--redis", url]
        node = Server("node", "a node", "", [ws, "serve", *options])
        nodes = [stack.enter_context(processes.serving(node, [])) for _ in range(1 + (listener_count if with_redis else 0))]
        for _, address in nodes[1:]:
            stack.enter_context(listening(address, path))
        watched = [process.pid for process, _ in nodes] + ([server.pid] if with_redis else [])
        before, count = [cpu(pid) for pid in watched], counted(nodes[0][1], "publications_total")
        load = subprocess.run(
            [ws, "bench", "fanout", "ws://%s%s" % (nodes[0][1], path), "-c", "1", "--depth", str(arguments.depth), "--size",
             str(arguments.size), "--warmup", "0", "--duration", str(arguments.seconds), "--json", "--quiet"],
            stdout=subprocess.PIPE, timeout=120,
        )
        if load.returncode != 0:
            raise processes.Failure("'ws bench' ended with status %d" % load.returncode)
        time.sleep(0.5)
        count = counted(nodes[0][1], "publications_total") - count
        arrived = [counted(address, "received_total") for _, address in nodes[1:]]
        times = [cpu(pid) - start for pid, start in zip(watched, before)]
        listeners = [spent / max(1, share) for spent, share in zip(times[1:], arrived)]
        return (
            times[0] / count, statistics.mean(listeners) if arrived else 0, times[-1] / count if with_redis else 0,
            100 * statistics.mean(arrived) / count if arrived else 0, count / arguments.seconds,
        )


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench-redis", description=__doc__)
    parser.add_argument("--ws", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=3, help="runs of each (3)")
    parser.add_argument("--seconds", type=int, default=4, help="how long each takes (4)")
    parser.add_argument("--size", type=int, default=64, help="bytes of a message (64)")
    parser.add_argument("--depth", type=int, default=4, help="messages in flight (4)")
    arguments = parser.parse_args()
    print("%-26s %10s %10s %10s %10s %14s" % ("µs of CPU for each message", "publisher", "listener", "Redis", "arrived", "messages/s"))
    cases = [("alone", 0, False), ("1 other node", 1, True), ("3 other nodes", 3, True)]
    results = {}
    for _ in range(arguments.runs):
        for kind, path in (("not kept", "/fanout"), ("kept", "/kept")):
            for title, listener_count, with_redis in cases:
                outcome = measure(arguments.ws, path, listener_count, with_redis, arguments)
                results.setdefault("%s, %s" % (kind, title), []).append(outcome)
    for title, outcomes in results.items():
        figures = [statistics.median(values) for values in zip(*outcomes)]
        print("%-26s %10.2f %10.2f %10.2f %9.1f%% %14.0f" % (title, *figures))


try:
    main()
except processes.Failure as failure:
    sys.exit("bench-redis: %s" % failure)
