"""Stops a server, sends it what it waits for, and lets it go on when it has waited for too long: stopped.py PORT PID

Prints what the server did then, one line for each scenario.
"""

import os
import signal
import socket
import sys
import time

PORT, PID = int(sys.argv[1]), int(sys.argv[2])
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
HELLO = b"GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"


def masked(opcode, payload):
    return bytes([0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0]) + payload


def wait_until_stopped():
    deadline = time.monotonic() + 5
    folder = f"/proc/{PID}/task"
    while time.monotonic() < deadline:
        stats = [open(f"{folder}/{thread}/stat").read() for thread in os.listdir(folder)]
        if all(stat.rsplit(")", 1)[1].split()[0] in "TtZX" for stat in stats):
            return
        time.sleep(0.001)
    sys.exit("The process has not stopped.")


class Peer:
    def __init__(self, first):
        self.socket = socket.create_connection(("127.0.0.1", PORT), timeout=10)
        self.received = b""
        self.socket.sendall(first)

    def more(self):
        data = self.socket.recv(65536)
        self.received += data
        return bool(data)

    def head(self):
        while b"\r\n\r\n" not in self.received:
            if not self.more():
                return b"nothing"
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        return head.split(b"\r\n")[0]

    def frame(self, opcode):
        """Waits for a frame, over others but a Close."""
        while True:
            while len(self.received) < 2 or len(self.received) < 2 + self.received[1]:
                if not self.more():
                    return "the end"
            size = 2 + self.received[1]
            frame, self.received = self.received[:size], self.received[size:]
            if frame[0] & 15 in (opcode, 8):
                return frame[2:] if frame[0] & 15 == opcode else "Close %r" % frame[2:]

    def send_while_stopped(self, data):
        os.kill(PID, signal.SIGSTOP)
        try:
            wait_until_stopped()
            self.socket.sendall(data)
            time.sleep(2.5)
        finally:
            os.kill(PID, signal.SIGCONT)


peer = Peer(UPGRADE)
peer.head()
ping = peer.frame(9)
peer.send_while_stopped(masked(10, ping) + masked(1, b"kept"))
print("message:", peer.frame(1))

peer = Peer(HELLO)
peer.head()
peer.received = b""
peer.send_while_stopped(HELLO)
print("request:", peer.head().decode())

peer = Peer(UPGRADE)
peer.head()
peer.socket.sendall(masked(1, b"close"))
code = peer.frame(8)
peer.send_while_stopped(masked(8, code))
print("close:", code)
