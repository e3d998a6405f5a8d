"""Names that somebody gave to parts of a Kubernetes cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_QUOTE = r"[\"'«“`]"
_ANY = r"[a-z0-9][a-z0-9.@:_/\-]{0,200}"
_LABEL = r"[a-z0-9][a-z0-9\-]{0,62}"

_QUOTED = late(
    r"(?:\b(?:namespaces?|ns|release|(?:kube-?)?context|kubecontext|"
    r"context (?:was not found for specified context|exists with the name)|"
    r"exists with the name|specified context|"
    r"пространств\w{1,3} им[её]н|неймспейс\w{0,2}|релиз\w{0,2}|контекст\w{0,2}))"
    rf"[:=]? ?\\?{_QUOTE}(?P<name>{_ANY})\\?[\"'»”`]"
)
_GIVEN = late(
    r"(?:--namespace|--kube-context|--context|--release|\bkube_?context|\bwerf_(?:namespace|release|"
    r"kube_context)|\b(?:namespace|release|current-context|specified context)(?=[:=]))"
    rf"(?:[= ]|: ?)[\"']?(?P<name>{_ANY})"
)
_IN_PROSE = late(
    r"(?:\b(?:in|from|to|of) (?:the )?namespace|\bnamespaces?/|\bns/|\bnamespace|"
    r"пространств\w{1,3} им[её]н|неймспейс\w{0,2})(?: |(?<=/))"
    rf"(?P<name>{_LABEL})(?![\w])"
)
_SHORT = late(rf"(?<![\w\-])-n[ =]?(?P<name>[a-z]{_LABEL[len('[a-z0-9]') :]})(?![\w])")
_TOOLS = late(r"\b(?:kubectl|helm|werf|kubens|stern|k9s|pods?|deploy)\b")
_DNS = late(rf"(?<![\w.\-]){_LABEL}\.(?P<name>{_LABEL})\.svc(?![\w\-])")
_ACCOUNT = late(rf"system:serviceaccounts?:(?P<name>{_LABEL})(?![\w])")
_DEPLOYED = late(rf"{_QUOTE}(?P<name>{_LABEL}){_QUOTE} has no deployed releases")
_GKE = late(r"\b(?P<name>gke_[a-z0-9\-]{4,40}_[a-z0-9\-]{4,30}_[a-z0-9\-]{1,60})")
_HINTS = (
    "namespace", "context", "release", " -n", "-n ", ".svc", "serviceaccount", "gke_", "ns/",
    'ns "', "пространств", "неймспейс", "релиз", "контекст",
)  # fmt: skip
_KEYS = words(
    """
    namespace k8s_namespace kube_namespace kubernetes_namespace helm_namespace kubecontext
    kube_context kube-context helm_release helm-release release_name kube-namespace k8s-namespace
    """
)
_BUILT_IN = words(
    """
    default kube-system kube-public kube-node-lease minikube docker-desktop docker-for-desktop
    kind-kind kind in-cluster microk8s rancher-desktop colima orbstack
    kubernetes-admin@kubernetes kubernetes local none null all
    """
)
_WORDS = words(
    """
    a already an and annotation be been but by cannot configmap created creation deadline deletion
    does doesn error exists failed flag for from found has have in is isn label labels list must
    name not of on option or parameter quota resource resources scope scoped selector should that
    the to value was where which will with you не и в на для существует найдено найден не-найден
    """
)
_VERSION = late(r"v?\d+(?:\.\d+){1,3}.{0,30}|v?\d{1,6}|[\d.:\-t_z/]+")


@about_text("violation")
def kubernetes_object(text: Text, _: Context) -> Iterator[Span]:
    """A namespace, context or release of somebody's cluster is named in a value.

    Such names are made of customers, projects and environments, and tell what is deployed where.
    Kinds of objects, and the names of objects alone, are left alone, and so is what every cluster
    has (default, kube-system).

    Look at the text that held it.  Where a name has no sign of being one (a single common word
    without quotes), it is for you to decide.
    """
    lower = text.lower
    if any(hint in lower for hint in _HINTS):
        for pattern in (_QUOTED, _GIVEN, _DNS, _ACCOUNT, _DEPLOYED, _GKE):
            for match in pattern.finditer(lower):
                yield from _named(match, "high")
        for match in _IN_PROSE.finditer(lower):
            if "-" in match["name"] or "/" in match[0]:
                yield from _named(match, "high")
            elif not match[0].startswith("namespace "):  # `namespace packages` is no name
                yield from _named(match, "medium")
        if "-n" in lower and _TOOLS.search(lower):
            for match in _SHORT.finditer(lower):
                yield from _named(match, "high")
    value = lower.strip()
    if text.key in _KEYS and re.fullmatch(_ANY, value) and not _usual(value):
        yield Span(0, len(text.raw), "high")


def _named(match: re.Match[str], sure: Confidence) -> Iterator[Span]:
    name = match["name"].rstrip(".:/-@_")
    if name and not _usual(name):
        start = match.start("name")
        yield Span(start, start + len(name), sure)


def _usual(name: str) -> bool:
    return name in _BUILT_IN or name in _WORDS or _VERSION.fullmatch(name) is not None
