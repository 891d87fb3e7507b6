"""Every error that a user may meet; each message names what happened and the remedy.

::

    EnergyChatError
    ├── SettingsError      a setting is unknown or out of range
    ├── EncoderError       the embedding model or the reranker cannot be loaded or is not
    │                      the one expected
    ├── IndexMismatch      the library was built with other settings
    ├── LibraryBusy        another process is writing to the library
    ├── LibraryFull        the disk of the library has no room left
    ├── LibraryUnreadable  the library's files are damaged or cannot be made
    ├── NotKept            a conversation cannot be written, read or found
    ├── LanguageModelError the language model cannot be reached or broke off
    ├── UnknownDocument    no document of that name
    ├── RequestError       a program asks for what cannot be given
    ├── FilterError        a filter names what the library has not, or is no date
    ├── FolderError        the folder to ingest is missing or unreadable
    ├── PageNotFetched     a web page cannot be fetched, may not be, or cannot be kept
    ├── MassRemoval        more than half of a folder's documents vanished
    ├── MetadataError      a correction of a document's date or language cannot be used
    ├── ParseError         a file cannot be read as its format
    ├── AccountError       a user or a token is unknown, or there already
    └── EvaluationError    a test set or a file of floors cannot be used (in evaluation.errors)
"""


class EnergyChatError(Exception):
    """Base of all errors whose message is meant for the user."""


class SettingsError(EnergyChatError):
    """A setting is unknown or out of range."""


class EncoderError(EnergyChatError):
    """The embedding model or the reranker cannot be loaded, or is not the expected one."""


class IndexMismatch(EnergyChatError):
    """The library was built with another encoder, chunk size or schema."""


class LibraryBusy(EnergyChatError):
    """Another process holds the writer lock."""


class LibraryUnreadable(EnergyChatError):
    """The library's files are damaged, or its folder cannot be made."""


class LibraryFull(EnergyChatError):
    """The disk on which the library lies has no room left."""

    def __init__(self) -> None:
        super().__init__(
            "The disk of the library is full. What was ingested so far is kept; make room, and "
            "ingest again."
        )


class NotKept(EnergyChatError):
    """A conversation cannot be written, read or found."""


class UnknownDocument(EnergyChatError):
    """The library holds no document of that name."""


class RequestError(EnergyChatError):
    """A program asks for what cannot be given, or its request failed."""


class FilterError(EnergyChatError):
    """A filter names a publisher, language or document that the library lacks, or is no date."""


class FolderError(EnergyChatError):
    """The folder to ingest is missing or not a folder."""


class PageNotFetched(EnergyChatError):
    """A web page cannot be fetched, may not be, or cannot be kept."""


class MassRemoval(EnergyChatError):
    """More than half of a folder's documents vanished at once."""


class MetadataError(EnergyChatError):
    """A correction of a document's date or language cannot be used, or its file is gone."""


class ParseError(EnergyChatError):
    """A file cannot be read as the format that its name claims."""


class AccountError(EnergyChatError):
    """A user or a token is unknown, or one of that name is there already."""


class LanguageModelError(EnergyChatError):
    """The language model cannot be reached, refuses, or broke off."""
