"""Accounts, projects and folders at the providers of clouds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PROJECT = r"[a-z][a-z0-9\-]{4,28}[a-z0-9]"

_PATTERNS: tuple[tuple[tuple[str, ...], re.Pattern[str], Confidence], ...] = (
    (("arn:aws",), late(r"arn:aws[a-z\-]{0,8}:[a-z0-9\-]{1,40}:[a-z0-9\-]{0,20}:(?P<name>\d{12}):"), "high"),
    ((".dkr.ecr.", ".signin.aws"), late(r"(?<![\w.])(?P<name>\d{12})\.(?:dkr\.ecr|signin\.aws)\b"), "high"),
    (("account", "аккаунт"), late(r"(?:account|аккаунт\w{0,2})(?:[ _\-]?(?:id|number))?[\s\"':=]{1,4}(?P<name>\d{12})(?!\d)"), "high"),
    ((".amazonaws.com/",), late(r"\.amazonaws\.com/(?P<name>\d{12})(?!\d)"), "high"),
    (("i-", "vpc-", "subnet-", "sg-", "vol-", "ami-", "eni-"), late(r"(?<![\w\-])(?P<name>(?:i|vpc|subnet|sg|vol|ami|eni|snap|igw|rtb)-[0-9a-f]{17})(?![\w\-])"), "medium"),
    (("gcr.io/",), late(r"\bgcr\.io/(?P<name>" + _PROJECT + r")(?=[/:])"), "high"),
    (("-docker.pkg.dev/",), late(r"-docker\.pkg\.dev/(?P<name>" + _PROJECT + r")(?=/)"), "high"),
    ((".iam.gserviceaccount.com",), late(r"@(?P<name>" + _PROJECT + r")\.iam\.gserviceaccount\.com"), "high"),
    (("@developer.gserviceaccount", "@cloudservices.gserviceaccount"), late(r"(?<![\w\-])(?P<name>\d{6,14})(?:-compute)?@(?:developer|cloudservices)\.gserviceaccount"), "high"),
    (("projects/",), late(r"\bprojects/(?P<name>" + _PROJECT + r"|\d{9,14})/(?:locations|zones|regions|global|secrets|topics|subscriptions|serviceaccounts|instances|databases|repositories|logs|buckets)\b"), "high"),
    (("project",), late(r"(?:--project[= ]|\bgcp[_ \-]project(?:[_ \-]id)?[\s\"':=]{1,4}|\b(?:google_cloud_project|cloudsdk_core_project|gcloud_project)=)(?P<name>" + _PROJECT + r")(?![\w])"), "high"),
    (("subscription",), late(r"subscriptions?(?:[ _\-]?id)?(?:/|[\s\"'«:=(]{1,4})(?P<name>" + _UUID + r")(?![\w\-])"), "high"),
    (("tenant",), late(r"tenants?(?:[ _\-]?id)?(?:/|[\s\"'«:=(]{1,4})(?P<name>" + _UUID + r")(?![\w\-])"), "high"),
    ((".onmicrosoft.com",), late(r"(?<![\w\-])(?P<name>[a-z0-9\-]{2,60})\.onmicrosoft\.com"), "high"),
    (("b1g", "aje"), late(r"(?<![\w\-])(?P<name>(?:b1g|aje)(?=[a-z]{0,16}\d)[a-z0-9]{17})(?![\w\-])"), "high"),
    (("cr.yandex/",), late(r"\bcr\.yandex/(?P<name>crp[a-z0-9]{17})(?![\w\-])"), "high"),
    (("ocid1.",), late(r"\b(?P<name>ocid1\.[a-z]{3,30}\.oc\d\.[a-z0-9\-]{0,20}\.[a-z0-9]{20,100})"), "high"),
    (("acs:ram::",), late(r"\bacs:ram::(?P<name>\d{12,20}):"), "high"),
)  # fmt: skip
"""Literals of which one must be there, the pattern, and how sure it is."""

_SHARED = words(  # projects that publish images for everybody
    """
    abcdefghijkl cadvisor cloud-builders cloud-marketplace distroless etcd-development
    google-containers google-samples google_containers google-appengine heptio-images istio-release
    istio-testing k8s-artifacts-prod k8s-minikube k8s-skaffold kaniko-project knative-releases
    kubebuilder kubernetes-helm kubernetes-release ml-pipeline spark-operator tekton-releases
    """
)
_NUMBERS = frozenset({"account", "account_id", "accountid", "aws_account", "aws_account_id"})


@about_text("violation")
def cloud_account(text: Text, _: Context) -> Iterator[Span]:
    """The account, project or folder of a cloud is named in a value.

    It tells who pays, and it is the half of an attack on permissions that cannot be changed later.
    Accounts of AWS in ARNs and registries, projects of Google, subscriptions of Azure, folders of
    Yandex Cloud, and tenancies of Oracle and Alibaba are known by their form.

    Look at the text that held it.  Projects that publish images for everybody are left alone.
    """
    lower = text.lower
    for literals, pattern, sure in _PATTERNS:
        for literal in literals:  # a plain loop: `any()` over a generator takes five times as long
            if literal in lower:
                yield from _named(pattern, lower, sure)
                break
    if "account" in text.key or "subscription" in text.key or "tenant" in text.key:
        value = lower.strip()
        numbered = text.key in _NUMBERS and re.fullmatch(r"\d{12}", value)
        if numbered or ("account" not in text.key and re.fullmatch(_UUID, value)):
            yield Span(0, len(text.raw))


def _named(pattern: re.Pattern[str], lower: str, sure: Confidence) -> Iterator[Span]:
    for match in pattern.finditer(lower):
        if match["name"] not in _SHARED and match["name"].strip("0-"):
            yield Span(match.start("name"), match.end("name"), sure)
