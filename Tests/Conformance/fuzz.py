"""Runs one of Autobahn's two fuzzers on 127.0.0.1, over the cases of expected.json.

Usage, on the Python 2.7 of .cache/autobahn:
  fuzz.py REPORT CASES client AGENT=URL...   tests servers, one after the other, and ends
  fuzz.py REPORT CASES server [CERTIFICATE KEY]   tests clients, by TLS if there are files for it, until ended; prints its
                                                  URL first

REPORT is the folder for the reports, CASES a list of patterns ("1.*,9.1.6").
"""
import os
import sys

from autobahntestsuite import choosereactor  # noqa: F401  must come before the reactor's first import
from autobahntestsuite.case import case12_x_x
from autobahntestsuite.fuzzing import FuzzingServerFactory, startClient
from twisted.internet import reactor, ssl
from twisted.python import log

import cases


class Sum(object):
    """Stands in for hashlib.sha1, where it only serves to compare an echo: the bytes themselves."""

    def __init__(self):
        self.bytes = ""

    def update(self, more):
        self.bytes += more

    def digest(self):
        return self.bytes


class Text(str):
    """A text that is decoded once, instead of as a whole for each message."""

    decoded = None

    def decode(self, encoding):
        if self.decoded is None:
            self.decoded = str.decode(self, encoding)
        return self.decoded


class File(object):
    """Stands in for a file that is read as a whole."""

    contents = {}

    def __init__(self, path, mode):
        if path not in self.contents:
            with open(path, mode) as opened:
                self.contents[path] = Text(opened.read())
        self.path = path

    def read(self):
        return self.contents[self.path]


def save_time():
    """Has groups 12 and 13 do the same in two thirds of the time, of which they take nearly all."""

    class Hashlib(object):
        sha1 = Sum

    case12_x_x.hashlib = Hashlib
    case12_x_x.open = File


def main(report, patterns, role, *arguments):
    expected = cases.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json"))
    chosen = cases.select(expected, patterns)
    if not chosen:
        sys.exit("fuzz.py: no case matches '%s'" % patterns)
    spec = {
        "outdir": report,
        "cases": chosen,
        "exclude-cases": [],
        "exclude-agent-cases": {},
        # The fuzzer then closes with a closing handshake, so that how the peer closes is judged as well.
        "options": {"failByDrop": False},
    }

    save_time()
    # Without an observer Twisted swallows the exceptions of its callbacks.
    log.startLogging(sys.stdout, setStdout=False)
    if role == "client":
        spec["servers"] = [dict(zip(("agent", "url"), server.split("=", 1))) for server in arguments]
        startClient(spec)
    else:
        # Any free port: the factory wants one in its URL and compares it with the Host field of requests.
        scheme = "wss" if arguments else "ws"
        spec["url"] = scheme + "://127.0.0.1:1"
        factory = FuzzingServerFactory(spec)
        if arguments:
            certificate, key = arguments
            context = ssl.DefaultOpenSSLContextFactory(key, certificate)
            port = reactor.listenSSL(0, factory, context, interface="127.0.0.1")
        else:
            port = reactor.listenTCP(0, factory, interface="127.0.0.1")
        factory.externalPort = port.getHost().port
        print("Fuzzing at %s://127.0.0.1:%d" % (scheme, factory.externalPort))
        sys.stdout.flush()
    reactor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
