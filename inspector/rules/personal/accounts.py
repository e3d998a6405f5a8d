"""Names of accounts that are no person's: a system's, an image's, a CI system's, an example's."""

from __future__ import annotations

import re

from inspector.rules.late import late

_SYSTEM = """
    root daemon bin sys adm nobody nogroup mail www www-data nginx apache httpd postgres mysql redis
    mongodb rabbitmq kafka elasticsearch prometheus grafana sshd systemd systemd-network dbus ntp
    docker containerd dockremap buildah podman kube kubelet wheel sudo staff users
    system administrator administrators admin guest default public shared localservice
    networkservice defaultuser0 containeradministrator containeruser superuser postgrest _apt
    nixbld linuxbrew homebrew ftp backup operator games man lp news proxy list irc gnats messagebus
"""
_CI = """
    runner runneradmin gitlab-runner gitlab gitlab-ci gitlab-ci-token gitea gitea-runner jenkins
    hudson circleci travis vsts vsts_azpcontainer azureuser azdevops buildkite buildkite-agent
    teamcity buildagent bamboo drone woodpecker gocd go builder build ci cicd ci-user ci-bot ciuser
    deploy deployer ansible terraform vagrant ubuntu debian centos fedora rocky almalinux ec2-user
    core coreos alpine opc cloud-user node app appuser application user1000 nonroot rootless werf
    coder codespace vscode gitpod jovyan replit container worker agent robot service bot argocd
    flux git hg svn ssh http https oauth2 x-access-token token x-token-auth private-token
    dev devops kubernetes-admin cluster-admin job-token deploy-token api apikey web server
    test tester testuser root1 workspace work
    packer helm kubernetes k8s minikube rancher dependabot renovate semantic-release release
"""
_WORDS = """
    user users username user_name user-name name login logname account you your yourname youruser me
    myuser someone somebody example anonymous unknown none null nil undefined empty true false
    required missing invalid default any all other not is was has had can cannot could does did id
    ids in on at of for to from by with and or the a an this that if no yes new error denied failed
    field must should may will be already exists data info agent group host email password role
    namespace space input interface interfaces experience mode code type session sessions
    credentials defined specified supplied provided story stories guide manual foo bar baz
    имя логин пользователь неизвестен неизвестно не нет уже был есть найден существует имеет может
    должен с и в на или аноним гость админ администратор тест
    interactive authentication authorization access permission permissions request name_here
    content context agents settings table config configuration configs image volume volumes
    directory dir home service resource object file files feedback message messages process
    pass passwd bad ok okay too reasons purposes more details help usage example1 instance
    every each both its it as because
    when while after before during via per using without within
"""
NOBODY = frozenset(f"{_SYSTEM} {_CI} {_WORDS}".split())
"""Names, in lower case, that say nothing about who somebody is."""

_HOLDER = late(r"[$<{%\[*(]|x{3,}\Z", re.IGNORECASE)
_BUILT_IN = late(r"(?:system|kube|serviceaccount|svc|iis|nt|sa)[-_:]", re.IGNORECASE)


def personal(name: str) -> bool:
    """Tell whether an account may be a person's: neither built in nor a placeholder."""
    name = name.strip("._-")
    if len(name) < 2 or name.lower() in NOBODY or not any(map(str.isalpha, name)):
        return False
    return not (_HOLDER.match(name) or _BUILT_IN.match(name) or name.endswith("[bot]"))
