"""The signature around hashes of data groups, or around security infos: CMS SignedData (RFC 5652), as Doc 9303-10 4.6.2 and BSI TR-03110-3 want it."""

import hashlib
from datetime import datetime

from asn1crypto import cms, core, x509

from ansinh.sandbox.cards.certificates import time_of
from ansinh.sandbox.cards.keys import SigningKey

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"  # id-icao-mrtd-security-ldsSecurityObject


def signed(content: bytes, *, key: SigningKey, certificate: bytes, at: datetime, content_type: str = LDS_SECURITY_OBJECT) -> bytes:
    """ContentInfo in DER: `content` inside, one signer by issuer and serial number, whose certificate is inside too; SHA-256.

    What is signed are the attributes: content type, digest of the content, time of signing.
    """
    holder = x509.Certificate.load(certificate)
    attributes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": [content_type]},
            {"type": "message_digest", "values": [hashlib.sha256(content).digest()]},
            {"type": "signing_time", "values": [cms.Time(name="utc_time", value=time_of(at).chosen)]},
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                name="issuer_and_serial_number", value={"issuer": holder.issuer, "serial_number": holder.serial_number}
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": key.algorithm,
            "signature": key.sign(attributes.dump()),
        }
    )
    body = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": content_type, "content": core.ParsableOctetString(content)},
            "certificates": [cms.CertificateChoices(name="certificate", value=holder)],
            "signer_infos": [signer],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": body}).dump())
