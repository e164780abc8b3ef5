"""What the drivers of scripts/soak share: processes that they start and ask."""

import asyncio
import contextlib
import json
import os
import time
import urllib.request


def say(text):
    print(f"soak: {text}", flush=True)


class Failed(Exception):
    """Something is not as it has to be."""


def check(condition, text):
    if not condition:
        raise Failed(text)


class Child:
    """A process that obeys lines and ends with its standard input."""

    started = []

    def __init__(self, process):
        self.process = process
        Child.started.append(self)

    @classmethod
    async def start(cls, *command):
        pipe = asyncio.subprocess.PIPE
        return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, limit=1 << 20))

    def signal(self, number):
        self.process.send_signal(number)

    async def kill(self):
        self.process.kill()
        await self.process.wait()

    async def line(self):
        line = await asyncio.wait_for(self.process.stdout.readline(), 120)
        check(line, "a process has ended before its time")
        return line.decode().strip()

    async def tell(self, command):
        self.process.stdin.write(command.encode() + b"\n")
        await self.process.stdin.drain()
        return await self.line()

    async def end(self):
        self.process.stdin.close()
        line = await self.line()
        status = await asyncio.wait_for(self.process.wait(), 60)
        check(status == 0, f"a process has ended with status {status}")
        return line


class Server(Child):
    """The server, and what it tells of itself."""

    async def begin(self):
        line = await self.line()
        check(line.startswith("Serving at "), line)
        self.hosts = line.removeprefix("Serving at ").split()
        self.urls = [f"ws://{host}" for host in self.hosts]
        return self

    def addresses(self):
        return [(host, int(port)) for host, port in (address.split(":") for address in self.hosts)]

    async def report(self):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        url = f"http://{self.hosts[0]}/report"
        return json.loads(await asyncio.to_thread(lambda: opener.open(url, timeout=60).read()))

    async def until(self, condition, seconds, text):
        """Waits until a report is as it should be."""
        deadline = time.monotonic() + seconds
        while True:
            report = await self.report()
            if condition(report):
                return report
            check(time.monotonic() < deadline, f"{text}: {json.dumps(report)}")
            await asyncio.sleep(0.2)


def run(main, seconds):
    """Runs a driver; the first check that fails ends it and its processes with status 1."""
    try:
        asyncio.run(asyncio.wait_for(main, seconds))
    except (Failed, asyncio.TimeoutError) as failure:
        say(f"FAILED: {failure or f'not done after {seconds} s'}")
        for child in Child.started:
            with contextlib.suppress(ProcessLookupError, AttributeError):
                child.process.kill()
        os._exit(1)
