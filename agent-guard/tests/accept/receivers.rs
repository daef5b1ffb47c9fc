//! `self` in every form that stable Rust has.
#![deny(warnings)]
#[path = "shared/support.rs"]
mod support;

use agent_guard::{ConsentDenied, ConsentLedger, user_consent_required};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use support::{Recall, assert_send, run};

#[derive(Default)]
struct Agent {
    ledger: ConsentLedger,
    recalled: usize,
}

impl Agent {
    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn by_value(self) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn by_mut_value(mut self) -> Result<usize, ConsentDenied> {
        self.recalled += 1;
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn by_ref(&self) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn by_mut<'a>(&'a mut self) -> Result<&'a mut usize, ConsentDenied> {
        self.recalled += 1;
        Ok(&mut self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn boxed(self: Box<Self>) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn rc(self: Rc<Self>) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn arc(self: &Arc<Self>) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    async fn arc_async(self: Arc<Self>) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.ledger, subject = "ada")]
    fn pinned(mut self: Pin<&mut Self>) -> Result<usize, ConsentDenied> {
        self.recalled += 1;
        Ok(self.recalled)
    }

    #[user_consent_required(Recall, gate = self.as_ref().get_ref().ledger, subject = "ada")]
    async fn pinned_async(self: Pin<&mut Self>) -> Result<usize, ConsentDenied> {
        Ok(self.recalled)
    }
}

fn consenting() -> Agent {
    let agent = Agent::default();
    agent.ledger.grant::<Recall>(&"ada".into());
    agent
}

fn main() {
    assert!(Agent::default().by_value().is_err());
    assert_eq!(consenting().by_value().unwrap(), 0);
    assert_eq!(consenting().by_mut_value().unwrap(), 1);
    assert_eq!(consenting().by_ref().unwrap(), 0);
    assert_eq!(*consenting().by_mut().unwrap(), 1);
    assert_eq!(Box::new(consenting()).boxed().unwrap(), 0);
    assert_eq!(Rc::new(consenting()).rc().unwrap(), 0);
    assert_eq!(Arc::new(consenting()).arc().unwrap(), 0);
    assert_eq!(run(assert_send(Arc::new(consenting()).arc_async())).unwrap(), 0);
    assert_eq!(Pin::new(&mut consenting()).pinned().unwrap(), 1);
    assert_eq!(run(Pin::new(&mut consenting()).pinned_async()).unwrap(), 0);
    assert!(run(Pin::new(&mut Agent::default()).pinned_async()).is_err());
}
