//! What the person has agreed to: asked, recorded, looked at, exported.

use std::path::Path;

use agent_guard::{
    Consent, ConsentDenied, ConsentGate, Decision, Denial, DurableLedger, Evidence, Ledger, LedgerKey, Notice, Party, Purpose, PurposeInfo,
    RecordContext, SqliteLedger, Statement, SubjectId, Word,
};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::purposes;

/// Counted up whenever a description in `purposes.rs` or a party in `record_context` changes.
const NOTICE: &str = "2";

/// One person's side of the consent ledger.
pub(crate) struct Consents {
    ledger: SqliteLedger,
    user: SubjectId,
}

impl Consents {
    pub(crate) fn open(path: &Path, key: &LedgerKey, user: SubjectId) -> Result<Self> {
        let ledger = SqliteLedger::open(path, key).context("the consent ledger cannot be opened")?;
        Ok(Self { ledger, user })
    }

    /// Whether there is consent, now. A token does not follow a withdrawal: ask anew for each thing that is done.
    pub(crate) fn require<P: Purpose>(&self) -> Result<Consent<P>, ConsentDenied> {
        Consent::require(&self.ledger, &self.user)
    }

    /// What a yes would be, where the person is to be asked: a first one, or one more because the last has ended or is about to. Who has
    /// refused or withdrawn is left in peace.
    pub(crate) fn word_to_ask_for<P: Purpose>(&self) -> Result<Option<Word>> {
        Ok(match self.require::<P>() {
            Ok(consent) => consent.is_due_for_renewal().then_some(Word::Renew),
            Err(denied) => match denied.denial() {
                Some(Denial::NeverAsked) => Some(Word::Grant),
                Some(Denial::Expired) => Some(Word::Renew),
                Some(_) => None,
                None => return Err(denied.into()),
            },
        })
    }

    /// Records what the person said, and by which words.
    pub(crate) fn record(&self, purpose: &PurposeInfo, word: Word, typed: &str) -> Result<()> {
        let notice = Notice::version(NOTICE).in_language("en");
        let statement = Statement::new().under(notice).evidenced_by(Evidence::text(typed)).explicit();
        self.ledger.record(&self.user, purpose, word, &statement)?;
        Ok(())
    }

    /// Forgets who the person is. Needs no consent.
    pub(crate) fn forget(&self) -> Result<()> {
        Ok(self.ledger.forget(&self.user)?)
    }

    /// What is agreed to, in words.
    pub(crate) fn summary(&self) -> Result<String> {
        let mut lines = Vec::new();
        for purpose in purposes::ALL {
            let state = match self.ledger.decide(&self.user, &purpose)? {
                Decision::Granted(_) => "yes".to_owned(),
                Decision::Denied(denial) => format!("no, {denial}"),
            };
            lines.push(format!("{}: {} ({state})", purpose.id, purpose.description));
        }
        Ok(lines.join("\n"))
    }

    /// The consent records of all purposes as JSON-LD, in the profile DPV-27560 of ISO/IEC TS 27560.
    pub(crate) fn records(&self) -> Result<Vec<Value>> {
        let mut records = Vec::new();
        for purpose in purposes::ALL {
            if let Some(record) = self.ledger.consent_record(&self.user, &purpose, &record_context())? {
                records.push(serde_json::from_str(&record)?);
            }
        }
        Ok(records)
    }

    /// What the person typed when they were asked, or of their own accord. Records leave it out, because others may see them.
    pub(crate) fn typed(&self) -> Result<Vec<Value>> {
        let events = self.ledger.events(&self.user)?;
        let typed = events.iter().filter_map(|event| match event.statement.evidence()? {
            Evidence::Text(words) => Some(json!({ "purpose": event.purpose.id, "words": words })),
            _ => None,
        });
        Ok(typed.collect())
    }
}

/// Who is responsible, and what happens with what is said. Yours to fill in before anybody uses this.
fn record_context() -> RecordContext {
    RecordContext::new(Party::new("https://example.org/#us", "Example Ltd").reached_at("mailto:privacy@example.org"))
        .of_service("Companion")
        .for_purposes(["dpv:ServiceProvision"])
        .with_data(["pd:Communication"])
        .processed_by(["dpv:Store", "dpv:Use", "dpv:Share"])
        .stored_in(["dpv:WithinDevice"])
        .stored_for("P1Y")
        .shared_with(Party::new("https://example.org/#model", "Example Models Inc.").reached_at("mailto:legal@example.org"))
        .withdrawn_at("/withdraw in the conversation")
        .under_jurisdiction("loc:IE")
}
