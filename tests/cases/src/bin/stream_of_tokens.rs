//! A stream whose items are tokens: what its closures are given is what they hold.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use agent_guard::ConsentDenied;
use futures::{Stream, StreamExt, TryStreamExt, stream};
use support::{Agent, Outcome, Recall};

fn tokens(agent: &Agent) -> impl Stream<Item = Result<Consent<Recall>, ConsentDenied>> {
    stream::iter([Consent::<Recall>::require(&agent.ledger, &agent.user)])
}

async fn run(agent: &Agent) -> Outcome {
    let _ = tokens(agent)
        .try_for_each(|consent| async move {
            let _ = agent.vectors.query("colour").await; //~ guarded
            Ok(())
        })
        .await;
    tokens(agent)
        .for_each(|answer| async move {
            let _ = agent.vectors.query("colour").await; //~ AG101
        })
        .await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let _ = run(&Agent::new()).await;
}
