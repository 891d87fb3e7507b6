"""The commands that change a library: `ingest` and `remove`."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from commands import CORPUS, Commands, Result

from retrieval.catalog import Catalogue

REPORT = {"added", "updated", "moved", "unchanged", "removed", "kept", "failed", "skipped"}
REPORT |= {"duplicates", "near_duplicates", "warnings", "chunks", "embedded", "seconds"}
REPORT |= {"stopped", "left"}
TEXTS = {
    "pump.md": "# Pump\n\nThe pump of Ely costs 5,200 pounds.\n",
    "dam.txt": "The dam of Usk holds 34 million tonnes of water.\n",
    "more/wind.md": "# Wind\n\nThe turbine of Rye turns since 1999.\n",
}
Ingest = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three documents."""
    return write(tmp_path / "documents", TEXTS)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library will lie."""
    return tmp_path / "library"


@pytest.fixture
def ingest(energychat: Commands, folder: Path, library: Path) -> Ingest:
    """Runs `energychat ingest` on the folder."""
    return lambda *options, **more: energychat(
        "ingest", folder, "--library", library, *options, **more
    )


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_report_has_the_documented_keys(ingest: Ingest) -> None:
    report = ingest("--json").json()
    assert report.keys() == REPORT
    assert report["added"] == ["dam.txt", "more/wind.md", "pump.md"]
    assert (report["updated"], report["removed"], report["failed"]) == ([], [], [])
    assert report["unchanged"] == 0
    assert report["chunks"] == report["embedded"] == 3
    assert type(report["seconds"]) is float


def test_a_second_ingest_finds_nothing_to_do(ingest: Ingest) -> None:
    ingest()
    report = ingest("--json").json()
    assert (report["added"], report["updated"], report["removed"]) == ([], [], [])
    assert (report["unchanged"], report["embedded"], report["chunks"]) == (3, 0, 3)


def test_an_edited_file_is_embedded_anew_and_no_other(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    ingest()
    write(folder, {"pump.md": "# Pump\n\nThe pump of Ely costs 6,000 pounds.\n"})
    report = ingest("--json").json()
    assert (report["updated"], report["unchanged"], report["embedded"]) == (["pump.md"], 2, 1)
    answer = energychat(
        "ask", "How much does the pump of Ely cost?", "--library", library, "--json"
    )
    assert "6,000 pounds" in answer.json()["answer"]
    assert "5,200" not in answer.out


def test_a_deleted_file_leaves_the_library(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    ingest()
    (folder / "pump.md").unlink()
    assert ingest("--json").json()["removed"] == ["pump.md"]
    found = energychat("search", "pump of Ely", "--library", library, "--json").json()
    assert {each["document"] for each in found["passages"]} == {"dam.txt", "more/wind.md"}


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_ingested(
    ingest: Ingest, folder: Path
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    report = ingest("--json").json()
    assert len(report["added"]) == 3
    (failure,) = report["failed"]
    assert failure.keys() == {"path", "error"}
    assert failure["path"] == "broken.pdf"
    assert failure["error"]


def test_a_report_as_text_names_what_happened_to_each_file(ingest: Ingest, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    result = ingest()
    lines = result.out.splitlines()
    assert result.code == 0
    assert lines[:3] == ["added    dam.txt", "added    more/wind.md", "added    pump.md"]
    assert lines[3].startswith("failed   broken.pdf: ")
    assert lines[4].startswith("3 added, 0 updated, 0 unchanged, 0 removed, 1 failed; 3 chunks")


def test_files_of_other_formats_are_counted(ingest: Ingest, folder: Path) -> None:
    write(folder, {"a.py": "x", "more/b.PNG": "x", "c.png": "x"})
    assert ingest("--json").json()["skipped"] == ["a.py", "c.png", "more/b.PNG"]
    assert "skipped  3 files of formats that are not read: .png (2), .py" in ingest().out


def test_a_line_of_the_manifest_that_cannot_be_used_is_named_on_stderr(
    ingest: Ingest, folder: Path
) -> None:
    (folder / "manifest.jsonl").write_text("no JSON\n")
    result = ingest("--json")
    assert result.json().keys() == REPORT
    assert "line 1" in result.err


def test_a_folder_that_is_missing_fails_with_the_remedy(
    energychat: Commands, library: Path, tmp_path: Path
) -> None:
    result = energychat("ingest", tmp_path / "none", "--library", library, "--json")
    assert (result.code, result.out) == (1, "")
    assert str(tmp_path / "none") in result.err
    assert "energychat ingest FOLDER" in result.err


def test_the_vanishing_of_most_documents_is_refused(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    names = [f"{number}.txt" for number in range(12)]
    write(folder, {name: f"Station {name} measured {name} degrees." for name in names})
    ingest()
    for name in names:
        (folder / name).unlink()
    result = ingest("--json")
    assert (result.code, result.out) == (1, "")
    assert "12 of the 15 documents" in result.err
    assert "--allow-mass-removal" in result.err
    listed = energychat("documents", "--library", library, "--json").json()["documents"]
    assert len(listed) == 15


def test_the_vanishing_of_most_documents_may_be_allowed(ingest: Ingest, folder: Path) -> None:
    names = [f"{number}.txt" for number in range(12)]
    write(folder, {name: f"Station {name} measured {name} degrees." for name in names})
    ingest()
    for name in names:
        (folder / name).unlink()
    report = ingest("--allow-mass-removal", "--json").json()
    assert sorted(report["removed"]) == sorted(names)


def test_a_changed_chunk_size_asks_for_a_rebuild(ingest: Ingest) -> None:
    ingest()
    result = ingest("--json", environment={"ENERGYCHAT_CHUNK_TOKENS": "64"})
    assert (result.code, result.out) == (1, "")
    assert "energychat rebuild" in result.err


def test_a_rebuild_takes_the_changed_chunk_size(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    sentences = [f"In {year} the river ran past the old mill at Ely." for year in range(1800, 1820)]
    write(folder, {"long.txt": " ".join(sentences)})
    before = ingest("--json").json()["chunks"]
    smaller = {"ENERGYCHAT_CHUNK_TOKENS": "64"}
    report = ingest("--rebuild", "--json", environment=smaller).json()
    assert len(report["added"]) == 4
    assert report["chunks"] == report["embedded"] > before
    assert energychat("documents", "--library", library, "--json", environment=smaller).code == 0


def test_a_rebuild_reads_the_folders_ingested_before_too(
    ingest: Ingest, library: Path, energychat: Commands, tmp_path: Path
) -> None:
    other = write(tmp_path / "other", {"tide.txt": "The tide mill of Eling ground 1 tonne a day."})
    energychat("ingest", other, "--library", library)
    ingest()
    report = ingest("--rebuild", "--json").json()
    assert set(report["added"]) == {*TEXTS, "tide.txt"}


def test_a_removed_document_is_gone_and_comes_back_with_the_next_ingest(
    ingest: Ingest, library: Path, energychat: Commands
) -> None:
    ingest()
    removed = energychat("remove", "pump.md", "--library", library)
    assert removed.code == 0
    assert "The next ingest adds it again" in removed.out
    assert energychat("show", "pump.md", "--library", library).code == 1
    assert ingest("--json").json()["added"] == ["pump.md"]
    assert energychat("show", "pump.md", "--library", library).code == 0


def test_remove_as_json_says_whether_the_document_comes_back(
    ingest: Ingest, library: Path, folder: Path, energychat: Commands
) -> None:
    ingest()
    (folder / "dam.txt").unlink()
    outcomes = [
        energychat("remove", name, "--library", library, "--json").json()
        for name in ("pump.md", "dam.txt")
    ]
    assert outcomes == [
        {"removed": "pump.md", "returns_with_next_ingest": True},
        {"removed": "dam.txt", "returns_with_next_ingest": False},
    ]


def test_a_removed_document_leaves_its_file_alone(
    ingest: Ingest, library: Path, folder: Path, energychat: Commands
) -> None:
    ingest()
    energychat("remove", "pump.md", "--library", library)
    assert (folder / "pump.md").read_text() == TEXTS["pump.md"]


def test_the_index_lies_in_the_present_folder_where_none_is_named(
    energychat: Commands, folder: Path, tmp_path: Path
) -> None:
    assert energychat("ingest", folder, folder=tmp_path).code == 0
    assert (tmp_path / ".energychat" / "catalog.sqlite").is_file()
    listed = energychat("documents", "--json", folder=tmp_path).json()["documents"]
    assert len(listed) == 3


def test_the_corpus_is_ingested_where_no_folder_is_named(
    energychat: Commands, tmp_path: Path
) -> None:
    (tmp_path / "corpus" / "documents").mkdir(parents=True)
    write(tmp_path / "corpus" / "documents", {"one.txt": "The only document of this corpus."})
    report = energychat("ingest", "--json", folder=tmp_path).json()
    assert report["added"] == ["one.txt"]


def test_the_same_path_in_two_folders_is_told_apart_by_the_folder(
    ingest: Ingest, library: Path, energychat: Commands, tmp_path: Path
) -> None:
    ingest()
    other = write(tmp_path / "other", {"pump.md": "# Pump\n\nAnother pump, of Rye.\n"})
    report = energychat("ingest", other, "--library", library, "--json").json()
    assert report["added"] == ["other/pump.md"]
    shown = energychat("show", "other/pump.md", "--library", library).out
    assert "Another pump, of Rye." in shown


def test_no_navigation_of_the_scraped_page_is_in_a_passage(
    energychat: Commands, library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "scraped"
    folder.mkdir()
    shutil.copy(CORPUS / "korea-canada-battery-workshop-scraped.html", folder)
    energychat("ingest", folder, "--library", library)
    words = "skip to content read also latest workshop"
    found = energychat("search", words, "--limit", 50, "--library", library, "--json").json()
    lines = [line for each in found["passages"] for line in each["text"].split("\n")]
    assert len(lines) > 10
    assert not {"Skip to content", "Read also:", "Latest"} & set(lines)


def test_what_was_read_of_each_document_is_listed_and_shown(
    ingest: Ingest, library: Path, folder: Path, energychat: Commands
) -> None:
    rows = '{"text": "The pump of Rye costs 7 pounds."}\n{"other": 1}\n'
    write(folder, {"rows.jsonl": rows})
    assert "warning  rows.jsonl: 1 of its lines" in ingest().out
    warning = "1 of its lines have no text column and are left out: 2"
    listed = energychat("documents", "--library", library, "--json").json()["documents"]
    (row,) = [each for each in listed if each["document"] == "rows.jsonl"]
    assert (row["pages"], row["pages_with_text"], row["characters"]) == (1, 1, 31)
    assert row["warnings"] == [warning]
    assert f"    warning: {warning}" in energychat("documents", "--library", library).out
    shown = energychat("show", "rows.jsonl", "--library", library)
    assert f"warning: {warning}" in shown.err


# --- the plan, the report, the history ----------------------------------------------------


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    ingest()
    write(folder, {"pump.md": "# Pump\n\nAnother pump.\n", "new.txt": "A new file."})
    (folder / "dam.txt").rename(folder / "more" / "dam.txt")
    planned = ingest("--dry-run", "--json").json()
    assert (planned["add"], planned["update"]) == (["new.txt"], ["pump.md"])
    assert planned["move"] == [{"from": "dam.txt", "to": "more/dam.txt"}]
    assert (planned["remove"], planned["retry"], planned["unchanged"]) == ([], [], 1)
    assert planned["seconds"] > 0
    said = ingest("--dry-run").out
    assert "move     dam.txt to more/dam.txt" in said
    assert "1 to add, 1 to update, 1 to move, 0 to retry, 0 to remove, 1 unchanged; " in said
    assert "Nothing was changed." in said
    listed = energychat("documents", "--library", library, "--json").json()["documents"]
    assert {row["document"] for row in listed} == set(TEXTS)


def test_a_dry_run_says_when_the_flag_for_mass_removal_will_be_asked_for(
    ingest: Ingest, folder: Path
) -> None:
    names = [f"{number}.txt" for number in range(12)]
    write(folder, {name: f"Station {name} measured {name} degrees." for name in names})
    ingest()
    for name in names:
        (folder / name).unlink()
    assert "--allow-mass-removal" in ingest("--dry-run").out


def test_missing_files_may_be_kept(ingest: Ingest, folder: Path) -> None:
    ingest()
    (folder / "pump.md").unlink()
    report = ingest("--keep-missing", "--json").json()
    assert (report["kept"], report["removed"]) == (["pump.md"], [])
    assert "kept     pump.md: its file is gone" in ingest("--keep-missing").out
    assert ingest("--prune", "--json").json()["removed"] == ["pump.md"]


@pytest.mark.parametrize("name", ["made/report.html", "made/report.json"])
def test_the_report_is_written_to_a_file(
    ingest: Ingest, folder: Path, tmp_path: Path, name: str
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    assert ingest("--report", tmp_path / name).code == 0
    content = (tmp_path / name).read_text("utf-8")
    assert "broken.pdf" in content
    assert "more/wind.md" in content


def test_a_report_of_another_format_is_refused_before_the_ingest(
    ingest: Ingest, library: Path, tmp_path: Path
) -> None:
    result = ingest("--report", tmp_path / "report.docx")
    assert result.code == 2
    assert "must end in .html or .json" in result.err
    assert not library.exists()


def test_the_history_says_when_what_changed_and_what_failed(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    ingest()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (folder / "dam.txt").rename(folder / "weir.txt")
    ingest()
    last, first = energychat("history", "--library", library, "--json").json()["ingests"]
    assert first["added"] == sorted(TEXTS)
    assert last["moved"] == [{"from": "dam.txt", "to": "weir.txt"}]
    assert last["failed"][0]["path"] == "broken.pdf"
    said = energychat("history", "--library", library).out
    assert "1 moved, 1 failed" in said
    assert "    moved    dam.txt to weir.txt" in said
    assert energychat("history", "--limit", 1, "--library", library).out.endswith("1 ingest(s).\n")


def test_files_that_could_not_be_read_are_listed_until_they_can(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    (folder / "away.txt").symlink_to(folder.parent / "elsewhere.txt")
    ingest()
    failed = energychat("documents", "--failed", "--library", library, "--json").json()["failed"]
    assert [each["path"] for each in failed] == ["away.txt", "broken.pdf"]
    assert failed[0]["folder"] == str(folder)
    assert "broken.pdf in " in energychat("documents", "--failed", "--library", library).out
    for name in ("away.txt", "broken.pdf"):
        (folder / name).unlink()
    ingest()
    assert energychat("documents", "--failed", "--library", library, "--json").json() == {
        "failed": []
    }


def test_a_copy_is_listed_and_shown_as_the_document_it_is_a_copy_of(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    write(folder, {"more/pump copy.md": TEXTS["pump.md"]})
    assert "same     pump.md has the content of more/pump copy.md" in ingest().out
    listed = energychat("documents", "--library", library)
    assert "    the same as pump.md" in listed.out
    assert "5,200 pounds" in energychat("show", "pump.md", "--library", library).out


# --- corrections --------------------------------------------------------------------------


def test_a_correction_counts_at_once_and_after_the_file_changed(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    ingest()
    given = ("--title", "The Ely pump", "--published", "4 August 2025", "--library", library)
    assert energychat("correct", "pump.md", *given, "--json").json() == {
        "document": "pump.md",
        "title": "The Ely pump",
        "publisher": "",
        "published": "2025-08-04",
        "language": "en",
        "url": "",
    }
    write(folder, {"pump.md": "# Pump\n\nThe pump of Ely costs 6,000 pounds.\n"})
    ingest()
    listed = energychat("documents", "--library", library, "--json").json()["documents"]
    assert "The Ely pump" in {row["title"] for row in listed}
    taken_back = energychat("correct", "pump.md", "--title", "", "--library", library)
    assert "title     Pump" in taken_back.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--published", "soon"), "The date 'soon' cannot be read."),
        (("--language", "!"), "The language '!' is not known."),
    ],
)
def test_a_correction_that_cannot_be_used_is_refused(
    ingest: Ingest, library: Path, energychat: Commands, given: tuple[str, str], said: str
) -> None:
    ingest()
    result = energychat("correct", "pump.md", *given, "--library", library)
    assert result.code == 1
    assert said in result.err


# --- rebuild and Ctrl-C -------------------------------------------------------------------


def test_a_rebuild_from_the_texts_needs_no_files(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    ingest()
    shutil.rmtree(folder)
    smaller = {"ENERGYCHAT_CHUNK_TOKENS": "64"}
    arguments = ("rebuild", "--embed-only", "--library", library, "--json")
    report = energychat(*arguments, environment=smaller).json()
    assert (sorted(report["updated"]), report["failed"]) == (sorted(TEXTS), [])
    answer = energychat(
        "ask", "How much does the pump of Ely cost?", "--library", library, environment=smaller
    )
    assert "5,200 pounds" in answer.out


def test_the_first_ctrl_c_stops_after_the_present_file(
    ingest: Ingest, folder: Path, library: Path, energychat: Commands
) -> None:
    write(folder, {f"{n:03}.txt": f"Station {n} measured {n} degrees." for n in range(200)})
    catalogue = Catalogue(library / "catalog.sqlite")
    result = energychat.interrupt(
        "ingest", folder, "--library", library, when=lambda: bool(catalogue.documents())
    )
    catalogue.close()
    assert result.code == 130
    assert "Stopping after the present file." in result.err
    assert "left; the next ingest goes on there." in result.out
    listed = energychat("documents", "--library", library, "--json").json()["documents"]
    assert 0 < len(listed) < 203
    assert len(ingest("--json").json()["added"]) == 203 - len(listed)


# --- web pages and watching ---------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a small web site on this machine."""
    folder = tmp_path / "site"
    folder.mkdir()
    article = "".join(f"<p>The pump of Rye costs {n} pounds a year to run.</p>" for n in (7, 8))
    (folder / "pump.html").write_text(f"<html><body><h1>Rye</h1>{article}</body></html>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_web_page_is_ingested_with_its_address(
    energychat: Commands, library: Path, site: str
) -> None:
    arguments = ("ingest", f"{site}/pump.html", "--library", library, "--allow-private", "--json")
    (document,) = energychat(*arguments).json()["added"]
    (row,) = energychat("documents", "--library", library, "--json").json()["documents"]
    assert (row["document"], row["url"]) == (document, f"{site}/pump.html")
    assert energychat(*arguments).json()["unchanged"] == 1


def test_a_page_on_a_private_address_is_refused(
    energychat: Commands, library: Path, site: str
) -> None:
    result = energychat("ingest", f"{site}/pump.html", "--library", library)
    assert (result.code, result.out) == (1, "")
    assert "--allow-private" in result.err


def test_a_watched_folder_is_ingested_whenever_it_changes(
    energychat: Commands, folder: Path, library: Path
) -> None:
    catalogue = Catalogue(library / "catalog.sqlite")

    def has_changed() -> bool:
        names = {stored.source.document for stored in catalogue.documents()}
        if names == set(TEXTS):
            write(folder, {"new.txt": "A new file."})
        return "new.txt" in names

    result = energychat.interrupt(
        "ingest", folder, "--watch", "--library", library, when=has_changed
    )
    catalogue.close()
    assert result.code == 0
    assert "added    new.txt" in result.out
