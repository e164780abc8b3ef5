"""A server by the websockets library, until its input ends: server.py [ROOT CERTIFICATE KEY]

Prints its port, and later what it saw, one JSON object a line. The path says what a connection does.
"""

import asyncio
import json
import ssl
import sys
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory


def report(name, **facts):
    print(json.dumps({"name": name, **facts}), flush=True)


async def echo(socket, _):
    async for message in socket:
        await socket.send(message)


async def fragments(socket, _):
    """Every message comes back in up to 300 fragments, with empty ones between."""
    async for message in socket:
        size = len(message) // 300 + 1
        pieces = [message[start : start + size] for start in range(0, len(message), size)]
        await socket.send([part for piece in pieces for part in (piece, piece[:0])] or [message])


async def close(socket, query):
    await socket.close(int(query["code"][0]), query["reason"][0])


async def ping(socket, _):
    for payload in ["", "x", "y" * 125]:
        latency = await (await socket.ping(payload))
        await socket.send("answered" if 0 <= latency < 10 else "late")


async def headers(socket, _):
    fields = socket.request.headers
    for name in ["X-Asked", "Cookie", "Origin", "Host", "Sec-WebSocket-Protocol"]:
        await socket.send(f"{name}: " + " | ".join(fields.get_all(name)))


async def silence(socket, _):
    async for message in socket:
        report("message", value=message)


async def drop(socket, _):
    socket.transport.abort()


async def handle(socket):
    target = urlsplit(socket.request.path)
    behaviour = globals()[target.path.strip("/")]
    try:
        await behaviour(socket, parse_qs(target.query))
    except ConnectionClosed:
        pass
    await socket.close()
    report("closed", code=socket.close_code, reason=socket.close_reason)


def answer(_, response):
    response.headers["X-Answered"] = "yes"
    return response


def secured():
    """TLS with files that were given, which asks clients for a certificate."""
    if len(sys.argv) < 2:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=sys.argv[1])
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def main():
    async with serve(
        handle,
        "127.0.0.1",
        0,
        ssl=secured(),
        max_size=None,
        compression=None,
        extensions=[ServerPerMessageDeflateFactory()],
        subprotocols=["chat.v2", "chat.v1"],
        select_subprotocol=lambda _, offered: "chat.v2" if "chat.v2" in offered else None,
        process_response=lambda _, request, response: answer(request, response),
        ping_interval=None,
    ) as server:
        report("listening", code=server.sockets[0].getsockname()[1])
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
