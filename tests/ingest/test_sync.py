"""A library follows its folders: what is added, updated, unchanged, removed and failed."""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest import Report, SyncProgress, plan, remove_document, sync
from ingest.parse import Document, read_document
from retrieval import Library, search
from retrieval.errors import FolderError, LibraryBusy, MassRemoval, UnknownDocument

if TYPE_CHECKING:
    from conftest import OtherProcess

WORKSHOP = "# Workshop\n\nThe fourth workshop was held in Montreal.\n"
HEAT = "# Heat\n\nSales of heat pumps fell in 2023.\n"
BROKEN = "---\ntitle: [never closed\n---\nThe seminar was held in Toronto.\n"

Outcome = tuple[list[str], list[str], int, list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two documents."""
    return make(tmp_path / "documents", {"workshop.md": WORKSHOP, "sub/heat.md": HEAT})


def make(folder: Path, files: dict[str, str]) -> Path:
    """Write files, by path, into a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def outcome(report: Report) -> Outcome:
    return report.added, report.updated, report.unchanged, report.removed


def texts(library: Library, question: str) -> list[str]:
    return [passage.chunk.text for passage in search(library, question)]


def documents(library: Library) -> list[str]:
    return [stored.source.document for stored in library.catalogue.documents()]


def text_of(library: Library, document: str) -> str:
    return "\n".join(page.text for page in library.catalogue.pages(document))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were parsed since the list was last cleared."""
    names: list[str] = []

    def recording(content: bytes, document: str, name: str, *more: object) -> Document:
        names.append(name)
        return read_document(content, document, name, *more)  # type: ignore[arg-type]

    # The package's own `sync` is the function.
    monkeypatch.setattr(sys.modules["ingest.sync"], "read_document", recording)
    return names


@pytest.fixture
def raise_parser_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Acts as if a release had brought better parsers."""
    return lambda: monkeypatch.setattr("ingest.revision.PARSER_VERSION", "next")


# --- added, updated, unchanged, removed ---------------------------------------------------


def test_new_files_are_added(library: Library, folder: Path) -> None:
    report = sync(library, folder)
    assert outcome(report) == (["sub/heat.md", "workshop.md"], [], 0, [])
    assert (report.chunks, report.embedded) == (2, 2)
    assert "held in Montreal" in texts(library, "Where was the workshop held?")[0]


def test_a_second_sync_changes_nothing(library: Library, folder: Path, parsed: list[str]) -> None:
    sync(library, folder)
    before = library.catalogue.chunk_ids()
    parsed.clear()
    report = sync(library, folder)
    assert outcome(report) == ([], [], 2, [])
    assert (report.chunks, report.embedded, parsed) == (2, 0, [])
    assert library.catalogue.chunk_ids() == library.vectors.ids() == before


def test_a_changed_file_is_updated_and_the_others_are_not_parsed(
    library: Library, folder: Path, parsed: list[str]
) -> None:
    sync(library, folder)
    parsed.clear()
    make(folder, {"workshop.md": WORKSHOP.replace("Montreal", "Seoul")})
    assert outcome(sync(library, folder)) == ([], ["workshop.md"], 1, [])
    assert parsed == ["workshop.md"]
    assert "held in Seoul" in texts(library, "Where was the workshop held?")[0]
    assert texts(library, "Montreal")[0] != WORKSHOP


def test_a_file_that_only_got_a_new_date_is_unchanged(library: Library, folder: Path) -> None:
    sync(library, folder)
    os.utime(folder / "workshop.md", (0, 0))
    assert sync(library, folder).unchanged == 2


def test_editing_one_sentence_embeds_only_its_chunk(library: Library, folder: Path) -> None:
    sections = [f"## Part {n}\n\nPlant number {n} delivers heat.\n" for n in range(9)]
    make(folder, {"long.md": "# Plants\n\n" + "\n".join(sections)})
    before = sync(library, folder)
    sections[4] = sections[4].replace("heat", "power")
    make(folder, {"long.md": "# Plants\n\n" + "\n".join(sections)})
    report = sync(library, folder)
    assert (report.embedded, report.chunks) == (1, before.chunks)


def test_a_vanished_file_leaves_the_index(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").unlink()
    assert outcome(sync(library, folder)) == ([], [], 1, ["workshop.md"])
    assert documents(library) == ["sub/heat.md"]
    assert not any("Montreal" in text for text in texts(library, "workshop in Montreal"))


def test_a_renamed_file_changes_its_name_in_the_index(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").rename(folder / "renamed.md")
    report = sync(library, folder)
    assert outcome(report) == ([], [], 1, [])
    assert (report.moved, report.embedded) == ([("workshop.md", "renamed.md")], 0)
    assert documents(library) == ["renamed.md", "sub/heat.md"]
    assert library.vectors.ids() == library.catalogue.chunk_ids()


def test_a_moved_folder_moves_all_that_lies_in_it(library: Library, folder: Path) -> None:
    make(folder, {f"old/{n}.md": f"Station {n} measured {n} degrees." for n in range(12)})
    sync(library, folder)
    (folder / "old").rename(folder / "new")
    report = sync(library, folder)
    assert report.moved == [(f"old/{n}.md", f"new/{n}.md") for n in sorted(range(12), key=str)]
    assert (report.embedded, report.removed) == (0, [])


def test_a_file_that_moved_and_changed_is_another_document(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").unlink()
    make(folder, {"renamed.md": WORKSHOP + " More followed."})
    assert outcome(sync(library, folder)) == (["renamed.md"], [], 1, ["workshop.md"])


def test_a_raised_parser_version_reads_all_files_anew(
    library: Library, folder: Path, raise_parser_version: Callable[[], None]
) -> None:
    sync(library, folder)
    raise_parser_version()
    report = sync(library, folder)
    assert outcome(report) == ([], ["sub/heat.md", "workshop.md"], 0, [])
    assert report.embedded == 0


def test_files_with_the_same_content_are_one_document_under_both_paths(
    library: Library, folder: Path
) -> None:
    make(folder, {"copy.md": WORKSHOP})
    report = sync(library, folder)
    assert report.added == ["copy.md", "sub/heat.md"]
    assert report.duplicates == [("workshop.md", "copy.md")]
    assert [d.copies for d in library.catalogue.documents()] == [("workshop.md",), ()]
    assert library.catalogue.source("workshop.md").document == "copy.md"
    again = sync(library, folder)
    assert (again.unchanged, again.duplicates) == (3, [])


def test_a_copy_that_comes_later_leaves_the_document_its_name(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    make(folder, {"copy.md": WORKSHOP})
    report = sync(library, folder)
    assert report.duplicates == [("copy.md", "workshop.md")]
    assert documents(library) == ["sub/heat.md", "workshop.md"]


def test_a_copy_takes_the_place_of_the_file_it_is_a_copy_of(library: Library, folder: Path) -> None:
    make(folder, {"copy.md": WORKSHOP})
    sync(library, folder)
    (folder / "copy.md").unlink()
    report = sync(library, folder)
    assert (report.moved, report.embedded) == ([("copy.md", "workshop.md")], 0)
    assert search(library, "Where was the workshop held?")[0].document == "workshop.md"
    assert library.vectors.ids() == library.catalogue.chunk_ids()


def test_a_copy_that_is_edited_becomes_a_document(library: Library, folder: Path) -> None:
    make(folder, {"copy.md": WORKSHOP})
    sync(library, folder)
    make(folder, {"workshop.md": WORKSHOP.replace("Montreal", "Seoul")})
    assert outcome(sync(library, folder)) == (["workshop.md"], [], 2, [])
    assert "Seoul" in text_of(library, "workshop.md")
    assert "Montreal" in text_of(library, "copy.md")


def test_a_document_that_is_edited_to_be_a_copy_is_one(library: Library, folder: Path) -> None:
    sync(library, folder)
    make(folder, {"sub/heat.md": WORKSHOP})
    report = sync(library, folder)
    assert (report.duplicates, report.removed) == ([("sub/heat.md", "workshop.md")], [])
    assert documents(library) == ["workshop.md"]


def test_copies_of_a_broken_file_fail_like_it(library: Library, folder: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(b"%PDF-1.7 and nothing more")
    for _ in range(2):
        report = sync(library, folder)
        assert [path for path, _ in report.failed] == ["a.pdf", "b.pdf"]
        assert report.duplicates == []


def test_what_a_manifest_tells_apart_are_two_documents(library: Library, folder: Path) -> None:
    make(folder, {"copy.md": WORKSHOP, "manifest.jsonl": '{"path": "copy.md", "title": "A copy"}'})
    assert sync(library, folder).added == ["copy.md", "sub/heat.md", "workshop.md"]
    best, *_ = search(library, "Where was the workshop held?")
    assert {best.document, *best.duplicates} == {"copy.md", "workshop.md"}


def test_near_duplicates_are_told_and_both_kept(library: Library, folder: Path) -> None:
    lines = [f"In {year} the mill of Ely ground {year - 900} sacks." for year in range(1900, 1960)]
    make(folder, {"draft.txt": "\n".join(lines), "final.txt": "\n".join([*lines, "The end."])})
    report = sync(library, folder)
    ((document, other, similarity),) = report.near_duplicates
    assert {document, other} == {"draft.txt", "final.txt"}
    assert 0.8 <= similarity <= 1
    assert len(documents(library)) == 4
    assert sync(library, folder).near_duplicates == []


def test_a_file_that_takes_over_the_text_of_another_is_updated(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    (folder / "workshop.md").rename(folder / "sub/heat.md")
    assert outcome(sync(library, folder)) == ([], ["sub/heat.md"], 0, ["workshop.md"])
    assert "Montreal" in text_of(library, "sub/heat.md")


def test_two_files_that_swap_their_texts_are_both_updated(library: Library, folder: Path) -> None:
    sync(library, folder)
    make(folder, {"workshop.md": HEAT, "sub/heat.md": WORKSHOP})
    assert sync(library, folder).updated == ["sub/heat.md", "workshop.md"]
    assert "heat pumps" in text_of(library, "workshop.md")
    assert "Montreal" in text_of(library, "sub/heat.md")


def test_an_empty_folder_is_synced_to_nothing(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = sync(library, tmp_path / "empty")
    assert outcome(report) == ([], [], 0, [])
    assert (report.failed, report.chunks, report.embedded) == ([], 0, 0)


def test_a_missing_folder_is_named_with_a_remedy(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"nowhere is not there.*energychat ingest FOLDER"):
        sync(library, tmp_path / "nowhere")


def test_a_folder_that_vanished_does_not_empty_the_library(library: Library, folder: Path) -> None:
    sync(library, folder)
    folder.rename(folder.with_name("moved"))
    with pytest.raises(FolderError):
        sync(library, folder)
    assert documents(library) == ["sub/heat.md", "workshop.md"]


def test_a_name_that_is_not_utf8_is_stored_percent_encoded(library: Library, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("A café of the KIER.")
    assert "caf%E9.md" in sync(library, folder).added
    assert sync(library, folder).unchanged == 3
    assert search(library, "café of the KIER")[0].document == "caf%E9.md"


def test_the_progress_names_each_file_and_ends_with_all_done(
    library: Library, folder: Path
) -> None:
    steps: list[SyncProgress] = []
    sync(library, folder, progress=steps.append)
    reading = [(each.file, each.files_done, each.files) for each in steps if each.is_reading]
    assert reading == [("sub/heat.md", 0, 2), ("workshop.md", 1, 2), ("", 2, 2)]
    ingesting = [each for each in steps if not each.is_reading]
    assert [(each.file, each.files_done, each.chunks_done, each.outcome) for each in ingesting] == [
        ("sub/heat.md", 0, 0, ""),
        ("sub/heat.md", 0, 1, ""),
        ("sub/heat.md", 1, 0, "added"),
        ("workshop.md", 1, 0, ""),
        ("workshop.md", 1, 1, ""),
        ("workshop.md", 2, 0, "added"),
    ]
    left = [each.seconds_left for each in ingesting]
    assert left[0] and left[0] > 0
    assert left[-1] == 0


def test_a_stopped_sync_leaves_the_rest_for_the_next_one(library: Library, folder: Path) -> None:
    done: list[SyncProgress] = []
    report = sync(library, folder, progress=done.append, stop=lambda: bool(done[-1].outcome))
    assert (report.stopped, report.left, report.added) == (True, 1, ["sub/heat.md"])
    assert sync(library, folder).added == ["workshop.md"]


def test_a_stopped_sync_removes_nothing(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").unlink()
    assert sync(library, folder, stop=lambda: True).left == 1
    assert documents(library) == ["sub/heat.md", "workshop.md"]


def test_missing_files_may_stay_in_the_library(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").unlink()
    report = sync(library, folder, keep_missing=True)
    assert (report.kept, report.removed) == (["workshop.md"], [])
    assert sync(library, folder).removed == ["workshop.md"]


# --- the plan -----------------------------------------------------------------------------


def test_the_plan_says_what_will_be_done_and_does_nothing(library: Library, folder: Path) -> None:
    make(folder, {"old.md": "An old text.", "gone.md": "A text that goes.", "kept.md": "Kept."})
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    sync(library, folder)
    make(folder, {"workshop.md": "Changed.", "new.md": "New.", "copy.md": "Kept.", "a.xyz": ""})
    (folder / "old.md").rename(folder / "sub" / "moved.md")
    (folder / "gone.md").unlink()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and little more")
    before = library.catalogue.generation
    planned = plan(library, folder)
    steps = {(step.action, step.path, step.was) for step in planned.steps}
    assert steps == {
        ("add", "new.md", ""),
        ("update", "workshop.md", ""),
        ("move", "sub/moved.md", "old.md"),
        ("retry", "broken.pdf", ""),
        ("remove", "gone.md", ""),
    }
    assert planned.new_copies == ["copy.md"]
    assert (planned.copies, planned.skipped) == ({"copy.md": "kept.md"}, ["a.xyz"])
    assert planned.unchanged == ["kept.md", "sub/heat.md"]
    assert planned.seconds > 0
    assert library.catalogue.generation == before
    report = sync(library, folder)
    assert outcome(report) == (["new.md"], ["workshop.md"], 2, ["gone.md"])


def test_the_time_of_an_ingest_is_learnt_from_earlier_ones(library: Library, folder: Path) -> None:
    sync(library, folder)
    ((size, seconds),) = library.state.paces(library.encoder_name).values()
    make(folder, {"new.md": "x" * 100})
    assert plan(library, folder).seconds == pytest.approx(100 * seconds / size)


# --- the history and corrections ----------------------------------------------------------


def test_each_ingest_is_kept_in_the_history(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").unlink()
    sync(library, folder)
    last, first = library.state.ingests()
    assert (first.report["added"], last.report["removed"]) == (
        ["sub/heat.md", "workshop.md"],
        ["workshop.md"],
    )
    assert last.folder == folder


def test_a_corrected_title_is_taken_and_outlives_edits_and_moves(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    library.state.correct(folder, "workshop.md", {"title": "The true title"})
    assert sync(library, folder).updated == ["workshop.md"]
    assert library.catalogue.source("workshop.md").title == "The true title"
    (folder / "workshop.md").rename(folder / "renamed.md")
    assert sync(library, folder).moved == [("workshop.md", "renamed.md")]
    make(folder, {"renamed.md": "Another text."})
    sync(library, folder)
    assert library.catalogue.source("renamed.md").title == "The true title"
    library.state.correct(folder, "renamed.md", {"title": ""})
    sync(library, folder)
    assert library.catalogue.source("renamed.md").title == "Another text."


# --- several folders ----------------------------------------------------------------------


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another folder, with a file of the same name and one of its own."""
    return make(tmp_path / "second", {"workshop.md": "A seminar in Daejeon.", "own.md": "Own."})


def test_a_path_that_another_folder_has_is_prefixed_with_the_folders_name(
    library: Library, folder: Path, second: Path
) -> None:
    sync(library, folder)
    assert sync(library, second).added == ["own.md", "second/workshop.md"]
    assert "Daejeon" in text_of(library, "second/workshop.md")
    assert "Montreal" in text_of(library, "workshop.md")


def test_a_prefixed_document_keeps_its_name(library: Library, folder: Path, second: Path) -> None:
    sync(library, folder)
    sync(library, second)
    (folder / "workshop.md").unlink()
    sync(library, folder)
    make(second, {"workshop.md": "A seminar in Busan."})
    assert sync(library, second).updated == ["second/workshop.md"]


def test_folders_of_the_same_name_are_told_apart(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    sync(library, folder)
    other = make(tmp_path / "other" / "documents", {"workshop.md": "A seminar in Daejeon."})
    assert sync(library, other).added == ["documents-2/workshop.md"]


def test_a_prefix_does_not_collide_with_a_path(
    library: Library, folder: Path, second: Path
) -> None:
    make(folder, {"second/workshop.md": "Other sales of heat pumps."})
    sync(library, folder)
    sync(library, second)
    assert len(documents(library)) == 5
    assert "heat pumps" in text_of(library, "second/workshop.md")


def test_removal_concerns_only_the_folder_being_synced(
    library: Library, folder: Path, second: Path
) -> None:
    sync(library, folder)
    sync(library, second)
    (folder / "workshop.md").unlink()
    (second / "own.md").unlink()
    assert sync(library, second).removed == ["own.md"]
    assert documents(library) == ["second/workshop.md", "sub/heat.md", "workshop.md"]


def test_one_folder_under_two_names_is_the_same_folder(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(library, folder)
    (folder.parent / "link").symlink_to(folder)
    monkeypatch.chdir(folder.parent)
    assert sync(library, Path("link")).unchanged == 2


# --- mass removal -------------------------------------------------------------------------


@pytest.fixture
def ten(library: Library, tmp_path: Path) -> Path:
    """A synced folder of ten documents."""
    folder = make(tmp_path / "ten", {f"{n}.txt": f"Plant number {n}." for n in range(10)})
    sync(library, folder)
    return folder


def delete(folder: Path, count: int) -> list[str]:
    names = [f"{n}.txt" for n in range(count)]
    for name in names:
        (folder / name).unlink()
    return names


def test_losing_more_than_half_is_refused_and_changes_nothing(library: Library, ten: Path) -> None:
    delete(ten, 6)
    with pytest.raises(MassRemoval, match=r"6 of the 10 .*--allow-mass-removal"):
        sync(library, ten)
    assert len(documents(library)) == 10


def test_the_flag_lets_more_than_half_go(library: Library, ten: Path) -> None:
    names = delete(ten, 6)
    assert sync(library, ten, allow_mass_removal=True).removed == names


def test_losing_half_needs_no_flag(library: Library, ten: Path) -> None:
    names = delete(ten, 5)
    assert sync(library, ten).removed == names


def test_below_ten_documents_all_may_go(library: Library, ten: Path) -> None:
    delete(ten, 1)
    sync(library, ten)
    (ten / "empty.txt").touch()
    for path in ten.glob("?.txt"):
        path.unlink()
    assert len(sync(library, ten).removed) == 9


@pytest.mark.usefixtures("ten")
def test_the_guard_counts_only_the_folder_being_synced(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "workshop.md").unlink()
    (folder / "sub/heat.md").unlink()
    assert sync(library, folder).removed == ["sub/heat.md", "workshop.md"]


# --- failures -----------------------------------------------------------------------------


def test_a_broken_file_is_reported_with_a_remedy_and_stops_no_other(
    library: Library, folder: Path
) -> None:
    make(folder, {"broken.md": BROKEN})
    report = sync(library, folder)
    ((path, error),) = report.failed
    assert (path, error.split(". ")[0]) == ("broken.md", "The front matter is not valid YAML")
    assert "remove them" in error
    assert report.added == ["sub/heat.md", "workshop.md"]


@pytest.mark.parametrize("name", ["bad.pdf", "bad.docx", "bad.html", "bad.txt"])
def test_a_file_of_random_bytes_stops_no_other(library: Library, folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe" + bytes(range(256)))
    report = sync(library, folder)
    assert [path for path, _ in report.failed] == [name]
    assert report.added == ["sub/heat.md", "workshop.md"]


def test_a_failure_is_reported_again_without_parsing_the_file(
    library: Library, folder: Path, parsed: list[str]
) -> None:
    make(folder, {"broken.md": BROKEN})
    first = sync(library, folder)
    parsed.clear()
    second = sync(library, folder)
    assert second.failed == first.failed
    assert parsed == []


def test_a_failed_file_is_read_again_when_it_changes(library: Library, folder: Path) -> None:
    make(folder, {"broken.md": BROKEN})
    sync(library, folder)
    make(folder, {"broken.md": BROKEN.replace("[", "")})
    report = sync(library, folder)
    assert (report.added, report.failed) == (["broken.md"], [])


def test_a_failed_file_is_read_again_when_the_parser_changes(
    library: Library,
    folder: Path,
    parsed: list[str],
    raise_parser_version: Callable[[], None],
) -> None:
    make(folder, {"broken.md": BROKEN})
    sync(library, folder)
    parsed.clear()
    raise_parser_version()
    sync(library, folder)
    assert "broken.md" in parsed


def test_a_file_that_became_broken_keeps_its_earlier_text(library: Library, folder: Path) -> None:
    sync(library, folder)
    make(folder, {"workshop.md": BROKEN})
    report = sync(library, folder)
    assert [path for path, _ in report.failed] == ["workshop.md"]
    assert outcome(report) == ([], [], 1, [])
    assert "held in Montreal" in texts(library, "Where was the workshop held?")[0]


def test_a_broken_file_put_back_as_it_was_is_no_failure_any_more(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    make(folder, {"workshop.md": BROKEN})
    sync(library, folder)
    make(folder, {"workshop.md": WORKSHOP})
    report = sync(library, folder)
    assert (report.unchanged, report.failed) == (2, [])
    assert all(library.catalogue.failures(root) == {} for root in library.catalogue.roots())


def test_a_failed_file_that_vanished_is_forgotten(library: Library, folder: Path) -> None:
    make(folder, {"broken.md": BROKEN})
    sync(library, folder)
    (folder / "broken.md").unlink()
    assert sync(library, folder).failed == []
    assert all(library.catalogue.failures(root) == {} for root in library.catalogue.roots())


def test_a_file_that_could_not_be_read_is_tried_each_time(library: Library, folder: Path) -> None:
    make(folder, {"huge.txt": "The seminar was held in Toronto. "})
    with (folder / "huge.txt").open("ab") as stream:
        stream.truncate(51_000_000)
    ((path, error),) = sync(library, folder).failed
    assert (path, error.split(";")[0]) == ("huge.txt", "The file has 51.0 MB")
    os.truncate(folder / "huge.txt", 32)
    assert sync(library, folder).added == ["huge.txt"]


# --- the manifest -------------------------------------------------------------------------


def test_the_manifest_goes_before_what_the_file_says(library: Library, folder: Path) -> None:
    row = {"path": "workshop.md", "title": "Fourth workshop", "publisher": "KIER"}
    make(folder, {"manifest.jsonl": json.dumps(row)})
    sync(library, folder)
    source = library.catalogue.source("workshop.md")
    assert (source.title, source.publisher) == ("Fourth workshop", "KIER")


def test_a_changed_line_of_the_manifest_updates_its_document_only(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    make(folder, {"manifest.jsonl": '{"path": "workshop.md", "publisher": "KIER"}'})
    report = sync(library, folder)
    assert outcome(report) == ([], ["workshop.md"], 1, [])
    assert library.catalogue.source("workshop.md").publisher == "KIER"
    assert report.embedded == 0


def test_a_bad_line_of_the_manifest_is_a_warning(library: Library, folder: Path) -> None:
    make(folder, {"manifest.jsonl": '["workshop.md"]\n{"path": "sub/heat.md", "title": "T"}'})
    report = sync(library, folder)
    assert report.added == ["sub/heat.md", "workshop.md"]
    assert ["manifest.jsonl, line 1: " in warning for warning in report.warnings] == [True]
    assert library.catalogue.source("sub/heat.md").title == "T"


def test_a_broken_character_in_the_manifest_stops_nothing(library: Library, folder: Path) -> None:
    make(folder, {"manifest.jsonl": '{"path": "workshop.md", "title": "A\\ud800"}'})
    assert sync(library, folder).added == ["sub/heat.md", "workshop.md"]


# --- removing by hand, and other processes ------------------------------------------------


def test_a_document_removed_by_hand_comes_back_with_the_next_sync(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    remove_document(library, "workshop.md")
    assert documents(library) == ["sub/heat.md"]
    assert sync(library, folder).added == ["workshop.md"]


def test_removing_an_unknown_document_says_so(library: Library) -> None:
    with pytest.raises(UnknownDocument, match=r"'no\.md'"):
        remove_document(library, "no.md")


def test_a_second_sync_at_the_same_time_is_refused(
    other_process: "OtherProcess", library: Library, folder: Path
) -> None:
    pid = other_process.hold_lock(library.folder)
    with pytest.raises(LibraryBusy, match=f"process {pid}"):
        sync(library, folder)
    other_process.kill(pid)


def test_a_sync_that_was_killed_goes_on_where_it_stopped(
    other_process: "OtherProcess",
    open_library: Callable[..., Library],
    tmp_path: Path,
    folder: Path,
) -> None:
    code = other_process.run("sync", tmp_path / "library", folder=str(folder), die="after replace")
    assert code == -signal.SIGKILL
    library = open_library()
    report = sync(library, folder)
    assert outcome(report) == (["workshop.md"], [], 1, [])
    assert report.embedded == 1
    assert library.vectors.ids() == library.catalogue.chunk_ids()
