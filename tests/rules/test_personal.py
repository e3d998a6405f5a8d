"""Cases of the family `personal`: where each rule fires, and near misses where it is quiet."""

from __future__ import annotations

import json

from inspector.audit import Inspection
from inspector.contracts import named
from inspector.rules import pick, rules

STARTED = json.loads(named("werf-v2").samples[0].line)
STAGE = json.loads(named("werf-v2").samples[1].line)
WASP = json.loads(named("wasp-cli").samples[0].line)
INSTALL = "274701613078193779564259"


def extra(**values):
    return {**STARTED, "attributes": {**STARTED["attributes"], "extra": values}}


def command(text, options=()):
    names = [{"name": one, "asCli": False, "asEnv": False, "count": 0} for one in options]
    return {**STARTED, "command": text, "eventData": {"commandOptions": names}}


def channel(text):
    return {**STARTED, "attributes": {**STARTED["attributes"], "groupChannel": text}}


def unshallow(runner="17.5.0", server="17.8.1-ee", message=""):
    data = {
        "errorMessage": message,
        "gitlabRunnerVersion": runner,
        "gitlabServerVersion": server,
    }
    return {**STARTED, "eventType": "UnshallowFailed", "eventData": data}


def attribute(**values):
    return {**STARTED, "attributes": {**STARTED["attributes"], **values}}


def stage(text, **more):
    data = {**STAGE["eventData"], "image": "", "stage": text, **more}
    return {**STAGE, "eventData": data}


def wasp(**values):
    return {**WASP, "properties": {**WASP["properties"], **values}}


def keyed(key, raw):
    return {"raw": raw, "key": key, "path": "attributes.extra.*"}


