"""What an ingest did or will do, line by line, for the command and the page."""

from collections.abc import Iterator

from ingest import Plan, Report

Line = tuple[str, str]  # what is said of it, and what it is said of


def report_lines(report: Report) -> Iterator[Line]:
    """What was done with each document, and what is to be said of files."""
    for document in report.added:
        yield "added", document
    for document in report.updated:
        yield "updated", document
    for old, new in report.moved:
        yield "moved", f"{old} to {new}"
    for document in report.removed:
        yield "removed", document
    for document in report.kept:
        yield "kept", f"{document}: its file is gone"
    for path, same in report.duplicates:
        yield "same", f"{path} has the content of {same} and is listed with it"
    for document, other, similarity in report.near_duplicates:
        yield "alike", f"{document} is nearly the same as {other} ({similarity:.0%})"
    yield from _problems(report)


def report_summary(report: Report) -> str:
    """What was done, in one line."""
    moved = f"{len(report.moved)} moved, " if report.moved else ""
    kept = f"{len(report.kept)} kept, " if report.kept else ""
    line = (
        f"{len(report.added)} added, {len(report.updated)} updated, {moved}"
        f"{report.unchanged} unchanged, {len(report.removed)} removed, {kept}"
        f"{len(report.failed)} failed; {report.chunks} chunks in the library, "
        f"{report.embedded} embedded now; {report.seconds:.1f} s."
    )
    if report.stopped:
        line += f" Stopped with {report.left} left; the next ingest goes on there."
    return line


def plan_lines(plan: Plan) -> Iterator[Line]:
    """What will be done with each file."""
    for step in plan.steps:
        if step.path not in plan.copies:
            yield step.action, f"{step.was} to {step.document}" if step.was else step.path
    for document in plan.kept:
        yield "keep", f"{document}: its file is gone"
    for path in plan.new_copies:
        yield "same", f"{path} has the content of {plan.copies[path]}"
    yield from _problems(plan)


def plan_summary(plan: Plan) -> str:
    """What will be done, in one line, and how long it will take."""
    counts = [(len(plan.of(action)), action) for action in ("add", "update", "move", "retry")]
    counts.append((len(plan.leaving), "remove"))
    said = [f"{count} to {action}" for count, action in counts]
    line = f"{', '.join(said)}, {len(plan.unchanged)} unchanged; {duration(plan.seconds)}."
    if plan.is_mass_removal:
        line += " So many would leave that the ingest asks for `--allow-mass-removal`."
    return line


def duration(seconds: float) -> str:
    """An expected time in the words of people: "about 3 minutes"."""
    if seconds < 1:
        return "less than a second"
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds >= 1.5 * size:
            return f"about {seconds / size:.0f} {unit}s"
    return f"about {seconds:.0f} second{'' if round(seconds) == 1 else 's'}"


def _problems(of: Plan | Report) -> Iterator[Line]:
    for path, error in of.failed:
        yield "failed", f"{path}: {error}"
    for warning in of.warnings:
        yield "warning", warning
    if of.skipped:
        yield "skipped", of.skipped_formats
