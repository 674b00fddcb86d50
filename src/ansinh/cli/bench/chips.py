"""A chip card read and verified: CPU of a verification, of opening by PACE, of a whole reading; beside openssl and the bare mathematics.

The cards are invented ones, made for the bench in a temporary folder. The card's own work is taken out of what is told of the reader.
"""

import base64
import hashlib
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from ansinh import sandbox
from ansinh.chip import access, lds, reading, transport, trust, verification
from ansinh.cli.bench import readers
from ansinh.cli.bench.result import Result, Side
from ansinh.kit import clock
from ansinh.sandbox import cards, virtual_card

_PACE = "0.4.0.127.0.7.2.2.4.2.2"  # id-PACE-ECDH-GM-AES-CBC-CMAC-128, with parameters 13: what the citizen card speaks (assumed)
_BRAINPOOL_P256 = 13
_SIGNATURES = 3  # over the security object, over its signer's certificate, over the reader's challenge


class Timed(transport.Through):
    """A card whose own CPU time is known, so that what is left is the reader's."""

    def __init__(self, card: transport.Transport) -> None:
        super().__init__(card)
        self.cpu_s = 0.0
        self.commands: list[bytes] = []

    def transmit(self, command: bytes) -> bytes:
        self.commands.append(command)
        began = time.process_time()
        try:
            return self._card.transmit(command)
        finally:
            self.cpu_s += time.process_time() - began


def measure(count: int, *, through_reader: bool = True) -> Result:
    """`count` verifications, and a tenth of that of everything that needs a card; a reading through pcscd, if that is wanted."""
    now = clock.utc_now()
    with tempfile.TemporaryDirectory(prefix="ansinh-bench-chip-") as name:
        folder = Path(name)
        factory = cards.Factory.open(folder / "cards", today=clock.vietnam_day(now))
        person = _largest_portrait(factory, sandbox.people(50, today=clock.vietnam_day(now)))
        store = trust.load_folder(factory.trust)
        chip = factory.personalise(person)
        read = _read(virtual_card.VirtualCard(chip), chip)
        policy = verification.Policy.hospital()
        began = time.monotonic()
        ours = _cpu_ms(lambda: verification.verify(read, store, policy=policy, now=now), count)
        wall_s = time.monotonic() - began
        peer = _openssl(read, factory.trust, folder)
        limit = _mathematics(read, count)
        few = max(count // 10, 3)
        details: dict[str, Any] = {
            "verify_cpu_ms_by_signer": {each: round(_verified_by(factory, person, each, store, few), 3) for each in cards.SIGNERS},
            "pace_host_cpu_ms": round(_opening(chip, few), 2),
            "read_in_process": _reading(chip, few),
            "portrait_bytes": len(read.files[lds.File.DG2]),
            "read_over_vpcd": _over_vpcd(chip, folder) if through_reader else "not asked for",
        }
    return Result(
        name="chip",
        unit="full reading verified: security object, chain, revocation, five groups, the chip's signature",
        n=count,
        wall_s=wall_s,
        cpu_ms_per_unit=ours,
        peer=peer,
        limit=limit,
        at=now,
        details=details,
    )


def _largest_portrait(factory: cards.Factory, people: Sequence[sandbox.Person]) -> sandbox.Person:
    """Whose data group 2 comes nearest to the 15 kB of a chip's portrait."""
    return max(people, key=lambda each: len(factory.personalise(each).files[lds.File.DG2.fid]))


def _cpu_ms(work: Callable[[], object], count: int) -> float:
    work()
    began = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - began) * 1000 / count


def _read(card: transport.Transport, chip: virtual_card.Chip, *, long_reads: bool = True) -> reading.Reading:
    keys = reading.Keys(can=access.Can(chip.can))
    return reading.read(card, keys, random=os.urandom, clock=time.monotonic, policy=reading.AccessPolicy(long_reads=long_reads))


