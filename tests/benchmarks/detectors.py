"""What the detectors find and what they raise for nothing, how fast, and how their time grows.

Run it with `python -m tests.benchmarks.detectors [CORPUS…]`.  It reads every
`tests/cases/detectors-*.jsonl` and the files that are named.  Speed is a ratio to `orjson.loads` of
the same bytes in interleaved rounds of process CPU time, so it means the same on any machine; so
does the growth from one size of a hostile text to the double of it.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from inspector.rules import Context, Rule, Text, rules
from tests.benchmarks.decode import measure
from tests.corpus_world import CASES, detected, rows, scanner
from tests.hostile_texts import HOSTILE, own, repeated

FAMILIES = {"pii": "personal", "net": "infrastructure", "infra": "infrastructure"}
"""The family that a category's first word means, where it is not the family's own name."""

RIGHT = {
    "command.arguments": "infrastructure/command-arguments",
    "git.author": "personal/git-author",
    "git.branch": "infrastructure/branch-name",
    "git.remote": "infrastructure/git-remote",
    "infra.k8s_context": "infrastructure/kubernetes-object",
    "infra.k8s_namespace": "infrastructure/kubernetes-object",
    "infra.k8s_release": "infrastructure/kubernetes-object",
    "infra.registry_private": "infrastructure/private-registry",
    "net.hostname_internal": "infrastructure/internal-host",
    "net.ipv4": "infrastructure/ip-address",
    "net.ipv6": "infrastructure/ip-address",
    "net.mac": "infrastructure/mac-address",
    "net.url_credentials": "secret/url-password",
    "path.home": "personal/home-path",
    "pii.email": "personal/email-address",
    "pii.government_id": "personal/national-id",
    "pii.phone": "personal/phone-number",
    "pii.username": "personal/user-name",
    "secret.generic": "secret/assigned-password",
    "secret.private_key": "secret/private-key",
}
"""The rule that is right for a category, where it does not follow from the category's words."""

SIZES = tuple(1 << power for power in range(16, 21))  # 64 KiB to 1 MiB
VALUES = 20_000
CLOSEST = 3  # hostile texts of a rule that are doubled step by step: those that take longest


def right(category: str) -> str:
    """Name the rule that should find a category: `pii.date_of_birth` → personal/date-of-birth."""
    first, _, rest = category.partition(".")
    return RIGHT.get(category) or f"{FAMILIES.get(first, first)}/{rest.replace('_', '-')}"


def accuracy(corpus: Sequence[dict[str, Any]], family: str | None) -> None:
    """Print precision and recall by category, and what the clean rows set off.

    Precision counts the clean rows on which the category's rule fires; `any` is the share of rows
    on which any rule fires at all.  Notes do not count; on the clean rows of a family's own corpus
    only its rules do, for what is clean of secrets may still be a host.
    """
    judge = scanner()
    dirty: dict[str, Counter[str]] = defaultdict(Counter)
    false: Counter[str] = Counter()
    clean, quiet = 0, 0
    for row in corpus:
        found = {rule for rule, level in detected(judge, row).items() if level != "note"}
        if row["label"] == "clean":
            if family:
                found = {rule for rule in found if rule.startswith(f"{family}/")}
            clean, quiet = clean + 1, quiet + (not found)
            false.update(found)
            if found:
                print(
                    f"  false alarm  {row['id']:12} {row['category']:24} {', '.join(sorted(found))}"
                )
            continue
        tally = dirty[row["category"]]
        tally.update(rows=1, right=right(row["category"]) in found, any=bool(found))
        if right(row["category"]) not in found:
            print(f"  missed       {row['id']:12} {row['category']:24} {', '.join(sorted(found))}")
    print(f"\n{'category':34} {'rows':>5} {'recall':>7} {'any':>7} {'precision':>9}")
    total: Counter[str] = Counter()
    for category, tally in sorted(dirty.items()):
        total.update(tally)
        hits, wrong = tally["right"], false[right(category)]
        precision = f"{hits / (hits + wrong):9.3f}" if hits + wrong else f"{'-':>9}"
        print(f"{category:34} {tally['rows']:5} {hits / tally['rows']:7.3f} "
              f"{tally['any'] / tally['rows']:7.3f} {precision}")  # fmt: skip
    print(f"{'all dirty rows':34} {total['rows']:5} {total['right'] / total['rows']:7.3f} "
          f"{total['any'] / total['rows']:7.3f}")  # fmt: skip
    print(f"{'clean rows on which nothing fires':34} {clean:5} {quiet / clean:7.3f}\n")


