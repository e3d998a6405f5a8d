"""Tokens and web hooks of chats: Slack, Telegram, Discord, Teams, VK, Mattermost, Google Chat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.rules.late import late
from inspector.rules.registry import Context, about_text
from inspector.rules.secret.prefix import Kind, tokens
from inspector.rules.secret.words import decoded, filler, shown, stand_in, varied
from inspector.rules.text import Span, Text

_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

KINDS = (
    *(Kind(f"xox{one}-", r"(?:\d-)?[A-Za-z0-9%+/=-]{10,300}", f"Slack token xox{one}-")
      for one in "bpaersocd"),
    Kind("xapp-", r"\d-[A-Z0-9]{8,16}-\d{8,16}-[a-z0-9]{32,80}", "Slack token xapp-"),
    Kind("xoxe.", r"xox[bp]-\d-[A-Za-z0-9]{100,220}", "Slack token xoxe."),
    Kind("hooks.slack.com/", r"(?:services|workflows|triggers)/[A-Za-z0-9_/]{20,120}",
         "Slack web hook"),
    Kind("discord.com/api/webhooks/", r"\d{17,20}/[\w-]{40,100}", "Discord web hook"),
    Kind("discordapp.com/api/webhooks/", r"\d{17,20}/[\w-]{40,100}", "Discord web hook"),
    Kind("webhook.office.com/", rf"webhook\w{{0,2}}/{_GUID}@{_GUID}/IncomingWebhook/[0-9a-f]{{32}}",
         "Teams web hook"),
    Kind("outlook.office.com/webhook/", rf"{_GUID}@{_GUID}/IncomingWebhook/[0-9a-f]{{32}}",
         "Teams web hook"),
    Kind("chat.googleapis.com/v1/spaces/",
         r"[\w-]{6,40}/messages\?key=[\w-]{20,60}&token=[\w%-]{20,100}", "Google Chat web hook"),
    Kind("vk1.a.", r"[\w-]{40,300}", "VK token vk1.a."),
)  # fmt: skip

_TELEGRAM = late(r"(?<![0-9A-Za-z])(?:bot)?[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])")
_DISCORD = late(
    r"(?<![\w.-])([MNO][A-Za-z0-9_-]{23,27})\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}(?![\w-])",
    re.ASCII,
)
_HOOK = late(r"/hooks/([a-z0-9]{26})(?![a-z0-9])")
_VK = late(r"(?<![0-9a-zA-Z])[0-9a-f]{85}(?![0-9a-zA-Z])")


@about_text("violation")
def chat_token(text: Text, _context: Context) -> Iterator[Span]:
    """A token or web hook of a chat (Slack, Telegram, Discord, Teams, VK) stands in the value.

    Whoever has it can read a team's messages or write in its name; a web hook's URL is a password.

    Revoke it where the bot or hook was made, and keep it out of options, image names and the
    variables that telemetry copies.
    """
    yield from tokens(text, KINDS)
    raw = text.raw
    if ":AA" in raw:
        yield from _telegram(raw, ":AA", -11, 36)
    if "bot" in raw and ":" in raw:
        yield from _telegram(raw, "bot", 0, 52)
    if raw.count(".") > 1:
        yield from _discord(raw)
    if "/hooks/" in raw:
        for match in _HOOK.finditer(raw):
            if varied(match[1]):
                yield Span(*match.span(), "medium", shown("web hook", len(match[0])))
    if "vk" in text.lower:
        for match in _VK.finditer(raw):
            yield Span(*match.span(), "medium", shown("VK token", len(match[0])))


def _telegram(raw: str, literal: str, before: int, after: int) -> Iterator[Span]:
    at = raw.find(literal)
    while at >= 0:
        match = _TELEGRAM.search(raw, max(0, at + before), at + len(literal) + after)
        if match and not _made_up(match[0].partition(":")[2]):
            yield Span(*match.span(), "high", shown("Telegram bot token", len(match[0])))
            at = match.end() - 1
        at = raw.find(literal, at + 1)


def _made_up(body: str) -> bool:
    return filler(body) or stand_in(body) or not varied(body)


def _discord(raw: str) -> Iterator[Span]:
    """The first part of a Discord token is the bot's number in base64."""
    for match in _DISCORD.finditer(raw):
        number = decoded(match[1])
        if number and number.isdigit():
            yield Span(*match.span(), "high", shown("Discord token", len(match[0])))
