"""Runs hubs in three processes that one Redis connects, takes Redis and them away, and sees that no kept message is lost.

soak_redis.py EXECUTABLE

The clients are in one process of EXECUTABLE: publishers that number their messages, subscribers that stay at a node, and subscribers
that move from node to node, each time with the last message that they have seen. In each phase something fails while they go on.
See scripts/soak.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time

from soak_support import Child, Server, check, run, say

# As in Redis/HubClients.swift; the residents are the subscribers that do not move.
SUBSCRIBERS, RESIDENTS, PUBLISHERS, TOPICS = 33, 18, 18, 6
# Than the timeouts of the nodes: 2 s for Redis, 1 s between pings and 2 s for the answer.
LONGER_THAN_TIMEOUT = 4


class Redis(Child):
    """A Redis server at a Unix socket, which loses nothing that it has confirmed when it is killed."""

    def __init__(self, folder):
        super().__init__(None)
        self.folder = folder
        self.path = os.path.join(folder, "socket")

    async def start(self):
        self.process = await asyncio.create_subprocess_exec(
            *("redis-server", "--port", "0", "--unixsocket", self.path, "--dir", self.folder, "--save", ""),
            *("--appendonly", "yes", "--appendfsync", "always"),
            stdout=asyncio.subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                if await self.ask("PING") == b"PONG":
                    return
            check(time.monotonic() < deadline, "Redis does not start")
            await asyncio.sleep(0.02)

    async def ask(self, *words):
        """Asks on a connection of its own; returns a status, a number, or a text."""
        reader, writer = await asyncio.open_unix_connection(self.path)
        try:
            command = b"".join(b"$%d\r\n%s\r\n" % (len(word), word.encode()) for word in words)
            writer.write(b"*%d\r\n" % len(words) + command)
            line = (await asyncio.wait_for(reader.readline(), 10)).rstrip()
            # Until it has loaded what it had it refuses all.
            check(line[:1] != b"-" or words == ("PING",), f"Redis refuses {words[0]}: {line}")
            if line[:1] == b"$":
                return await reader.readexactly(int(line[1:]))
            return line[1:]
        finally:
            writer.close()

    async def connections(self):
        """How many connections others have to it, and for how many channels."""
        clients = await self.ask("CLIENT", "LIST")
        stats = await self.ask("INFO", "stats")
        channels = next(line for line in stats.split(b"\r\n") if line.startswith(b"pubsub_channels:"))
        return clients.count(b"\n") - 1, int(channels.split(b":")[1])


class Node(Server):
    """A process with a hub."""

    async def terminate(self, seconds):
        begin = time.monotonic()
        self.signal(signal.SIGTERM)
        try:
            line = await asyncio.wait_for(self.process.stdout.readline(), seconds)
            check(line.strip() == b"Stopped", f"a node said {line} instead of stopping")
            status = await asyncio.wait_for(self.process.wait(), seconds)
        except asyncio.TimeoutError:
            check(False, f"a node has not ended {seconds} s after SIGTERM")
        check(status == 0, f"a node has ended with status {status}")
        return time.monotonic() - begin


class Soak:
    """Nodes, Redis and clients, and what is done to them."""

    def __init__(self, executable, folder):
        self.executable = executable
        self.redis = Redis(folder)
        self.nodes = []
        self.failures = []

    async def node(self):
        return await (await Node.start(self.executable, "hub-node", f"redis+unix://{self.redis.path}")).begin()

    async def begin(self):
        await self.redis.start()
        self.nodes = [await self.node() for _ in range(3)]
        self.clients = await Child.start(self.executable, "hub-clients")
        await self.tell_nodes()
        await self.until_connected()
        # As many as there will be after each phase.
        self.descriptors = [(await node.report())["process"]["descriptors"] for node in self.nodes]

    async def tell(self, command):
        return json.loads(await self.clients.tell(command))

    async def tell_nodes(self):
        await self.tell("nodes " + " ".join(f"{node.urls[0]}/hub" for node in self.nodes))

    async def until_connected(self):
        """Waits until all subscribers are connected, those that stay to their own nodes."""
        await self.tell("home")
        deadline = time.monotonic() + 20
        while True:
            report = await self.tell("report")
            if report["connected"] == SUBSCRIBERS and report["strayed"] == 0:
                return
            check(time.monotonic() < deadline, f"not all subscribers are connected: {json.dumps(report)}")
            await asyncio.sleep(0.05)

    async def until_alone(self, is_alone, seconds, nodes=None):
        """Waits until all nodes say that they have lost Redis, or have it again."""
        for node in nodes or self.nodes:
            text = "a node has not noticed that Redis is away" if is_alone else "a node is not connected to Redis again"
            await node.until(lambda report: report["isAlone"] == is_alone, seconds, text)

    # Phases.

    async def phase(self, name, body, *may):
        """Runs `body` while clients publish and move, and checks that they have got all that they were promised.

        `may` says what else may come of it. `miss`: messages are missing, and clients are told. `repeat`: clients that move get
        messages again, as nodes may be alone or Redis has forgotten what they have seen. `die`: a node takes with it what it has
        not sent. `publishers`, `residents`, `roamers`: clients of this kind lose their connections.
        """
        begin = time.monotonic()
        problems = []

        def expect(condition, text):
            if not condition:
                problems.append(text)

        await self.tell("publish")
        while (await self.tell("report"))["begun"] < SUBSCRIBERS:
            check(time.monotonic() < begin + 10, "not all subscribers get messages")
            await asyncio.sleep(0.05)
        await self.tell("roam")
        await asyncio.sleep(1)
        await body(expect)
        await asyncio.sleep(1)
        await self.until_alone(False, 10)
        report = await self.tell("settle" if "die" in may else "settle exactly")

        expect(not report["late"], f"messages have not arrived: {report['late']}")
        expect(report["untold"] == 0, f"{report['untold']} messages are missing without a notice")
        expect(report["duplicates"] == 0, f"{report['duplicates']} messages have arrived again")
        if "repeat" not in may:
            expect(report["repeats"] == 0, f"{report['repeats']} messages have arrived again at clients that move")
            expect("miss" in may or report["incomplete"] == 0, f"{report['incomplete']} catch-ups were not complete")
        if "miss" in may:
            expect(report["missing"] > 0, "no message was missing, so that nothing is shown")
        else:
            expect(report["missing"] == 0, f"{report['missing']} messages are missing")
            expect(report["notices"] == 0, f"{report['notices']} notices tell of gaps that are not there")
        for kind in ("publishers", "residents", "roamers"):
            lost = report[f"{kind}Lost"]
            expect(kind in may or lost == 0, f"{lost} {kind} have lost their connections")
        await self.until_connected()
        await self.expect_no_leaks(expect)
        say(
            f"{name}: {report['published']} messages published, {report['received']} received, {report['visits']} visits, "
            f"{report['missing']} missing, {report['notices'] + report['incomplete']} notices, {time.monotonic() - begin:.1f} s"
        )
        for problem in problems:
            say(f"FAILED while {name}: {problem}")
        if problems:
            events = [f"node {number}: {(await node.report())['events'][-3:]}" for number, node in enumerate(self.nodes)]
            say("these say more:\n  " + "\n  ".join(report["errors"] + events))
            self.failures.append(name)

    async def expect_no_leaks(self, expect):
        """Waits until what clients have left is gone, also in Redis."""
        deadline = time.monotonic() + 10
        while True:
            reports = [await node.report() for node in self.nodes]
            connections, channels = await self.redis.connections()
            leaks = [
                f"node {number} has more descriptors or sockets than subscriptions: {json.dumps(report)}"
                for number, report in enumerate(reports)
                if report["webSockets"] != report["subscriptions"]
                or report["process"]["descriptors"] > self.descriptors[number] + 10
            ]
            if sum(report["subscriptions"] for report in reports) != SUBSCRIBERS:
                leaks.append("there are more subscriptions than subscribers")
            if connections != 2 * len(self.nodes) or channels != TOPICS:
                leaks.append(f"Redis has {connections} connections and {channels} channels")
            if not leaks or time.monotonic() > deadline:
                break
            await asyncio.sleep(0.1)
        expect(not leaks, f"something is left over: {leaks}")
        expect(
            all(report["unsent"] == 0 and report["slowClosed"] == 0 for report in reports),
            f"messages or subscribers were dropped: {json.dumps(reports)}",
        )

    async def calm(self, expect):
        await asyncio.sleep(1)

    async def redis_is_killed(self, expect):
        await self.redis.kill()
        await self.until_alone(True, 10)
        await asyncio.sleep(1)
        await self.redis.start()

    async def redis_is_stopped(self, expect):
        self.redis.signal(signal.SIGSTOP)
        await self.until_alone(True, 20)
        await asyncio.sleep(2)
        self.redis.signal(signal.SIGCONT)

    async def node_is_stopped(self, expect):
        """Stops a node while it waits for pongs, which come before it goes on."""
        await self.stop_node(self.clients, 1.2, expect)

    async def waiting_node_is_stopped(self, expect):
        """Stops a node while it waits for Redis, whose answers come before it goes on."""
        await self.stop_node(self.redis, 1.4, expect)

    async def stop_node(self, process, seconds, expect):
        """Stops a process for less than the timeouts of a node, and then that node for longer, with answers on their way to it."""
        process.signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        before = (await self.nodes[1].report())["losses"]
        self.nodes[1].signal(signal.SIGSTOP)
        process.signal(signal.SIGCONT)
        await asyncio.sleep(LONGER_THAN_TIMEOUT)
        self.nodes[1].signal(signal.SIGCONT)
        await asyncio.sleep(0.5)
        after = (await self.nodes[1].report())["losses"]
        expect(before == after, "a node that was stopped takes Redis for lost, which has answered")

    async def node_is_killed(self, expect):
        await self.nodes[2].kill()
        await asyncio.sleep(1)
        self.nodes[2] = await self.node()
        await self.tell_nodes()

    async def node_is_replaced(self, expect):
        await self.nodes[0].terminate(10)
        self.nodes[0] = await self.node()
        await self.tell_nodes()

    async def redis_is_emptied(self, expect):
        """Empties Redis while a node is stopped, whose connections have been cut, and the subscribers that move are away."""
        await self.tell("leave")
        while (await self.tell("report"))["connected"] > RESIDENTS:
            await asyncio.sleep(0.05)
        self.nodes[1].signal(signal.SIGSTOP)
        await self.redis.ask("CLIENT", "KILL", "TYPE", "pubsub")
        await self.redis.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        await self.until_alone(False, 10, [self.nodes[0], self.nodes[2]])
        await asyncio.sleep(0.5)
        await self.redis.ask("FLUSHALL")
        await asyncio.sleep(0.5)
        self.nodes[1].signal(signal.SIGCONT)
        await asyncio.sleep(1)
        await self.tell("return")

    async def end(self):
        """Ends the nodes: the first while Redis does not answer, and clients go on."""
        await self.tell("publish")
        await asyncio.sleep(0.5)
        self.redis.signal(signal.SIGSTOP)
        await asyncio.sleep(0.5)
        times = [await self.nodes[0].terminate(15)]
        self.redis.signal(signal.SIGCONT)
        check(await self.clients.end() == "Stopped", "the clients have not ended")
        times += [await node.terminate(15) for node in self.nodes[1:]]
        await self.redis.kill()
        say(f"the nodes have ended {', '.join(f'{seconds:.1f} s' for seconds in times)} after SIGTERM, the first without Redis")


async def main():
    executable = sys.argv[1]
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as folder:
        soak = Soak(executable, folder)
        await soak.begin()
        say(f"{SUBSCRIBERS} subscribers and {PUBLISHERS} publishers at three nodes, which Redis connects")
        await soak.phase("nothing happens", soak.calm)
        await soak.phase("a node is stopped", soak.node_is_stopped, "roamers")
        await soak.phase("a node is stopped that waits for Redis", soak.waiting_node_is_stopped, "roamers", "repeat")
        await soak.phase("a node is replaced", soak.node_is_replaced, "publishers", "residents", "roamers")
        await soak.phase("a node is killed", soak.node_is_killed, "publishers", "residents", "roamers", "die")
        await soak.phase("Redis is killed", soak.redis_is_killed, "repeat")
        await soak.phase("Redis is stopped", soak.redis_is_stopped, "repeat")
        await soak.phase("Redis is emptied", soak.redis_is_emptied, "miss", "repeat")
        await soak.end()
    check(not soak.failures, f"while {', '.join(soak.failures)}")
    say(f"clients of hubs have missed nothing that they were not told of, in {time.monotonic() - begin:.0f} s")


run(main(), 240)
