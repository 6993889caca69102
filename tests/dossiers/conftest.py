"""Workbooks made by hand, as hostile or as plain as a test needs them."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

Make = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Make:
    """Writes a workbook of sheets in XML, with shared strings and further parts; gives its path."""

    def make(
        *sheets: str,
        strings: Sequence[str] | None = None,
        parts: Mapping[str, str | bytes] | None = None,
        prolog: str = "",
        name: str = "book.xlsx",
        packing: int = zipfile.ZIP_DEFLATED,
    ) -> Path:
        numbers = range(1, len(sheets) + 1)
        listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        related = "".join(
            f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        content: dict[str, str | bytes] = {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        }
        for n, rows in zip(numbers, sheets, strict=True):
            sheet = f'{prolog}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            content[f"xl/worksheets/sheet{n}.xml"] = sheet
        if strings is not None:
            items = "".join(f"<si><t>{each}</t></si>" for each in strings)
            content["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{items}</sst>'
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", packing) as package:
            for part, text in {**content, **(parts or {})}.items():
                package.writestr(part, text)
        return path

    return make