def throughput(corpus: Sequence[dict[str, Any]]) -> None:
    """Print characters a second of the whole scanner on values that differ and that repeat."""
    texts = [row["value"] for row in corpus if row["label"] == "clean"]
    kinds = {
        "every value distinct": [f"{texts[n % len(texts)]} {n}" for n in range(VALUES)],
        "values repeat": [texts[n % len(texts)] for n in range(VALUES)],
    }
    for name, values in kinds.items():
        lines = [orjson.dumps(value) for value in values]
        medians = measure({
            "orjson": lambda lines=lines: [orjson.loads(line) for line in lines],
            "scan": lambda values=values: scan_all(values),
        })  # fmt: skip
        speed = sum(map(len, values)) / medians["scan"] / 1e6
        ratio = medians["orjson"] / medians["scan"]
        print(f"{name:24} {speed:8.2f} M characters/s   ratio to orjson.loads {ratio:7.4f}")


def scan_all(values: Sequence[str]) -> None:
    judge = scanner()
    for value in values:
        judge.scan(Text(value, "note", "attributes.extra.*", "CommandStarted"))


def seconds(rule: Rule, keywords: dict[str, Any], rounds: int = 1) -> float:
    """Give the least CPU time of a rule on a text, all its places drained."""
    best = float("inf")
    gc.disable()  # what it costs depends on what else is alive, not on the text
    for _ in range(rounds):
        start = time.process_time()
        for _span in rule.check(Text(**keywords), Context()):
            pass
        best = min(best, time.process_time() - start)
    gc.enable()
    return best


def doubling() -> None:
    """Print for every detector its slowest texts, their time at each size, and the worst growth."""
    print(
        f"\n{'rule':32} {'slowest texts':40} {'ms at 64 KiB … 1 MiB':>40} {'t(2n)/t(n)':>10} {'mean':>5}"
    )
    worst = (0.0, 0.0, "", "")
    for rule in (one for one in rules() if one.about == "text"):
        cases = own(rule.id)
        where = {key: value for case in cases.values() for key, value in case.items()}
        texts = {
            f"own: {words}": {**case, "raw": f"{case['raw']} "} for words, case in cases.items()
        }
        texts |= {words: {**where, "raw": unit} for words, unit in HOSTILE.items()}
        slowest = sorted(texts, key=lambda words: -seconds(rule, grown(texts[words], SIZES[1])))
        for words in slowest[:CLOSEST]:
            times = [seconds(rule, grown(texts[words], size), 3) for size in SIZES]
            growth = max(b / a for a, b in pairwise(times))
            mean = (times[-1] / times[0]) ** (1 / (len(times) - 1))
            row = " ".join(f"{one * 1e3:7.2f}" for one in times)
            print(f"{rule.id:32} {words[:40]:40} {row:>40} {growth:10.2f} {mean:5.2f}")
            if times[0] >= 0.001:  # below that the clock is what is measured
                worst = max(worst, (mean, growth, rule.id, words))
    mean, growth, rule_id, words = worst
    print(f"worst: {rule_id} on {words!r}, {mean:.2f} times as long for each doubling "
          f"(linear is 2), {growth:.2f} in one step")  # fmt: skip


def grown(keywords: dict[str, Any], size: int) -> dict[str, Any]:
    return {**keywords, "raw": repeated(keywords["raw"], size)}


def main(argv: Sequence[str]) -> None:
    paths = [*sorted(CASES.glob("detectors-*.jsonl")), *map(Path, argv)]
    corpora = {path.name: list(rows(path)) for path in paths}
    for name, corpus in corpora.items():
        print(f"== {name}: {len(corpus)} rows")
        own_family = name.removeprefix("detectors-").removesuffix(".jsonl")
        accuracy(corpus, own_family if name.startswith("detectors-") else None)
    throughput([row for corpus in corpora.values() for row in corpus])
    doubling()


if __name__ == "__main__":
    main(sys.argv[1:])
