"""A client by the websockets library: client.py SCENARIO URL [ROOT CERTIFICATE KEY]

Does one scenario and prints what it saw, one JSON object a line.
"""

import asyncio
import functools
import itertools
import json
import random
import ssl
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory


def report(name, **facts):
    print(json.dumps({"name": name, **facts}), flush=True)


async def echo(url):
    """Every kind and size of message comes back, whole or in fragments."""
    messages = {
        "text": "Hello World",
        "binary": bytes(range(256)),
        "empty text": "",
        "empty binary": b"",
        "unicode": "\0 ä € 😀 " * 1000,
        "1 MiB of text": "€uro" * (1024 * 1024 // 6),
        "1 MiB": bytes(range(256)) * 4096,
        "fragmented text": ["ä", "", "€", "😀" * 10000, ""],
        "fragmented binary": [b"a", b"", b"b" * 100000],
    }
    async with connect(url, max_size=None) as socket:
        for name, message in messages.items():
            await socket.send(message)
            if isinstance(message, list):
                message = message[0][:0].join(message)
            report(name, ok=await socket.recv() == message)


async def pipeline(url):
    """Messages that are sent without waiting come back in order."""
    messages = [str(number) + " " * (number % 1500) for number in range(1000)]
    async with connect(url) as socket:

        async def send():
            for message in messages:
                await socket.send(message)

        sending = asyncio.create_task(send())
        received = [await socket.recv() for _ in messages]
        await sending
        report("in order", ok=received == messages)


async def burst(url):
    """Messages that are all sent before the first answer is read come back in order."""
    messages = [bytes([number % 256]) * 1000 for number in range(1000)]
    async with connect(url, max_queue=None) as socket:
        for message in messages:
            await socket.send(message)
        received = [await socket.recv() for _ in messages]
        report("in order", ok=received == messages)


async def compression(url):
    """Messages come back for every combination of takeover and windows, and no window is larger than it was asked to be.

    zlib cannot compress with a window of 8 bits, so that Python does not.
    """
    trades = ['{"symbol":"%s","price":%d}' % (random.choice("ABCDEF"), random.randrange(1000)) for _ in range(2000)]
    messages = ["", ",".join(trades[:5]), ",".join(trades), bytes(random.randrange(256) for _ in range(5000))]
    messages += [",".join(trades[:5]), ["", trades[0] * 9, "", ",".join(trades[5:])]]
    combinations = itertools.product([False, True], [False, True], range(8, 16), range(9, 16))
    for server_resets, client_resets, server_bits, client_bits in combinations:
        factory = ClientPerMessageDeflateFactory(server_resets, client_resets, server_bits, client_bits)
        async with connect(url, extensions=[factory], compression=None, ping_interval=None) as socket:
            (extension,) = socket.protocol.extensions
            agreed = extension.remote_no_context_takeover, extension.local_no_context_takeover
            windows = extension.remote_max_window_bits, extension.local_max_window_bits
            ok = agreed == (server_resets, client_resets) and windows == (server_bits, client_bits)
            for message in messages:
                await socket.send(message)
                whole = "".join(message) if isinstance(message, list) else message
                ok = ok and await socket.recv() == whole
            report(str(extension), ok=ok)


async def ping(url):
    """Pings are answered, with their payload, at once."""
    async with connect(url, ping_interval=None) as socket:
        for payload in ["", "x", "y" * 125]:
            latency = await (await socket.ping(payload))
            report(f"ping of {len(payload)}", ok=0 <= latency < 10)


async def close(url):
    """We close, with a code and a reason."""
    async with connect(url) as socket:
        await socket.close(4001, "tschüß")
        report("closed", code=socket.close_code, reason=socket.close_reason)


async def receive(url):
    """We take what comes until the server closes."""
    async with connect(url, ping_interval=None) as socket:
        try:
            while True:
                report("message", value=await socket.recv())
        except ConnectionClosed as closed:
            code, reason = closed.rcvd.code, closed.rcvd.reason
            report("closed", code=code, reason=reason)


async def keepalive(url):
    """Our own pings, sent in the background, are answered."""
    async with connect(url, ping_interval=0.05, ping_timeout=10) as socket:
        while socket.latency == 0:
            await asyncio.sleep(0.01)
        report("latency", ok=socket.latency < 10)


async def handshake(url):
    """What both sides say in the opening handshake."""
    fields = {"X-Asked": "a, b", "Cookie": "c=1"}
    protocols = ["unknown", "chat.v1", "chat.v2"]
    async with connect(url, subprotocols=protocols, additional_headers=fields) as socket:
        report("subprotocol", value=socket.subprotocol)
        report("field", value=socket.response.headers["X-Answered"])
        report("cookies", value=" ".join(socket.response.headers.get_all("Set-Cookie")))
        report("seen", value=await socket.recv())


async def origins(url):
    """Only pages of the same origin, and no pages at all, may connect."""
    same = url.replace("ws://", "http://").rsplit("/", 1)[0]
    for origin in [None, same, "http://evil.example", same + "1", same.replace("http", "https"), "null"]:
        try:
            async with connect(url, origin=origin):
                report(origin or "none", code=101)
        except InvalidStatus as refusal:
            report(origin or "none", code=refusal.response.status_code)


async def refusals(url):
    """A path that is no WebSocket's is answered in HTTP."""
    for path in ["/page", "/nowhere"]:
        try:
            async with connect(url + path):
                report(path, code=101)
        except InvalidStatus as refusal:
            report(path, code=refusal.response.status_code)


if len(sys.argv) > 3:
    context = ssl.create_default_context(cafile=sys.argv[3])
    context.load_cert_chain(sys.argv[4], sys.argv[5])
    connect = functools.partial(connect, ssl=context)
scenario = globals()[sys.argv[1]]
asyncio.run(asyncio.wait_for(scenario(sys.argv[2]), 40))