FIRES = {
    "coordinates": {
        "with a word": "gps: 52.5200, 13.4050",
        "in a field that says so": {"raw": "59.9386 30.3141", "key": "location"},
        "a pair alone": "55.7558, 37.6173",
    },
    "email-address": {
        "an address": "nikita@firma.example",
        "an example's domain": "you@example.com",
        "one that takes no replies": "12345+anna@users.noreply.github.com",
        "a bot's": "github-actions[bot]@users.noreply.github.com",
        "as git makes one up": "unable to auto-detect email address (got 'dmitry@pc-12.(none)')",
        "in angle brackets": "From: Anna <anna.v@firma.example>",
        "Cyrillic": "письмо на иван@почта.рф не ушло",
        "after a word for it": "ошибка, пишите: mailto:ops@firma.example.",
        "a machine's domain": "denis@build-01.firma.lan: permission denied",
        "with a plus": "anna+werf@firma.example",
        "in HTML": "<td>anna@firma.example</td>",
        "in HTML of one letter": "<b>anna@firma.example</b>",
        "in braces": "{anna@firma.example}",
        "in two braces": "{{anna@firma.example}}",
        "after a brace": "}anna@firma.example",
        "after a dollar": "$anna@firma.example",
        "after a percent sign": "%anna@firma.example",
        "after a mark of quoting": "x>anna@firma.example",
        "after another at": "git@anna@firma.example",
        "of a server of many": "@anna@social.example",
    },
    "phone-number": {
        "international": "+7 905 000-11-22",
        "without gaps": "call +79050001122",
        "with brackets": "+7 (495) 123-45-67",
        "after an eight": "8 (800) 555-35-35",
        "an eight and dashes": "звоните 8-905-000-11-22 до 18:00",
        "a whole number of a mobile": "89050001122",
        "British": "+44 20 7946 0958",
        "German, with a slash": "+49 30/901820-0",
        "American": "(555) 123-4567",
        "Ukrainian": "тел. +380 44 123 45 67",
        "Japanese": "090-1234-5678",
        "French": "06 12 34 56 78",
        "by its key": keyed("owner_phone", "123-45-67"),
        "after its word": "телефон: 123-45-67",
        "two in a sentence": "+7 905 000-11-22 или +7 905 000-11-33",
        "a number follows": "+7 905 000 11 22 15 раз",
    },
    "user-name": {
        "a variable": "user=ksenia",
        "a prompt": "denis@build-01:~$ werf build",
        "on a machine": "permission denied for denis@laptop",
        "of a domain": "CORP\\ksenia",
        "of a domain, said": "login failed for user CORP\\ksenia",
        "an id": "uid=1000(ksenia) gid=1000(ksenia)",
        "after a colon": "User: ksenia",
        "quoted": "authentication failed for user 'ksenia'",
        "of Kubernetes": 'User "ksenia" cannot list resource "pods"',
        "Russian, quoted": "доступ запрещён для пользователя «ксения»",
        "Russian": "пользователь: ксения",
        "in a login": "https://ksenia@git.firma.example/shop.git",
        "by its key": keyed("gitlab_user_login", "ksenia"),
        "an option": "--username=ksenia",
        "before a colon": "for user ksenia: denied",
        "on a server": "ivan@server",
    },
    "home-path": {
        "Linux": "open /home/ksenia/.werf/config: no such file",
        "macOS": "/Users/dmitry/src",
        "Windows": "C:\\Users\\Dmitry\\werf",
        "Windows, slashes": "c:/Users/Dmitry/werf",
        "Windows, two parts": "C:\\Users\\Anna Volkova\\AppData",
        "Windows XP": "C:\\Documents and Settings\\dmitry\\x",
        "Windows, escaped": 'open "C:\\\\Users\\\\Dmitry\\\\x"',
        "a share": "\\\\FS01\\homes\\ksenia\\src",
        "WSL": "/mnt/c/Users/Dmitry/werf",
        "WSL from outside": "\\\\wsl$\\Ubuntu\\home\\dmitry",
        "Fedora": "/var/home/ksenia/x",
        "Cyrillic": "C:\\Users\\Ксения\\werf",
        "a URL of a file": "file:///home/ksenia/x",
        "a volume": "-v /home/ksenia:/src",
        "short for it": "~ksenia/bin/werf: not found",
    },
    "payment-card": {
        "Visa": "4242 4242 4242 4242",
        "Mastercard": "5555555555554444",
        "American Express": "3782-822463-10005",
        "Mir": "2200 0000 0000 0004",
        "in a sentence": "оплата картой 4111-1111-1111-1111 отклонена",
    },
    "iban": {
        "without gaps": "ES9121000418450200051332",
        "with gaps": "DE89 3704 0044 0532 0130 00",
        "with letters": "IBAN: GB82 WEST 1234 5698 7654 32, BIC follows",
    },
    "national-id": {
        "SNILS": "112-233-445 95",
        "SNILS without gaps": "СНИЛС 11223344595",
        "INN": "ИНН 500100732259",
        "INN by its key": keyed("owner_inn", "500100732259"),
        "INN of a company": "инн: 7707083893",
        "Russian passport": "паспорт 45 10 123456",
        "Russian passport in words": "Паспорт РФ: серия 4510 № 123456",
        "SSN": "SSN: 123-45-6789",
        "SSN alone": "123-45-6789",
        "PESEL": "PESEL 44051401359",
        "CPF": "529.982.247-25",
        "DNI": "DNI 12345678Z",
        "NIE": "NIE: X1234567L",
        "codice fiscale": "RSSMRA85T10A562S",
        "BSN": "BSN 111222333",
        "Steuer-ID": "Steuer-ID: 86 095 742 719",
        "HETU": "131052-308T",
        "China's": "11010519491231002X",
        "NINO": "NINO AB 12 34 56 C",
        "NIR": "2 55 08 14 168 025 38",
    },
    "date-of-birth": {
        "English": "date of birth: 1987-03-12",
        "short": "DOB 12/03/1987",
        "in words": "born on 12 March 1987",
        "American": "born March 12, 1987",
        "Russian": "дата рождения 12.03.1987",
        "Russian, in words": "родилась 12 марта 1987",
        "after it": "Волкова А. С., 12.03.1987 г.р.",
        "by its key": keyed("birth_date", "1987-03-12"),
        "German": "geboren am 12.03.1987",
        "Japanese": "生年月日：1987年3月12日",
    },
    "git-author": {
        "of a log": "Author: Anna Volkova <anna@firma.example>",
        "of an object": "author Anna Volkova <anna@firma.example> 1700000000 +0300",
        "of a pair": "Co-authored-by: Ivan Petrov <ivan@pc-12.(none)>",
        "signed": "Signed-off-by: Анна Волкова <anna@firma.example>",
        "alone": "Anna Volkova <anna@firma.example>",
        "without an address": "Reviewed-by: Anna Volkova",
        "a variable": 'GIT_AUTHOR_NAME="Anna Volkova"',
        "Russian": "Автор: Анна Волкова",
    },
    "person-name": {
        "Russian": "Анна Волкова",
        "surname first": "Волкова Анна",
        "with a patronymic": "Волкова Анна Сергеевна",
        "only a patronymic": "спросите Анну или Ивана Сергеевича",
        "initials": "согласовано: Волкова А.С.",
        "capitals": "ВОЛКОВ ИВАН",
        "English": "Approved by Emily Johnson yesterday",
        "transliterated": "ksenia.volkova",
        "transliterated, an initial": "k.volkova",
        "in small letters": "ксения волкова",
        "by its key": keyed("owner", "Günther Schabowski"),
        "a first name by its key": keyed("owner", "Ксения"),
        "Japanese by its key": keyed("担当者", "田中太郎"),
        "honoured": "担当：田中様",
        "titled": "ask Mr Brown",
        "titled, Russian": "г-н Иванов не согласовал",
    },
    "local-identity": {
        "a machine": "dial tcp: lookup Acme-Mainframe: no such host",
        "in a path": "/srv/acme-mainframe/x",
        "two words": "ЗОЯ КОСМОДЕМЬЯН",
        "between underscores": "job_qx1_build",
        "as a key": {"raw": "acme-mainframe", "is_key": True},
    },
    "unreviewed-value": {
        "a service's name": STAGE,
        "a value of an open map": extra(team="платформа"),
        "a command that a plugin adds": command("werf helm acme-deployer"),
        "an option that nobody knows": command("werf build", ["acme-token"]),
        "a channel that trdl does not have": channel("9 x"),
        "what git printed": unshallow(message="fatal: не удалось прочитать"),
        "a word for a version": unshallow(runner="15.3.0-acme"),
        "a name for a system": attribute(os="ivan"),
        "a name for a processor": attribute(arch="ivan-laptop"),
        "a name in a version": attribute(version="v2.77.1+ivan.petrov"),
        "a branch for a version": attribute(version="dev-ivan"),
        "a commit in a version": attribute(version="v2.77.1+3f2a9c1"),
        "a line break after a version": attribute(version="v2.77.1\n"),
        "digits of another script": attribute(version="v2.77.\u0661"),
        "words for a CI system": attribute(ciName="petrov hunter2 salary"),
        "a line break after a CI system": attribute(ciName="gitlab\n"),
        "a word after a stage": stage("install ivan"),
        "a name for Wasp's system": wasp(os="ivan"),
        "a name beside CI": wasp(context="ivan CI"),
        "a name for the installer's system": {"distinct_id": INSTALL, "os": "ivan"},
        "an install id without a time": {"distinct_id": "ivan-laptop", "os": "linux"},
    },
}

