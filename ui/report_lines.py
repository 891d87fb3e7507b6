"""What an ingest did or will do, line by line, for the command and the page."""

from collections.abc import Iterator

from ingest import Plan, Report
from ui.translation import retold, translated

FILE_GONE = "{document}: its file is gone"
LISTED_WITH = "{path} has the content of {same} and is listed with it"
SAME = "{path} has the content of {same}"
ALIKE = "{document} is nearly the same as {other} ({share})"
DONE = "{chunks} chunks in the library, {embedded} embedded now; {seconds} s."
STOPPED = "Stopped with {count} left; the next ingest goes on there."
MASS_REMOVAL = "So many would leave that the ingest asks for `--allow-mass-removal`."
COUNTED = {
    "added": "{count} added",
    "updated": "{count} updated",
    "moved": "{count} moved",
    "unchanged": "{count} unchanged",
    "removed": "{count} removed",
    "kept": "{count} kept",
    "failed": "{count} failed",
}
SELDOM = {"moved", "kept"}  # not said where there are none
PLANNED = {
    "add": "{count} to add",
    "update": "{count} to update",
    "move": "{count} to move",
    "retry": "{count} to retry",
}
Line = tuple[str, str]  # what is said of it, and what it is said of


def report_lines(report: Report) -> Iterator[Line]:
    """What was done with each document, and what is to be said of files."""
    for document in report.added:
        yield "added", document
    for document in report.updated:
        yield "updated", document
    for old, new in report.moved:
        yield "moved", translated("{old} to {new}", old=old, new=new)
    for document in report.removed:
        yield "removed", document
    for document in report.kept:
        yield "kept", translated(FILE_GONE, document=document)
    for path, same in report.duplicates:
        yield "same", translated(LISTED_WITH, path=path, same=same)
    for document, other, similarity in report.near_duplicates:
        share = f"{similarity:.0%}"
        yield "alike", translated(ALIKE, document=document, other=other, share=share)
    yield from _problems(report)


def report_summary(report: Report) -> str:
    """What was done, in one line."""
    counts = {
        "added": len(report.added),
        "updated": len(report.updated),
        "moved": len(report.moved),
        "unchanged": report.unchanged,
        "removed": len(report.removed),
        "kept": len(report.kept),
        "failed": len(report.failed),
    }
    said = [
        translated(COUNTED[name], count=count)
        for name, count in counts.items()
        if count or name not in SELDOM
    ]
    sizes = {"chunks": report.chunks, "embedded": report.embedded}
    line = f"{', '.join(said)}; " + translated(DONE, **sizes, seconds=f"{report.seconds:.1f}")
    if report.stopped:
        line += " " + translated(STOPPED, count=report.left)
    return line


def plan_lines(plan: Plan) -> Iterator[Line]:
    """What will be done with each file."""
    for step in plan.steps:
        if step.path not in plan.copies:
            moved = translated("{old} to {new}", old=step.was, new=step.document)
            yield step.action, moved if step.was else step.path
    for document in plan.kept:
        yield "keep", translated(FILE_GONE, document=document)
    for path in plan.new_copies:
        yield "same", translated(SAME, path=path, same=plan.copies[path])
    yield from _problems(plan)


def plan_summary(plan: Plan) -> str:
    """What will be done, in one line, and how long it will take."""
    said = [translated(text, count=len(plan.of(action))) for action, text in PLANNED.items()]
    said.append(translated("{count} to remove", count=len(plan.leaving)))
    said.append(translated(COUNTED["unchanged"], count=len(plan.unchanged)))
    line = f"{', '.join(said)}; {duration(plan.seconds)}."
    if plan.is_mass_removal:
        line += " " + translated(MASS_REMOVAL)
    return line


def duration(seconds: float) -> str:
    """An expected time in the words of people: "about 3 minutes"."""
    if seconds < 1:
        return translated("less than a second")
    for text, unit in (("about {count} hours", 3600), ("about {count} minutes", 60)):
        if seconds >= 1.5 * unit:
            return translated(text, count=round(seconds / unit))
    text = "about 1 second" if round(seconds) == 1 else "about {count} seconds"
    return translated(text, count=round(seconds))


def _problems(of: Plan | Report) -> Iterator[Line]:
    for path, error in of.failed:
        yield "failed", f"{path}: {retold(error)}"
    for warning in of.warnings:
        yield "warning", retold(warning)
    if of.skipped:
        yield "skipped", retold(of.skipped_formats)
