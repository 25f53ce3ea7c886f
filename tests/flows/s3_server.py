"""A real S3 server (SeaweedFS) of the tests' own, which can be stopped and started again with what it holds."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ACCESS, SECRET = "nightly", "only-for-these-tests"
BUCKET = "night"
START_S = 60.0


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at now; SeaweedFS wants a second one 10000 above each."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for number, opened in enumerate(sockets):
            port = 12000 + (os.getpid() * 7 + number * 131) % 20000
            while True:
                try:
                    opened.bind(("127.0.0.1", port))
                    break
                except OSError:
                    port += 1
        return [opened.getsockname()[1] for opened in sockets]
    finally:
        for opened in sockets:
            opened.close()


class S3Server:
    """Started by `start`; the environment is what a client needs to reach it."""

    def __init__(self, folder: Path, address: str = "127.0.0.1") -> None:
        self._folder = folder
        self._address = address
        self._ports = free_ports(4)
        self.process: subprocess.Popen[bytes] | None = None
        (folder / "data").mkdir(parents=True)
        who = {"name": "tests", "credentials": [{"accessKey": ACCESS, "secretKey": SECRET}], "actions": ["Admin"]}
        (folder / "s3.json").write_text(json.dumps({"identities": [who]}))

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": f"http://{self._address}:{self._ports[3]}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
        }

    def start(self) -> None:
        """Up when it answers."""
        master, volume, filer, s3 = self._ports
        command = [
            str(Path(sys.executable).with_name("weed")), "-logtostderr=false", f"-logdir={self._folder}", "server",
            f"-dir={self._folder / 'data'}", f"-ip={self._address}", f"-master.port={master}", f"-volume.port={volume}",
            f"-filer.port={filer}", "-s3", f"-s3.port={s3}", f"-s3.config={self._folder / 's3.json'}",
            "-volume.max=20", "-master.volumeSizeLimitMB=64", "-s3.port.iceberg=0", "-s3.port.lance=0",
            "-master.telemetry=false",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None, "the S3 server ended at once"
            assert time.monotonic() < deadline, "the S3 server did not start"
            time.sleep(0.2)

    def stop(self) -> None:
        """Away; what it holds stays."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=60)
        self.process = None

    def kill(self) -> None:
        """With kill -9."""
        assert self.process
        self.process.kill()
        self.process.wait()
        self.process = None

    def _answers(self) -> bool:
        """And has room: a place for an object is assigned once its volumes are known."""
        master, *_, s3 = (f"http://{self._address}:{port}" for port in self._ports)
        try:
            placed = httpx.get(f"{master}/dir/assign", timeout=2)
            return placed.is_success and httpx.get(f"{s3}/status", timeout=2).status_code < 500
        except httpx.TransportError:
            return False
