"""Cases of the family `secret`: where each rule fires, and near misses where it is quiet.

Every token here is made of running letters and digits, and put together where it is used, so that
no scanner of a forge takes it for a real one.  The corpus beside this file has many more.
"""

from __future__ import annotations

import base64
import json

import pytest

from inspector.rules import Context, Scanner, Text, pick, rules
from inspector.rules.secret.forge import checked

RUNNING = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6" * 5
HEX = "0123456789abcdef" * 8
CHECKED = "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"


def running(length, *prefix):
    return "".join(prefix) + RUNNING[:length]


def hexed(length, *prefix):
    return "".join(prefix) + HEX[:length]


def b64(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def token(header='{"alg":"HS256"}', body='{"sub":"1"}', signature="c2lnbmF0dXJl"):
    return f"{b64(header)}.{b64(body)}.{signature}"


def pem(kind, line="\n", body="MHcCAQEEIA=="):
    return f"-----BEGIN {kind}PRIVATE KEY-----{line}{body}{line}-----END {kind}PRIVATE KEY-----"


def open_field(raw):
    return {"raw": raw, "key": "team", "path": "attributes.extra.*"}


FIRES = {
    "cloud-key": {
        "an AWS key's id": "the key AKI" + "AQWERTYASDFGH2345 is unknown",
        "an AWS secret in context": "aws_secret_access_key=" + running(40),
        "a Google API key": running(35, "AI", "za"),
        "a Google service account": '{"type": "service_account", "private_key_id": "'
        + HEX[:40]
        + '"}',
        "an Azure storage key": running(86, "Account", "Key=") + "==",
        "an Azure client secret": running(3) + "8Q~" + running(34),
        "a Yandex Cloud API key": running(36, "AQ", "VN"),
        "a Yandex Cloud IAM token": running(120, "t1", ".") + "." + RUNNING[:86],
        "a DigitalOcean token": hexed(64, "dop", "_v1_"),
        "an Alibaba key": running(20, "LT", "AI"),
        "a Vault token": running(90, "hvs", "."),
    },
    "forge-token": {
        "GitHub": running(36, "gh", "p_"),
        "GitHub, fine-grained": running(22, "github", "_pat_") + "_" + RUNNING[:59],
        "GitLab": running(20, "gl", "pat-"),
        "GitLab, a job's": running(20, "glcbt", "-64_"),
        "a Bitbucket app password": running(32, "AT", "BB"),
        "Gitea, in context": "gitea token " + HEX[:40],
        "Azure DevOps": running(76) + "AZ" + "DO" + RUNNING[:4],
    },
    "chat-token": {
        "Slack": "xox" + "b-123456789012-1234567890123-" + RUNNING[:24],
        "a Slack web hook": "https://hooks.slack" + ".com/services/T0123/B0123/" + RUNNING[:24],
        "a Telegram bot": "1234567890:" + running(33, "A", "A"),
        "a Telegram bot in an address": "api.telegram.org/bot123456789:" + RUNNING[:35] + "/getMe",
        "a Discord bot": b64("123456789012345678") + "." + RUNNING[:6] + "." + RUNNING[:38],
        "a Mattermost web hook": "https://chat.firma.example/hooks/" + "a1b2c3d4e5f6g7h8i9j0k1l2m3",
        "VK": running(198, "vk1", ".a."),
        "VK of old, in context": "vk: " + hexed(85),
    },
    "payment-token": {
        "Stripe": running(24, "sk", "_live_"),
        "a test account of Stripe": running(24, "sk", "_test_"),
        "YooKassa": running(43, "live", "_"),
        "a test shop of YooKassa": running(43, "test", "_"),
        "Square": running(22, "sq0", "atp-"),
    },
    "jwt": {
        "with signature": token(),
        "in a sentence": f"token {token()} expired",
        "without signature": token(signature=""),
        "a header with spaces": token(header='{ "alg" : "RS256" }'),
    },
    "private-key": {
        "RSA": pem("RSA "),
        "PKCS 8": pem(""),
        "OpenSSH with escaped line ends": pem("OPENSSH ", "\\n"),
        "encrypted, with headers": pem("RSA ", body="Proc-Type: 4,ENCRYPTED"),
        "without an end": pem("EC ").partition("-----END")[0],
        "PuTTY": "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 14\n" + RUNNING[:64],
        "a JSON Web Key": '{"kty":"EC","d":"' + RUNNING[:43] + '"}',
        "age": "AGE-SECRET" + "-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" * 2,
    },
    "url-password": {
        "git over https": "https://bot:Zima-77" + "@git.firma.example/x.git",
        "no user": "redis://:Zima77" + "@cache:6379",
        "a token for a user": "https://1a2b3c4d5e:x-oauth-basic" + "@git.firma.example/x",
        "only the word": "ftp://user:password" + "@host/",
        "a MySQL data source": "shop:Zima77" + "@tcp(db:3306)/shop",
        "Oracle": "jdbc:oracle:thin:shop/Zima77" + "@db:1521",
    },
    "url-query-credential": {
        "token": "https://x.example/?token=" + RUNNING[:24],
        "a signed address of a store": "https://x.example/?X-Amz-Signature=" + HEX[:64],
        "a password": "https://x.example/?user=a&password=Zima-77",
        "in the fragment": "https://x.example/#access_token=" + RUNNING[:24],
        "a short token": "https://x.example/?token=a1b2",
        "digits only": "https://x.example/?token=1234567890",
    },
    "authorization-header": {
        "bearer": "Authorization: Bearer " + RUNNING[:24],
        "a short bearer": "Authorization: Bearer a1b2c3",
        "basic": "Authorization: Basic " + b64("ci:Zima-77"),
        "as Go prints headers": "map[Authorization:[Bearer " + RUNNING[:24] + "]]",
        "GitLab's own header": "PRIVATE-TOKEN: " + RUNNING[:20],
        "curl": "curl -u ci:Zima-77 https://x.example",
        "Docker's configuration": '{"auth": "' + b64("ci:Zima-77") + '"}',
        "a cookie": "Cookie: sessionid=" + RUNNING[:32],
    },
    "assigned-password": {
        "equals": "password=Zima-77",
        "a colon": "password: Zima-77",
        "Russian": "пароль: Зима77",
        "an option": "--password Zima-77",
        "a password of one word": "password=vesna",
        "digits": "password=123456",
        "digits after a colon": "password: 123456",
        "a short one": "password: a1b2",
        "an option in a sentence": "--password Zima-77 for the registry",
        "JSON": '{"password": "Zima-77"}',
        "a manifest's variable": '{"name": "DB_PASSWORD", "value": "Zima-77"}',
        "a token": "token=" + RUNNING[:12],
        "a short token": "token=a1b2",
        "a token of one kind of letters": "token=aaaa_bbbb_cccc_dddd",
        "SQL": "ALTER USER shop PASSWORD 'Zima-77'",
        "with another setting after it": "user=a;password=Zima-77;host=b",
        "under its own key": {"raw": "Zima-77", "key": "db_password", "path": "attributes.extra.*"},
        "French": "mot de passe : Zima-77",
        "German": "Kennwort: Zima-77",
        "Passwort": "Passwort: Zima-77",
        "Spanish": "contraseña: Zima-77",
        "Polish": "hasło: Zima-77",
        "Portuguese": "senha=Zima-77",
        "Chinese": "密码: Zima-77",
        "Chinese, wide colon": "口令：Zima-77",
        "Japanese": "パスワード: Zima-77",
        "Korean": "비밀번호: Zima-77",
        "after is": "the password is zima2077",
        "in quotes": 'login with password "zima2077"',
        "after an arrow": "password -> zima2077",
        "after a space": "passwd zima2077",
        "marks": "password zima!!vesna",
        "an at": "password P@ssw0rd",
        "Russian, a space": "пароль зима2077",
        "Russian, a dash": "пароль - zima2077",
        "Russian, quotes": "пароль «zima2077»",
        "Russian, is": "пароль это zima2077",
        "pass and a colon": "db_pass: vesna77",
        "pass and digits": "pass: 12345678",
        "of a database": "mysqldump -u shop -pZima2077 shop",
        "of a database, apart": "mysql -u shop -p 'Zima2077' shop",
        "of a login": 'podman login -u shop -p "Zima2077" cr.example',
    },
    "package-token": {
        "npm": running(36, "np", "m_"),
        "PyPI": running(100, "pypi", "-AgEIcHlwaS5vcmc"),
        "RubyGems": hexed(48, "ruby", "gems_"),
        "Docker Hub": running(27, "dckr", "_pat_"),
        "NuGet": "oy" + "2" + "a1b2c3d4e5f" * 3 + "a1b2c3d4e5",
        "crates.io": running(32, "ci", "o"),
        "JFrog": running(70, "AK", "C"),
    },
    "werf-secret-key": {
        "the variable": "WERF_SECRET_KEY=" + HEX[:32],
        "the file": "~/.werf/global_secret_key: " + HEX[:32],
        "in Russian": "секретный ключ " + HEX[:32] + " не подходит",
        "under its own key": {"raw": HEX[:32], "key": "werf_secret_key"},
    },
    "kubeconfig": {
        "a client's key": "client-key-data: LS0tLS1CRUdJTiBFQyBQUklWQVRF",
        "a client's certificate": '{"client-certificate-data":"LS0tLS1CRUdJTiBDRVJU"}',
        "a token": "kind: Config\nusers:\n- user:\n    token: " + RUNNING[:40],
    },
    "high-entropy": {
        "a token of no known kind": open_field(RUNNING[:40]),
        "in a sentence": open_field(f"401 for {RUNNING[:32]}"),
    },
}

QUIET = {
    "cloud-key": {
        "the prefixes alone": "AKIA, AIza, LTAI, AQVN, YCAJ",
        "a machine's size": "t1.micro",
        "a secret that only stands for one": "aws_secret_access_key=" + "x" * 40,
        "no variety": "AIza" + "a" * 35,
        "an account without its key": '{"type": "service_account", "private_key": "***"}',
        "longer than a key's id": "AKIA" + "QWERTYASDFGH23456789",
    },
    "forge-token": {
        "drawn": "ghp_" + "x" * 36,
        "too short": "ghp_a1B2c3",
        "within a word": "xghp_" + RUNNING[:36],
        "a commit of Gitea": "gitea commit " + HEX[:40],
        "a name": "glpat-your-token-goes-here-now",
        "no check sum, no variety": "ghp_" + "a" * 40,
    },
    "chat-token": {
        "a place holder": "xoxb-your-token",
        "a bot": "bot:help",
        "three dotted words": "one.two.three",
        "a Discord token whose number is none": "M" + "a" * 23 + ".abcdef." + RUNNING[:38],
        "hooks of git": "/hooks/pre-receive",
        "a token that is drawn": "bot123456789:" + "x" * 35,
    },
    "payment-token": {
        "a publishable key": running(24, "pk", "_live_"),
        "a name": "live_update_of_the_images_in_the_running_cluster",
        "a long name of a test": "test_" + "a" * 43,
    },
    "jwt": {
        "three dotted words": "one.two.three",
        "JSON without alg": token(header='{"none": 1}'),
        "no JSON": "eyJub3Rq." + "eyJub3Rq.c2ln",
        "no base64": "eyJhb." + "a.b",
        "a list": "eyJhbGciOiJIU" + "zI1NiJ.a.b",
    },
    "private-key": {
        "its first line alone": "expected -----BEGIN PRIVATE KEY-----, found none",
        "a certificate": "-----BEGIN CERTIFICATE-----\nMIIBsjCCAV\n-----END CERTIFICATE-----",
        "a public key": '{"kty":"EC","x":"a","y":"b"}',
    },
    "url-password": {
        "a user alone": "https://bot@git.firma.example/x.git",
        "a user and nothing": "https://bot:@git.firma.example/x.git",
        "a variable": "https://bot:${TOKEN}@git.firma.example/x.git",
        "masked by stars": "https://bot:***@git.firma.example/x.git",
        "masked by GitLab": "https://bot:[MASKED]@git.firma.example/x.git",
        "masked by Go": "https://bot:xxxxx@git.firma.example/x.git",
        "a port and an address": "http://127.0.0.1:8080/a@b",
        "an image with tag and digest": "docker://nginx:1.25@sha256:" + HEX[:64],
        "scp's form": "git@git.firma.example:shop/web.git",
        "a masked data source": "shop:***@tcp(db:3306)/shop",
    },
    "url-query-credential": {
        "a page": "https://x.example/?page_token=CAoQAA",
        "a variable": "https://x.example/?token=${TOKEN}",
        "a word": "https://x.example/?key=value",
        "no signature": "https://x.example/?sig=false",
        "no password": "https://x.example/?password=false",
        "a public key of a project": "https://x.example/?key=phc_" + RUNNING[:43],
    },
    "authorization-header": {
        "what a registry asks for": 'Www-Authenticate: Bearer realm="https://x.example/token"',
        "a variable": "Authorization: Bearer ${TOKEN}",
        "missing": "Authorization header is missing",
        "a sentence": "the bearer token is invalid",
        "a sentence about basic": "no basic auth credentials",
        "curl with a variable": "curl -u ci:$PASSWORD https://x.example",
        "not curl": "chown -u ci:group /srv",
    },
    "assigned-password": {
        "a rule about passwords": "password must not be empty",
        "an error of a parser": "invalid token in expression at 10:3",
        "unexpected": "unexpected token: a1b2c3d4",
        "masked": "password: ***",
        "a variable": "password=$PASS",
        "an image": "token-service",
        "an image with a version": "vault/token:3.12",
        "a command": "werf helm secret values edit",
        "an option's name": "kube-token-path",
        "a setting of ssh": "PasswordAuthentication no",
        "wrong, in Russian": "неверный пароль",
        "empty, in Russian": "пароль не может быть пустым",
        "a sentence": "password: required",
        "a sentence that goes on": "password: authentication failed",
        "a sentence in Russian": "пароль: просроченный",
        "an object of Kubernetes": "secret: shop-tls-2 not found",
        "a path": "password=/run/secrets/db",
        "an option": "--password --password-stdin",
        "numbers of tests": "pass: 12, fail: 3",
        "a word that ends so": "bypass=kolobok",
        "a number of something": "password: 12 characters",
        "a name of a key": {"raw": "db_password=", "is_key": True},
        "under its own key, a variable": {"raw": "$DB", "key": "db_password"},
        "failed, of a database": 'password authentication failed for user "shop1"',
        "a length": "password must be at least 8 characters, 1 digit",
        "an address after it": "password ivan1@firma.example expired",
        "an account and a machine": "password ivan@server: denied",
        "another setting": "password user=ivan2",
        "an algorithm": "password sha512-crypt, password argon2id",
        "a place": "password auth.go:120: empty",
        "a date": "password 2026-01-02",
        "a version of a package": "passwd 1:4.13+dfsg1-1",
        "a variable after it": "password ${DB_PASSWORD1}",
        "is, and a word": "password is required",
        "an arrow, and a word": "password -> hidden field",
        "a dash, in Russian": "пароль - обязательное поле",
        "quotes, in Russian": "поле «пароль» не заполнено",
        "a word in quotes": 'invalid password "required"',
        "wrong, in German": "Passwort: falsch",
        "wrong, in French": "mot de passe : invalide",
        "wrong, in Chinese": "密码：错误",
        "wrong, in Spanish": "contraseña: incorrecta",
        "passed": "pass: 12, fail: 3, skip: 1",
        "a folder of a database": "mkdir -p /var/lib/mysql && mkdir -p/srv/mysql2",
        "a port of a database": "docker run -p3306:3306 mysql:8",
        "a port after a database": "mysql -P3306 -p3306",
        "no value": "mysql -u shop -p shop",
        "a pattern in quotes": "grep -p 'abc123' file",
        "a patch": """kubectl patch -p '{"spec":{"replicas":2}}' -u""",
    },
    "package-token": {
        "a setting of npm": "npm_config_registry_is_not_set_for_this_project",
        "a word": "cio",
        "words of one case": "cio" + "a" * 32 + " oy2" + "b" * 43,
    },
    "werf-secret-key": {
        "a digest": "md5 " + HEX[:32],
        "not set": "WERF_SECRET_KEY is not set",
        "longer than a key": "secret key " + HEX[:64],
        "drawn": "secret key: " + "x" * 32,
    },
    "kubeconfig": {
        "left out by kubectl": "client-key-data: DATA+OMITTED",
        "a ConfigMap": "kind: ConfigMap\ntoken: " + RUNNING[:40],
        "a masked token": "kind: Config\ntoken: xxxxxxxxxxxx",
    },
    "high-entropy": {
        "in a remark": RUNNING[:40],
        "a key": {**open_field(RUNNING[:40]), "is_key": True},
        "a digest": open_field(HEX[:64]),
        "a digest in base64": open_field("sha512-" + RUNNING[:86] + "=="),
        "words in base64": open_field(b64("the environment of production")),
        "a name": open_field("StageBuildFinishedForImageWithPlatform2"),
        "an analytics key": open_field("phc_" + RUNNING[:43]),
        "a path": open_field("node_modules/@angular/core/fesm2022"),
    },
}


def finds(raw):
    return Scanner(pick(rules(), ["secret"]), Context()).scan(Text(raw)).finds


@pytest.mark.parametrize(
    "body, sure",
    [
        pytest.param(CHECKED + "0Jmjir", "medium", id="wrong"),
        pytest.param("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ" + "0mLq17", "high", id="right"),
        pytest.param(RUNNING[:40], "high", id="of a form without one"),
    ],
)
def test_the_check_sum_of_a_github_token_tells_how_sure_it_is(body, sure):
    assert sure == checked(body)


def test_a_key_of_a_test_account_is_for_a_person_to_decide():
    (found,) = finds(running(24, "sk", "_test_"))

    assert ("review", "medium") == (found.level, found.confidence)


def test_what_is_shown_is_kind_and_length():
    (found,) = finds("https://bot:Zima-77" + "@git.firma.example/x.git")

    assert "password in a URL (7 characters)" == found.evidence


def test_two_keys_one_after_the_other_are_two():
    (rule,) = pick(rules(), ["secret/private-key"])

    spans = list(rule.check(Text(pem("EC ") + "\n" + pem("RSA ")), Context()))

    assert [("-----B", "KEY-----")] * 2 == [
        (
            (pem("EC ") + "\n" + pem("RSA "))[one.start :][:6],
            (pem("EC ") + "\n" + pem("RSA "))[: one.end][-8:],
        )
        for one in spans
    ]


def test_no_finding_holds_a_character_of_the_secret():
    text = json.dumps({"password": "Жёлудь-Щ7"}, ensure_ascii=False)

    for found in finds(text):
        assert not set(found.evidence + found.message) & set("ЖёлудьЩ7")
