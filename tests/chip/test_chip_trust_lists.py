"""Master lists and folders of trust: what is in them is believed because of who signed it, or because somebody gave its fingerprint."""

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import trust
from ansinh.chip.checks import Outcome
from ansinh.chip.errors import ChipError, Malformed
from tests.chip import pki
from tests.chip.pki import MASTER_LIST, NOW, Certified, Message

LIST_KEY = pki.ec_key(9001)
COLLECTOR = pki.authority(pki.FOREIGN_KEY, subject=pki.FOREIGN_NAME)
LISTER = pki.signer(
    LIST_KEY,
    by=pki.FOREIGN_KEY,
    issuer=pki.FOREIGN_NAME,
    subject=pki.name("UT", "Master List Signer"),
    more=[pki.purpose("2.23.136.1.1.3")],
    serial=31,
)
BY_LISTER, BY_COLLECTOR = (trust.Certificate.parse(each.der).fingerprint for each in (LISTER, COLLECTOR))


def master_list(
    certificates: Iterable[bytes] = (), *, by: Certified = LISTER, version: int = 0, enclosed: Iterable[Certified] = ()
) -> Message:
    content = pki.seq(pki.integer(version), pki.set_of(*certificates))
    return Message(content=content, by=by, content_type=MASTER_LIST, certificates=[each.der for each in (by, *enclosed)])


def refusal(message: Message, *fingerprints: str) -> str:
    with pytest.raises(ChipError) as refused:
        trust.read_master_list(message.der(), signer_fingerprints=fingerprints or [BY_LISTER])
    return refused.value.code


def test_a_list_gives_anchors_and_links_and_counts_what_it_could_not_read() -> None:
    explicit = pki.authority(pki.explicit_key(1009), subject=pki.name("XO", "CSCA Explicit"))
    spoilt = pki.authority(subject=pki.name("XA", "CSCA"), spoil=True)
    listed = trust.read_master_list(
        master_list([pki.authority().der, pki.link().der, explicit.der, b"\x30\x03\x02\x01\x00", pki.signer().der, spoilt.der]).der(),
        signer_fingerprints=[BY_LISTER],
    )
    assert [each.country for each in listed.anchors] == ["VN", "XO"]
    assert [each.serial for each in listed.links] == [
        77,
        1,
    ]  # one whose own signature is wrong is believed by nobody's word but an anchor's
    assert (listed.unreadable, listed.signer) == (2, BY_LISTER)
    store = trust.TrustStore(listed.anchors, (), listed.links)
    assert store.authorities_named(trust.Certificate.parse(spoilt.der).subject.key) == ()


def test_a_list_is_believed_by_the_fingerprint_of_its_signer_or_of_the_authority_above_it() -> None:
    signed = master_list([pki.authority().der], enclosed=[COLLECTOR])
    for fingerprint in (BY_LISTER, BY_COLLECTOR, BY_LISTER.upper(), ":".join(BY_LISTER[i : i + 2] for i in range(0, 64, 2))):
        assert len(trust.read_master_list(signed.der(), signer_fingerprints=[fingerprint]).anchors) == 1


def test_a_list_whose_signer_was_not_named_is_not_believed_and_says_who_signed_it() -> None:
    with pytest.raises(trust.NotVerified, match=BY_LISTER) as refused:
        trust.read_master_list(master_list([pki.authority().der]).der(), signer_fingerprints=[])
    assert refused.value.code == "signer_not_expected"
    assert refusal(master_list(), "0" * 64) == "signer_not_expected"


def test_an_authority_that_is_merely_enclosed_vouches_for_no_list() -> None:
    impostor = pki.signer(pki.ec_key(667), by=pki.ec_key(666), issuer=pki.FOREIGN_NAME, more=[pki.purpose("2.23.136.1.1.3")])
    assert refusal(master_list(by=impostor, enclosed=[COLLECTOR]), BY_COLLECTOR) == "signer_not_expected"


