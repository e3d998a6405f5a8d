"""What stands after the word "password" in, how sure it is that it is one out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspector.model import Confidence
from inspector.rules.late import late
from inspector.rules.secret.words import stand_in, varied

_SAID = """
a access an and any are as at auth basic be bearer because been by can cannot change changed
check could default denied deny did differs do does doesn don either empty end enter env
environment eof error exceeded expected expired expires fail failed failed; fails failure false
file flag for forbidden format found from generated get given got had has have here identifier
if ignored in incorrect input instead invalid is it its keyword latest less line list locked
login lookup manager mandatory match mismatch missing mode more must name needed neither new nil
no none not nothing null of off ok okay old on one only option optional or out parameter parse
password path policy prompt provided read refresh refused reject rejected required requires
reset retry revoked same secret secretkeyref secretref see service set should stdin stored
string symbol the this timeout to token too true type unable unauthorized undefined unexpected
unknown unset unsupported update updated use used user username using valid validation value
valuefrom variable was were when which while will with without wrong x yes you your
а был была быть в введен введите введён верен верный для должен должна если есть задайте задан и
из изменен изменён или истек истекает истёк к как короткий может на найден найти не неверен
неверно неверный недействителен недопустим неизвестен неправильный нет нужен обновлен обновлён
обязателен обязательно обязательный отклонен отклонён отсутствует ошибка пароль по подходит
получен принят просрочен пуст пустой с сброшен скрыт слишком совпадает строка токен требуется
уже указан указать устарел
absent contraseña expiré falsch fehlt incorrecta incorrecte incorreta invalide leer manquant
manquante mot nicht nieprawidłowe obligatoire obligatoria obrigatória oublié puste requerida requis
requise ungültig vacía vazia vergessen vide wymagane
"""
"""Words that follow "password:" in a sentence about one."""
_PROSE = frozenset(_SAID.split())
_PARSER = late(
    r"(?:unexpected|invalid|illegal|unknown|bad|expected|missing|next|syntax|parse|unrecognized"
    r"|неожиданный|недопустимый|ожидался|неизвестный)[\s\"'«`]{1,3}(?:end of )?$"
)
_NOT_A_NAME = late(
    r"(?:by|com|tres|sur|over|under|bi|en|encom|im)$|[\w/][/]$"  # bypass, compass, path/token
    r"|(?:reset|forgot|change|update|rotate|check)[-_ ]$"
)
_VERSION = late(r"v?\d{1,9}(?:[.:\-_/]\d{1,9}){0,9}(?:[-+.](?:alpine|slim|rc|beta|alpha|dev)\w*)?")
_DIGEST = late(r"(?:sha\d{1,3}:)?(?:[0-9a-f]{64}|[0-9a-f]{40})", re.IGNORECASE)
_PATH = late(r"(?:~|\.{1,2})?/|[a-z]:\\|\\\\|file:|\w{1,20}://", re.IGNORECASE)
_OBJECT = late(r"[a-z]+(?:[-./][a-z0-9]+)*")
_CODE = late(r"[\w.]{1,64}\(|[A-Za-z]{1,40}(?:\.[A-Za-z]{1,40})+$|[A-Z]+(?:_[A-Z]+)+$|@")
_WORD = late(r"[^\W\d_]+[.!?:;,]?")
_NEXT = late(r"\s{1,3}[^\W\d_]{2,}")

PASSWORDS = frozenset({
    "password", "passwd", "passphrase", "passwort", "kennwort", "pwd", "pass", "-p",
    "mot de passe", "contraseña", "contrasena", "senha", "hasło", "пароль", "пароля", "паролем",
    "парольная фраза", "密码", "密碼", "口令", "パスワード", "비밀번호", "암호",
})  # fmt: skip
"""Words for a password, in lower case."""
_MARKS = frozenset("!@#$%^&*+?~€£§")
_DIGIT = late(r"\d")
_LETTER = late(r"[^\W\d_]")
_ALGORITHM = late(
    r"(?:sha|md|argon|base|utf|bcrypt|scrypt|pbkdf|aes|https?|oauth|ntlm|tls|pkcs|x\d|rfc|ipv|iso)"
    r"[-_/]?\d",
    re.IGNORECASE,
)
_NO_PASSWORD = late(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\w{1,64}=.*|.*\.\w{1,4}:\d.*|\d+[:.]\d.*", re.DOTALL
)  # an address, a setting, a place in a source, a version
_STRONG = 6
"""Characters from which a password with a digit or a mark in it is taken for one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value after a name, and what stands around it."""

    name: str
    """In lower case, like `before` and `after`."""
    before: str
    sep: str
    """What stands between name and value; empty for a space."""
    value: str
    quoted: bool
    after: str


def sure(place: Place) -> Confidence | None:
    """Say how sure it is that the value is a secret; None where it is none."""
    if _excluded(place):
        return None
    if place.name in PASSWORDS or place.name.startswith(("identified", "sshpass", "login")):
        return _password(place)
    return _token(place)


def mixed(place: Place) -> bool:
    """Tell whether a value after a name and nothing else is no word of a sentence."""
    value = place.value
    if len(value) < _STRONG or _excluded(place) or _VERSION.fullmatch(value):
        return False
    if _ALGORITHM.match(value) or _DIGEST.fullmatch(value) or _NO_PASSWORD.fullmatch(value):
        return False
    if _DIGIT.search(value):
        return _LETTER.search(value) is not None
    return bool(_MARKS.intersection(value) - {"@"})


def _excluded(place: Place) -> bool:
    value = place.value
    return bool(
        len(value) < 3
        or not any(map(str.isalnum, value))
        or stand_in(value)
        or value.lower().strip(".!?,;:") in _PROSE
        or _PATH.match(value)
        or _CODE.match(value)
        or value.startswith("-")
        or place.before.endswith(("?", "&", "werf_", "#"))
        or _NOT_A_NAME.search(place.before)
        or (place.name in {"pass", "pwd", "-p"} and place.before[-1:].isalpha())
        or (place.name == "pass" and place.sep != "=" and not _set(place))
        or (value == place.name)
    )


def _set(place: Place) -> bool:
    """Tell whether "pass" and a colon set a password, and do not count tests that passed."""
    if place.sep != ":":
        return False
    return place.before.endswith(("_", "-")) or len(place.value) >= _STRONG


def _password(place: Place) -> Confidence | None:
    value = place.value
    if _WORD.fullmatch(value):
        return _word(place)
    if value.isdigit() or _VERSION.fullmatch(value):
        return _number(place)
    if place.sep == "" and place.name == "password" and _NEXT.match(place.after):
        return "medium"
    return "high" if len(value) >= _STRONG else "medium"


def _word(place: Place) -> Confidence | None:
    """Of a value that is one word: after a colon or a space it may begin a sentence."""
    sentence = bool(_NEXT.match(place.after)) or place.value.endswith((":", "?", "!", ","))
    if place.sep in {":", ""} and not place.quoted and (sentence or not place.value.isascii()):
        return None
    if place.sep == ":" and place.quoted and " " in place.value:
        return None
    return "medium"


def _number(place: Place) -> Confidence | None:
    if _NEXT.match(place.after) or len(place.value) < 4 or not place.value.isdigit():
        return None
    return "high" if place.sep == "=" or place.quoted else "medium"


def _token(place: Place) -> Confidence | None:
    value = place.value
    plain = _WORD.fullmatch(value) or value.isdigit() or _VERSION.fullmatch(value)
    if plain or " " in value or (_DIGEST.fullmatch(value) and place.sep == ":"):
        return None
    if _PARSER.search(place.before) and len(value) < 20:
        return None
    if _OBJECT.fullmatch(value) and (not varied(value) or ("-" in value and len(value) < 20)):
        return None  # the name of a Kubernetes secret, a service, an image
    if not varied(value):
        return "medium" if len(value) >= 12 and place.sep == "=" else None
    return "high" if len(value) >= 8 else "medium"
