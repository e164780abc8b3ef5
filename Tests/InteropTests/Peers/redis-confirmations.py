"""Passes what comes at a Unix socket on to Redis at another, until its input ends: redis-confirmations.py SOCKET ONWARD COUNT.

Of the first COUNT confirmations of subscriptions to a channel with "silent" in its name none gets back; those to one with
"renamed" get back for another channel.
"""

import asyncio
import json
import re
import sys

confirmation = re.compile(rb"\*3\r\n\$9\r\nsubscribe\r\n\$(\d+)\r\n([^\r]*)\r\n:\d+\r\n")
seen = {}


def change(match, count):
    name = match[2]
    seen[name] = seen.get(name, 0) + 1
    if seen[name] > count:
        return match[0]
    if b"silent" in name:
        return b""
    return match[0].replace(b"renamed", b"RENAMED")


async def copy(reader, writer, edit):
    try:
        while data := await reader.read(65536):
            writer.write(edit(data))
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def main(socket, onward_socket, count):
    async def relay(reader, writer):
        onward = await asyncio.open_unix_connection(onward_socket)

        def edit(data):
            return confirmation.sub(lambda match: change(match, int(count)), data)

        await asyncio.gather(copy(reader, onward[1], bytes), copy(onward[0], writer, edit))

    await asyncio.start_unix_server(relay, socket)
    print(json.dumps({"name": "listening"}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(*sys.argv[1:]))
