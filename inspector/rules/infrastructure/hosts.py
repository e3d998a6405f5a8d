"""A host name in, whether it leads inside somebody's network out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late

NAME = late(r"(?<![\w.\-])\w[\w.\-]{0,252}(?![\w\-])")
"""A run of characters that a host name may have; a longer run is none."""

_LABEL = late(r"[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?")
_TOP = late(r"[a-z]{2,18}|xn--[a-z0-9\-]{2,58}")

PUBLIC = words(
    """
    alpinelinux.org amazon.com ansible.com apache.org apple.com appveyor.com archlinux.org
    argoproj.io bitbucket.org bitnami.com cert-manager.io circleci.com cloudflare.com cncf.io
    codeberg.org coreos.com crates.io debian.org deckhouse.io deno.land discord.com docker.com
    docker.io elastic.co example.com example.net example.org fedoraproject.org flant.com
    flant.ru getcomposer.org ghcr.io git-scm.com github.blog github.com github.io
    githubusercontent.com gitlab.com gnu.org go.dev golang.org google.com googleapis.com
    gopkg.in gradle.org grafana.com habr.com hashicorp.com helm.sh ietf.org istio.io jenkins.io
    jetbrains.com json-schema.org k3s.io k8s.io kernel.org kubernetes.io letsencrypt.org
    maven.org microsoft.com mozilla.org mysql.com nginx.com nginx.org nodejs.org npmjs.com
    npmjs.org nvidia.com openapis.org opencontainers.org opentelemetry.io oracle.com
    packagist.org php.net postgresql.org posthog.com prometheus.io pypi.org python.org
    pythonhosted.org quay.io readthedocs.io redhat.com redis.io ruby-lang.org rubygems.org
    rust-lang.org semver.org sentry.io shields.io shopify.com stackblitz.com stackexchange.com
    stackoverflow.com suse.com telegram.org terraform.io travis-ci.com travis-ci.org trdl.dev
    ubuntu.com w3.org wasp-lang.dev wasp.sh werf.io wikipedia.org yaml.org yarnpkg.com
    youtube.com
    """
)
"""Domains that everybody knows: documentation, package indexes, forges, registries."""

_READ = words("blog community developer developers doc docs forum help learn support www")
_SUFFIX = late(
    r"\.(?:lan|local|localdomain|localnet|internal|intranet|intra|corp|private|priv|svc|consul|"
    r"home\.arpa|home|ts\.net|loc|dmz|"
    r"compute(?:-1)?\.amazonaws\.com|(?:rds|elb|eks|cache)\.amazonaws\.com|"
    r"cloudapp\.(?:azure\.com|net)|database\.windows\.net|core\.windows\.net|"
    r"mdb\.yandexcloud\.net)\Z"
)
_ANYWHERE = late(
    r"\.(?:l(?:an|oc)|intra|corp|priv|svc|consul|internal|home|dmz|ts\.net|amazonaws\.com|"
    r"cloudapp|windows\.net|mdb\.yandex)"
)
_BUILT_IN = words(
    """
    host.docker.internal gateway.docker.internal kubernetes.docker.internal host.minikube.internal
    host.containers.internal host.k3d.internal metadata.google.internal localhost.localdomain
    kubernetes.default.svc kubernetes.default.svc.cluster.local svc.cluster.local cluster.local
    default.svc.cluster.local default.svc local.lan user.home java.home jdk.internal
    """
)
_FILES = words(  # what stands before `.local` or `.private` where a file is meant
    """
    app application appsettings bashrc claude compose conf config development docker-compose env
    makefile override production profile secrets settings test values werf zshrc
    """
)
_ENDINGS = words(  # ends of file names, of which a few are also countries
    """
    bak cfg conf css csv env exe gz html ini jar java js json key lock log md mod php pem properties
    ps1 py rb rs sh so sql sum tar tf tgz toml tpl ts txt xml yaml yml zip
    """
)
_SERVES = late(
    r"(?:(?:api|app|argocd|artifactory|auth|bastion|bitbucket|build|builder|ci|cr|db|dev|dns|docker|elk|"
    r"gateway|git|gitea|gitlab|grafana|gw|harbor|host|jenkins|jira|jump|k3s|k8s|kafka|keycloak|"
    r"kibana|kube|ldap|mail|master|minio|mirror|mongo|mq|mysql|nas|nexus|nfs|node|ns|pg|postgres|prod|"
    r"prometheus|proxy|rabbitmq|redis|reg|registry|runner|s3|sentry|sonar|srv|ssh|stage|staging|svn|"
    r"teamcity|test|vault|vm|vpn|wiki|worker)(?:\d{1,4}|[\-_][a-z0-9]{1,12}){0,2})"
)
_DRESSED = late(
    r"ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}|(?:desktop|laptop)-[a-z0-9]{7}|win-[a-z0-9]{11}"
)


def labels(host: str) -> list[str] | None:
    """Split a lower-case name into its labels; None where it can be no full host name."""
    parts = host.split(".")
    if len(parts) < 2 or not _TOP.fullmatch(parts[-1]):
        return None
    return parts if all(map(_LABEL.fullmatch, parts)) else None


def public(host: str) -> bool:
    """Tell whether everybody knows the host: it stands in `PUBLIC`, or is there to be read."""
    parts = host.split(".")
    if parts[0] in _READ or "localhost" in (parts[0], parts[-1]):
        return True
    return any(".".join(parts[at:]) in PUBLIC for at in range(max(0, len(parts) - 4), len(parts)))


def maybe_internal(lower: str) -> bool:
    """Tell quickly whether a text may hold a name that `internal` would be sure of."""
    return _ANYWHERE.search(lower) is not None or any(
        one in lower for one in ("ip-", "desktop-", "laptop-", "win-")
    )


def internal(host: str) -> Confidence | None:
    """Say how sure it is that a lower-case name is known only inside a network."""
    if _DRESSED.fullmatch(host.partition(".")[0]) and not public(host):
        return "high"
    found = _SUFFIX.search(host)
    parts = labels(host)
    if not found or parts is None or host in _BUILT_IN:
        return None
    suffix = found[0]
    if suffix in {".local", ".private", ".internal", ".home"} and len(parts) == 2:
        stem = re.split(r"[\-_]", parts[0])[0]
        return None if stem in _FILES or suffix == ".home" else "high"
    return "medium" if suffix.count(".") > 1 and suffix != ".home.arpa" else "high"


def serves(host: str) -> bool:
    """Tell whether a lower-case name reads like a machine of an organisation: `gitlab.firma.ru`."""
    parts = labels(host)
    if parts is None or len(parts) < 3 or parts[-1] in _ENDINGS:
        return False
    if host in _BUILT_IN or public(host):
        return False
    return _SERVES.fullmatch(parts[0]) is not None


def plausible(host: str) -> bool:
    """Tell whether a lower-case name with a dot can be a host not a file or a public one."""
    parts = labels(host)
    return parts is not None and parts[-1] not in _ENDINGS and not public(host)


def names(lower: str) -> Iterator[tuple[int, int, str]]:
    """Find the runs of characters that may be host names: start, end, the name without dots."""
    for match in NAME.finditer(lower):
        name = match[0].rstrip(".-_")
        yield match.start(), match.start() + len(name), name
