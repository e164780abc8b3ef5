"""Compares Autobahn's reports with expected.json.

Usage: compare.py REPORTS CASES AGENT...

REPORTS is a folder of folders with a report each; together they have the cases of all agents.

Prints a table by groups for each agent, then every difference. Exits with 0 only if every agent has exactly the
expected cases with exactly the expected results.
"""
import glob
import json
import os
import sys

import cases

GROUPS = {
    "1": "framing", "2": "pings and pongs", "3": "reserved bits", "4": "opcodes", "5": "fragmentation",
    "6": "UTF-8", "7": "closing", "9": "limits and performance", "10": "auto-fragmentation",
    "12": "compression", "13": "compression, parameters",
}


def differences(expected, results):
    """Yields (case, what is different)."""
    for case in sorted(set(expected) | set(results), key=cases.order):
        wanted, result = expected.get(case), results.get(case)
        if result is None:
            yield case, "missing from the report, expected %s" % wanted
        elif wanted is None:
            yield case, "in the report, but not in expected.json"
        else:
            for aspect in ("behavior", "behaviorClose"):
                if result[aspect] != wanted:
                    yield case, "%s is %s, expected %s" % (aspect, result[aspect], wanted)


def print_table(agent, expected, results, different):
    print("\n%-30s %9s %9s %9s" % (agent, "expected", "ran", "different"))
    group = lambda case: case.split(".")[0]
    for name in sorted({group(case) for case in expected}, key=int):
        members = [case for case in expected if group(case) == name]
        title = "%3s %s" % (name, GROUPS.get(name, ""))
        ran = [case for case in results if group(case) == name]
        wrong = sum(group(case) == name for case in different)
        print("%-30s %9d %9d %9d" % (title, len(members), len(ran), wrong))


def merged(reports):
    """Returns {agent: {case: result}} of all reports in a folder."""
    merged = {}
    for path in glob.glob(os.path.join(reports, "*", "index.json")):
        with open(path) as file:
            for agent, results in json.load(file).items():
                merged.setdefault(agent, {}).update(results)
    return merged


def main(reports, patterns, *agents):
    everything = cases.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "expected.json"))
    expected = {case: everything[case] for case in cases.select(everything, patterns)}
    index = merged(reports)

    lines = ["%s: no agent of this name was expected" % agent for agent in sorted(set(index) - set(agents))]
    ran = 0
    for agent in agents:
        results = index.get(agent, {})
        ran += len(results)
        found = list(differences(expected, results))
        print_table(agent, expected, results, {case for case, _ in found})
        lines += ["%s %s: %s" % (agent, case, what) for case, what in found]
    print()
    if lines:
        print("\n".join(lines))
        sys.exit("compare.py: %d differences from expected.json in %s" % (len(lines), reports))
    print("%d results, all as expected" % ran)


if __name__ == "__main__":
    main(*sys.argv[1:])
