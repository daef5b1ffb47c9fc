"""Checks exported consent records: JSON-LD by two implementations, the SHACL shapes, and the vocabulary's terms.

    python3 -m venv target/venv && target/venv/bin/pip install pyld rdflib pyshacl
    cargo test -p agent-guard --features sqlite-ledger --test ledger dpv
    target/venv/bin/python agent-guard/tests/ledger/check_records.py target/tmp/consent-records

The test writes the records. Those whose name begins with "good" must conform; those with "bad" must not.
"""

import json
import pathlib
import sys

import pyshacl
import rdflib
import rdflib.compare
from pyld import jsonld

ROOT = pathlib.Path(__file__).parents[3]
SHAPES = rdflib.Graph().parse(ROOT / "docs/schema/consent-record.shacl.ttl")
DPV = "https://w3id.org/dpv#"

# Every term of DPV that a record can hold of itself, as read in version 2.3 (dpv.csv, consent_types.csv, consent_status.ttl) or,
# marked with a star, in the guide. Terms that an application gives (purposes, data, places) are its own to get right.
TERMS = set("""
    hasApplicableLaw hasConsentControl hasConsentStatus hasContact hasDataController hasDataSubject hasDuration hasEntity hasIdentifier
    hasIndicationMethod hasJurisdiction hasLegalBasis hasLocation hasName hasNotice hasPersonalData hasProcess hasProcessing hasPurpose
    hasRecipient hasRecordOfActivity hasRight hasService hasStorageCondition isExercisedAt isIndicatedAtTime isIndicatedBy
    ConsentExpired ConsentGiven ConsentRefused ConsentWithdrawn RenewedConsentGiven ExplicitlyExpressedConsent ExpressedConsent
    StorageDuration StorageLocation UntilTimeDuration WithdrawConsent
    ConsentNotice* ConsentReceipt* ConsentRecord* DataSubject* Entity* Process* Purpose* Service* TemporalDuration*
""".replace("*", "").split())
# Those that the test's context gives.
GIVEN = {"ServicePersonalisation", "Store", "Use"}


def offline(url, options):
    raise SystemExit(f"a record must be readable without a network, but asks for {url}")


jsonld.set_document_loader(offline)


def check(path):
    document = json.loads(path.read_text())
    expanded = jsonld.expand(document)
    if len(expanded) != 1:
        return [f"{len(expanded)} nodes at the top instead of one"]
    # Both implementations read the same graph.
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    theirs = rdflib.Graph().parse(data=quads, format="nt")
    ours = rdflib.Graph().parse(data=path.read_text(), format="json-ld")
    problems = []
    if not rdflib.compare.isomorphic(theirs, ours):
        problems.append("pyld and rdflib read different graphs")
    used = {str(term)[len(DPV):] for triple in ours for term in triple if str(term).startswith(DPV)}
    problems += [f"dpv:{term} is not a known term" for term in sorted(used - TERMS - GIVEN)]
    relative = [term for triple in ours for term in triple if isinstance(term, rdflib.URIRef) and ":" not in str(term)]
    problems += [f"{term} is no IRI" for term in relative]
    conforms, _, text = pyshacl.validate(ours, shacl_graph=SHAPES)
    return problems if conforms else problems + [text]


failed = False
paths = sorted(pathlib.Path(sys.argv[1]).glob("*.jsonld"))
for path in paths:
    problems = check(path)
    is_good = path.name.startswith("good")
    right = is_good != bool(problems)
    failed |= not right
    print("ok  " if right else "FAIL", path.name, *([] if right else problems), sep="  ")
if not paths:
    sys.exit("there are no records; run the test first")
sys.exit(failed)
