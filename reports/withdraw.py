"""Published reports taken back, in a folder or a bucket. What a crash leaves half done, doing it again completes.

OSError and calls.errors pass through.
"""

import re
import shutil
import tempfile
from pathlib import Path

from calls.location import ObjectPath
from configs.operation_settings import BucketSettings
from intake.bucket import listed, pieces, remove, upload
from intake.find import REPORT_FILE
from reports.publish import publish_text
from reports.sound import BESIDE

PAGE = "report.html"
NOTICE = '<p role="note">The sound of this call was deleted when its time was over.</p>\n'
_PLAYER = '<section class="player"'
_SOURCE = re.compile(r'(<audio id="sound"[^>]* src=")[^"]*(")')


def withdraw_report(folder: Path, buckets: BucketSettings) -> None:
    """Delete the call's folder of reports, if it is there."""
    if isinstance(folder, ObjectPath):
        remove(folder / REPORT_FILE, buckets)  # first: without it the call does not count as done
        for found in list(listed(folder, buckets)):
            remove(found.path, buckets)
        return
    hidden = folder.with_name(f".{folder.name}.deleted")
    shutil.rmtree(hidden, ignore_errors=True)  # left by a crash
    if folder.exists():
        folder.rename(hidden)
        shutil.rmtree(hidden)


def withdraw_sound(folder: Path, buckets: BucketSettings) -> None:
    """Delete the sound in and beside the call's page, if they are there; the page says so."""
    if not isinstance(folder, ObjectPath):
        page = folder / PAGE
        if page.exists():
            publish_text(page, without_sound(page.read_text("utf-8")))
        (folder / BESIDE).unlink(missing_ok=True)
        return
    try:
        text = b"".join(pieces(folder / PAGE, buckets)).decode("utf-8")
    except FileNotFoundError:
        return
    with tempfile.TemporaryDirectory() as work:
        copy = publish_text(Path(work) / PAGE, without_sound(text))
        upload(copy, folder / PAGE, buckets)
    remove(folder / BESIDE, buckets)


def without_sound(page: str) -> str:
    """The page with nothing to play, and a sentence that says why."""
    silent = _SOURCE.sub(r"\1\2", page)
    return silent if NOTICE in silent else silent.replace(_PLAYER, NOTICE + _PLAYER, 1)
