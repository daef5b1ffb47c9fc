//! The loop: asks, records what was answered, and talks as far as that goes.

use agent_guard::{
    Consent, ConsentDenied, ConsentEventKind, ConsentGate, Decision, DurableLedger, Evidence, Ledger, LedgerKey, Notice, Party,
    PurposeInfo, RecordContext, SqliteLedger, Statement, SubjectId, Word,
};
use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

use crate::{
    config::Config,
    conversation::Conversation,
    llm::Llm,
    purposes::{self, Answer, Context},
};

/// Counted up whenever a description in `purposes.rs` or a party in `record_context` changes.
const NOTICE: &str = "1";

const HELP: &str = "\
Talk to me, or:
/consent            what you have agreed to
/consent PURPOSE    agree to it
/withdraw PURPOSE   take it back
/record PURPOSE     your consent record, for you to keep
/history            all that you ever answered
/forget             forget who you are
/quit";

/// A companion of one person.
pub struct Companion {
    user: SubjectId,
    ledger: SqliteLedger,
    llm: Llm,
    conversation: Conversation,
}

impl Companion {
    /// Opens the ledger; makes it, and its key, at the first start.
    ///
    /// # Errors
    /// Where the ledger or its key cannot be used.
    pub fn open(config: &Config) -> Result<Self> {
        let key = LedgerKey::from_file_or_new(&config.ledger_key).context("the ledger's key cannot be used")?;
        let ledger = SqliteLedger::open(&config.ledger, &key).context("the consent ledger cannot be opened")?;
        let user = SubjectId::new(config.user.as_str());
        Ok(Self { user, ledger, llm: Llm::new(config), conversation: Conversation::default() })
    }

    /// Asks about what was never asked or is about to end, then answers each line of the input until it ends or says `/quit`.
    ///
    /// # Errors
    /// Where the input cannot be read, the output not be written, or an answer not be recorded.
    pub async fn run(&self, input: impl AsyncBufRead + Unpin, mut output: impl AsyncWrite + Unpin) -> Result<()> {
        let mut lines = input.lines();
        for purpose in purposes::all() {
            let Some(word) = self.word_to_ask_for(&purpose)? else { continue };
            say(&mut output, &question(&purpose, word)).await?;
            let Some(line) = lines.next_line().await? else { return Ok(()) };
            // Only a plain yes is one. Silence, and whatever else is typed, is none.
            let said_yes = line.trim().eq_ignore_ascii_case("yes");
            let word = if said_yes { word } else { Word::Refuse };
            self.ledger.record(&self.user, &purpose, word, &statement(Evidence::text(format!("typed `{}`", line.trim()))))?;
            say(&mut output, if said_yes { "Thank you. You can /withdraw that at any time." } else { "I will not, then." }).await?;
        }
        while let Some(line) = lines.next_line().await? {
            if line.trim() == "/quit" {
                break;
            }
            let answer = match self.respond(line.trim()).await {
                Ok(answer) => answer,
                Err(error) => match error.downcast_ref::<ConsentDenied>() {
                    Some(denied) => format!("I may not: {denied}. Say /consent {} to allow it.", denied.purpose().id),
                    None => format!("Sorry, that went wrong: {error:#}."),
                },
            };
            say(&mut output, &answer).await?;
        }
        Ok(())
    }

    /// Whether a person is to be asked at the start: for a first answer, or for a renewal. Who has refused or withdrawn is left in peace.
    fn word_to_ask_for(&self, purpose: &PurposeInfo) -> Result<Option<Word>> {
        let is_due = || match purpose.id {
            id if id == PurposeInfo::of::<Answer>().id => self.is_due::<Answer>(),
            _ => self.is_due::<Context>(),
        };
        Ok(match self.ledger.decide(&self.user, purpose)? {
            Decision::Denied(agent_guard::Denial::NeverAsked) => Some(Word::Grant),
            Decision::Denied(agent_guard::Denial::Expired) => Some(Word::Renew),
            Decision::Granted(_) if is_due() => Some(Word::Renew),
            _ => None,
        })
    }

    fn is_due<P: agent_guard::Purpose>(&self) -> bool {
        Consent::<P>::require(&self.ledger, &self.user).is_ok_and(|consent| consent.is_due_for_renewal())
    }