def test_an_authority_that_certified_the_signer_over_a_weak_hash_vouches_for_no_list() -> None:
    weak = pki.ec_key(3001, digest="sha1")
    lister = pki.signer(LIST_KEY, by=weak, issuer=pki.FOREIGN_NAME, more=[pki.purpose("2.23.136.1.1.3")], serial=32)
    assert refusal(master_list(by=lister, enclosed=[COLLECTOR]), BY_COLLECTOR) == "signer_not_expected"


def test_a_list_that_was_changed_is_not_believed() -> None:
    signed = master_list([pki.authority().der])
    other = pki.attributes(b"other content", content_type=MASTER_LIST)
    assert refusal(Message(content=signed.content, by=LISTER, content_type=MASTER_LIST, signed=other)) == "message_digest"
    assert refusal(Message(content=signed.content, by=LISTER, content_type=MASTER_LIST, spoil=True)) == "wrong_signature"


def test_only_a_certificate_for_master_lists_signs_them() -> None:
    documents = pki.signer()
    fingerprint = trust.Certificate.parse(documents.der).fingerprint
    assert refusal(master_list(by=documents), fingerprint) == "wrong_key_usage"


def test_a_list_over_sha1_or_signed_out_of_time_is_not_believed() -> None:
    weak = pki.signer(pki.ec_key(9001, digest="sha1"), by=pki.FOREIGN_KEY, issuer=pki.FOREIGN_NAME, more=[pki.purpose("2.23.136.1.1.3")])
    assert refusal(master_list(by=weak), trust.Certificate.parse(weak.der).fingerprint) == "weak_hash"
    late = Message(content=master_list().content, by=LISTER, content_type=MASTER_LIST, at=datetime(2040, 1, 1, tzinfo=UTC))
    assert refusal(late) == "signed_out_of_time"


def test_a_security_object_is_no_master_list() -> None:
    assert refusal(Message(content=pki.listing({1: b"a"}), by=LISTER)) == "malformed"
    assert refusal(master_list(version=1)) == "malformed"


@given(st.binary(max_size=200))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_no_master_list(raw: bytes) -> None:
    with pytest.raises(ChipError):
        trust.read_master_list(raw, signer_fingerprints=[BY_LISTER])


# Folders


