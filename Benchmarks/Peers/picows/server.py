"""The benchmark's server by picows, on uvloop: /echo and /fanout."""

import argparse
import logging

import uvloop
from picows import WSListener, WSMsgType, ws_create_server

MAX_MESSAGE_SIZE = 32 << 20
DATA = (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION)

everyone = set()


def answer_close(transport, frame):
    transport.send_close(frame.get_close_code(), frame.get_close_message())
    transport.disconnect()


class Echo(WSListener):
    """Sends each frame back from where it was received; a message in fragments comes back in the same ones."""

    def on_ws_frame(self, transport, frame):
        if frame.msg_type in DATA:
            transport.send(frame.msg_type, frame.get_payload_as_memoryview(), frame.fin)
        elif frame.msg_type == WSMsgType.CLOSE:
            answer_close(transport, frame)


class Fanout(WSListener):
    """Sends each message to everyone, once it is whole."""

    def __init__(self):
        self.kind = WSMsgType.BINARY
        self.fragments = bytearray()

    def on_ws_connected(self, transport):
        everyone.add(transport)

    def on_ws_disconnected(self, transport):
        everyone.discard(transport)

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == WSMsgType.CLOSE:
            answer_close(transport, frame)
            return
        if frame.msg_type not in DATA:
            return
        payload = frame.get_payload_as_memoryview()
        if frame.msg_type != WSMsgType.CONTINUATION:
            self.kind = frame.msg_type
            if frame.fin:
                self.publish(payload)
                return
        self.fragments += payload
        if frame.fin:
            self.publish(bytes(self.fragments))
            self.fragments.clear()

    def publish(self, payload):
        for transport in tuple(everyone):
            transport.send(self.kind, payload)


routes = {"/echo": Echo, "/fanout": Fanout}


def route(request):
    listener = routes.get(request.path.decode())
    return listener and listener()


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    logging.disable()  # It logs whenever a connection's buffer is full.
    # The event loop turns TCP_NODELAY on by itself; pings are off by default.
    server = await ws_create_server(route, "127.0.0.1", arguments.port, max_frame_size=MAX_MESSAGE_SIZE)
    host, port = server.sockets[0].getsockname()
    print(f"Serving at ws://{host}:{port}", flush=True)
    await server.serve_forever()


uvloop.run(main())
