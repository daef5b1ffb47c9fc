//! The loop: reads a line, recalls and remembers where that was agreed to, answers.

use agent_guard::{Consent, ConsentDenied, ConsentLedger, Purpose, SubjectId, user_consent_required};
use anyhow::Result;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};

use crate::{
    config::Config,
    llm::Llm,
    memory::Memory,
    purposes::{Newsletter, Recall, Remember},
    vectors::Vectors,
};

const HELP: &str = "\
Talk to me, or: /consent, /consent PURPOSE, /withdraw PURPOSE, /forget, /profile, /profile TEXT, /find WORD, /count, /export, /newsletter, /quit";

/// A companion of one user.
pub struct Agent {
    user: SubjectId,
    ledger: ConsentLedger,
    llm: Llm,
    memory: Memory,
    vectors: Vectors,
}

impl Agent {
    /// Opens the agent's memory and connects to its model. It starts without any consent.
    ///
    /// # Errors
    /// Where the database cannot be opened, or Qdrant or the endpoint cannot be reached.
    pub async fn open(config: &Config) -> Result<Self> {
        let llm = Llm::new(config);
        let dimension = llm.embed("hello").await?.len() as u64;
        Ok(Self {
            user: SubjectId::new(config.user.as_str()),
            ledger: ConsentLedger::new(),
            memory: Memory::open(&config.database)?,
            vectors: Vectors::open(&config.qdrant_url, dimension).await?,
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
            "/consent" if argument.is_empty() => Ok(self.consents()),
            "/consent" => Ok(self.consent(argument)),
            "/withdraw" => Ok(self.withdraw(argument)),
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
        let recall = Consent::<Recall>::require(&self.ledger, &self.user).ok();
        let remember = Consent::<Remember>::require(&self.ledger, &self.user).ok();

        let (recalled, recent) = match &recall {
            Some(consent) => {
                let vector = self.llm.embed(line).await?;
                (self.vectors.recall(consent, vector).await?, self.memory.recent(consent, 10)?)
            }
            None => (Vec::new(), Vec::new()),
        };
        let answer = self.llm.answer(&recalled, &recent, line).await?;
        if let Some(consent) = &remember {
            self.keep(consent, line, &answer).await?;
        }
        Ok(answer)
    }

    async fn keep(&self, consent: &Consent<Remember>, line: &str, answer: &str) -> Result<()> {
        let turn = self.memory.append(consent, "user", line)?;
        self.memory.append(consent, "assistant", answer)?;
        let vector = self.llm.embed(line).await?;
        self.vectors.remember(consent, turn, line, vector).await
    }

    #[user_consent_required(Newsletter, gate = self.ledger, subject = self.user, as newsletter)]
    async fn newsletter(&self) -> Result<String> {
        let recall = Consent::<Recall>::require(&self.ledger, &self.user)?;
        let highlights = self.vectors.highlights(&recall, &newsletter).await?;
        Ok(format!("This week you talked about: {}", highlights.join("; ")))
    }

    async fn forget(&self) -> Result<String> {
        self.memory.forget(&self.user)?;
        self.vectors.forget(&self.user).await?;
        Ok("Forgotten.".to_owned())
    }

    fn consents(&self) -> String {
        [self.state::<Remember>(), self.state::<Recall>(), self.state::<Newsletter>()].join("\n")
    }

    fn state<P: Purpose>(&self) -> String {
        let state = match Consent::<P>::require(&self.ledger, &self.user) {
            Ok(_) => "yes".to_owned(),
            Err(denied) => denied.denial().map_or_else(|| denied.to_string(), |denial| format!("no, {denial}")),
        };
        format!("{}: {} ({state})", P::ID, P::DESCRIPTION)
    }

    fn consent(&self, purpose: &str) -> String {
        match purpose {
            Remember::ID => self.ledger.grant::<Remember>(&self.user),
            Recall::ID => self.ledger.grant::<Recall>(&self.user),
            Newsletter::ID => self.ledger.grant::<Newsletter>(&self.user),
            _ => return unknown(purpose),
        };
        "Thank you. You can /withdraw that at any time.".to_owned()
    }

    fn withdraw(&self, purpose: &str) -> String {
        match purpose {
            Remember::ID => self.ledger.withdraw::<Remember>(&self.user),
            Recall::ID => self.ledger.withdraw::<Recall>(&self.user),
            Newsletter::ID => self.ledger.withdraw::<Newsletter>(&self.user),
            _ => return unknown(purpose),
        }
        "Noted: no longer. To have erased what is there, say /forget.".to_owned()
    }
}

fn unknown(purpose: &str) -> String {
    format!("There is no purpose `{purpose}`; /consent lists them.")
}
