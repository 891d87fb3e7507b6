"""Small PDF files made by hand, so that tests know every word and place in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

LEFT = 72
A4 = (595, 842)  # points


@dataclass(frozen=True)
class Line:
    """A line of text at its distance from the bottom and the left edge, in points."""

    text: str
    y: float
    x: float = LEFT
    size: float = 11
    bold: bool = False


@dataclass(frozen=True)
class Pdf:
    """Pages of lines, with the entries of the document's information dictionary."""

    pages: Sequence[Sequence[Line]]
    info: dict[str, str] = field(default_factory=dict)
    encrypted: bool = False

    def to_bytes(self) -> bytes:
        """The file."""
        kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(self.pages)))
        info = " ".join(f"/{key} ({value})" for key, value in self.info.items())
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>",
            _font("Helvetica", weight=400),
            _font("Helvetica-Bold", weight=700),
            f"<< {info} >>",
        ]
        for number, lines in enumerate(self.pages):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {A4[0]} {A4[1]}] "
                "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
                f"/Contents {7 + 2 * number} 0 R >>"
            )
            content = "\n".join(map(_drawn, lines))
            objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        return _file(objects, self.encrypted)


def _font(name: str, weight: int) -> str:
    descriptor = (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 32 /FontBBox [-170 -228 1003 962] "
        f"/ItalicAngle 0 /Ascent 718 /Descent -207 /CapHeight 718 /StemV {weight // 5} >>"
    )
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding "
        f"/FontDescriptor {descriptor} >>"
    )


def _drawn(line: Line) -> str:
    text = line.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F{2 if line.bold else 1} {line.size} Tf {line.x} {line.y} Td ({text}) Tj ET"


def _file(objects: list[str], encrypted: bool) -> bytes:
    body, offsets = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    # The digests belong to a password that nobody knows, so that no password opens the file.
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'4f' * 32}> /U <{'55' * 32}> >>"
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    return (
        f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< {trailer} {lock if encrypted else ''} >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("cp1252")
