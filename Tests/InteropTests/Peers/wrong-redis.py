"""Answers what comes in place of a Redis server: wrong-redis.py KIND

'silent' answers nothing, 'drip' a reply that never ends, a byte at a time, 'http' as a web server, 'noise' bytes of no protocol, and
'array' the head of an array of two thousand million elements. Prints its port. It ends with its input.
"""

import asyncio
import sys

ANSWERS = {"http": b"HTTP/1.1 400 Bad Request\r\n\r\n", "noise": bytes(range(1, 32)), "array": b"*2147483647\r\n"}


async def main(kind):
    async def answer(reader, writer):
        try:
            await reader.read(1)
            if kind == "drip":
                writer.write(b"+")
                while not writer.is_closing():
                    await asyncio.sleep(0.02)
                    writer.write(b"x")
                    await writer.drain()
            writer.write(ANSWERS.get(kind, b""))
            while await reader.read(65536):
                pass
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main(sys.argv[1]))
