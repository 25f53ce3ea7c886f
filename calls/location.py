"""Where a file lies: in a folder, or in a bucket."""

from pathlib import Path, PosixPath

SCHEME = "s3:"


class ObjectPath(PosixPath):
    """An object of an S3-compatible bucket, or a prefix of several: a name only, never opened as a file.

    It is written with both slashes, which Path would make one of.

    >>> str(object_path(Path("s3://night/2026-11-02")) / "call 7.wav")
    's3://night/2026-11-02/call 7.wav'
    """

    def __str__(self) -> str:
        """As operators write it."""
        return f"{SCHEME}//{'/'.join(self.parts[1:])}"

    def absolute(self) -> "ObjectPath":
        """Itself: a bucket lies in no working folder."""
        return self

    @property
    def bucket(self) -> str:
        """The bucket's name; empty where none is given."""
        return "/".join(self.parts[1:2])

    @property
    def key(self) -> str:
        """The object's key, or the prefix; empty for all of the bucket."""
        return "/".join(self.parts[2:])


def object_path(path: Path) -> ObjectPath | None:
    """`path` as one in a bucket, if it is."""
    return ObjectPath(path) if path.parts[:1] == (SCHEME,) else None
