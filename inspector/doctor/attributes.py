"""Section `what goes along`: variables whose text werf itself puts into its events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.doctor.situation import LOG_FILE, ON, Situation
from inspector.doctor.values import Advice, Level, dotted, listed, variable, without, word
from inspector.safe import Safe, mask

EXTRA = "WERF_TELEMETRY_EXTRA_ATTRIBUTE_"
CHANNEL = "TRDL_USE_WERF_GROUP_CHANNEL"

RESERVED = frozenset({"os", "arch", "version", "ci", "ciName", "groupChannel", "extra"})
"""Names that werf uses itself: v1.2.154 put extra attributes beside them, later ones do not."""

_CHANNEL = re.compile(r"(?:1\.[012]|2|3) (?:dev|alpha|beta|ea|stable|rock-solid)? ?\Z|[123] ?\Z")

CI_NAMES: tuple[tuple[str, str, bool], ...] = (
    ("GITLAB_CI", "gitlab", True),
    ("JENKINS_URL", "jenkins", False),
    ("TRAVIS", "travis", True),
    ("GITHUB_ACTIONS", "github-actions", True),
    ("CIRCLECI", "circleci", True),
    ("TEAMCITY_VERSION", "teamcity", False),
    ("BUDDY", "buddy", True),
    ("GO_SERVER_URL", "gocd", False),
)
"""In the order of werf's checks, of which the last that fits wins; and whether the value must be 1,
true or yes, or only not empty.  Source: getAttributes in pkg/telemetry/telemetrywerfio.go."""


def advise(here: Situation) -> Iterator[Advice]:
    """Give what is to be said of the texts that the environment adds to events."""
    yield from (here.weigh(one, network=False) for one in _malformed(here))
    yield from map(here.weigh, _overruled(here))
    yield from map(here.weigh, _sent(here))
    yield from map(here.weigh, _channel(here))
    yield from map(here.weigh, _ci(here))
    yield from map(here.weigh, _build(here))


def extras(here: Situation) -> list[tuple[str, str]]:
    """List the variables of extra attributes with their values, in the order that werf reads.

    Source: getAttributes sorts the environment as text, ``NAME=value`` by ``NAME=value``.
    """
    found = [(one, value) for one, value in here.environ.items() if one.startswith(EXTRA)]
    return sorted(found, key=lambda pair: "=".join(pair).encode("utf-8", "surrogatepass"))


def _malformed(here: Situation) -> Iterator[Advice]:
    """A value without ``=``.

    Source: runs of v2.77.1 (written whole to the log before every event, not sent) and of v1.2.154
    (crashed, as releases up to v1.2.160 do).
    """
    for one, value in extras(here):
        if "=" in value:
            continue
        subject = variable(one)
        said = "The value is not key=value: it is not sent, and werf v1.2.154 to v1.2.160 crash."
        if here.logged:
            said += f" Variable and value are written whole to {LOG_FILE}, before every event."
        level: Level = "leak" if here.logged else "contradiction"
        todo = Safe("Write the value as key=value, or unset the variable.")
        yield Advice(level, subject, Safe(said), todo, mask(value))


def _overruled(here: Situation) -> Iterator[Advice]:
    """Two values with one key.  Source: run of v2.77.1: the last variable in order wins."""
    pairs = [(one, value.partition("=")[0]) for one, value in extras(here) if "=" in value]
    winners = {key: one for one, key in pairs}
    for one, key in pairs:
        if winners[key] != one:
            said = f"Not sent: {variable(winners[key])} has the same key and comes later."
            yield Advice(
                "contradiction", variable(one), Safe(said), Safe("Give it a key of its own.")
            )


def _sent(here: Situation) -> Iterator[Advice]:
    """The attributes that are sent.  Source: run of v2.77.1; under ``extra`` since v1.2.155."""
    keys = sorted({value.partition("=")[0] for _, value in extras(here) if "=" in value})
    if not keys:
        return
    said = (
        f"Sent with every event: {listed([dotted(key) for key in keys])}. The key is what stands "
        "before the first “=” of the value, not the variable's ending."
    )
    if RESERVED.intersection(keys):
        said += " Some are names of werf's own: v1.2.154 mixed them up, later ones do not."
    yield Advice("fact", Safe(f"{EXTRA}*"), Safe(said))


def _channel(here: Situation) -> Iterator[Advice]:
    """TRDL_USE_WERF_GROUP_CHANNEL.

    Source: getAttributes sends any text in it as groupChannel; trdl sets group and channel, and its
    GitHub action may leave a space at the end.
    """
    value, subject = here.get(CHANNEL), Safe(CHANNEL)
    if _CHANNEL.match(value):
        yield Advice(
            "fact", subject, Safe("Sent as groupChannel, in trdl's form."), None, mask(value)
        )
    elif value:
        said = (
            "Sent as groupChannel as it stands; trdl's form is a group and a channel, “2 stable”."
        )
        yield Advice("leak", subject, Safe(said), without(subject), mask(value))


def _ci(here: Situation) -> Iterator[Advice]:
    """CI and the variables of eight CI systems.  Source: getAttributes; runs with ``true``."""
    value = here.get("CI")
    if value:
        said = "Sent as ci: true." if value in ON else "Not sent: werf knows only 1, true and yes."
        yield Advice("fact", Safe("CI"), Safe(said), None, word(value))
    found = [
        (one, name) for one, name, strict in CI_NAMES
        if (here.get(one) in ON if strict else here.get(one))
    ]  # fmt: skip
    if found:
        one, name = found[-1]
        said = f"Sent as ciName: {name}; the value is not."
        if len(found) > 1:
            said += f" Passed over for it: {', '.join(other for other, _ in found[:-1])}."
        yield Advice("fact", Safe(one), Safe(said))


def _build(here: Situation) -> Iterator[Advice]:
    """WERF_CONTAINERIZED, CI_RUNNER_VERSION and CI_SERVER_VERSION.

    Source: BuildStarted since v2.63.0 compares with ``yes``; UnshallowFailed since v1.2.170 copies
    the versions (run of v2.77.1).
    """
    if value := here.get("WERF_CONTAINERIZED"):
        said = f"Build events say inContainer: {str(value == 'yes').lower()} (v2.63.0 and later)."
        yield Advice("fact", Safe("WERF_CONTAINERIZED"), Safe(said), None, word(value))
    for one in ("CI_RUNNER_VERSION", "CI_SERVER_VERSION"):
        if value := here.get(one):
            said = "Sent as it stands with UnshallowFailed events (v1.2.170 and later)."
            yield Advice("fact", Safe(one), Safe(said), None, mask(value))
