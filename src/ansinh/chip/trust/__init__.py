"""Whom a chip is believed (ICAO Doc 9303-12): CSCA certificates, document signers, links, revocation lists, master lists, signatures.

Reads no card and no setting, fetches nothing, and takes nobody on trust because a card brought them.
"""

from ansinh.chip.trust.algorithms import WEAK_HASHES, NotVerified, Scheme, read_hash, read_scheme
from ansinh.chip.trust.anchors import Authority, TrustStore, is_signed_by, may_certify, vouches_for_itself
from ansinh.chip.trust.certificate import Certificate
from ansinh.chip.trust.crl import Crl
from ansinh.chip.trust.folder import SIGNERS, load_folder, master_list_signers, read_certificate
from ansinh.chip.trust.importing import Imported, import_file
from ansinh.chip.trust.master_list import MasterList, read_master_list
from ansinh.chip.trust.names import Name, read_name
from ansinh.chip.trust.path import Path, check_country, check_revocation, check_trust, check_validity, find_path
from ansinh.chip.trust.signatures import verify_signature
from ansinh.chip.trust.signed_data import Signed, SignedData, read_signed_data, verify_signed_data

__all__ = [
    "SIGNERS",
    "WEAK_HASHES",
    "Authority",
    "Certificate",
    "Crl",
    "Imported",
    "MasterList",
    "Name",
    "NotVerified",
    "Path",
    "Scheme",
    "Signed",
    "SignedData",
    "TrustStore",
    "check_country",
    "check_revocation",
    "check_trust",
    "check_validity",
    "find_path",
    "import_file",
    "is_signed_by",
    "load_folder",
    "master_list_signers",
    "may_certify",
    "read_certificate",
    "read_hash",
    "read_master_list",
    "read_name",
    "read_scheme",
    "read_signed_data",
    "verify_signature",
    "verify_signed_data",
    "vouches_for_itself",
]
