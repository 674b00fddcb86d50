"""The audit log: every auditable event, append-only, sealed in signed and chained blocks, verifiable by anybody with the public key.

Holds no personal data it does not need, and decides nothing about who may do what.
"""

from ansinh.audit.block import Signer
from ansinh.audit.catalogue import CATALOGUE, Kind
from ansinh.audit.durability import Durability, durability
from ansinh.audit.model import Actor, ActorKind, Block, Entry, Event, Record
from ansinh.audit.page import catalogue_page
from ansinh.audit.proof import Proof, check_proof, proof
from ansinh.audit.record import NotInCatalogueError, about, append, parameters
from ansinh.audit.report import Finding, Report
from ansinh.audit.seal import close_block, require_sealable, seal
from ansinh.audit.verify import verify
from ansinh.audit.witness import write_heads

__all__ = [
    "CATALOGUE",
    "Actor",
    "ActorKind",
    "Block",
    "Durability",
    "Entry",
    "Event",
    "Finding",
    "Kind",
    "NotInCatalogueError",
    "Proof",
    "Record",
    "Report",
    "Signer",
    "about",
    "append",
    "catalogue_page",
    "check_proof",
    "close_block",
    "durability",
    "parameters",
    "proof",
    "require_sealable",
    "seal",
    "verify",
    "write_heads",
]
