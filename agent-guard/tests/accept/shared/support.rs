//! What the accepted forms share: two purposes, an error that a denial converts into, and a way to run a future.

#![allow(dead_code)]

use agent_guard::{ConsentDenied, Purpose};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Recall what you told me earlier.
#[derive(Purpose)]
#[purpose(id = "memory.recall")]
pub struct Recall;

/// Remember what you tell me.
#[derive(Purpose)]
#[purpose(id = "memory.store")]
pub struct Store;

#[derive(Debug)]
pub enum AgentError {
    NoConsent(ConsentDenied),
}

impl From<ConsentDenied> for AgentError {
    fn from(denied: ConsentDenied) -> Self {
        Self::NoConsent(denied)
    }
}

/// Runs a future that never has to wait.
pub fn run<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

pub fn assert_send<T: Send>(value: T) -> T {
    value
}