def put(folder: Path, **files: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return folder


def armoured(der: bytes) -> bytes:
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"


def test_a_folder_is_a_store(tmp_path: Path) -> None:
    foreign = pki.authority(pki.FOREIGN_KEY, subject=pki.FOREIGN_NAME)
    folder = put(
        tmp_path, a_cer=pki.authority().der, b_pem=armoured(foreign.der), l_crt=pki.link().der, c_crl=pki.revocations(5), n_txt=b"?"
    )
    store = trust.load_folder(folder)
    assert [each.country for each in store.anchors] == ["VN", "UT"]
    assert (len(store.links), len(store.crls)) == (1, 1)
    assert trust.check_trust(trust.Certificate.parse(pki.signer().der), store)[0].outcome is Outcome.SUCCESSFUL


def test_a_folder_that_is_not_there_believes_nobody(tmp_path: Path) -> None:
    assert trust.load_folder(tmp_path / "none") == trust.TrustStore()


def test_a_master_list_in_a_folder_counts_by_the_fingerprints_beside_it(tmp_path: Path) -> None:
    folder = put(tmp_path, m_ml=master_list([pki.authority().der, pki.link().der]).der())
    with pytest.raises(ChipError, match=r"^m\.ml: the list is signed by somebody") as refused:
        trust.load_folder(folder)
    assert refused.value.code == "signer_not_expected"
    (folder / trust.SIGNERS).write_text(json.dumps({"signers": [BY_LISTER.upper()]}))
    store = trust.load_folder(folder)
    assert (len(store.anchors), len(store.links)) == (1, 1)


def test_a_file_that_cannot_be_read_is_named_and_nothing_is_left_out_silently(tmp_path: Path) -> None:
    with pytest.raises(ChipError, match=r"^a\.cer: "):
        trust.load_folder(put(tmp_path / "1", a_cer=b"nothing"))
    for pem in (b"-----BEGIN CERTIFICATE-----\nMAA=\n", armoured(b"?"), b"-----BEGIN NOTHING-----"):
        with pytest.raises(ChipError, match=r"^a\.pem: "):
            trust.load_folder(put(tmp_path / "2", a_pem=pem))
    for wrong in (b"{", b"[]", b'{"signers": [1]}'):
        folder = put(tmp_path / "3", m_ml=b"")
        (folder / trust.SIGNERS).write_bytes(wrong)
        with pytest.raises(Malformed, match=r"master-lists\.json"):
            trust.master_list_signers(folder)
        with pytest.raises(ChipError):
            trust.load_folder(folder)


# How something gets in


def refused_import(folder: Path, content: bytes, fingerprint: str | None = None) -> str:
    file = folder.parent / "given"
    file.write_bytes(content)
    before = sorted(folder.iterdir()) if folder.is_dir() else []
    with pytest.raises(ChipError) as refused:
        trust.import_file(folder, file, fingerprint=fingerprint)
    assert (sorted(folder.iterdir()) if folder.is_dir() else []) == before
    return refused.value.code


def imported(folder: Path, content: bytes, fingerprint: str | None = None) -> trust.Imported:
    file = folder.parent / "given"
    file.write_bytes(content)
    return trust.import_file(folder, file, fingerprint=fingerprint)


def test_an_authority_gets_in_by_its_fingerprint_alone(tmp_path: Path) -> None:
    folder, anchor = tmp_path / "trust", pki.authority()
    fingerprint = trust.Certificate.parse(anchor.der).fingerprint
    assert refused_import(folder, anchor.der) == "fingerprint_missing"
    assert refused_import(folder, anchor.der, BY_LISTER) == "fingerprint_differs"
    assert imported(folder, armoured(anchor.der), fingerprint.upper()).kind == "anchor"
    assert [each.fingerprint for each in trust.load_folder(folder).anchors] == [fingerprint]


def test_links_and_revocation_lists_get_in_by_the_signature_of_who_is_in(tmp_path: Path) -> None:
    folder, anchor = tmp_path / "trust", pki.authority()
    assert refused_import(folder, pki.link().der) == "not_vouched_for"
    assert refused_import(folder, pki.revocations()) == "not_vouched_for"
    imported(folder, anchor.der, trust.Certificate.parse(anchor.der).fingerprint)
    assert imported(folder, pki.link().der).links == 1
    assert imported(folder, pki.revocations()).kind == "revocation_list"
    assert imported(folder, pki.revocations(4711)).kind == "revocation_list"  # takes the place of the one before
    store = trust.load_folder(folder)
    assert (len(store.crls), len(store.links)) == (1, 1)
    assert 4711 in store.crls[0].revoked


def test_a_newer_revocation_list_takes_the_place_of_one_unless_that_revokes_more(tmp_path: Path) -> None:
    folder, anchor = tmp_path / "trust", pki.authority()
    imported(folder, anchor.der, trust.Certificate.parse(anchor.der).fingerprint)
    for day, serials in ((1, (4711,)), (2, (4711, 5)), (3, (6,))):
        imported(folder, pki.revocations(*serials, this_update=datetime(2026, 11, day, tzinfo=UTC)))
    store = trust.load_folder(folder)
    assert [sorted(each.revoked) for each in store.crls] == [[5, 4711], [6]]
    path = trust.find_path(trust.Certificate.parse(pki.signer().der), store)
    assert trust.check_revocation(path, store, now=NOW).reason == "revoked"


def test_an_older_revocation_list_does_not_take_the_place_of_a_newer_one(tmp_path: Path) -> None:
    folder, anchor = tmp_path / "trust", pki.authority()
    imported(folder, anchor.der, trust.Certificate.parse(anchor.der).fingerprint)
    imported(folder, pki.revocations(4711))
    assert refused_import(folder, pki.revocations(this_update=datetime(2026, 10, 1, tzinfo=UTC))) == "older"


def test_a_list_made_in_the_same_second_that_revokes_less_takes_nobody_off(tmp_path: Path) -> None:
    """As where an authority had to make a second list at once: whoever hands over the first one again undoes nothing."""
    folder, anchor = tmp_path / "trust", pki.authority()
    imported(folder, anchor.der, trust.Certificate.parse(anchor.der).fingerprint)
    for serials in ((), (4711,), ()):
        imported(folder, pki.revocations(*serials))
    store = trust.load_folder(folder)
    path = trust.find_path(trust.Certificate.parse(pki.signer().der), store)
    assert trust.check_revocation(path, store, now=NOW).reason == "revoked"


def test_a_signer_met_on_a_card_does_not_get_in(tmp_path: Path) -> None:
    signer = pki.signer()
    assert refused_import(tmp_path / "trust", signer.der, trust.Certificate.parse(signer.der).fingerprint) == "not_an_authority"


def test_a_master_list_gets_in_once_its_signer_is_named_and_the_next_one_of_the_same_signer_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    signed = master_list([pki.authority().der], enclosed=[COLLECTOR])
    assert refused_import(folder, signed.der()) == "signer_not_expected"
    assert imported(folder, signed.der(), BY_COLLECTOR).anchors == 1
    assert trust.master_list_signers(folder) == {BY_COLLECTOR}
    again = master_list([pki.authority().der, COLLECTOR.der, b"\x30\x00"], enclosed=[COLLECTOR])
    assert imported(folder, again.der()) == trust.Imported("master_list", f"{BY_COLLECTOR[:16]}.ml", 2, 0, 1)
    assert len(trust.load_folder(folder).anchors) == 2


def test_a_folder_can_be_read_wherever_the_import_of_a_master_list_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, read = tmp_path / "trust", []

    def seen(draft: Path, file: Path, replace_: Callable[[Path, Path], Path] = Path.replace) -> Path:
        replaced = replace_(draft, file)
        read.append(len(trust.load_folder(folder).anchors))
        return replaced

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", seen)
        imported(folder, master_list([pki.authority().der]).der(), BY_LISTER)
    assert read == [0, 1]


def test_an_older_master_list_does_not_bring_back_what_a_newer_one_left_out(tmp_path: Path) -> None:
    folder, day = tmp_path / "trust", timedelta(days=1)
    older, newer = master_list([pki.authority().der, COLLECTOR.der]), master_list([pki.authority().der])
    imported(folder, replace(newer, at=pki.SIGNED_AT + day).der(), BY_LISTER)
    for when in (pki.SIGNED_AT, None):
        assert refused_import(folder, replace(older, at=when).der()) == "older"
    assert len(trust.load_folder(folder).anchors) == 1
    assert imported(folder, replace(older, at=pki.SIGNED_AT + 2 * day).der()).anchors == 2


def test_a_file_that_is_none_of_these_does_not_get_in(tmp_path: Path) -> None:
    assert refused_import(tmp_path / "trust", b"no certificate") == "malformed"


def test_a_store_made_at_one_time_is_good_at_another() -> None:
    """Freshness is asked for at each check, not when the store was made."""
    store = trust.TrustStore((trust.Certificate.parse(pki.authority().der),), (trust.Crl.parse(pki.revocations()),))
    path = trust.find_path(trust.Certificate.parse(pki.signer().der), store)
    assert trust.check_revocation(path, store, now=NOW).outcome is Outcome.SUCCESSFUL
    assert trust.check_revocation(path, store, now=datetime(2028, 1, 1, tzinfo=UTC)).reason == "stale"
