//! The loop: reads a line, recalls and remembers where that was agreed to, answers.

use std::{fs, sync::Arc};

use agent_guard::{
    Consent, ConsentDenied, ConsentGate, Decision, Evidence, Ledger, LedgerKey, Notice, Purpose, SqliteLedger, Statement, SubjectId, Vault,
    Word,
    seal::{MasterKey, SqliteKeyStore},
    user_consent_required,
};
use anyhow::{Context, Result};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

use crate::{
    config::Config,
    llm::Llm,
    memory::Memory,
    purposes::{self, Newsletter, Recall, Remember},
    vectors::Vectors,
};

const HELP: &str = "\
Talk to me, or: /consent, /consent PURPOSE, /withdraw PURPOSE, /forget, /profile, /profile TEXT, /find WORD, /count, /export, /newsletter, /quit";

/// Counted up whenever a description in `purposes.rs` changes.
const NOTICE: &str = "1";

/// A companion of one user. Its calls to SQLite wait for the disk; in a server, make them inside `tokio::task::spawn_blocking`.
pub struct Agent {
    user: SubjectId,
    ledger: SqliteLedger,
    llm: Llm,
    memory: Memory,
    vectors: Vectors,
}

impl Agent {
    /// Opens the agent's ledger and memory, and connects to its model. What the user has agreed to at an earlier start still holds.
    ///
    /// # Errors
    /// Where a database or key cannot be used, or Qdrant or the endpoint cannot be reached.
    pub async fn open(config: &Config) -> Result<Self> {
        let llm = Llm::new(config)?;
        let dimension = llm.embed("hello").await?.len();

        let (data, keys) = (&config.data, &config.keys);
        fs::create_dir_all(data)?;
        fs::create_dir_all(keys)?;
        // Each key is made at the first start, in a file that only its owner can read.
        let ledger_key = LedgerKey::from_file_or_new(keys.join("consent.key"))?;
        let master_key = || MasterKey::load_or_create(keys.join("memory.key"));
        let vault = Arc::new(Vault::open(master_key()?, SqliteKeyStore::open(data.join("keys.db"))?)?);
        Ok(Self {
            user: SubjectId::new(config.user.as_str()),
            ledger: SqliteLedger::open(data.join("consent.db"), &ledger_key)?,
            memory: Memory::open(data, master_key()?, Arc::clone(&vault))?,
            vectors: Vectors::open(&config.qdrant_url, dimension, vault).await?,
            llm,
        })
    }

    /// Answers each line of the input until it ends or says `/quit`.
    ///
    /// # Errors
    /// Where the input cannot be read or the output not be written.
    pub async fn run(&self, input: impl AsyncBufRead + Unpin, mut output: impl AsyncWrite + Unpin) -> Result<()> {
        let mut lines = input.lines();
        while let Some(line) = lines.next_line().await? {
            let line = line.trim();
            if line == "/quit" {
                break;
            }
            let answer = match self.respond(line).await {
                Ok(answer) => answer,
                Err(error) => match error.downcast_ref::<ConsentDenied>() {
                    Some(denied) => format!("I may not: {denied}. Say /consent {} to allow it.", denied.purpose().id),
                    None => format!("Sorry, that went wrong: {error:#}."),
                },
            };
            output.write_all(format!("{answer}\n").as_bytes()).await?;
            output.flush().await?;
        }
        Ok(())
    }

    async fn respond(&self, line: &str) -> Result<String> {
        let (command, argument) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "/help" => Ok(HELP.to_owned()),
            "/consent" if argument.is_empty() => self.consents(),
            "/consent" => self.consent(argument),
            "/withdraw" => self.withdraw(argument),
            "/profile" if argument.is_empty() => {
                Ok(self.memory.profile(&self.ledger, &self.user)?.unwrap_or_else(|| "I know nothing about you.".to_owned()))
            }
            "/profile" => {
                self.memory.set_profile(&self.ledger, &self.user, argument)?;
                Ok("Good to know.".to_owned())
            }
            "/find" => Ok(self.memory.find(&self.ledger, &self.user, argument)?.unwrap_or_else(|| "You never said that.".to_owned())),
            "/count" => Ok(format!("I remember {} things.", self.vectors.count(&self.ledger, &self.user).await?)),
            "/export" => Ok(self.vectors.export(&self.ledger, &self.user).await?.join("\n")),
            "/newsletter" => self.newsletter().await,
            "/forget" => self.forget().await,
            _ => self.chat(line).await,
        }
    }

    /// Talks. Without consent it does so without memory, and what is said leaves no trace but in the model's request.
    async fn chat(&self, line: &str) -> Result<String> {
        // Asked for each message: a token does not follow a withdrawal. A denial is no error here, it is an answer.
        let (recalled, recent) = match &Consent::<Recall>::require(&self.ledger, &self.user) {
            Ok(consent) => {
                let vector = self.llm.embed(line).await?;
                (self.vectors.recall(consent, &vector).await?, self.memory.recent(consent, 10)?)
            }
            Err(_) => (Vec::new(), Vec::new()),
        };
        let answer = self.llm.answer(&recalled, &recent, line).await?;
        if let Ok(consent) = Consent::<Remember>::require(&self.ledger, &self.user) {
            self.keep(&consent, line, &answer).await?;
        }
        Ok(answer)
    }

    async fn keep(&self, consent: &Consent<Remember>, line: &str, answer: &str) -> Result<()> {
        self.memory.append(consent, "user", line)?;
        self.memory.append(consent, "assistant", answer)?;
        let vector = self.llm.embed(line).await?;
        self.vectors.remember(consent, line, vector).await
    }

    #[user_consent_required(Newsletter, gate = self.ledger, subject = self.user, as newsletter)]
    async fn newsletter(&self) -> Result<String> {
        let recall = Consent::<Recall>::require(&self.ledger, &self.user)?;
        let highlights = self.vectors.highlights(&recall, &newsletter).await?;
        Ok(format!("This week you talked about: {}", highlights.join("; ")))
    }

    /// Destroys the keys first: should Qdrant not be there to delete what it has, it has nothing that anybody can read.
    async fn forget(&self) -> Result<String> {
        self.memory.forget(&self.user)?;
        self.vectors.forget(&self.user).await?;
        self.ledger.forget(&self.user)?;
        Ok("Forgotten.".to_owned())
    }

    fn consents(&self) -> Result<String> {
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

    fn consent(&self, purpose: &str) -> Result<String> {
        self.record(purpose, Word::Grant, format!("typed `/consent {purpose}`"))?;
        if purpose == Remember::ID {
            // Who was forgotten has come back. Without this, the stores would go on refusing them.
            self.memory.readmit(&self.user)?;
            self.vectors.readmit(&self.user)?;
        }
        Ok("Thank you. You can /withdraw that at any time.".to_owned())
    }

    fn withdraw(&self, purpose: &str) -> Result<String> {
        self.record(purpose, Word::Withdraw, format!("typed `/withdraw {purpose}`"))?;
        Ok("Noted: no longer. To have erased what is there, say /forget.".to_owned())
    }

    fn record(&self, purpose: &str, word: Word, typed: String) -> Result<()> {
        let purpose = purposes::named(purpose).with_context(|| format!("there is no purpose `{purpose}`; /consent lists them"))?;
        let said = Statement::new().under(Notice::version(NOTICE).in_language("en")).evidenced_by(Evidence::text(typed)).explicit();
        self.ledger.record(&self.user, &purpose, word, &said)?;
        Ok(())
    }
}
