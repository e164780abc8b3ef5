"""The expected results of the Autobahn Testsuite, and the choice of cases by patterns.

Runs on Python 2.7 (fuzz.py) and Python 3 (compare.py).
"""

import json
import re


def order(case):
    return tuple(int(part) for part in case.split("."))


def load(path):
    """Returns the expected behavior, which is that of the close as well, by case: {"1.1.1": "OK", ...}."""
    with open(path) as file:
        return dict((str(case), str(behavior)) for case, behavior in json.load(file).items())


def select(expected, patterns):
    """Returns the cases that match comma-separated patterns such as "1.*,9.1.6", in order."""
    chosen = set()
    for pattern in patterns.split(","):
        whole = re.compile(re.escape(pattern.strip()).replace("\\*", ".*") + "$")
        chosen.update(case for case in expected if whole.match(case))
    return sorted(chosen, key=order)
