//! The loop: asks, recalls and remembers where that was agreed to, answers, shows, exports, forgets.

use std::{io::Write as _, path::Path};

use agent_guard::{
    Consent, ConsentDenied, LedgerKey, Purpose, PurposeInfo, SubjectId, Word,
    seal::MasterKey,
    store::{MemoryId, NewMemory, Recalled, SqliteMemory},
};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt, Lines};

use crate::{
    config::Config,
    consent::Consents,
    files,
    llm::Llm,
    purposes::{self, Answers, Memory},
};

const HELP: &str = "\
Talk to me, or:
/memory             what I remember of you
/forget NUMBER      forget one of these
/forget-me          forget all that you said, and that it was you
/export FILE        all that I have of you, for you to keep
/consent            what you have agreed to
/agree PURPOSE      agree to it
/withdraw PURPOSE   take it back
/quit";

/// How many memories the model is shown at most.
const RECALLED: usize = 3;
/// How near a memory has to be by its vector; depends on the model. What does not fit is not sent.
const NEAR: f32 = 0.3;

/// A companion of one person.
///
/// Its calls to ledger and memory wait for the disk. That holds up nobody, because there is one conversation in this process; in a server,
/// make them inside `tokio::task::spawn_blocking`.
pub struct Companion {
    user: SubjectId,
    consents: Consents,
    memory: SqliteMemory<Memory>,
    llm: Llm,
    /// The memories that were shown last, so that `/forget 2` means what the person sees.
    shown: Vec<MemoryId>,
}

impl Companion {
    /// Opens the ledger and the memory; makes them, and their keys, at the first start.
    ///
    /// # Errors
    /// Where one of them cannot be used.
    pub fn open(config: &Config) -> Result<Self> {
        for folder in [&config.data, &config.keys] {
            files::make_private_folder(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        }
        let user = SubjectId::new(config.user.as_str());
        let ledger_key = LedgerKey::from_file_or_new(config.keys.join("consent.key")).context("the ledger's key cannot be used")?;
        let master_key = MasterKey::load_or_create(config.keys.join("memory.key")).context("the memory's key cannot be used")?;
        Ok(Self {
            consents: Consents::open(&config.data.join("consent.db"), &ledger_key, user.clone())?,
            memory: SqliteMemory::open(config.data.join("memory.db"), master_key).context("the memory cannot be opened")?,
            llm: Llm::new(config)?,
            shown: Vec::new(),
            user,
        })
    }

    /// Asks about what was never asked or is about to end, then answers each line of the input until it ends or says `/quit`.
    ///
    /// # Errors
    /// Where the input cannot be read, the output not be written, or an answer not be recorded.
    pub async fn run(&mut self, input: impl AsyncBufRead + Unpin, mut output: impl AsyncWrite + Unpin) -> Result<()> {
        let mut lines = input.lines();
        self.ask_for::<Answers>(&mut lines, &mut output).await?;
        self.ask_for::<Memory>(&mut lines, &mut output).await?;
        while let Some(line) = lines.next_line().await? {
            let answer = match line.trim() {
                "" => continue,
                "/quit" => break,
                line => self.respond(line).await.unwrap_or_else(explain),
            };
            say(&mut output, &answer).await?;
        }
        Ok(())
    }

    /// Asks, unless the person has answered already. Only a plain yes is one.
    async fn ask_for<P: Purpose>(
        &mut self,
        lines: &mut Lines<impl AsyncBufRead + Unpin>,
        output: &mut (impl AsyncWrite + Unpin),
    ) -> Result<()> {
        let Some(yes) = self.consents.word_to_ask_for::<P>()? else { return Ok(()) };
        let again = if yes == Word::Renew { " You agreed to this before, and that ends." } else { "" };
        say(output, &format!("{}{again} May I, for a year or until you /withdraw it? (yes/no)", P::DESCRIPTION)).await?;
        // Silence is no answer: the question comes again at the next start.
        let Some(line) = lines.next_line().await? else { return Ok(()) };
        let word = if line.trim().eq_ignore_ascii_case("yes") { yes } else { Word::Refuse };
        let reply = self.record(&PurposeInfo::of::<P>(), word, line.trim())?;
        say(output, reply).await
    }

    async fn respond(&mut self, line: &str) -> Result<String> {
        let (command, argument) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "/help" => Ok(HELP.to_owned()),
            "/memory" => self.show(),
            "/forget" => self.forget(argument),
            "/forget-me" => self.forget_me(),
            "/export" => self.export(argument),
            "/consent" => self.consents.summary(),
            "/agree" => Ok(self.record(&named(argument)?, Word::Grant, line)?.to_owned()),
            "/withdraw" => Ok(self.record(&named(argument)?, Word::Withdraw, line)?.to_owned()),
            _ => self.chat(line).await,
        }
    }

