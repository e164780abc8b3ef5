"""Reads metrics as Prometheus does: metrics.py <TEXT

Prints what it understood, one JSON object for each metric and each of its samples.
"""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

for family in text_string_to_metric_families(sys.stdin.read()):
    print(json.dumps({"name": family.name, "value": family.type, "ok": bool(family.documentation)}))
    for sample in family.samples:
        labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
        print(json.dumps({"name": f"{sample.name}{{{labels}}}", "value": repr(float(sample.value))}))