QUIET = {
    "coordinates": {
        "a list of numbers": "1.500, 2.500, 3.500",
        "no place on earth": "152.5200, 13.4050",
        "durations": "took 1.25, then 2.50",
        "versions": "2.60.2 17.5.0",
    },
    "email-address": {
        "a version of an action": "actions/checkout@v4",
        "versions of packages": "lodash@4.17.21 vue@3.4.0-beta.2 @scope/pkg@1.2.3-rc.beta",
        "a digest": "nginx@sha256:" + "0" * 64,
        "a remote": "git@github.com:werf/werf.git",
        "a remote by ssh": "ssh://git@git.firma.example/shop.git",
        "a login": "https://ksenia@git.firma.example/shop.git",
        "a picture": "icon@2x.png",
        "a unit": "getty@tty1.service failed",
        "a variable": "${CI_COMMIT_AUTHOR}",
        "a variable and a domain": "$USER@firma.example ${user}@firma.example",
        "a variable of Windows": "%USERNAME%@firma.example",
        "a small variable": "$user@firma.example $email@firma.example",
        "formats": "%s@firma.example %u@%h.example %v@host.example",
        "a template": "{{ .Values.email }} {{ .Values.user }}@{{ .Values.host }}",
        "an action": "actions/checkout@v4 @babel/core@7.2.1",
        "a handle": "спасибо @anna",
        "an annotation": "@app.route is not defined",
        "at": "meet @ 10.30",
        "Japanese": "メール＠設定が無効です",
    },
    "phone-number": {
        "a time": "1712000000000",
        "a digest": "3f786850e387550fdab836ed7e6dc881de23001b",
        "a UUID": "0b1f6c1e-8f0e-4b54-9a53-5d7f1c9e2a10",
        "a version": "v1.20.300-4000+12345678901",
        "a time with a zone": "2026-01-02T03:04:05.123456+03:00",
        "a date": "2026-01-02 03:04:05",
        "an address": "10.11.12.13:8080",
        "a duration": "80000000000ns",
        "lines of a diff": "@@ -120,7 +120,8 @@ 1200 +3400",
        "numbers": "1 2 3 4 5 6 7 8 9 0",
        "a build": "build 20260102-8905",
        "a word in another": "telemetry: 1234567",
        "a sum": "+1234567890 bytes",
        "groups of ten": "100-200-3000",
    },
    "user-name": {
        "an action": "actions/checkout@v4",
        "a package": "typescript@next webpack@5 pnpm@latest",
        "a digest": "nginx@sha256:" + "0" * 64,
        "a branch": "org/repo@main module@develop",
        "git": "git@gitlab.firma.example:shop/web.git",
        "root": "root@runner-42:/# user=root uid=0(root) gid=0(root) groups=0(root)",
        "an image's account": "uid=33(www-data) user=node user: docker",
        "a placeholder": "user=$USER user=<user> user=${CI_USER} user={{ .user }}",
        "nobody in particular": "user: unknown; user not found; for user in list",
        "a message": "password must not be empty; username is required",
        "a service account": 'User "system:serviceaccount:ci:deployer" cannot list',
        "anonymous": 'User "system:anonymous" cannot get path',
        "a registry": "HKLM\\Software NT AUTHORITY\\SYSTEM BUILTIN\\Administrators",
        "a path": "C:\\Windows\\System32\\drivers",
        "an escape": "ERROR\\n",
        "a service": "token-service",
        "an interface": "user interface: not available",
        "a login of a job": "https://gitlab-ci-token:x@git.firma.example/shop.git",
        "Russian": "пользователь не найден",
        "by its key, a job's": keyed("user", "gitlab-runner"),
        "a reference": "HEAD@{1} main@{upstream}",
    },
    "home-path": {
        "root": "/root/.docker/config.json",
        "a CI user": "/home/runner/work/x /home/gitlab-runner/builds /home/jenkins",
        "an image's user": "/home/node/app /home/app /home/user/x",
        "a place for a name": "/home/<user>/x /home/$USER/x /Users/username/x",
        "a web page": "https://werf.io/home/about https://host:8080/home/start",
        "a route": "GET /users/ivan 404",
        "inside an image": "rootfs/home/ivan",
        "Windows for all": "C:\\Users\\Public\\x C:\\Users\\Default",
        "a CI user of Windows": "C:\\Users\\runneradmin\\AppData",
        "other folders": "/srv/firma/web /builds/shop/web /opt/homebrew",
        "a reference": "HEAD~2/x 17.5.0~beta/1",
        "a word": "homepage /home",
    },
    "payment-card": {
        "a wrong check digit": "4242 4242 4242 4241",
        "a time in microseconds": "1712000000000000",
        "no issuer": "9999 9999 9999 9995",
        "in a digest": "a4242424242424242f",
        "in a UUID": "42424242-4242-4242-4242-424242424242",
        "in a version": "1.4242424242424242",
        "one digit": "0000 0000 0000 0000",
        "a project": "4" * 64,
    },
    "iban": {
        "a wrong check": "ES9121000418450200051333",
        "no country": "ZZ89370400440532013000",
        "too short": "DE89 3704 0044",
        "in a longer word": "XDE89370400440532013000",
        "a longer number": "DE893704004405320130001",
        "a digest": "DE89" + "0" * 60,
    },
    "national-id": {
        "a wrong SNILS": "112-233-445 96",
        "a wrong INN": "ИНН 500100732258",
        "twelve digits of a UUID": "0b1f6c1e-8f0e-4b54-9a53-500100732259",
        "eleven digits": "44051401358",
        "never given": "000-12-3456 666-12-3456 123-00-4567",
        "a time": "1712000000000",
        "a date": "2026-01-02",
        "a passport in words": "passport: valid for 10 years, 123 pages",
        "a word in another": "inner 7707083893",
        "an address": "192.168.100.200",
        "a wrong code": "RSSMRA85T10A562T",
    },
    "date-of-birth": {
        "a date": "2026-01-02",
        "a build": "built on 2026-01-02",
        "a birth of another kind": "stillborn process 12.03.2026-1",
        "no date": "date of birth must not be empty",
        "a day that is none": "born 45.13.1987",
        "far away": "born in the cloud, released 2026-01-02",
    },
    "git-author": {
        "a variable": "${CI_COMMIT_AUTHOR}",
        "a template": "Author: $GIT_AUTHOR_NAME <$GIT_AUTHOR_EMAIL>",
        "no author": "author: not found",
        "markup": "<script> List<String> a<b@c>",
        "a bot": "Co-authored-by: renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
        "a word": "Reviewed-by: nobody yet",
        "a team": "Author: Platform Team",
    },
    "person-name": {
        "a thing": "Apache Kafka",
        "things": "Google Cloud, Amazon Linux, Alpine Linux, Visual Studio, Red Hat",
        "a thing named after a person": "Victoria Metrics",
        "words of a sentence": "Ошибка Сервера: Новый Проект не найден",
        "an English sentence": "Unable To Connect. Connection Refused",
        "a team by its key": keyed("owner", "Platform Team"),
        "a Russian team by its key": keyed("владелец", "Отдел Продаж"),
        "a name of a thing": keyed("image_name", "Web Admin"),
        "a lower-case word by its key": keyed("owner", "platform"),
        "a CI system": "GitHub Actions",
        "a city": "Нижний Новгород",
        "Japanese": "接続がタイムアウトしました",
        "customers": "お客様の設定",
        "a service": "token-service",
        "an image": "python.slim",
        "a street": "улица Ленина",
    },
    "local-identity": {
        "part of a word": "acme-mainframes qx12",
        "two letters": "ks",
        "half of the words": "Зоя",
        "other words": "mainframe acme",
        "nothing": "",
    },
    "unreviewed-value": {
        "known command, option and channel": STARTED,
        "every known option of a plugin of werf": command("werf kubectl get", ["all-namespaces"]),
        "empty texts": {**STAGE, "eventData": {**STAGE["eventData"], "image": ""}},
        "an empty map": extra(),
        "an empty value of a map": extra(team=""),
        "versions as GitLab writes them": unshallow("17.5.0~beta.1.gabc123", "17.5.3~pre.12.gabc"),
        "no versions outside GitLab": unshallow("", ""),
        "a number is not of the documented type": extra(team=7),
        "an undocumented field is another rule's": {**STARTED, "team": "shop"},
        "systems that werf is built for": attribute(os="windows", arch="arm64"),
        "a release": attribute(version="v3.0.0-alpha.1"),
        "a release that was mended": attribute(version="v1.2.140+fix3"),
        "Homebrew's release": attribute(version="2.67.1"),
        "no release": attribute(version="dev"),
        "a CI system that no page lists": attribute(ciName="teamcity"),
        "a stage for a platform": stage("install (linux/arm64)"),
        "an instruction": stage("RUN (linux/amd64)"),
        "a form that is missed is another rule's": {**STARTED, "executionID": "ivan"},
        "a set that is missed is another rule's": stage("install", baseImageSource="ivan"),
        "a type that is missed is another rule's": attribute(ci="ivan"),
        "an event that no page lists is another rule's": {**STARTED, "eventType": "Ivan"},
        "Wasp on macOS": wasp(os="darwin", context="Gitpod CI NON_INTERACTIVE_SHELL"),
        "Wasp in codespaces": wasp(os="mingw32", context="codespaces"),
        "an installation": {"distinct_id": INSTALL, "os": "osx"},
    },
}


def findings(*bodies, only="personal"):
    inspection = Inspection(chosen=pick(rules(), [only]))
    data = b"".join(json.dumps(body).encode() + b"\n" for body in bodies)
    return [one for judged in inspection.feed(data) + inspection.end() for one in judged.findings]


def test_a_value_asks_once_in_whatever_event_it_stands():
    exited = {**STARTED, "eventType": "CommandExited"}
    bodies = [{**body, "command": "werf helm acme"} for body in (STARTED, exited)]

    first, again = findings(*bodies, only="personal/unreviewed-value")

    assert first.same == again.same


def test_values_that_are_masked_alike_ask_each():
    one, other = findings(
        extra(team="alpha"), extra(team="aroma"), only="personal/unreviewed-value"
    )

    assert (one.evidence, True) == (other.evidence, one.same != other.same)
    assert "alpha" not in one.evidence
