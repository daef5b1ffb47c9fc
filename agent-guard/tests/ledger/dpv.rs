//! Consent records as DPV-27560 has them. The records are also written to a folder, where `check_records.py` holds them against the
//! vocabulary and the shapes.

use std::fs;
use std::path::Path;
use std::time::Duration;

use agent_guard::{
    DurableLedger, Evidence, Ledger, Notice, Party, Purpose, PurposeInfo, RecordContext, SqliteLedger, Statement, SubjectId,
};
use serde_json::{Value, json};

use super::contract::{DAY, TestClock};
use super::sqlite::{Home, key};
use super::support::{Recall, ada};

/// Send you the news.
#[derive(Purpose)]
#[purpose(id = "news.send", expires_after = "30 days")]
struct News;

fn context() -> RecordContext {
    RecordContext::new(Party::new("https://example.org/#us", "Example Ltd").reached_at("mailto:privacy@example.org"))
        .of_service("Companion")
        .for_purposes(["dpv:ServicePersonalisation"])
        .with_data(["pd:Communication", "pd:Preference"])
        .processed_by(["dpv:Store", "dpv:Use"])
        .stored_in(["loc:IE"])
        .stored_for("P1Y")
        .shared_with(Party::new("https://example.org/#llm", "Example Models Inc.").reached_at("mailto:legal@example.org"))
        .withdrawn_at("https://example.org/settings")
        .under_jurisdiction("loc:IE")
}

fn said() -> Statement {
    let notice = Notice::version("2026-11").at("https://example.org/notice").in_language("en").with_sha256("ab".repeat(32));
    Statement::new().under(notice).evidenced_by(Evidence::reference("dialogue on the first screen"))
}

/// A ledger in which Ada went through everything that can happen.
fn ledger_with_a_past(clock: &TestClock) -> (Home, SqliteLedger) {
    let home = Home::new();
    let shown = clock.clone();
    let ledger = SqliteLedger::options().clock(move || shown.now()).open(home.path(), &key()).unwrap();
    ledger.record_refusal::<News>(&ada(), &Statement::new()).unwrap();
    clock.advance(DAY);
    ledger.record_grant::<News>(&ada(), &said()).unwrap();
    ledger.record_grant::<Recall>(&ada(), &Statement::new().evidenced_by(Evidence::text("said so on the phone"))).unwrap();
    clock.advance(31 * DAY);
    assert!(agent_guard::Consent::<News>::require(&ledger, &ada()).is_err());
    ledger.record_renewal::<News>(&ada(), &said().explicit()).unwrap();
    clock.advance(Duration::from_secs(1));
    ledger.record_withdrawal::<News>(&ada(), &Statement::new()).unwrap();
    (home, ledger)
}

fn record<P: Purpose>(ledger: &SqliteLedger, context: &RecordContext) -> Value {
    let text = ledger.consent_record(&ada(), &PurposeInfo::of::<P>(), context).unwrap().expect("she was asked");
    serde_json::from_str(&text).expect("it is JSON")
}

fn types(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(types) => types.iter().map(|it| it.as_str().unwrap()).collect(),
        one => vec![one.as_str().unwrap()],
    }
}

#[test]
fn each_event_becomes_a_state_in_order() {
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let record = record::<News>(&ledger, &context());
    let events = record["dpv:hasConsentStatus"].as_array().unwrap();
    let states: Vec<&str> = events.iter().map(|event| types(&event["@type"])[0]).collect();
    let expected = ["dpv:ConsentRefused", "dpv:ConsentGiven", "dpv:ConsentExpired", "dpv:RenewedConsentGiven", "dpv:ConsentWithdrawn"];
    assert_eq!(states, expected);
    assert_eq!(types(&events[1]["@type"])[1], "dpv:ExpressedConsent");
    assert_eq!(types(&events[3]["@type"])[1], "dpv:ExplicitlyExpressedConsent");
    assert_eq!(events[1]["dpv:isIndicatedBy"], "dpv:DataSubject");
    assert_eq!(events[2]["dpv:isIndicatedBy"], "https://example.org/#us", "that it ran out is said by the controller");
    assert_eq!(events[1]["dpv:hasIndicationMethod"], "dialogue on the first screen");
    assert_eq!(events[1]["dpv:hasDuration"]["@type"], "dpv:UntilTimeDuration");
    assert!(events[4].get("dpv:hasDuration").is_none());
}

#[test]
fn times_are_those_of_the_events_in_utc() {
    let home = Home::new();
    let at = std::time::SystemTime::UNIX_EPOCH + Duration::from_micros(1_795_737_600_000_001);
    let ledger = SqliteLedger::options().clock(move || at).open(home.path(), &key()).unwrap();
    ledger.record_grant::<News>(&ada(), &Statement::new()).unwrap();
    let event = &record::<News>(&ledger, &context())["dpv:hasConsentStatus"][0];
    assert_eq!(event["dpv:isIndicatedAtTime"], json!({ "@type": "xsd:dateTime", "@value": "2026-11-27T00:00:00.000001Z" }));
    assert_eq!(event["dpv:hasDuration"]["rdf:value"]["@value"], "2026-12-27T00:00:00.000001Z");
}

