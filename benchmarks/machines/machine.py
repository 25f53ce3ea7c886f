"""A machine made of namespaces: its own network card, /work folder, host name and process ids. Linux, and root.

    host 10.77.0.1 (servers) ---- cable ---- 10.77.N.2 machine N

The cable is a veth pair; unplugged, packets are lost as on a real one. CPU and memory are the host's.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SERVERS = "10.77.0.1"
WORK = Path("/mnt/warmline-work")
"""What each machine sees of its own folder."""


def ordered(*command: str) -> None:
    """Run it. Raises CalledProcessError."""
    subprocess.run(command, check=True, capture_output=True)


class Machine:
    """`number` from 1 to 254; `folder` is its disk."""

    def __init__(self, number: int, folder: Path) -> None:
        """Plugged in."""
        self.name, self.folder = f"warm{number}", folder
        self._cable = f"cable{number}"
        near, far = f"10.77.{number}.1", f"10.77.{number}.2"
        folder.mkdir(parents=True)
        WORK.mkdir(exist_ok=True)
        ordered("ip", "netns", "add", self.name)
        ordered("ip", "link", "add", self._cable, "type", "veth", "peer", "name", "card", "netns", self.name)
        ordered("ip", "addr", "add", f"{near}/30", "dev", self._cable)
        ordered("ip", "link", "set", self._cable, "up")
        for own in (("addr", "add", f"{far}/30", "dev", "card"), ("link", "set", "card", "up"),
                    ("link", "set", "lo", "up"), ("route", "add", "default", "via", near)):  # fmt: skip
            ordered("ip", "-n", self.name, *own)

    def begin(self, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start it in WORK; ends with all its children. Its output goes to `folder`.log."""
        script = f'hostname {self.name} && mount --bind {self.folder} {WORK} && cd {WORK} && exec "$@"'
        apart = ["unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc"]
        with self.folder.with_suffix(".log").open("ab") as log:
            return subprocess.Popen(
                ["ip", "netns", "exec", self.name, *apart, "sh", "-c", script, "sh", *command],
                env=os.environ | environment,
                stdout=log,
                stderr=log,
            )

    def unplug(self) -> None:
        """The network is away."""
        ordered("ip", "link", "set", self._cable, "down")

    def plug(self) -> None:
        """And back; addresses stay."""
        ordered("ip", "link", "set", self._cable, "up")

    def remove(self) -> None:
        """Its processes should have ended."""
        subprocess.run(["ip", "netns", "del", self.name], check=False, capture_output=True)


def servers_address() -> None:
    """Give the host the address that servers listen at."""
    subprocess.run(["ip", "addr", "add", f"{SERVERS}/32", "dev", "lo"], check=False, capture_output=True)
