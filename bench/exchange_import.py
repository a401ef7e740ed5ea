"""Tables of 2,000 and of 20,000 rows brought in: read and carried out; time and memory, each in its own process.

Organisations, all new, as XLSX with every column: read and carried out; then the same with one cell of each row
another; then with every kind of bad cell, read only; then a sheet with a million empty rows below. Processor time.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile

from personal import peak_mb
from portal import ROOT, own_database, own_folder, prepare

LIMIT, LIMIT_MB = 1.2, 300
SIZES = (2_000, 20_000)
WORDS = ("new rows read", "carried out", "the same read", "changes read", "carried out", "bad cells read")
HEADINGS = (
    "Number", "Side", "Category", "Name in Latin letters", "Name in Cyrillic letters", "Region", "Town", "Address",
    "Website", "VAT number (P. IVA)", "Tax code (codice fiscale)", "INN", "Sectors", "Passes registrations on",
)  # fmt: skip
BAD = (
    (1, "XX"), (2, ""), (2, "castle"), (3, "Ber\u202egamo"), (3, "\u200b"), (3, "x" * 201), (3, True), (4, 1.5),
    (5, "Atlantide"), (5, "RU-MOW"), (8, "javascript:alert(1)"), (9, "12345678901"), (9, 10**14), (11, "7707083893"),
    (12, "ZZ"), (12, "A; A"), (13, "perhaps"), (0, "NaN"), (0, "1e400"), (0, -5), (0, 999_999_999), (0, "9" * 40),
)  # fmt: skip


def vat_number(number: int) -> str:
    """Return a P. IVA whose control digit is right, from a running number."""
    digits = f"{number:07d}016"
    odd = sum(int(digit) for digit in digits[::2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[1::2])
    return f"{digits}{(10 - (odd + even) % 10) % 10}"


def row(number: int, key: int | str = "", town: str = "Bergamo") -> list:
    return [
        key, "IT", "company", f"Meccanica {number} S.r.l.", f"Механика {number}", "", town, f"Via Roma, {number}",
        f"https://meccanica{number}.example", vat_number(number + 1), "", "", "01; A", "no",
    ]  # fmt: skip


def xlsx(rows, headings=HEADINGS) -> bytes:
    """Return a file with these rows, shared strings and all, as a spreadsheet program saves it."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([headings, *rows]):
            sheet.write_row(number, 0, cells)
    return stream.getvalue()


def bad(number: int) -> list:
    """Return a row with one bad cell, of each kind in turn."""
    cells = row(number)
    column, value = BAD[number % len(BAD)]
    cells[column] = value
    return cells


def with_empty_rows(content: bytes, number: int) -> bytes:
    """Return a file whose sheet has so many empty rows below."""
    source, stream = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        for part in source.infolist():
            inner = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                inner = inner.replace(b"</sheetData>", b"<row/>" * number + b"</sheetData>")
            parts.writestr(part.filename, inner)
    return stream.getvalue()


def timed(words: str, act) -> float:
    """Print and return the processor time of an act; memory is that of the whole process so far."""
    began, wall = time.process_time(), time.perf_counter()
    act()
    took = time.process_time() - began
    print(f"  {words}: {took:.2f} s of the processor, {time.perf_counter() - wall:.2f} s, peak {peak_mb():.0f} MB")
    return took


def measure(size: int) -> None:
    """One size, in this process: the files come from another one, so that only reading them counts."""
    from accounts.models import User
    from documents.exchange.import_jobs import run_import
    from documents.exchange.import_services import bring_in, carry_out
    from participants.models import Organisation

    by = User.objects.create(email=f"bench{size}@example.org", is_staff=True, is_superuser=True, language="en")

    def read(content: bytes, expected: tuple[int, int, int, int]):
        sheet = bring_in("organisations", None, io.BytesIO(content), "bench.xlsx", by)
        run_import(sheet.pk)
        sheet.refresh_from_db()
        found = (sheet.new, sheet.changed, sheet.unchanged, sheet.refused)
        if found != expected:
            raise RuntimeError(f"{found}, not {expected}: {sheet.error}")
        return sheet

    def done(sheet) -> None:
        carry_out(sheet, by)
        run_import(sheet.pk)
        sheet.refresh_from_db()
        if sheet.state != "done":
            raise RuntimeError(sheet.error)

    def file(kind: str) -> bytes:
        keys = Organisation.objects.order_by("pk").values_list("pk", flat=True)
        told = "\n".join(map(str, keys)) if kind in ("same", "changed") else ""
        command = [sys.executable, __file__, "file", kind, str(size)]
        return subprocess.run(command, input=told.encode(), capture_output=True, check=True).stdout

    kept: dict[str, object] = {}
    content = file("new")
    took = timed("new rows read", lambda: kept.update(sheet=read(content, (size, 0, 0, 0))))
    took_new = timed("new rows carried out", lambda: done(kept["sheet"]))
    content = file("same")
    same = timed("the same read again", lambda: read(content, (0, 0, size, 0)))
    content = file("changed")
    changed = timed("one cell of each changed, read", lambda: kept.update(sheet=read(content, (0, size, 0, 0))))
    took_changed = timed("changed rows carried out", lambda: done(kept["sheet"]))
    content = file("bad")
    bad = timed("every kind of bad cell, read", lambda: read(content, (0, 0, 0, size)))
    content = file("empty")
    timed("a million empty rows below one, read", lambda: read(content, (1, 0, 0, 0)))
    print("figures", took, took_new, same, changed, took_changed, bad, peak_mb())


def write_file(kind: str, size: int) -> None:
    """Write one of the files to the standard output."""
    sys.path.insert(0, str(ROOT))
    keys = sys.stdin.read().split()
    if kind == "empty":
        cells = [["side", "category", "name latin"], ["IT", "company", "Meccanica"]]
        content = with_empty_rows(xlsx(cells[1:], cells[0]), 1_040_000)
    elif kind == "bad":
        content = xlsx(bad(number) for number in range(size))
    else:
        town = "Brescia" if kind == "changed" else "Bergamo"
        content = xlsx(row(number, int(keys[number]) if keys else "", town) for number in range(size))
    sys.stdout.buffer.write(content)


def run(size: int) -> list[float]:
    """Measure one size in a process and a database of its own; print what it prints and return its figures."""
    command = [sys.executable, __file__, "measure", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr[-3000:])
    told, _word, figures = done.stdout.partition("figures ")
    print(f"{size} rows\n{told}", flush=True)
    return [float(one) for one in figures.split()]


def main() -> int:
    small, large = (run(size) for size in SIZES)
    times = SIZES[1] / SIZES[0]
    ratios = [large[index] / small[index] / times for index in range(len(WORDS))]
    for words, ratio in zip(WORDS, ratios, strict=True):
        print(f"{words}: a row of {SIZES[1]} costs {ratio:.2f} times one of {SIZES[0]} (at most {LIMIT})")
    print(f"peak memory {large[-1]:.0f} MB (at most {LIMIT_MB})")
    return 0 if max(ratios) <= LIMIT and large[-1] <= LIMIT_MB else 1


if __name__ == "__main__":
    with own_folder() as own:
        match sys.argv[1:]:
            case ["measure", number]:
                with own_database() as database:
                    prepare(own, database)
                    measure(int(number))
            case ["file", what, number]:
                write_file(what, int(number))
            case _:
                raise SystemExit(main())