    /// Talks: with memory to those who agreed to it, without to everybody else.
    async fn chat(&mut self, line: &str) -> Result<String> {
        // Taken back, perhaps in another process: then the conversation so far is not for the model any more either.
        let answers = self.consents.require::<Answers>().inspect_err(|_| self.llm.forget())?;
        // A no to this one is no error: the conversation goes on without.
        let memory = self.consents.require::<Memory>().ok();
        let vector = if memory.is_some() { self.llm.embed(&answers, line).await? } else { None };
        let recalled = match &memory {
            Some(consent) => self.recall(consent, line, vector.as_deref())?,
            None => Vec::new(),
        };
        let answer = self.llm.answer(&answers, &recalled, line).await?;
        // Asked anew, because the model took its time and the person may have withdrawn elsewhere meanwhile.
        if let Ok(consent) = self.consents.require::<Memory>() {
            let said = NewMemory::new(line);
            let said = match vector {
                Some(vector) => said.with_vector(vector),
                None => said,
            };
            self.memory.remember(&consent, said)?;
        }
        Ok(answer)
    }

    /// What fits: by meaning where there is a vector, by words where there is none.
    fn recall(&self, consent: &Consent<Memory>, line: &str, vector: Option<&[f32]>) -> Result<Vec<Recalled>> {
        let Some(vector) = vector else { return Ok(self.memory.recall_by_text(consent, line, RECALLED)?) };
        let mut recalled = self.memory.recall_by_vector(consent, vector, RECALLED)?;
        recalled.retain(|found| found.score >= NEAR);
        Ok(recalled)
    }

    fn show(&mut self) -> Result<String> {
        let consent = self.consents.require::<Memory>()?;
        let memories = self.memory.list(&consent)?;
        self.shown = memories.iter().map(|memory| memory.id).collect();
        let lines: Vec<_> = memories.iter().zip(1..).map(|(memory, number)| format!("{number}. {}", memory.text)).collect();
        Ok(if lines.is_empty() { "I remember nothing of you.".to_owned() } else { lines.join("\n") })
    }

    /// Needs no consent, like all forgetting: who took theirs back must be able to have things forgotten most of all.
    fn forget(&mut self, number: &str) -> Result<String> {
        let number: usize = number.parse().context("say /forget with a number that /memory shows")?;
        let id = number.checked_sub(1).and_then(|index| self.shown.get(index)).context("/memory has not shown that number")?;
        let was_there = self.memory.forget(&self.user, *id)?;
        self.llm.forget();
        Ok(if was_there { "Forgotten." } else { "That was forgotten already." }.to_owned())
    }

    fn forget_me(&mut self) -> Result<String> {
        self.memory.forget_subject(&self.user)?;
        self.consents.forget()?;
        self.llm.forget();
        self.shown.clear();
        Ok("Forgotten: what you said, and that it was you. If you want to begin anew, /agree to it.".to_owned())
    }

    /// All that is known of the person, in plain: into a file that only they can read.
    fn export(&self, path: &str) -> Result<String> {
        ensure!(!path.is_empty(), "say /export with the name of a new file");
        let consent = self.consents.require::<Memory>()?;
        let everything = json!({
            "memories": self.memory.export_subject(&consent)?.memories,
            "consents": self.consents.records()?,
            "typed": self.consents.typed()?,
        });
        let mut file = files::make_private_file(Path::new(path)).with_context(|| format!("the file {path} cannot be made"))?;
        file.write_all(&serde_json::to_vec_pretty(&everything)?)?;
        Ok(format!("It is in {path}, for you to read and to keep."))
    }

    /// Records an answer, and does what follows from it.
    fn record(&mut self, purpose: &PurposeInfo, word: Word, typed: &str) -> Result<&'static str> {
        self.consents.record(purpose, word, typed)?;
        Ok(match word {
            Word::Grant | Word::Renew => {
                if purpose.id == Memory::ID {
                    // Who was forgotten has come back. Without this, the memory would go on refusing them.
                    self.memory.readmit(&self.user)?;
                }
                "Thank you. You can /withdraw that at any time."
            }
            Word::Withdraw => {
                self.llm.forget();
                "Noted: no longer. What I remember is still there, and locked; /forget-me erases it."
            }
            _ => "I will not, then.",
        })
    }
}

fn named(id: &str) -> Result<PurposeInfo> {
    let purpose = purposes::ALL.into_iter().find(|purpose| purpose.id == id);
    purpose.with_context(|| format!("there is no purpose `{id}`; /consent lists them"))
}

fn explain(error: anyhow::Error) -> String {
    match error.downcast_ref::<ConsentDenied>() {
        Some(denied) => format!("I may not: {denied}. Say /agree {} to allow it.", denied.purpose().id),
        None => format!("Sorry, that went wrong: {error:#}."),
    }
}

async fn say(output: &mut (impl AsyncWrite + Unpin), text: &str) -> Result<()> {
    output.write_all(format!("{text}\n").as_bytes()).await?;
    Ok(output.flush().await?)
}
