"""Projects and jobs of CI systems, as paths and variables name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.model import Confidence
from inspector.rules.infrastructure.words import words
from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.text import Span, Text

_SEGMENT = r"[\w.\-]{1,100}"
_ANY: Confidence = "high"

_PATTERNS: tuple[tuple[str, re.Pattern[str], Confidence], ...] = (
    ("builds/", late(rf"(?<![\w.\-])/?builds/(?:{_SEGMENT}/\d{{1,3}}/)?(?P<name>[a-z]{_SEGMENT}/{_SEGMENT}(?:/{_SEGMENT}){{0,6}})"), "high"),
    ("work/", late(rf"(?:/home/runner/|/actions-runner/|/runner/|__w/|/)_?work/(?!_)(?P<name>(?P<one>{_SEGMENT})/(?P=one))(?![\w\-])"), "high"),
    ("__w/", late(rf"/__w/(?P<name>{_SEGMENT}/{_SEGMENT})"), "high"),
    ("\\a\\", late(r"\b[a-z]:\\a\\(?P<name>(?P<one>[\w.\-]{1,100})\\(?P=one))(?![\w\-])"), "high"),
    ("workspace", late(r"(?:jenkins\w{0,12}|/agent|slave\w{0,6})[/\\](?:\w{1,20}[/\\]){0,2}workspace[/\\](?P<name>[\w.\-% @]{1,100}(?:[/\\][\w.\-%]{1,100}){0,3})"), "high"),
    ("/travis/build/", late(rf"/travis/build/(?P<name>{_SEGMENT}/{_SEGMENT})"), "high"),
    ("projects/", late(r"/projects/(?P<name>[\w.\-]{1,100}(?:%2f[\w.\-]{1,100}){1,6})"), "high"),
    ("api/v4/projects/", late(r"api/v4/projects/(?P<name>\d{1,12})(?!\w)"), "high"),
    ("repos/", late(rf"(?:api\.github\.com/|api/v3/|(?<![\w/.\-])/?)repos/(?P<name>{_SEGMENT}/{_SEGMENT})"), "high"),
    ("/-/", late(rf"://[^\s/]{{1,253}}/(?P<name>{_SEGMENT}(?:/{_SEGMENT}){{1,6}})/-/(?:jobs|pipelines|merge_requests|issues|commit|environments|tree|blob|settings)"), "high"),
    ("/actions/runs/", late(rf"github\.com/(?P<name>{_SEGMENT}/{_SEGMENT})/actions/runs/"), "high"),
    ("/job/", late(r"://[^\s/]{1,253}/(?:[\w.\-]{1,60}/){0,2}(?P<name>job/[\w.\-%]{1,100}(?:/job/[\w.\-%]{1,100}){0,6})"), "high"),
    ("ci_", late(r"\bci_(?:project_(?:path|path_slug|name|title|namespace|root_namespace|url|dir|id)|repository_url|commit_(?:ref_name|ref_slug|branch|author)|environment_(?:name|slug)|merge_request_\w{1,40}|job_url|pipeline_url|server_host|runner_description)[=:] ?[\"']?(?P<name>[^\s\"',;$]{1,200})"), "high"),
    ("repo", late(r"\b(?:github_repository(?:_owner)?|bitbucket_repo_full_name|bitbucket_repo_slug|drone_repo(?:_name)?|travis_repo_slug|circle_project_reponame|build_repository_name)[=:] ?[\"']?(?P<name>[^\s\"',;$]{1,200})"), "high"),
    ("job_name", late(r"\b(?:job_name|teamcity_project_name|buildkite_pipeline_slug|system_teamproject)[=:] ?[\"']?(?P<name>[^\s\"',;$]{1,200})"), "high"),
    ("teamcity_project_name", late(r"\bteamcity_project_name[=:] ?[\"']?(?P<name>[^\s\"',;$]{1,200})"), "high"),
    ("project", late(rf"\b(?:gitlab )?project(?: path)?[:=]? ?[\"'«`](?P<name>{_SEGMENT}(?:/{_SEGMENT}){{1,6}})[\"'»`]"), "high"),
    ("проект", late(rf"\bпроект\w{{0,2}}:? ?[\"'«`]?(?P<name>[a-z0-9][\w.\-]{{1,100}}(?:/{_SEGMENT}){{1,6}})"), "high"),
)  # fmt: skip
"""A literal that must be there, the pattern, and how sure it is."""

_KEYS = words(
    """
    ci_project ci_project_path ci-project-path gitlab_project github_repository project_path
    project-path repo_slug repository_path
    """
)
_LIKELY = words("project repo repository")
_PATH = late(r"[\w\-][\w.\-]{0,99}(?:/[\w\-][\w.\-]{0,99}){1,6}")
_OURS = (
    "werf/",
    "wasp-lang/",
    "wasp/",
    "kubernetes/",
    "docker/",
    "helm/",
    "actions/",
    "gitlab-org/",
    "flant/",
)


@about_text("violation")
def ci_project_path(text: Text, _: Context) -> Iterator[Span]:
    """The project that a CI system was working on is named in a value.

    A runner checks projects out under their own names, so a path on it gives group and project; so
    do the variables of the system and the URLs of its jobs.  The pages promise a hash of the
    project at the most.

    Look at the text that held it.  Folders that are the same on every runner are left alone.
    """
    lower = text.lower
    for literal, pattern, sure in _PATTERNS:
        if literal in lower:
            for match in pattern.finditer(lower):
                name = match["name"].rstrip(".,:;)/")
                if name and not name.startswith(_OURS):
                    start = match.start("name")
                    yield Span(start, start + len(name), sure)
    value = lower.strip()
    if (
        "/" in value
        and len(value) < 400
        and _PATH.fullmatch(value)
        and "." not in value.split("/")[0]
    ):
        if text.key in _KEYS:
            yield Span(0, len(text.raw))
        elif text.key in _LIKELY and not value.startswith(_OURS):
            yield Span(0, len(text.raw), "medium")
