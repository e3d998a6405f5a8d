"""The audit for the app's report screen: the words of `inspector audit` in, its report out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from inspector.audit import Auditing, Settings, audit
from inspector.cli import UsageError, judging
from inspector.cli.audit import as_told, expand_paths, parser, refuse_values, status
from inspector.cli.output import STDOUT, outputs
from inspector.language import language
from inspector.reading import unpacked
from inspector.report import Input, Report, told
from inspector.report.forms import FORMS, render
from inspector.tui.reporting.asked import Kept, Made, Progress, Refused


class Auditor:
    """Does what the command does, but for where the report goes."""

    def judge(self, words: Sequence[str], kept: Sequence[Kept], progress: Progress) -> Made:
        """Make the report: of what the words name, or else of what was kept."""
        try:
            options, _, settings = _read(words)
            if kept:
                report = _of_kept(kept, settings, progress)
            else:
                report = _of_files(options.paths, settings, progress)
        except UsageError as error:
            raise Refused(str(error)) from error
        return Made(report, status(report, options.fail_on), len(settings.waivers))

    def write(self, made: Made, words: Sequence[str], *, named: bool) -> str:
        """Write it in the form that the words ask for; not `named`, no command is named in it."""
        try:
            options, form, settings = _read(words)
        except UsageError as error:
            raise Refused(str(error)) from error
        # what was judged by was read then, and may have changed since
        provenance = replace(settings.provenance, files=made.report.provenance.files)
        made.report.provenance = provenance if named else replace(provenance, command=())
        made.report.key = settings.key
        return render(made.report, form, language=language(options.lang))


def _read(words: Sequence[str]) -> tuple[argparse.Namespace, str, Settings]:
    """Read the words as the command does: options, form and settings; raises `UsageError`."""
    options = parser().parse_args([*words, "--quiet"])
    [form] = outputs(options.output or [STDOUT], options.format, tuple(FORMS)).values()
    refuse_values(options.evidence, [form])
    return options, form, judging.settings(options, as_told([*words]), tagged=form != "text")


def _of_files(paths: list[str], settings: Settings, progress: Progress) -> Report:
    found = expand_paths(paths)
    report = audit(found.files, settings, _counting(sum(map(unpacked, found.files)), progress))
    report.skipped = [told(path) for path in found.skipped]
    return report


def _of_kept(kept: Sequence[Kept], settings: Settings, progress: Progress) -> Report:
    work = Auditing(settings, _counting(sum(one.size for one in kept), progress))
    for one in kept:
        source, digest = Input(one.name, now_ms=settings.now_ms, error=one.trouble), sha256()
        work.judge(source, _digested(one.chunks, digest.update))
        source.bytes, source.sha256 = one.size, "" if source.error else digest.hexdigest()
    return work.close()


def _digested(chunks: Iterable[bytes], update: Callable[[bytes], object]) -> Iterator[bytes]:
    for chunk in chunks:
        update(chunk)
        yield chunk


def _counting(total: int, progress: Progress) -> Callable[[int], None]:
    """Count the bytes that were read, from none on."""
    read = 0

    def count(more: int) -> None:
        nonlocal read
        read += more
        progress(read, total)

    count(0)
    return count
