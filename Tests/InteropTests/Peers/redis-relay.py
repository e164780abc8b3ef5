"""Passes what comes on to a Redis server, and holds its replies back from the first PING on: redis-relay.py SOCKET

Prints its port, 'ping' for each PING that passes, 'closed' when a client has gone, and 'released' when a line of input has made it
pass replies on again. It ends with its input.
"""

import asyncio
import sys


def report(line):
    print(line, flush=True)


async def main(path):
    gate = asyncio.Event()
    gate.set()
    has_pinged = False

    async def requests(reader, writer):
        nonlocal has_pinged
        while data := await reader.read(65536):
            if b"PING" in data:
                if not has_pinged:
                    has_pinged = True
                    gate.clear()
                report("ping")
            writer.write(data)
        report("closed")
        writer.close()

    async def replies(reader, writer):
        while data := await reader.read(65536):
            await gate.wait()
            writer.write(data)
        writer.close()

    async def relay(reader, writer):
        onward = await asyncio.open_unix_connection(path)
        await asyncio.gather(requests(reader, onward[1]), replies(onward[0], writer), return_exceptions=True)

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    report(server.sockets[0].getsockname()[1])
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        gate.set()
        report("released")


asyncio.run(main(sys.argv[1]))