#[test]
fn the_fields_are_those_of_the_profile() {
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let record = record::<News>(&ledger, &context());
    assert_eq!(record["dct:conformsTo"], "https://w3id.org/dpv/schema/dpv-27560#record");
    assert_eq!(record["@id"], format!("urn:uuid:{}", record["dct:identifier"].as_str().unwrap()));
    assert_eq!(record["dpv:hasDataController"], "https://example.org/#us");
    assert_eq!(record["dpv:hasJurisdiction"], json!(["loc:IE"]));
    assert_eq!(record["dpv:hasConsentControl"]["dpv:isExercisedAt"], "https://example.org/settings");
    let process = &record["dpv:hasProcess"];
    assert_eq!(process["dpv:hasPurpose"]["dct:identifier"], "news.send");
    assert_eq!(process["dpv:hasPurpose"]["dct:description"], "Send you the news.");
    assert_eq!(process["dpv:hasPurpose"]["skos:broader"], json!(["dpv:ServicePersonalisation"]));
    assert_eq!(process["dpv:hasPersonalData"], json!(["pd:Communication", "pd:Preference"]));
    assert_eq!(process["dpv:hasRecipient"], json!(["https://example.org/#us", "https://example.org/#llm"]));
    assert_eq!(process["dpv:hasStorageCondition"][1]["dpv:hasDuration"]["rdf:value"]["@value"], "P1Y");
    let notice = &record["dpv:hasNotice"];
    assert_eq!((&notice["schema:version"], &notice["dct:language"]), (&json!("2026-11"), &json!("en")));
    let names: Vec<&Value> = record["dpv:hasEntity"].as_array().unwrap().iter().map(|it| &it["dpv:hasName"]).collect();
    assert_eq!(names, ["Example Ltd", "Example Models Inc."]);
}

#[test]
fn a_legal_basis_of_the_gdpr_makes_it_a_record_of_that_profile() {
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let record = record::<News>(&ledger, &context().permitted_by(["eu-gdpr:A6-1-a"]));
    assert_eq!(record["dct:conformsTo"], "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr");
    assert_eq!(record["dpv:hasApplicableLaw"], "eu-gdpr:GDPR");
    assert!(record["dpv:hasLegalBasis"].as_array().unwrap().contains(&json!("eu-gdpr:A6-1-a")));
}

#[test]
fn a_record_names_nobody_and_quotes_nothing() {
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let text = record::<Recall>(&ledger, &context()).to_string();
    assert!(!text.contains("ada@") && !text.contains("phone"), "{text}");
    let pseudonym = |purpose| {
        serde_json::from_str::<Value>(&ledger.consent_record(&ada(), &purpose, &context()).unwrap().unwrap()).unwrap()["dpv:hasDataSubject"]
            ["dpv:hasIdentifier"]
            .clone()
    };
    assert_eq!(pseudonym(PurposeInfo::of::<Recall>()), pseudonym(PurposeInfo::of::<News>()));
}

#[test]
fn who_was_never_asked_has_no_record() {
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let nobody = ledger.consent_record(&SubjectId::new("nobody"), &PurposeInfo::of::<News>(), &context());
    assert_eq!(nobody.unwrap(), None);
    let receipt = ledger.consent_receipt(&SubjectId::new("nobody"), &PurposeInfo::of::<News>(), &context());
    assert_eq!(receipt.unwrap(), None);
}

#[test]
fn a_receipt_wraps_the_record() {
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let receipt = ledger.consent_receipt(&ada(), &PurposeInfo::of::<News>(), &context()).unwrap().unwrap();
    let receipt: Value = serde_json::from_str(&receipt).unwrap();
    let mut record = record::<News>(&ledger, &context());
    assert_eq!(receipt["@type"], "dpv:ConsentReceipt");
    assert_eq!(receipt["dct:conformsTo"], "https://w3id.org/dpv/schema/dpv-27560#receipt");
    assert_eq!(receipt["@context"], record["@context"]);
    record.as_object_mut().unwrap().remove("@context");
    assert_eq!(receipt["dpv:hasRecordOfActivity"], record);
}

/// For `check_records.py`: what must conform, and beside it what must not.
#[test]
fn records_are_written_for_the_check_of_the_shapes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consent-records");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, record: &Value| fs::write(folder.join(name), record.to_string()).unwrap();
    let (_home, ledger) = ledger_with_a_past(&TestClock::new());
    let gdpr = context().permitted_by(["eu-gdpr:A6-1-a"]);
    let good = record::<News>(&ledger, &context());
    write("good-record.jsonld", &good);
    write("good-record-eu-gdpr.jsonld", &record::<News>(&ledger, &gdpr));
    for (name, context) in [("good-receipt.jsonld", &context()), ("good-receipt-eu-gdpr.jsonld", &gdpr)] {
        fs::write(folder.join(name), ledger.consent_receipt(&ada(), &PurposeInfo::of::<News>(), context).unwrap().unwrap()).unwrap();
    }
    let change = |name: &str, pointer: &str, value: Value| {
        let mut record = good.clone();
        *record.pointer_mut(pointer).expect("the field is there") = value;
        write(name, &record);
    };
    change("bad-identifier.jsonld", "/dct:identifier", json!("1"));
    change("bad-profile.jsonld", "/dct:conformsTo", json!("https://w3id.org/dpv/schema/dpv-27560#receipt"));
    change("bad-person.jsonld", "/dpv:hasDataSubject/dpv:hasIdentifier", json!("ada@example.org"));
    change("bad-state.jsonld", "/dpv:hasConsentStatus/0/@type", json!(["dpv:ConsentSomehow"]));
    change("bad-time.jsonld", "/dpv:hasConsentStatus/0/dpv:isIndicatedAtTime", json!("yesterday"));
    write("bad-without-notice.jsonld", &record::<Recall>(&ledger, &context()));
    write("bad-bare-context.jsonld", &record::<News>(&ledger, &RecordContext::new(Party::new("https://example.org/#us", "Example"))));
}
