//! The consent record and receipt of DPV-27560, as JSON-LD.
//!
//! Source: *Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV*, a report of the W3C community group on data privacy
//! vocabularies (`w3id.org/dpv/guides/consent-27560`), with the vocabulary in version 2.3. Comments name the sections of that report.
//! The shapes in `docs/schema/consent-record.shacl.ttl` say what is to be there; `docs/ledger.md` has the command that checks it.

use serde_json::{Map, Value, json};

use super::LedgerError;
use super::clock::{Micros, to_micros};
use super::durable::Shared;
use super::engine::{self, Storage};
use super::record::Record;
use crate::consent::{ConsentEvent, ConsentEventKind, Evidence, PurposeInfo, SubjectId};

/// What a consent record says that a ledger cannot know: who is responsible, and what is done with the data.
///
/// Terms are written as in the vocabulary, with their prefix: `dpv:ServicePersonalisation`, `pd:Communication`, `loc:IE`,
/// `eu-gdpr:A6-1-a`. The prefixes `dpv`, `pd`, `loc` and `eu-gdpr` are known; anything else must be an IRI.
///
/// ```
/// use agent_guard::{Party, RecordContext};
///
/// let context = RecordContext::new(Party::new("https://example.org/#us", "Example Ltd").reached_at("mailto:privacy@example.org"))
///     .for_purposes(["dpv:ServicePersonalisation"])
///     .with_data(["pd:Communication"])
///     .processed_by(["dpv:Store", "dpv:Retrieve"])
///     .stored_in(["loc:IE"])
///     .stored_for("P1Y")
///     .shared_with(Party::new("https://example.org/#llm", "Example Models Inc.").reached_at("mailto:legal@example.com"))
///     .withdrawn_at("https://example.org/settings")
///     .under_jurisdiction("loc:IE");
/// # let _ = context;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RecordContext {
    controller: Party,
    recipients: Vec<Party>,
    purposes: Vec<String>,
    data: Vec<String>,
    operations: Vec<String>,
    locations: Vec<String>,
    retention: Option<String>,
    withdrawal: Option<String>,
    jurisdictions: Vec<String>,
    legal_bases: Vec<String>,
    service: Option<String>,
}

/// A person or organisation that has a part in the processing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Party {
    id: String,
    name: String,
    contact: Option<String>,
}

impl Party {
    /// The party with this IRI and legal name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), contact: None }
    }

    /// How it is reached: an IRI, such as `mailto:…`.
    pub fn reached_at(self, contact: impl Into<String>) -> Self {
        Self { contact: Some(contact.into()), ..self }
    }
}

