"""What is known of a call from outside its sound."""

import re
from pathlib import Path

from calls.errors import SetupBroken
from calls.recording import CallMetadata
from configs.operation_settings import MetadataSettings
from intake.fields import FIELDS, merged, metadata_from, zone
from intake.sidecars import ReadText, Row, Table, read_csv, read_file, read_json

FOLDER_TABLE = "calls.csv"


class MetadataBook:
    """Looks calls up. A folder's table is read once and kept.

    Precedence, field by field: NAME.json, NAME.csv, calls.csv in the same folder, FOLDER.csv beside it,
    the file's name, the settings.
    """

    def __init__(self, settings: MetadataSettings, read: ReadText = read_file) -> None:
        """`read` gives a sidecar's text. Raises SetupBroken when the settings' pattern or time zone is wrong."""
        zone(settings)
        self._settings = settings
        self._read = read
        self._pattern = _compiled(settings.file_name_pattern)
        self._tables: dict[Path, Table] = {}

    def lookup(self, path: Path) -> tuple[CallMetadata, tuple[str, ...]]:
        """What is known of the recording at `path`, and a note for each source that could not be used."""
        sidecar, problem = read_json(path.with_suffix(".json"), self._read)
        from_name = self._named_groups(path.stem)
        names = [path.name, path.stem, *(str(row[key]) for row in (sidecar, from_name) for key in row if key in IDS)]
        sources = [(path.with_suffix(".json").name, sidecar)]
        notes = [problem] if problem else []
        own = path.with_suffix(".csv")
        for file in dict.fromkeys((own, *_folder_tables(path.parent))):
            shared = file != own or file.name == FOLDER_TABLE
            table = self._table(file) if shared else read_csv(file, self._read)
            if table.note:
                notes.append(table.note)
            sources.append((file.name, _row(table, names, shared=shared)))
        sources.append(("file name", from_name))

        known = CallMetadata()
        for source, raw in sources:
            found, remarks = metadata_from(raw, self._settings)
            known = merged(known, found)
            notes.extend(f"{source}: {remark}" for remark in remarks)
        return self._with_defaults(known), tuple(notes)

    def _table(self, file: Path) -> Table:
        if file not in self._tables:
            self._tables[file] = read_csv(file, self._read)
        return self._tables[file]

    def _named_groups(self, stem: str) -> Row:
        found = self._pattern.search(stem) if self._pattern else None
        return dict(found.groupdict()) if found else {}

    def _with_defaults(self, known: CallMetadata) -> CallMetadata:
        channel = self._settings.agent_channel
        return merged(known, CallMetadata(agent_channel=channel if channel >= 0 else None))


IDS = ("call_id", "id")


def _folder_tables(folder: Path) -> tuple[Path, ...]:
    """Of a day's folder: its own, and the one that lies beside it under its name."""
    beside = (folder.with_name(f"{folder.name}.csv"),) if folder.name else ()
    return folder / FOLDER_TABLE, *beside


def _row(table: Table, names: list[str], *, shared: bool) -> Row:
    row = table.row_of(names)
    if row is None and not shared and len(table.rows) == 1:
        return table.rows[0]  # NAME.csv belongs to NAME: one row needs no name
    return row or {}


def _compiled(pattern: str) -> re.Pattern[str] | None:
    if not pattern:
        return None
    where = "setting 'metadata.file_name_pattern'"
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise SetupBroken(f"{where}: not a regular expression ({error}); correct it") from error
    unknown = set(compiled.groupindex) - set(FIELDS)
    if unknown:
        raise SetupBroken(f"{where}: unknown field {', '.join(sorted(unknown))}; the fields are {', '.join(FIELDS)}")
    return compiled