    async fn respond(&self, line: &str) -> Result<String> {
        let (command, argument) = line.split_once(' ').unwrap_or((line, ""));
        let purpose = || purposes::named(argument).with_context(|| format!("there is no purpose `{argument}`; /consent lists them"));
        let typed = || statement(Evidence::text(format!("typed `{command} {argument}`")));
        match command {
            "/help" => Ok(HELP.to_owned()),
            "/consent" if argument.is_empty() => self.consents(),
            "/consent" => {
                self.ledger.record(&self.user, &purpose()?, Word::Grant, &typed())?;
                Ok("Thank you. You can /withdraw that at any time.".to_owned())
            }
            "/withdraw" => {
                let purpose = purpose()?;
                self.ledger.record(&self.user, &purpose, Word::Withdraw, &typed())?;
                self.conversation.clear();
                Ok("Noted: no longer.".to_owned())
            }
            "/record" => {
                let record = self.ledger.consent_record(&self.user, &purpose()?, &record_context())?;
                Ok(record.unwrap_or_else(|| "You were never asked about that.".to_owned()))
            }
            "/history" => self.history(),
            "/forget" => {
                self.ledger.forget(&self.user)?;
                self.conversation.clear();
                Ok("Forgotten. Nothing that is left says that it was you.".to_owned())
            }
            _ => self.chat(line).await,
        }
    }

    /// Asked for each message: a token does not follow a withdrawal.
    async fn chat(&self, line: &str) -> Result<String> {
        let answer = Consent::<Answer>::require(&self.ledger, &self.user)?;
        // A denial of this one is no error: it goes on without.
        let context = Consent::<Context>::require(&self.ledger, &self.user).ok();
        let earlier = context.as_ref().map(|consent| self.conversation.so_far(consent)).unwrap_or_default();
        let said = self.llm.answer(&answer, &earlier, line).await?;
        if let Some(consent) = &context {
            self.conversation.add(consent, line, &said);
        }
        Ok(said)
    }

    fn consents(&self) -> Result<String> {
        let mut text = Vec::new();
        for purpose in purposes::all() {
            let state = match self.ledger.decide(&self.user, &purpose)? {
                Decision::Granted(_) => "yes".to_owned(),
                Decision::Denied(denial) => format!("no, {denial}"),
            };
            text.push(format!("{}: {} ({state})", purpose.id, purpose.description));
        }
        Ok(text.join("\n"))
    }

    fn history(&self) -> Result<String> {
        let events = self.ledger.events(&self.user)?;
        let lines = events.iter().map(|event| {
            let what = match event.kind {
                ConsentEventKind::Granted(_) => "yes",
                ConsentEventKind::Renewed(_) => "yes, again",
                ConsentEventKind::Refused => "no",
                ConsentEventKind::Withdrawn => "no longer",
                _ => "it ran out",
            };
            let how = match event.statement.evidence() {
                Some(Evidence::Text(words)) => format!(" ({words})"),
                _ => String::new(),
            };
            format!("{}: {what}{how}", event.purpose.id)
        });
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }
}

fn question(purpose: &PurposeInfo, word: Word) -> String {
    let again = if word == Word::Renew { " You agreed to this before, and that is ending." } else { "" };
    format!("May I? {}{again} For a year, or until you /withdraw it. (yes/no)", purpose.description)
}

fn statement(evidence: Evidence) -> Statement {
    Statement::new().under(Notice::version(NOTICE).in_language("en")).evidenced_by(evidence).explicit()
}

/// Who is responsible, and what happens with what is said. Yours to fill in before anybody uses this.
fn record_context() -> RecordContext {
    RecordContext::new(Party::new("https://example.org/#us", "Example Ltd").reached_at("mailto:privacy@example.org"))
        .of_service("Companion")
        .for_purposes(["dpv:ServiceProvision"])
        .with_data(["pd:Communication"])
        .processed_by(["dpv:Use", "dpv:Share"])
        .stored_in(["dpv:WithinDevice"])
        .stored_for("PT0S")
        .shared_with(Party::new("https://example.org/#model", "Example Models Inc.").reached_at("mailto:legal@example.org"))
        .withdrawn_at("/withdraw in the conversation")
        .under_jurisdiction("loc:IE")
}

async fn say(output: &mut (impl AsyncWrite + Unpin), text: &str) -> Result<()> {
    output.write_all(format!("{text}\n").as_bytes()).await?;
    Ok(output.flush().await?)
}
