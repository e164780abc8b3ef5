"""The servers that are measured: how each is made ready and started."""

import os
import re
import subprocess
from dataclasses import dataclass, field, replace

PEERS = "Benchmarks/Peers"
BUILT = ".cache/bench"
REFERENCE = "gorilla"


class Unavailable(Exception):
    """The server cannot be had here; the message says why."""


def output_of(*command, environment=None, folder=None):
    """What the command prints; Unavailable with its last words if it fails."""
    try:
        done = subprocess.run(
            command, env={**os.environ, **(environment or {})}, cwd=folder, stdin=subprocess.DEVNULL, timeout=900,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(str(error)) from error
    if done.returncode != 0:
        words = (done.stderr or done.stdout).strip().splitlines()
        raise Unavailable("'%s' failed: %s" % (" ".join(command), words[-1] if words else done.returncode))
    return done.stdout.strip()


def debian_version(package):
    """The version of an installed Debian package, without Debian's own part of it."""
    try:
        version = output_of("dpkg-query", "-W", "-f", "${Version}", package)
    except Unavailable:
        return "of unknown version"
    return re.sub(r"^\d+:|[-+~].*", "", version)


@dataclass(frozen=True)
class Server:
    name: str
    title: str
    version: str
    command: list
    environment: dict = field(default_factory=dict)
    echo: str = "/echo"
    fanout: str = "/fanout"
    topics: str | None = None  # Of most peers there are none.
    deflate: str | None = None

    def path(self, route):
        """The path that does what the workload wants; None if this server's row leaves it to another's."""
        return getattr(self, route)


def fast_lane(ws):
    return Server(
        "fast", "this library, fast lane", "", our(ws), echo="/echo-fast", topics="/topics/{group}",
        deflate="/echo-fast",
    )


def async_lane(ws):
    # There is one fan-out, which the other row shows.
    return Server("async", "this library, async lane", "", our(ws), fanout=None, deflate="/echo")


def our(ws):
    # It compresses for those that offer it.
    return [ws, "serve", "--loops", "1", "--compression"]


def gorilla(_):
    binary, folder = BUILT + "/gorilla", PEERS + "/gorilla"
    environment = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode"}
    output_of("go", "build", "-o", os.path.relpath(binary, folder), ".", environment=environment, folder=folder)
    go = output_of("go", "version").split()[2].replace("go", "Go ", 1)
    version = "%s, %s" % (debian_version("golang-github-gorilla-websocket-dev"), go)
    return Server("gorilla", "gorilla/websocket", version, [binary], topics="/topics/{group}", deflate="/echo")


def gorilla_tuned(ws):
    # The same program; named without its version, which the other row gives.
    return replace(
        gorilla(ws), name="gorilla-tuned", title="gorilla/websocket, tuned", version="", echo="/echo-tuned",
        fanout="/fanout-tuned", topics="/topics-tuned/{group}", deflate="/echo-tuned",
    )


def beast(_):
    binary = BUILT + "/beast"
    output_of("g++", "-std=c++20", "-O2", "-DNDEBUG", "-o", binary, PEERS + "/beast/server.cpp", "-pthread")
    with open("/usr/include/boost/version.hpp", encoding="utf-8") as file:
        boost = re.search(r'BOOST_LIB_VERSION "(.*)"', file.read())
    version = boost.group(1).replace("_", ".") if boost else "of unknown version"
    return Server("beast", "Boost.Beast", "%s, g++ %s" % (version, output_of("g++", "-dumpfullversion")), [binary])


def libwebsockets(_):
    binary = BUILT + "/libwebsockets"
    output_of("gcc", "-std=gnu17", "-O2", "-o", binary, PEERS + "/libwebsockets/server.c", "-lwebsockets")
    version = "%s, gcc %s" % (debian_version("libwebsockets-dev"), output_of("gcc", "-dumpfullversion"))
    return Server("libwebsockets", "libwebsockets", version, [binary])


def ws(_):
    environment = {"NODE_PATH": "/usr/share/nodejs"}
    script = 'console.log(`${require("ws/package.json").version}, Node ${process.versions.node}`)'
    version = output_of("node", "-e", script, environment=environment)
    return Server("ws", "Node ws", version, ["node", PEERS + "/ws/server.js"], environment)


def in_python(name, title):
    python = ".cache/bench-%s/bin/python" % name
    script = (
        "import importlib.metadata as m, platform as p;"
        "print('%%s, uvloop %%s, Python %%s' %% (m.version('%s'), m.version('uvloop'), p.python_version()))" % name
    )
    return Server(name, title, output_of(python, "-c", script), [python, "-B", "%s/%s/server.py" % (PEERS, name)])


# In the order of the table. All but the first two are peers, each with its group in scripts/bootstrap.
SERVERS = {
    "fast": fast_lane,
    "async": async_lane,
    "gorilla": gorilla,
    "gorilla-tuned": gorilla_tuned,
    "beast": beast,
    "libwebsockets": libwebsockets,
    "ws": ws,
    "picows": lambda _: in_python("picows", "picows"),
    "websockets": lambda _: in_python("websockets", "Python websockets"),
}
OURS = ("fast", "async")


def prepare(name, command):
    """Installs and builds what the server of this name needs; `command` is the path of `ws`."""
    os.makedirs(BUILT, exist_ok=True)
    if name not in OURS:
        output_of("scripts/bootstrap", "bench-" + name.removesuffix("-tuned"))
    return SERVERS[name](command)
