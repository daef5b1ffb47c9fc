//! An actor: the message that asks for a memory carries the token.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};
use tokio::sync::mpsc;

enum Message {
    Recall { key: String, consent: Consent<Recall> },
    Peek { key: String },
    Stop,
}

async fn serve(agent: Agent, mut messages: mpsc::Receiver<Message>) -> Outcome {
    while let Some(message) = messages.recv().await {
        match message {
            Message::Recall { key, .. } => {
                agent.vectors.query(key.as_str()).await?; //~ guarded
            }
            Message::Peek { key } => {
                agent.vectors.query(key.as_str()).await?; //~ AG101
            }
            Message::Stop => break,
        }
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (send, receive) = mpsc::channel(1);
    let actor = tokio::spawn(serve(Agent::new(), receive));
    let _ = send.send(Message::Peek { key: String::new() }).await;
    if let Ok(consent) = Agent::new().ask() {
        let _ = send.send(Message::Recall { key: String::new(), consent }).await;
    }
    let _ = send.send(Message::Stop).await;
    let _ = actor.await;
}
