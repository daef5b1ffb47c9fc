//! Whose data an access is about: the person who was asked, somebody else, or everybody.

use agent_guard::{Consent, ConsentLedger, SubjectId, user_consent_required};
use helpers::{Outcome, Recall, Remember};
use rusqlite::Connection;

const BY_USER: &str = "SELECT note FROM notes WHERE user = ?1";

struct Agent {
    memory: Connection,
    ledger: ConsentLedger,
}

fn note(row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    row.get(0)
}

impl Agent {
    fn of_the_subject(&self, user: &str) -> Outcome {
        let consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        self.memory.query_row(BY_USER, [user], note)?; //~ clean
        self.memory.query_row(BY_USER, [consent.subject().as_str()], note)?; //~ clean
        Ok(())
    }

    fn step_by_step(&self, user: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        let topic: String = self.memory.query_row("SELECT topic FROM people WHERE user = ?1", [user], note)?; //~ clean
        self.memory.query_row("SELECT note FROM notes WHERE topic = ?1", [topic], note)?; //~ clean: it is the user's topic
        Ok(())
    }

    fn of_another(&self, user: &str, other: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        self.memory.query_row(BY_USER, [other], note)?; //~ AG108: `user` was asked
        self.memory.query_row("SELECT note FROM notes WHERE user IN (?1, ?2)", [user, other], note)?; //~ clean: it is about them, too
        Ok(())
    }

    fn by_words(&self, user: &str, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        self.memory.query_row("SELECT note FROM notes WHERE note LIKE ?1", [question], note)?; //~ AG108: everybody's notes
        self.memory.query_row("SELECT note FROM notes WHERE user = ?1 AND note LIKE ?2", [user, question], note)?; //~ clean
        Ok(())
    }

    fn through_a_helper(&self, user: &str, other: &str) -> Outcome {
        let consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        recall(&self.memory, &consent, user)?;
        recall_another(&self.memory, &consent, other)?;
        recall_of(&self.memory, &consent)
    }

    #[user_consent_required(Remember, gate = self.ledger, subject = user)]
    fn by_attribute(&self, user: &str, text: &str) -> Outcome {
        self.memory.execute("INSERT INTO notes (user, length) VALUES (?1, ?2)", (user, text.len()))?; //~ AG201: all words of the command line are one to us, and this one may be a note
        self.memory.execute("INSERT INTO lengths (length) VALUES (?1)", [text.len()])?; //~ clean: nothing of anybody
        self.memory.execute("INSERT INTO notes (length, note) VALUES (?1, ?2)", (text.len(), text))?; //~ AG108 AG201: whose is it?
        Ok(())
    }

    async fn later(&self, user: &str, other: &str) -> Outcome {
        let consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(user))?;
        self.awaited(&consent, user).await?;
        self.memory.query_row(BY_USER, [other], note)?; //~ AG108
        Ok(())
    }

    async fn awaited(&self, _consent: &Consent<Recall>, user: &str) -> Outcome {
        self.memory.query_row(BY_USER, [user], note)?; //~ clean
        Ok(())
    }
}

impl Agent {
    /// Nothing here calls it, so the user is whoever somebody else says.
    #[allow(dead_code)]
    fn from_outside(&self, user: &str, note: &str) -> Outcome {
        let consent = Consent::<Remember>::require(&self.ledger, &SubjectId::new(user))?;
        self.memory.execute("INSERT INTO people (user) VALUES (?1)", [user])?; //~ clean: it says who was asked, and is no content
        self.memory.execute("INSERT INTO people (user) VALUES (?1)", [consent.subject().as_str()])?; //~ clean
        self.memory.execute("INSERT INTO notes (user, note) VALUES (?1, ?2)", [user, note])?; //~ AG201
        Ok(())
    }
}

struct Request {
    user: String,
    about: String,
}

impl Agent {
    fn fields(&self, request: &Request) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &SubjectId::new(request.user.as_str()))?;
        self.memory.query_row(BY_USER, [&request.user], note)?; //~ clean
        self.memory.query_row(BY_USER, [&request.about], note)?; //~ AG108: another field
        Ok(())
    }
}

fn recall(memory: &Connection, _consent: &Consent<Recall>, user: &str) -> Outcome {
    memory.query_row(BY_USER, [user], note)?; //~ clean
    Ok(())
}

fn recall_another(memory: &Connection, _consent: &Consent<Recall>, user: &str) -> Outcome {
    memory.query_row(BY_USER, [user], note)?; //~ AG108: its caller gives it somebody else
    Ok(())
}

fn recall_of(memory: &Connection, consent: &Consent<Recall>) -> Outcome {
    memory.query_row(BY_USER, [consent.subject().as_str()], note)?; //~ clean
    Ok(())
}

/// What one person says: whose the memory beside them is, nothing here says.
struct Session {
    memory: Connection,
    ledger: ConsentLedger,
    user: SubjectId,
}

impl Session {
    fn recall(&self, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &self.user)?;
        self.memory.query_row("SELECT note FROM notes WHERE note LIKE ?1", [question], note)?; //~ clean: it may be theirs
        Ok(())
    }

    fn recall_from(&self, memory: &Connection, question: &str) -> Outcome {
        let _consent = Consent::<Recall>::require(&self.ledger, &self.user)?;
        memory.query_row("SELECT note FROM notes WHERE note LIKE ?1", [question], note)?; //~ AG108: everybody's notes
        Ok(())
    }
}

/// One person's own machine: nobody else's data are there.
fn alone(memory: &Connection, question: &str) -> Outcome {
    let ledger = ConsentLedger::new();
    let _consent = Consent::<Recall>::require(&ledger, &SubjectId::new("owner"))?;
    memory.query_row("SELECT note FROM notes WHERE note LIKE ?1", [question], note)?; //~ clean
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let agent = Agent { memory: Connection::open("notes.db")?, ledger: ConsentLedger::new() };
    let user = std::env::args().nth(1).unwrap_or_default();
    let (other, question) = (std::fs::read_to_string("other")?, std::io::read_to_string(std::io::stdin())?);
    agent.of_the_subject(&user)?;
    agent.step_by_step(&user)?;
    agent.of_another(&user, &other)?;
    agent.by_words(&user, &question)?;
    agent.through_a_helper(&user, &other)?;
    agent.by_attribute(&user, &question)?;
    agent.later(&user, &other).await?;
    let session = Session { memory: Connection::open("session.db")?, ledger: ConsentLedger::new(), user: SubjectId::new(user.as_str()) };
    agent.fields(&Request { user, about: other })?;
    session.recall(&question)?;
    session.recall_from(&agent.memory, &question)?;
    alone(&agent.memory, &question)
}
