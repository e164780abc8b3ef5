"""Passes what comes by TLS on to a port, until its input ends: tls-relay.py CERTIFICATE KEY PORT."""

import asyncio
import json
import ssl
import sys


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def main(certificate, key, port):
    async def relay(reader, writer):
        onward = await asyncio.open_connection("127.0.0.1", int(port))
        await asyncio.gather(copy(reader, onward[1]), copy(onward[0], writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(relay, "127.0.0.1", 0, ssl=context)
    print(json.dumps({"name": "listening", "code": server.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(*sys.argv[1:]))
