from dataclasses import replace

import pytest

from ansinh import audit
from ansinh.kit import db
from ansinh.kit.errors import NotFound
from tests.audit.builders import SIGNER, append_one, sealed_log, seqs, signer


def _proof(database: db.Database, seq: int) -> audit.Proof:
    with database.transaction() as conn:
        proof = audit.proof(conn, seq)
    assert proof is not None
    return proof


def test_every_sealed_event_can_be_proved(database: db.Database) -> None:
    sealed_log(database, blocks=3, events=5)
    for seq in seqs(database):
        proof = _proof(database, seq)
        assert proof.record.seq == seq
        assert audit.check_proof(proof, [SIGNER.public_key_pem])


def test_a_proof_holds_for_no_other_event_place_or_key(database: db.Database) -> None:
    sealed_log(database, blocks=1, events=6)
    proof = _proof(database, seqs(database)[2])
    keys = [SIGNER.public_key_pem]
    assert not audit.check_proof(replace(proof, record=proof.record._replace(subject=99)), keys)
    assert not audit.check_proof(replace(proof, record=proof.record._replace(detail='{"code":1e999}')), keys)
    assert not audit.check_proof(replace(proof, index=3), keys)
    assert not audit.check_proof(replace(proof, siblings=proof.siblings[:-1]), keys)
    assert not audit.check_proof(replace(proof, block=replace(proof.block, number=2)), keys)
    assert not audit.check_proof(proof, [signer().public_key_pem])
    assert not audit.check_proof(proof, [])


def test_an_event_that_is_not_sealed_yet_has_no_proof_yet(database: db.Database) -> None:
    sealed_log(database, blocks=1)
    append_one(database)
    with database.transaction() as conn:
        assert audit.proof(conn, max(seqs(database))) is None


def test_an_event_that_does_not_exist_has_none_at_all(conn: db.Connection) -> None:
    with pytest.raises(NotFound):
        audit.proof(conn, 1)
