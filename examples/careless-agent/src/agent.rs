//! The loop: reads a line, remembers, recalls, answers.

use std::path::PathBuf;

use agent_guard::{Consent, ConsentDenied, ConsentLedger, SubjectId};
use anyhow::{Context, Result};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

use crate::{
    config::Config,
    consent::{Newsletter, Recall, Remember, TermsOfService},
    diary::Diary,
    llm::Llm,
    memory::{Memory, Turn},
    sharing,
    vectors::Vectors,
};

const HELP: &str = "Talk to me, or: /agree, /profile, /profile TEXT, /find WORD, /count, /export, /newsletter, /anyone WORD, /diary TEXT, /odd, /save, /share, /backup, /forget, /quit";

/// A companion of one user.
pub struct Agent {
    user: SubjectId,
    ledger: ConsentLedger,
    terms: TermsOfService,
    llm: Llm,
    memory: Memory,
    vectors: Vectors,
    diary: Diary,
    transcript: PathBuf,
}

impl Agent {
    /// Opens the agent's memory and connects to its model.
    ///
    /// # Errors
    /// Where the database cannot be opened, or Qdrant or the endpoint cannot be reached.
    pub async fn open(config: &Config) -> Result<Self> {
        let llm = Llm::new(config);
        let dimension = llm.embed("hello").await?.len() as u64;
        Ok(Self {
            user: SubjectId::new(config.user.as_str()),
            ledger: ConsentLedger::new(),
            terms: TermsOfService { version: 3 },
            memory: Memory::open(&config.database)?,
            vectors: Vectors::open(&config.qdrant_url, dimension).await?,
            diary: Diary::open(&config.database)?,
            transcript: config.database.with_extension("txt"),
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
                Err(error) if error.is::<ConsentDenied>() => format!("Please /agree first: {error}."),
                Err(error) => format!("Sorry, that went wrong: {error:#}."),
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
            "/agree" => Ok(self.agree()),
            "/profile" if argument.is_empty() => {
                Ok(self.memory.profile(&self.ledger, &self.user)?.unwrap_or_else(|| "I know nothing about you.".to_owned()))
            }
            "/profile" => {
                self.memory.set_profile(&self.ledger, &self.user, argument)?;
                Ok("Good to know.".to_owned())
            }
            "/find" => Ok(self.memory.find(&self.ledger, &self.user, argument)?.unwrap_or_else(|| "You never said that.".to_owned())),
            "/count" => Ok(format!("I remember {} things.", self.vectors.count(self.user.as_str()).await?)),
            "/export" => Ok(self.vectors.export(&self.user).await?.join("\n")),
            "/newsletter" => self.newsletter().await,
            "/anyone" => {
                Ok(self.memory.find_anywhere(&self.ledger, &self.user, argument)?.unwrap_or_else(|| "Nobody said that.".to_owned()))
            }
            "/diary" => {
                let consent = Consent::<Remember>::require(&self.ledger, &self.user)?;
                self.diary.write(&consent, argument)?;
                Ok("I keep it secret.".to_owned())
            }
            "/odd" => {
                sharing::note_for_support(&self.last_turn()?);
                Ok("Somebody will look at it.".to_owned())
            }
            "/save" => {
                sharing::save(&self.memory.recent(self.user.as_str(), 1000)?, &self.transcript)?;
                Ok(format!("It is in {}.", self.transcript.display()))
            }
            "/share" => {
                sharing::tell_sales(&self.last_turn()?).await?;
                Ok("They are glad to hear it.".to_owned())
            }
            "/backup" => Ok(if Vectors::has_backup().await? { "It is there." } else { "There is none." }.to_owned()),
            "/forget" => self.forget().await,
            _ => self.chat(line).await,
        }
    }

    async fn chat(&self, line: &str) -> Result<String> {
        let user = self.user.as_str();
        let vector = self.llm.embed(line).await?;
        let recalled = self.vectors.recall(user, vector.clone()).await?;
        let recent = self.memory.recent(user, 10)?;
        let answer = self.llm.answer(&recalled, &recent, line).await?;
        let turn = self.memory.append(user, "user", line)?;
        self.memory.append(user, "assistant", &answer)?;
        self.vectors.remember(&self.terms, &self.user, turn, line, vector).await?;
        Ok(answer)
    }

    fn last_turn(&self) -> Result<Turn> {
        self.memory.recent(self.user.as_str(), 1)?.pop().context("nothing was said yet")
    }

    fn agree(&self) -> String {
        self.ledger.grant::<Remember>(&self.user);
        self.ledger.grant::<Recall>(&self.user);
        self.ledger.grant::<Newsletter>(&self.user);
        "Thank you!".to_owned()
    }

    async fn newsletter(&self) -> Result<String> {
        let consent = Consent::<Newsletter>::require(&self.ledger, &self.user)?;
        let highlights = self.vectors.highlights(&consent).await?;
        Ok(format!("This week you talked about: {}", highlights.join("; ")))
    }

    async fn forget(&self) -> Result<String> {
        self.memory.forget(self.user.as_str())?;
        self.vectors.forget(self.user.as_str()).await?;
        Ok("Forgotten.".to_owned())
    }
}
