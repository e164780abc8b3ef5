"""Starting a server, putting it under load, and ending it."""

import contextlib
import json
import os
import re
import select
import subprocess
import time


class Failure(Exception):
    """A run has no result; the message says why."""


# In sessions of their own: Ctrl-C reaches the runner alone, which then ends the others.
APART = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "start_new_session": True}


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
    process.stdout.close()


def announced_address(process, title):
    """Awaits the line that says where the server listens, and returns its host and port."""
    text, deadline = "", time.monotonic() + 15
    while time.monotonic() < deadline:
        if not select.select([process.stdout], [], [], 0.2)[0]:
            continue
        part = os.read(process.stdout.fileno(), 4096).decode(errors="replace")
        text += part
        found = re.search(r"Serving at \w+://([^/\s]+)/?\n", text)
        if found:
            return found.group(1)
        if not part:
            raise Failure("%s ended before it listened" % title)
    raise Failure("%s does not say where it listens" % title)


@contextlib.contextmanager
def serving(server, before):
    """Runs the server on a port of its own; yields the process and its address. `before` goes before its command."""
    command = [*before, *server.command, "--port", "0"]
    try:
        process = subprocess.Popen(command, env={**os.environ, **server.environment}, **APART)
    except OSError as error:
        raise Failure(str(error)) from error
    try:
        yield process, announced_address(process, server.title)
    finally:
        end(process)


def load(before, ws, workload, url, pid, is_quick):
    """Runs `ws bench` and returns its report."""
    arguments = [workload.mode, url, *workload.arguments(is_quick), "--pid", str(pid), "--json", "--quiet"]
    generator = subprocess.Popen([*before, ws, "bench", *arguments], **APART)
    try:
        text, _ = generator.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        raise Failure("the load did not end within two minutes") from None
    finally:
        end(generator)
    try:
        report = json.loads(text)
    except ValueError:
        raise Failure("'ws bench' ended with status %d" % generator.returncode) from None
    if generator.returncode != 0 or report["errors"]:
        messages = report.get("errorMessages") or ["status %d" % generator.returncode]
        raise Failure("%d errors, such as: %s" % (report["errors"], messages[0]))
    return report
