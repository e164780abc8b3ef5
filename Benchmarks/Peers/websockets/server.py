"""The benchmark's server by Python's websockets, on uvloop as its documentation advises: /echo and /fanout."""

import argparse

import uvloop
from websockets.asyncio.server import broadcast, serve
from websockets.exceptions import ConnectionClosedError

MAX_MESSAGE_SIZE = 32 << 20

everyone = set()


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def fanout(socket):
    everyone.add(socket)
    try:
        async for message in socket:
            broadcast(everyone, message)
    finally:
        everyone.discard(socket)


routes = {"/echo": echo, "/fanout": fanout}


async def handle(socket):
    route = routes.get(socket.request.path)
    if route is None:
        await socket.close(1008, "There is no such path.")
        return
    try:
        await route(socket)
    except ConnectionClosedError:
        pass


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    # asyncio and uvloop turn TCP_NODELAY on by themselves.
    async with serve(
        handle, "127.0.0.1", arguments.port, compression=None, ping_interval=None, max_size=MAX_MESSAGE_SIZE
    ) as server:
        host, port = server.sockets[0].getsockname()
        print(f"Serving at ws://{host}:{port}", flush=True)
        await server.serve_forever()


uvloop.run(main())