def _verified_by(factory: cards.Factory, person: sandbox.Person, signer: cards.SignerName, store: trust.TrustStore, count: int) -> float:
    chip = factory.personalise(person, signer=signer)
    read = _read(virtual_card.VirtualCard(chip), chip)
    policy, now = verification.Policy.hospital(), clock.utc_now()
    return _cpu_ms(lambda: verification.verify(read, store, policy=policy, now=now), count)


def _opening(chip: virtual_card.Chip, count: int) -> float:
    """CPU milliseconds of PACE on the reader's side: the card's own are taken out."""
    card = Timed(virtual_card.VirtualCard(chip))
    channel = transport.Channel(card)

    def once() -> None:
        access.pace(channel.send, oid=_PACE, parameter_id=_BRAINPOOL_P256, password=access.Can(chip.can), random=os.urandom)

    once()
    card.cpu_s, began = 0.0, time.process_time()
    for _ in range(count):
        once()
    return (time.process_time() - began - card.cpu_s) * 1000 / count


def _reading(chip: virtual_card.Chip, count: int) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, long_reads in (("extended", True), ("short", False)):
        card = Timed(virtual_card.VirtualCard(chip))
        began, wall = time.process_time(), time.monotonic()
        for _ in range(count):
            read = _read(card, chip, long_reads=long_reads)
        cpu_s = time.process_time() - began - card.cpu_s
        told[name] = {
            "commands": read.commands,
            "reader_cpu_ms": round(cpu_s * 1000 / count, 2),
            "wall_ms": round((time.monotonic() - wall) * 1000 / count, 2),
        }
    return told


def _over_vpcd(chip: virtual_card.Chip, folder: Path) -> dict[str, Any] | str:
    """A whole reading through pcscd, by the clock; beside as many commands that do nothing. Or why there is none."""
    reason = readers.why_not()
    if reason is not None:
        return reason
    with readers.reader(folder) as (reader, port), virtual_card.inserted(virtual_card.VirtualCard(chip), port=port):
        told: dict[str, Any] = {}
        for name, long_reads in (("extended", True), ("short", False)):
            card = transport.pcsc.connect(reader, timeout_s=5)
            began = time.monotonic()
            read = _read(card, chip, long_reads=long_reads)
            took = time.monotonic() - began
            began = time.monotonic()
            for _ in range(read.commands):
                card.transmit(bytes.fromhex("0084000008"))
            bare = time.monotonic() - began
            card.close()
            told[name] = {"commands": read.commands, "wall_s": round(took, 3), "as_many_bare_commands_wall_s": round(bare, 3)}
        return told


def _openssl(read: reading.Reading, trusted: Path, folder: Path) -> Side:
    """`openssl cms -verify` of the security object alone, start of the process included; it compares no group and asks for no revocation."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return Side("openssl is not installed", None)
    (folder / "sod.der").write_bytes(lds.sod_content(read.files[lds.File.SOD]))
    authority = next(trusted.glob("*.cer"))
    (folder / "authority.pem").write_bytes(_pem(authority.read_bytes()))
    command = [openssl, "cms", "-verify", "-inform", "DER", "-in", str(folder / "sod.der"), "-CAfile", str(folder / "authority.pem")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    times = 10
    for _ in range(times):
        done = subprocess.run([*command, "-purpose", "any", "-binary"], capture_output=True, check=False)  # noqa: S603 - the system's own
        if done.returncode != 0:
            return Side("openssl cms -verify does not take this security object", None)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Side("openssl cms -verify of the security object alone, start of the process included", cpu_s * 1000 / times)


def _mathematics(read: reading.Reading, count: int) -> Side:
    """Hashing the same groups and verifying as many signatures on the same curve, with nothing to parse."""
    key = ec.generate_private_key(ec.BrainpoolP256R1())
    algorithm = ec.ECDSA(hashes.SHA256())
    signature, public = key.sign(b"bench", algorithm), key.public_key()

    def once() -> None:
        for raw in read.groups.values():
            hashlib.sha256(raw).digest()
        for _ in range(_SIGNATURES):
            public.verify(signature, b"bench", algorithm)

    return Side("SHA-256 of the same groups and three bare ECDSA verifications on brainpoolP256r1", _cpu_ms(once, count))


def _pem(der: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"
