"""The verification service in this very process: our trust store judges, our key signs, so that its verdicts are kept and checked like any other's."""

from collections.abc import Mapping

from ansinh.chip import reading, verification
from ansinh.chip.lds import File
from ansinh.chip.trust import TrustStore
from ansinh.chip.verdicts.port import GENUINE, NAMES, SignedVerdict, hashes_of, judged_files
from ansinh.kit.clock import Clock
from ansinh.kit.errors import Refused
from ansinh.wire import chip_verdicts as wire
from ansinh.wire import presence


class LocalVerifier:
    """Judges by `store` under `policy` and signs with `private_key_pem` (P-256) as `issuer`."""

    def __init__(self, store: TrustStore, *, policy: verification.Policy, private_key_pem: bytes, issuer: str, now: Clock) -> None:
        self._store = store
        self._policy = policy
        self._key = private_key_pem
        self._issuer = issuer
        self._now = now

    def verify(self, files: Mapping[File, bytes], *, request_id: str, nonce: bytes) -> SignedVerdict:
        """See `ChipVerifier.verify`."""
        judged = judged_files(files)
        for name in wire.REQUIRED:
            if name not in judged:
                raise Refused("file_missing", f"{name} was not read from the chip", field=name)
        now = self._now()
        sent = {each: files[each] for each in NAMES if each in files}  # nothing else, so that a service elsewhere says the same
        verified = verification.verify(reading.of_files(sent), self._store, policy=self._policy, now=now)
        verdict = wire.Verdict(
            issuer=self._issuer,
            request_id=request_id,
            nonce=nonce,
            at=now.replace(microsecond=0),
            result=verified.verdict.value,
            checks=tuple((each.name, each.outcome.value, each.reason) for each in verified.checks),
            hashes=hashes_of(judged),
            subject=_subject(verified, nonce),
        )
        return SignedVerdict(verdict, wire.sign_verdict(verdict, self._key))


def _subject(verified: verification.Verified, nonce: bytes) -> str | None:
    """Of the number in DG1, which is that of DG13 where both can be read: data that contradict each other are not genuine."""
    if verified.verdict.value not in GENUINE or verified.person is None:
        return None
    return presence.subject_under(nonce, verified.person.citizen_number.value)
