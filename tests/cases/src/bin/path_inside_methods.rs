//! Functions that stand inside methods.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

struct Notes<T>(T);

trait Load {
    fn load(&self, agent: &Agent) -> Outcome;

    fn by_default(&self, agent: &Agent) -> Outcome {
        fn find(agent: &Agent) -> Outcome {
            agent.notes.get("default")?; //~ AG101
            Ok(())
        }
        find(agent)
    }
}

impl Notes<u8> {
    fn asks(&self, agent: &Agent) -> Outcome {
        fn find(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ guarded
            Ok(())
        }
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        find(agent)
    }

    fn does_not_ask(&self, agent: &Agent) -> Outcome {
        fn find(agent: &Agent) -> Outcome {
            agent.notes.get("colour")?; //~ AG101
            Ok(())
        }
        find(agent)
    }

    /// Inside what is inside, and with a parameter.
    fn deeper(&self, agent: &Agent) -> Outcome {
        fn outer<A: AsRef<str>>(agent: &Agent, key: A) -> Outcome {
            fn inner(agent: &Agent, key: &str) -> Outcome {
                agent.notes.get(key)?; //~ guarded
                Ok(())
            }
            Consent::<Recall>::require(&agent.ledger, &agent.user)?;
            inner(agent, key.as_ref())
        }
        outer(agent, "colour")
    }
}

impl<T> Notes<T> {
    fn of_any(&self, agent: &Agent) -> Outcome {
        fn look(agent: &Agent) -> Outcome {
            agent.notes.get("any")?; //~ guarded
            Ok(())
        }
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        [agent].into_iter().try_for_each(look)
    }
}

impl<T> Load for Notes<T> {
    fn load(&self, agent: &Agent) -> Outcome {
        fn fetch(agent: &Agent) -> Outcome {
            agent.notes.get("loaded")?; //~ guarded
            Ok(())
        }
        Consent::<Recall>::require(&agent.ledger, &agent.user)?;
        fetch(agent)
    }
}

mod elsewhere {
    use agent_guard::Consent;
    use support::{Agent, Outcome, Recall};

    impl super::Notes<u16> {
        pub fn from_afar(&self, agent: &Agent) -> Outcome {
            fn reach(agent: &Agent) -> Outcome {
                agent.notes.get("afar")?; //~ guarded
                Ok(())
            }
            Consent::<Recall>::require(&agent.ledger, &agent.user)?;
            reach(agent)
        }
    }
}

fn main() {
    let agent = Agent::new();
    let notes = Notes(0u8);
    let _ = notes.asks(&agent);
    let _ = notes.does_not_ask(&agent);
    let _ = notes.deeper(&agent);
    let _ = notes.of_any(&agent);
    let _ = notes.load(&agent);
    let _ = notes.by_default(&agent);
    let _ = Notes(0u16).from_afar(&agent);
}
