"""Lets two browsers talk in the rooms of a demo server, or of two.

Usage: rooms.py URL URL     two addresses of the page /rooms; the same one twice, or those of two servers

Each browser is a headless Chromium of its own, driven by its DevTools protocol. Prints what was not as it should be, and ends
with 0 only if there is nothing. Waits at most 20 seconds for each thing.
"""
import asyncio
import contextlib
import json
import re
import sys
import tempfile
import urllib.request

from websockets.asyncio.client import connect


class Page:
    """The page of a browser."""

    def __init__(self, socket):
        self.socket = socket
        self.lastID = 0

    async def call(self, method, **parameters):
        self.lastID += 1
        await self.socket.send(json.dumps({"id": self.lastID, "method": method, "params": parameters}))
        while True:
            answer = json.loads(await asyncio.wait_for(self.socket.recv(), 20))
            if answer.get("id") == self.lastID:
                return answer.get("result", {})

    async def value(self, expression):
        result = await self.call("Runtime.evaluate", expression=expression)
        return result.get("result", {}).get("value")

    async def wait(self, what, expression):
        """Waits until an expression is true."""
        for _ in range(200):
            if await self.value(expression):
                return
            await asyncio.sleep(0.1)
        sys.exit("rooms.py: %s; it shows: %r" % (what, await self.value("document.body.innerText")))

    async def enter(self, name):
        await self.wait("the page has not been loaded", "document.readyState === 'complete' && !!document.getElementById('enter')")
        await self.value("document.getElementById('name').value = %s" % json.dumps(name))
        await self.value("document.getElementById('enter').requestSubmit()")
        await self.wait("%s cannot enter" % name, "document.getElementById('state').value === 'open'")

    async def say(self, text):
        await self.value("document.getElementById('text').value = %s" % json.dumps(text))
        await self.value("document.getElementById('say').requestSubmit()")

    async def sees(self, line):
        shown = "[...document.querySelectorAll('#said li')].filter(item => item.textContent === %s).length" % json.dumps(line)
        await self.wait("it does not show %r once" % line, shown + " === 1")

    async def sees_people(self, names):
        await self.wait("it does not show that %s are there" % names, "document.getElementById('people').textContent === %s" % json.dumps(names))


@contextlib.asynccontextmanager
async def browser(url):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server",
            "--remote-debugging-port=0", "--user-data-dir=" + folder, url,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )
        try:
            while True:
                line = (await asyncio.wait_for(process.stderr.readline(), 20)).decode(errors="replace")
                if not line:
                    sys.exit("rooms.py: Chromium has ended")
                listening = re.search(r"DevTools listening on ws://([^/]+)/", line)
                if listening:
                    break
            draining = asyncio.create_task(process.stderr.read())
            for _ in range(200):
                targets = json.load(urllib.request.urlopen("http://%s/json" % listening.group(1), timeout=20))
                pages = [target for target in targets if target["type"] == "page"]
                if pages:
                    break
                await asyncio.sleep(0.1)
            async with connect(pages[0]["webSocketDebuggerUrl"], max_size=None, proxy=None) as socket:
                yield Page(socket)
        finally:
            process.kill()
            await process.wait()
            draining.cancel()


async def main(first, second):
    async with browser(first) as ann, browser(second) as bob:
        await ann.enter("Ann")
        await ann.say("Is anybody there?")
        await ann.sees("Ann Is anybody there?")
        await bob.enter("Bob")
        # What was said before is there.
        await bob.sees("Ann Is anybody there?")
        for page in (ann, bob):
            await page.sees_people("Ann, Bob")
        await bob.say("<i>I am</i>")
        for page in (ann, bob):
            await page.sees("Bob <i>I am</i>")
        # The page goes back to where it was.
        await bob.call("Page.reload")
        for line in ("Ann Is anybody there?", "Bob <i>I am</i>"):
            await bob.sees(line)
        await ann.say("Good.")
        for page in (ann, bob):
            await page.sees("Ann Good.")
            await page.sees_people("Ann, Bob")
    print("they have talked")


asyncio.run(main(*sys.argv[1:]))
