"""Torments a server, and sees that those who keep to the rules do not notice.

soak.py EXECUTABLE CONNECTIONS SECONDS [SEED]

Four fifths of the connections are orderly clients, in a process of EXECUTABLE as the server is. The others are made here, and do
what sockets allow: they stall, drip, reset, half-close, send nonsense, and do not read. See scripts/soak.
"""

import asyncio
import base64
import contextlib
import json
import os
import random
import socket
import struct
import sys
import time

from soak_support import Child, Failed, Server, check, run, say

KEY = base64.b64encode(bytes(16)).decode()


class Clients(Child):
    """The orderly clients."""

    async def report(self):
        return json.loads(await self.tell("report"))

    async def until_open(self, count, seconds):
        deadline = time.monotonic() + seconds
        while True:
            report = await self.report()
            if report["open"] == count:
                return report
            check(time.monotonic() < deadline, f"not all clients are connected: {json.dumps(report)}")
            await asyncio.sleep(0.2)

    async def expect_peace(self):
        report = await self.report()
        check(report["lost"] == 0 and not report["errors"], f"orderly clients have noticed: {json.dumps(report)}")
        return report


class Peer:
    """A raw socket to the server, that does what it likes."""

    def __init__(self, address, receive_buffer=None):
        self.loop = asyncio.get_running_loop()
        self.address = address
        self.socket = socket.socket()
        self.socket.setblocking(False)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)

    async def connect(self):
        await self.loop.sock_connect(self.socket, self.address)

    @staticmethod
    def request(path):
        return (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()

    async def open(self, path):
        await self.connect()
        await self.send(self.request(path))
        await self.opened()

    async def opened(self):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = await self.loop.sock_recv(self.socket, 1)
            if not byte:
                raise ConnectionError("no answer")
            head += byte
        if head.startswith(b"HTTP/1.1 408 "):
            raise ConnectionError("it took us too long")
        check(head.startswith(b"HTTP/1.1 101 "), f"no WebSocket: {head[:80]}")

    async def send(self, data):
        await self.loop.sock_sendall(self.socket, data)

    async def receive_frame(self):
        """Receives a short frame byte by byte: its first byte, and its payload."""

        async def receive(count):
            received = b""
            while len(received) < count:
                byte = await self.loop.sock_recv(self.socket, 1)
                check(byte, "one who sends byte by byte got no answer")
                received += byte
            return received

        first, length = await receive(2)
        return first, await receive(length)

    async def receive_all(self):
        while await self.loop.sock_recv(self.socket, 65536):
            pass

    def leave(self):
        """Closes, or resets."""
        if random.random() < 0.5:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def frame(payload, opcode=2):
    key = random.randbytes(4)
    length = len(payload)
    if length < 126:
        header = bytes([0x80 | opcode, 0x80 | length])
    else:
        header = bytes([0x80 | opcode, 0x80 | 126]) + struct.pack(">H", length)
    mask = (key * (length // 4 + 1))[:length]
    return header + key + (int.from_bytes(payload, "big") ^ int.from_bytes(mask, "big")).to_bytes(length, "big")


async def stall(longest=4.0):
    await asyncio.sleep(random.random() * longest)


async def half_a_handshake(peer):
    await peer.connect()
    request = peer.request("/echo")
    await peer.send(request[: random.randrange(len(request))])
    await stall()


async def dripped_handshake(peer):
    await peer.connect()
    for byte in peer.request("/echo"):
        await peer.send(bytes([byte]))
        await asyncio.sleep(0.01)
    await peer.opened()


async def half_a_frame(peer):
    await peer.open(random.choice(["/echo", "/fast"]))
    data = frame(random.randbytes(random.randrange(1, 5000)))
    await peer.send(data[: random.randrange(len(data))])
    await stall()


async def half_close(peer):
    await peer.open("/echo")
    data = frame(bytes(1000))
    await peer.send(data + data[: random.randrange(len(data))])
    peer.socket.shutdown(socket.SHUT_WR)
    await peer.receive_all()


async def one_byte_at_a_time(peer):
    """Is slow, but keeps to the rules, and gets what it has sent."""
    await peer.open(random.choice(["/echo", "/fast"]))
    payload = random.randbytes(100)
    for byte in frame(payload):
        await peer.send(bytes([byte]))
    while (answer := await peer.receive_frame())[0] == 0x89:
        pass
    check(answer == (0x82, payload), f"one who sends byte by byte got another answer: {answer}")


async def full_buffers(peer):
    await peer.open(random.choice(["/echo", "/fast", "/compressed"]))
    await push(peer, frame(bytes(60_000)))


async def push(peer, data):
    """Sends for a while as much as is taken."""

    async def send_for_ever():
        while True:
            await peer.send(data)

    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(send_for_ever(), 1 + random.random() * 4)


async def ping_flood(peer):
    await peer.open("/echo")
    await peer.send(frame(b"", 9) * 5000)
    await peer.receive_all()


async def nonsense(peer):
    await peer.open(random.choice(["/echo", "/fast", "/compressed", "/ticks"]))
    await peer.send(random.randbytes(random.randrange(1, 5000)))
    await stall()


async def no_answer_to_close(peer):
    await peer.open("/echo")
    await peer.send(b"\xff\xff")
    await asyncio.sleep(5)


async def handler_that_throws(peer):
    await peer.open("/throws")
    await peer.send(frame(b"go"))
    await peer.receive_all()


async def handler_that_does_not_read(peer):
    await peer.open("/ignores")
    await push(peer, frame(bytes(10_000)))


async def numbers_unread(peer):
    await peer.open("/ticks")
    # The server gives up in time; what is left is in our buffers.
    await asyncio.sleep(60)


FAULTS = [
    half_a_handshake,
    dripped_handshake,
    half_a_frame,
    half_close,
    one_byte_at_a_time,
    full_buffers,
    ping_flood,
    nonsense,
    no_answer_to_close,
    handler_that_throws,
    handler_that_does_not_read,
]


class Tormentors:
    """Those who do not keep to the rules, as long as they are let."""

    def __init__(self, addresses, count):
        self.addresses = addresses
        self.count = count
        self.done = {}
        self.failures = []

    async def __aenter__(self):
        self.tasks = [asyncio.create_task(self.torment(number)) for number in range(self.count)]
        self.tasks.append(asyncio.create_task(self.block()))
        return self

    async def __aexit__(self, *_):
        tasks = set(self.tasks)
        while tasks:
            # Again and again: a time-out that is reached at the same moment can swallow a cancellation.
            for task in tasks:
                task.cancel()
            _, tasks = await asyncio.wait(tasks, timeout=1)
        check(not self.failures, "; ".join(self.failures[:3]))

    async def torment(self, number):
        # More than all who listen orderly.
        slow = number % 5 < 2
        await asyncio.sleep(random.random() * 5)
        while True:
            await self.do(numbers_unread if slow else random.choice(FAULTS))
            await stall()

    async def block(self):
        """Has a handler block its loop, again and again."""
        while True:
            await self.do(self.blocked)
            await stall(1)

    async def blocked(self, peer):
        await peer.open("/blocks")
        await peer.send(frame(b"block") * 3)
        await stall(1)

    async def do(self, fault):
        peer = Peer(random.choice(self.addresses), 4096 if fault in (numbers_unread, full_buffers) else None)
        try:
            await asyncio.wait_for(fault(peer), 70)
            self.done[fault.__name__] = self.done.get(fault.__name__, 0) + 1
        except Failed as failure:
            self.failures.append(f"{fault.__name__}: {failure}")
        except (OSError, asyncio.TimeoutError):
            # As the server has seen fit.
            self.done[fault.__name__] = self.done.get(fault.__name__, 0) + 1
        finally:
            peer.leave()


async def descriptors_run_out(executable):
    """Connects more than a server may have open: those who are connected do not notice, and then others may come."""
    server = await Server.start("sh", "-c", f"ulimit -n 200; exec {executable} serve 1")
    await server.begin()
    clients = await Clients.start(executable, "clients", "50", *server.urls)
    await clients.until_open(50, 60)
    flood = [Peer(server.addresses()[0]) for _ in range(300)]
    for peer in flood:
        await peer.connect()
    await asyncio.sleep(3)
    await clients.expect_peace()
    for peer in flood:
        peer.leave()
    report = await server.until(lambda report: report["connections"] == 51, 60, "those who have gone are still there")
    check(report["acceptFailures"] > 0, "there were descriptors enough, so that nothing is shown")
    final = json.loads(await clients.end())
    check(final["lost"] == 0 and not final["errors"] and final["echoed"] == final["sent"], json.dumps(final))
    await server.end()
    say(f"out of descriptors {report['acceptFailures']} times, which 50 orderly clients did not notice")


async def round_of_torment(server, clients, orderly, tormentors, seconds):
    before = (await server.report())["process"]
    async with Tormentors(server.addresses(), tormentors) as torment:
        begin = time.monotonic()
        while time.monotonic() - begin < seconds:
            await asyncio.sleep(1)
            await clients.expect_peace()
            most = await server.report()
    report = await clients.expect_peace()
    say(f"{sum(torment.done.values())} torments: " + ", ".join(f"{n} {c}" for n, c in sorted(torment.done.items())))
    say(f"at most {most['connections']} connections; orderly clients so far: {json.dumps(report)}")

    # All come back at once.
    begin = time.monotonic()
    await server.tell("drop")
    await clients.until_open(orderly, 240)
    took = time.monotonic() - begin
    forgiven = json.loads(await clients.tell("forgive"))
    check(forgiven["cut"] <= forgiven["opened"] - orderly, "more messages were cut than connections")
    await server.until(lambda report: report["connections"] == orderly + 1, 120, "some have not gone")
    # Those that were given up take their time to be closed; memory is given back as loops come to rest.
    await asyncio.sleep(8)
    after = (await server.report())["process"]
    say(f"{orderly} came back at once in {took:.1f} s")
    say(
        f"memory: {before['resident'] >> 20} MiB before, {after['resident'] >> 20} MiB after, of which allocated "
        f"{before['allocated'] >> 10} and {after['allocated'] >> 10} KiB; "
        f"descriptors {before['descriptors']} and {after['descriptors']}"
    )
    return before, after


async def main():
    executable, connections, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1 << 32)
    random.seed(seed)
    say(f"{connections} connections, {seconds} s, seed {seed}")
    await descriptors_run_out(executable)

    server = await (await Server.start(executable, "serve", "8")).begin()
    beginning = (await server.report())["process"]
    orderly = connections * 4 // 5
    clients = await Clients.start(executable, "clients", str(orderly), *server.urls)
    await clients.until_open(orderly, 240)
    await clients.tell("forgive")
    await asyncio.sleep(5)
    say(f"{orderly} orderly clients are connected")
    # The first round fills what is kept for the next: pools of buffers, and what a library makes when it is first used.
    for is_warm in (False, True):
        # Twice as many as are to be connected: half of the time they only wait for their next turn.
        tormentors = 2 * (connections - orderly)
        before, after = await round_of_torment(server, clients, orderly, tormentors, seconds / 2)
        check(after["descriptors"] <= before["descriptors"], "descriptors were lost")
        if is_warm:
            check(after["resident"] < before["resident"] * 1.1, "memory was not given back")
            check(after["allocated"] < before["allocated"] * 1.05, "memory is still allocated")

    final = json.loads(await clients.end())
    say(f"orderly clients at the end: {json.dumps(final)}")
    check(final["lost"] == 0 and not final["errors"], "orderly clients have noticed")
    check(final["sent"] == final["echoed"] + final["cut"], "messages are missing")
    report = await server.until(
        lambda report: report["handlers"] == 0 and report["connections"] == 1, 60, "something has not ended"
    )
    check(report["process"]["descriptors"] <= beginning["descriptors"], "descriptors were lost")
    say(f"the server at the end: {json.dumps(report)}")
    check(await server.end() == "Stopped with 0 handlers", "handlers still run")
    say("orderly clients have noticed nothing")


run(main(), 3600)
