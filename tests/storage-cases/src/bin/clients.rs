//! Stores with builders, commands and records: what is content, and what is key.

use agent_guard::{Pii, Vault, pii};
use helpers::{Outcome, ada, seal, vault};
use redis::{AsyncCommands, Commands};
use sqlx::PgPool;

fn with_redis(client: &mut redis::Connection, vault: &Vault, user: &str, note: &str) -> Outcome {
    let _: () = client.set(user, note)?; //~ AG201
    let _: () = client.set(user, seal(vault, note)?)?; //~ clean: the key is no content
    let _: () = client.set(user, 3)?; //~ clean
    let _: () = redis::cmd("SET").arg(user).arg(note).query(client)?; //~ AG201
    let _: () = redis::cmd("SET").arg(user).arg(seal(vault, note)?).query(client)?; //~ clean
    let _: () = redis::cmd("SET").arg("count").arg(3).query(client)?; //~ clean
    Ok(())
}

async fn with_redis_later(client: &mut redis::aio::MultiplexedConnection, vault: &Vault, user: &str, note: &str) -> Outcome {
    let _: () = client.rpush(user, note).await?; //~ AG201
    let _: () = client.rpush(user, seal(vault, note)?).await?; //~ clean
    Ok(())
}

async fn with_sqlx(pool: &PgPool, vault: &Vault, user: &str, note: &str) -> Outcome {
    sqlx::query("INSERT INTO notes (user, note) VALUES ($1, $2)").bind(user).bind(note).execute(pool).await?; //~ AG201
    sqlx::query("INSERT INTO notes (user, note) VALUES ($1, $2)").bind(user).bind(seal(vault, note)?).execute(pool).await?; //~ clean
    sqlx::query("INSERT INTO notes (note, user) VALUES ($1, $2)").bind(seal(vault, note)?).bind(user).execute(pool).await?; //~ clean
    sqlx::query("UPDATE notes SET seen = $1 WHERE id = $2").bind(true).bind(3_i64).execute(pool).await?; //~ clean
    let mut transaction = pool.begin().await?;
    sqlx::query("INSERT INTO notes (note) VALUES ($1)").bind(note.to_uppercase()).execute(&mut *transaction).await?; //~ AG201
    transaction.commit().await?;
    Ok(())
}

#[pii]
struct Person {
    #[pii(email)]
    email: String,
    theme: String,
}

fn personal(memory: &rusqlite::Connection, vault: &Vault, person: &Person, phone: &Pii<String>, consent: &agent_guard::Consent<helpers::Remember>) -> Outcome {
    let sealed = seal(vault, &person.theme)?;
    memory.execute("INSERT INTO people (email, note) VALUES (?1, ?2)", (&person.email, &sealed))?; //~ AG201: personal, even beside what is sealed
    memory.execute("INSERT INTO people (theme, note) VALUES (?1, ?2)", (&person.theme, &sealed))?; //~ clean
    memory.execute("INSERT INTO people (phone, note) VALUES (?1, ?2)", (phone.reveal(consent), &sealed))?; //~ AG201
    memory.execute("INSERT INTO people (phone) VALUES (?1)", [seal(vault, phone.reveal(consent))?])?; //~ clean
    let index = vault.blind_index("people", "email", person.email.as_bytes());
    memory.execute("INSERT INTO people (email, note) VALUES (?1, ?2)", (index.as_bytes(), &sealed))?; //~ clean: a keyed hash
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let (vault, client) = (vault()?, redis::Client::open("redis://127.0.0.1/")?);
    let words: Vec<String> = std::env::args().collect();
    with_redis(&mut client.get_connection()?, &vault, &words[1], &words[2])?;
    with_redis_later(&mut client.get_multiplexed_async_connection().await?, &vault, &words[1], &words[2]).await?;
    with_sqlx(&PgPool::connect("postgres://localhost/notes").await?, &vault, &words[1], &words[2]).await?;
    let ledger = agent_guard::ConsentLedger::new();
    let consent = agent_guard::Consent::<helpers::Remember>::require(&ledger, &ada())?;
    let person = Person { email: words[3].clone(), theme: words[4].clone() };
    personal(&rusqlite::Connection::open("people.db")?, &vault, &person, &Pii::new(words[5].clone()), &consent)
}