/// Methods that take any number of terms.
macro_rules! takes_terms {
    ($($(#[$doc:meta])* $method:ident => $field:ident;)*) => {$(
        $(#[$doc])*
        pub fn $method<T: Into<String>>(mut self, terms: impl IntoIterator<Item = T>) -> Self {
            self.$field.extend(terms.into_iter().map(Into::into));
            self
        }
    )*};
}

impl RecordContext {
    /// The record of what `controller` is responsible for. Without further terms it says that the legal basis is consent (and, of
    /// explicit consent, that it was explicit), and nothing else.
    pub fn new(controller: Party) -> Self {
        Self {
            controller,
            recipients: Vec::new(),
            purposes: Vec::new(),
            data: Vec::new(),
            operations: Vec::new(),
            locations: Vec::new(),
            retention: None,
            withdrawal: None,
            jurisdictions: Vec::new(),
            legal_bases: Vec::new(),
            service: None,
        }
    }

    takes_terms! {
        /// What the purpose comes under: terms below `dpv:Purpose`.
        for_purposes => purposes;
        /// The categories of data: terms of `pd`.
        with_data => data;
        /// What is done with them: terms below `dpv:Processing`.
        processed_by => operations;
        /// Where they are stored: terms of `loc`, or a place such as `dpv:WithinDevice`.
        stored_in => locations;
        /// The law's word for what permits it, besides consent as such: `eu-gdpr:A6-1-a`, or `eu-gdpr:A9-2-a` for special categories.
        /// One of `eu-gdpr` makes the record one of that law's profile.
        permitted_by => legal_bases;
    }

    /// How long they are stored: a duration of ISO 8601, such as `P1Y`.
    pub fn stored_for(self, duration: impl Into<String>) -> Self {
        Self { retention: Some(duration.into()), ..self }
    }

    /// Where a person withdraws: an IRI, or a few words.
    pub fn withdrawn_at(self, place: impl Into<String>) -> Self {
        Self { withdrawal: Some(place.into()), ..self }
    }

    /// Whose law applies: a term of `loc`.
    pub fn under_jurisdiction(mut self, place: impl Into<String>) -> Self {
        self.jurisdictions.push(place.into());
        self
    }

    /// Who else receives the data, such as the provider of the model.
    pub fn shared_with(mut self, party: Party) -> Self {
        self.recipients.push(party);
        self
    }

    /// The name of the service that the data are processed for.
    pub fn of_service(self, name: impl Into<String>) -> Self {
        Self { service: Some(name.into()), ..self }
    }

    fn is_under_gdpr(&self) -> bool {
        self.legal_bases.iter().any(|term| term.starts_with("eu-gdpr:"))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Record,
    Receipt,
}

pub(super) fn export(
    storage: &mut dyn Storage,
    shared: &Shared,
    subject: &SubjectId,
    purpose: &PurposeInfo,
    context: &RecordContext,
    form: Form,
) -> Result<Option<String>, LedgerError> {
    let keys = &shared.keys;
    let Some(person) = storage.person(&keys.lookup(subject.as_str()))? else { return Ok(None) };
    let pseudonym = keys.pseudonym(&person);
    let rows = storage.rows_of(&pseudonym)?;
    let records = rows.iter().filter(|row| row.purpose == purpose.id).map(|row| row.read(keys));
    let records: Vec<Record<'_>> = records.collect::<Result<_, _>>()?;
    let Some(first) = records.first() else { return Ok(None) };
    let events = records.iter().map(|record| engine::event(keys, &person, record)).collect::<Result<Vec<_>, _>>()?;
    let record = record_of(&first.id, &hex::encode(pseudonym), &events, context);
    let whole = match form {
        Form::Record => record,
        Form::Receipt => receipt_of(&first.id, record, shared.clock.now(), context),
    };
    Ok(Some(serde_json::to_string_pretty(&whole).expect("a value can be written as JSON")))
}

/// Section 9. The record begins with the first thing that was said about the purpose, and takes its id.
fn record_of(id: &str, pseudonym: &str, events: &[ConsentEvent], context: &RecordContext) -> Value {
    let newest = events.last().expect("a record has an event");
    let profile = if context.is_under_gdpr() { "record-eu-gdpr" } else { "record" };
    let consent = if newest.statement.is_explicit() { "dpv:ExplicitlyExpressedConsent" } else { "dpv:ExpressedConsent" };
    let legal_bases: Vec<&str> = [consent].into_iter().chain(context.legal_bases.iter().map(String::as_str)).collect();
    let mut record = object(json!({
        "@context": vocabulary(),
        "@id": format!("urn:uuid:{id}"),
        "@type": "dpv:ConsentRecord",
        "dct:identifier": id,
        "dct:conformsTo": format!("https://w3id.org/dpv/schema/dpv-27560#{profile}"),
        "dpv:hasDataSubject": { "@id": format!("urn:agent-guard:person:{pseudonym}"), "@type": "dpv:DataSubject", "dpv:hasIdentifier": pseudonym },
        "dpv:hasDataController": context.controller.id,
        "dpv:hasLegalBasis": legal_bases,
        "dpv:hasProcess": process(newest, context),
        "dpv:hasEntity": entities(context),
        "dpv:hasConsentStatus": events.iter().map(|event| status(event, context)).collect::<Vec<_>>(),
    }));
    insert_terms(&mut record, "dpv:hasJurisdiction", &context.jurisdictions);
    if context.is_under_gdpr() {
        record.insert("dpv:hasApplicableLaw".into(), json!("eu-gdpr:GDPR"));
        // Article 7(3): what can be given can be taken back.
        record.insert("dpv:hasRight".into(), json!("eu-gdpr:A7-3"));
    }
    if let Some(place) = &context.withdrawal {
        record.insert("dpv:hasConsentControl".into(), json!({ "@type": ["dpv:WithdrawConsent"], "dpv:isExercisedAt": place }));
    }
    // The notice under which the newest thing was said of which a notice is known.
    if let Some(notice) = events.iter().rev().find_map(|event| event.statement.notice()) {
        record.insert("dpv:hasNotice".into(), notice_of(notice));
    }
    Value::Object(record)
}

/// Section 10.
fn receipt_of(id: &str, mut record: Value, now: Micros, context: &RecordContext) -> Value {
    let profile = if context.is_under_gdpr() { "receipt-eu-gdpr" } else { "receipt" };
    let vocabulary = record.as_object_mut().and_then(|record| record.remove("@context"));
    json!({
        "@context": vocabulary,
        "@id": format!("urn:agent-guard:receipt:{id}"),
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": format!("receipt-{id}"),
        "dct:conformsTo": format!("https://w3id.org/dpv/schema/dpv-27560#{profile}"),
        "dct:created": timestamp(now),
        "dct:publisher": { "@id": context.controller.id },
        "dpv:hasRecordOfActivity": record,
    })
}

/// Section 9.3.
fn process(newest: &ConsentEvent, context: &RecordContext) -> Value {
    let purpose = &newest.purpose;
    let mut description = object(json!({
        "@id": format!("urn:agent-guard:purpose:{}", purpose.id),
        "@type": "dpv:Purpose",
        "dct:identifier": purpose.id,
        "dct:description": purpose.description,
    }));
    insert_terms(&mut description, "skos:broader", &context.purposes);
    let recipients = [&context.controller].into_iter().chain(&context.recipients).map(|party| party.id.as_str()).collect::<Vec<_>>();
    let mut process = object(json!({ "@type": "dpv:Process", "dpv:hasPurpose": description, "dpv:hasRecipient": recipients }));
    insert_terms(&mut process, "dpv:hasPersonalData", &context.data);
    insert_terms(&mut process, "dpv:hasProcessing", &context.operations);
    let mut conditions = Vec::new();
    if !context.locations.is_empty() {
        conditions.push(json!({ "@type": "dpv:StorageLocation", "dpv:hasLocation": context.locations }));
    }
    if let Some(retention) = &context.retention {
        let duration = json!({ "@type": "dpv:TemporalDuration", "rdf:value": { "@type": "xsd:duration", "@value": retention } });
        conditions.push(json!({ "@type": "dpv:StorageDuration", "dpv:hasDuration": duration }));
    }
    if !conditions.is_empty() {
        process.insert("dpv:hasStorageCondition".into(), json!(conditions));
    }
    if let Some(service) = &context.service {
        process.insert("dpv:hasService".into(), json!({ "@type": "dpv:Service", "dct:title": service }));
    }
    Value::Object(process)
}

/// Section 9.4. The controller's role follows from `dpv:hasDataController`.
fn entities(context: &RecordContext) -> Value {
    let entity = |party: &Party| {
        let mut entity =
            object(json!({ "@id": party.id, "@type": "dpv:Entity", "dpv:hasIdentifier": party.id, "dpv:hasName": party.name }));
        if let Some(contact) = &party.contact {
            entity.insert("dpv:hasContact".into(), json!(contact));
        }
        Value::Object(entity)
    };
    [&context.controller].into_iter().chain(&context.recipients).map(entity).collect()
}

/// Section 9.5.
fn status(event: &ConsentEvent, context: &RecordContext) -> Value {
    let (state, by_the_person, receipt) = match &event.kind {
        ConsentEventKind::Granted(receipt) => ("dpv:ConsentGiven", true, Some(receipt)),
        ConsentEventKind::Renewed(receipt) => ("dpv:RenewedConsentGiven", true, Some(receipt)),
        ConsentEventKind::Refused => ("dpv:ConsentRefused", true, None),
        ConsentEventKind::Withdrawn => ("dpv:ConsentWithdrawn", true, None),
        ConsentEventKind::Expired => ("dpv:ConsentExpired", false, None),
    };
    let mut types = vec![state];
    if receipt.is_some() {
        types.push(if event.statement.is_explicit() { "dpv:ExplicitlyExpressedConsent" } else { "dpv:ExpressedConsent" });
    }
    let by = if by_the_person { "dpv:DataSubject" } else { &context.controller.id };
    let mut status = object(json!({ "@type": types, "dpv:isIndicatedAtTime": timestamp(to_micros(event.at)), "dpv:isIndicatedBy": by }));
    if let Some(end) = receipt.and_then(|receipt| receipt.expires_at()) {
        let duration = json!({ "@type": "dpv:UntilTimeDuration", "rdf:value": timestamp(to_micros(end)) });
        status.insert("dpv:hasDuration".into(), duration);
    }
    // Only a reference: words may say anything about anybody, and a record is made to be handed on.
    if let Some(Evidence::Reference(name)) = event.statement.evidence() {
        status.insert("dpv:hasIndicationMethod".into(), json!(name));
    }
    Value::Object(status)
}

/// Section 9.2.
fn notice_of(notice: &crate::consent::Notice) -> Value {
    let mut value = object(json!({ "@type": "dpv:ConsentNotice", "schema:version": notice.version }));
    if let Some(address) = &notice.address {
        value.insert("schema:url".into(), json!({ "@type": "xsd:anyURI", "@value": address }));
    }
    if let Some(language) = &notice.language {
        value.insert("dct:language".into(), json!(language));
    }
    if let Some(digest) = &notice.sha256 {
        value.insert("schema:sha256".into(), json!(digest));
    }
    Value::Object(value)
}

/// The context: it stands in the record, so that nothing has to be fetched to read it.
fn vocabulary() -> Value {
    let term = || json!({ "@type": "@vocab" });
    let iri = || json!({ "@type": "@id" });
    let mut context = object(json!({
        "@version": 1.1,
        "dct": "http://purl.org/dc/terms/",
        "dpv": "https://w3id.org/dpv#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "loc": "https://w3id.org/dpv/loc#",
        "pd": "https://w3id.org/dpv/pd#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dct:conformsTo": iri(),
        "dpv:hasDataController": iri(),
        "dpv:hasRecipient": iri(),
        "dpv:isIndicatedBy": iri(),
    }));
    let of_terms = [
        "dpv:hasApplicableLaw",
        "dpv:hasJurisdiction",
        "dpv:hasLegalBasis",
        "dpv:hasLocation",
        "dpv:hasPersonalData",
        "dpv:hasProcessing",
        "dpv:hasRight",
        "skos:broader",
    ];
    context.extend(of_terms.map(|name| (name.to_owned(), term())));
    Value::Object(context)
}

fn timestamp(time: Micros) -> Value {
    // The widest range of ISO 8601 that the library writes is narrower than what a ledger can hold; beyond it, the bound is as good.
    let time = jiff::Timestamp::from_microsecond(time).unwrap_or(if time < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX });
    json!({ "@type": "xsd:dateTime", "@value": time.to_string() })
}

fn insert_terms(into: &mut Map<String, Value>, name: &str, terms: &[String]) {
    if !terms.is_empty() {
        into.insert(name.to_owned(), json!(terms));
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => unreachable!("only called with an object"),
    }
}
