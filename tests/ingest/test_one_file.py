"""A single document as a source."""

from pathlib import Path

import pytest

from ingest import Report, rebuild, sync
from ingest.scope import source_of
from retrieval import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two documents."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "heat.md").write_text("# Heat\n\nSales of heat pumps fell in 2023.")
    (folder / "wind.md").write_text("# Wind\n\nThe wind farm opened in 2021.")
    return folder


def ingest(library: Library, path: Path) -> Report:
    """As the command does it."""
    source, only = source_of(library.catalogue, path)
    return sync(library, source, only=only)


def test_a_document_is_ingested_without_its_neighbours(library: Library, folder: Path) -> None:
    assert ingest(library, folder / "heat.md").added == ["heat.md"]
    assert ingest(library, folder / "heat.md").unchanged == 1


def test_an_edited_document_is_updated(library: Library, folder: Path) -> None:
    ingest(library, folder / "heat.md")
    (folder / "heat.md").write_text("Sales of heat pumps rose in 2024.")
    assert ingest(library, folder / "heat.md").updated == ["heat.md"]


def test_two_documents_of_one_folder_do_not_take_each_others_place(
    library: Library, folder: Path
) -> None:
    ingest(library, folder / "heat.md")
    assert ingest(library, folder / "wind.md").added == ["wind.md"]
    assert len(library.catalogue.documents()) == 2


def test_its_original_can_be_opened(library: Library, folder: Path) -> None:
    ingest(library, folder / "heat.md")
    assert library.catalogue.original("heat.md") == folder / "heat.md"


def test_a_strange_name_can_be_opened_too(library: Library, folder: Path) -> None:
    path = folder / "two\nlines.md"
    path.write_text("The solar park opened in 2019.")
    (document,) = ingest(library, path).added
    assert library.catalogue.original(document) == path


def test_a_manifest_beside_it_tells_its_publisher(library: Library, folder: Path) -> None:
    (folder / "manifest.jsonl").write_text('{"path": "heat.md", "publisher": "IEA"}')
    ingest(library, folder / "heat.md")
    assert library.catalogue.source("heat.md").publisher == "IEA"


def test_a_file_of_an_ingested_folder_is_brought_up_to_date_there(
    library: Library, folder: Path
) -> None:
    ingest(library, folder)
    (folder / "heat.md").write_text("Sales of heat pumps rose in 2024.")
    (folder / "wind.md").unlink()
    report = ingest(library, folder / "heat.md")
    assert (report.updated, report.removed) == (["heat.md"], [])
    assert len(library.catalogue.documents()) == 2


def test_a_rebuild_with_a_file_of_an_ingested_folder_does_not_make_it_twice(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    rebuild(library.settings, folder / "heat.md")
    assert len(library.catalogue.documents()) == 2
