"""References of container images that lead to a registry of somebody's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.infrastructure import hosts
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_REFERENCE = late(
    r"(?<![\w.\-@%])(?P<scheme>[a-z]{2,10}://)?(?P<host>[a-z0-9][a-z0-9.\-]{0,200}(?P<port>:\d{2,5})?)"
    r"/(?P<path>[a-z0-9_][a-z0-9_.\-]{0,127}(?:/[a-z0-9_.\-]{1,127}){0,7})"
    r"(?P<tag>:[\w.\-]{1,128})?(?P<digest>@sha256:[0-9a-f]{8,64})?(?![\w@%])"
)
_PUBLIC = words(
    """
    cgr.dev container-registry.oracle.com docker.elastic.co docker.io dhi.io eu.gcr.io gcr.io
    asia.gcr.io ghcr.io index.docker.io k8s.gcr.io lscr.io mcr.microsoft.com mirror.gcr.io nvcr.io
    public.ecr.aws quay.io registry-1.docker.io registry.access.redhat.com
    registry.connect.redhat.com registry.deckhouse.io registry.deckhouse.ru registry.gitlab.com
    registry.hub.docker.com registry.k8s.io registry.opensuse.org registry.redhat.io
    registry.suse.com registry.terraform.io registry.werf.io us.gcr.io xpkg.upbound.io
    """
)
_SERVES = late(
    r"(?:(?:artifactory|cr|dkr|docker|dockerhub|harbor|hub|images?|nexus|oci|reg|registry|repo)"
    r"[\d\-]{0,3}(?:[a-z0-9\-]{0,20}))\.|\d{12}\.dkr\.ecr\."
)
_OWN = late(
    r"(?:\.azurecr\.io|-docker\.pkg\.dev|\.jfrog\.io|\.dkr\.ecr\.[a-z0-9\-]+\.amazonaws\.com)\Z"
)
_SAID = late(
    r"(?:\b(?:image|images|manifest|repo|repository|registry|pull|pulling|push|pushing|from|tag|"
    r"образ\w{0,3}|репозитори\w{0,2}|реестр\w{0,2}))[\s:=\"'«`]{1,4}\Z"
)
_API = late(r"v\d{1,2}(?:(?:alpha|beta)\d{1,2})?")
_PICTURES = late(r"\.(?:html?|md|png|svg|json|ya?ml|go|git|txt|js|ts|php)\Z")
_GITLAB = "registry.gitlab.com"


@about_text("violation")
def private_registry(text: Text, _: Context) -> Iterator[Span]:
    """An image of a registry that is not public is named in a value.

    The reference gives the registry's host, the project and often the service and its version: an
    inventory of what somebody runs and where.

    Look at the text that held it.  Images of registries that everybody uses are left alone, and so
    are names without a registry (`web/admin`).  A project on registry.gitlab.com is somebody's own,
    so it is for you to decide.
    """
    raw, lower = text.raw, text.lower
    if "/" not in raw or ("." not in raw and ":" not in raw):
        return
    for match in _REFERENCE.finditer(lower):
        sure = _own(match, lower)
        if sure:
            yield Span(match.start("host"), match.end(), sure)


def _own(match: re.Match[str], lower: str) -> Confidence | None:
    host = match["host"].partition(":")[0]
    scheme, path = match["scheme"], match["path"]
    if scheme in {"http://", "https://"}:  # the API of a registry, as error texts quote it
        shown = path.startswith("v2/") and not hosts.public(host)
        return "high" if shown and ("/manifests/" in path or "/blobs/" in path) else None
    if scheme not in {None, "oci://", "docker://"} or host in {"localhost", "127.0.0.1", "0.0.0.0"}:  # noqa: S104
        return None
    if host in _PUBLIC or (host.startswith("www.") or not _host(host, match["port"])):
        ours = host == _GITLAB and not path.startswith("gitlab-org/")
        return "medium" if ours else None
    if hosts.public(host):
        return None
    if _OWN.search(host) or _SERVES.match(host) or scheme:
        return "high"
    if _API.fullmatch(path) or _PICTURES.search(path):
        return None
    before = lower[max(0, match.start() - 24) : match.start()]
    if match["tag"] or match["digest"] or match["port"] or _SAID.search(before):
        return "high"
    return "medium" if "/" in path or hosts.internal(host) else None


def _host(host: str, port: str | None) -> bool:
    """Tell whether the first part can be a host: it has a dot and a top domain, or a port."""
    if re.fullmatch(r"(?:\d{1,3}\.){3}\d{1,3}", host):
        return port is not None
    parts = hosts.labels(host)
    if parts is None:
        return port is not None and "." not in host
    return not _PICTURES.search(host) and not (len(parts) == 2 and parts[0].isdecimal())
