//! Futures written by hand: what their state holds when they are polled.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};
use support::{Agent, Failure, Outcome, Recall};

type Asking = Pin<Box<dyn Future<Output = Outcome<Consent<Recall>>> + Send>>;

struct Holding<'a> {
    agent: &'a Agent,
    consent: Consent<Recall>,
}

impl Future for Holding<'_> {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<bool> {
        Poll::Ready(self.agent.notes.get("colour").is_ok()) //~ guarded
    }
}

struct Hoping<'a> {
    agent: &'a Agent,
    consent: Option<Consent<Recall>>,
}

impl Future for Hoping<'_> {
    type Output = bool;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<bool> {
        if self.consent.is_some() {
            return Poll::Ready(self.agent.notes.get("colour").is_ok()); //~ guarded
        }
        Poll::Ready(self.agent.notes.get("colour").is_ok()) //~ AG101
    }
}

struct Waiting<'a> {
    agent: &'a Agent,
    asking: Asking,
}

impl Future for Waiting<'_> {
    type Output = Outcome<bool>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let _consent = ready!(self.asking.as_mut().poll(context))?;
        Poll::Ready(Ok(self.agent.notes.get("colour").is_ok())) //~ guarded
    }
}

enum Stage {
    Asking(Asking),
    Reading(Consent<Recall>),
    Done,
}

struct Staged<'a> {
    agent: &'a Agent,
    stage: Stage,
}

impl Future for Staged<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        loop {
            match &mut self.stage {
                Stage::Asking(asking) => match asking.as_mut().poll(context) {
                    Poll::Ready(Ok(consent)) => self.stage = Stage::Reading(consent),
                    Poll::Ready(Err(failure)) => return Poll::Ready(Err(failure)),
                    Poll::Pending => {
                        let _ = self.agent.notes.get("meanwhile"); //~ AG101
                        return Poll::Pending;
                    }
                },
                Stage::Reading(_) => {
                    let _ = self.agent.notes.get("colour"); //~ guarded
                    self.stage = Stage::Done;
                }
                Stage::Done => return Poll::Ready(Ok(())),
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let agent = Agent::new();
    let asking = || -> Asking { Box::pin(async { Agent::new().ask() }) };
    Hoping { agent: &agent, consent: None }.await;
    let _ = Waiting { agent: &agent, asking: asking() }.await;
    let _ = Staged { agent: &agent, stage: Stage::Asking(asking()) }.await;
    if let Ok(consent) = agent.ask() {
        Holding { agent: &agent, consent }.await;
    }
}
