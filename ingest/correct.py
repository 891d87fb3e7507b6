"""What people correct of a document's metadata; it goes before what manifest and file say."""

from collections.abc import Mapping

from ingest.dates import iso_date
from ingest.folder import list_folder
from ingest.language import language_code
from ingest.manifest import METADATA
from ingest.sync import sync
from retrieval.errors import MetadataError
from retrieval.index import Library
from retrieval.records import Source


def correct(library: Library, document: str, fields: Mapping[str, str]) -> Source:
    """Correct fields of a document, now and for all later ingests of its file.

    Args:
        fields: of ``METADATA``; an empty value takes a correction back.

    Raises:
        UnknownDocument: there is none of that name.
        FolderError: the folder that was ingested is gone.
        MetadataError: a date or language cannot be read, or the file is gone.
        LibraryBusy: another process is writing to the library.
    """
    source = library.catalogue.source(document)
    folder = library.catalogue.folder(source.document)
    if source.path not in list_folder(folder).files:
        raise MetadataError(
            f"The file {source.path} is no longer in {folder}, and is read anew when its document "
            "is corrected. Put it back first."
        )
    library.state.correct(folder, source.path, _usable(fields))
    sync(library, folder, only=[source.path], keep_missing=True)
    return library.catalogue.source(source.document)


def _usable(fields: Mapping[str, str]) -> dict[str, str]:
    usable = {name: fields[name].strip() for name in METADATA if name in fields}
    if usable.get("published") and not iso_date(usable["published"]):
        raise MetadataError(
            f"The date {usable['published']!r} cannot be read. Write it as 2025-08-04, 2025-08 "
            "or 2025."
        )
    if usable.get("language") and not language_code(usable["language"]):
        raise MetadataError(
            f"The language {usable['language']!r} is not known. Write its code, such as en, fr "
            "or ko."
        )
    return usable
