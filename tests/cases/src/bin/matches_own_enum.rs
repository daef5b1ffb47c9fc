//! Predicates on an enum of one's own: `matches!`, guards, and methods that name a variant.
#![allow(dead_code, unused)]

use agent_guard::Consent;
use support::{Agent, Outcome, Recall};

enum Permission {
    Full(Consent<Recall>),
    Once { consent: Consent<Recall>, left: u8 },
    Anonymous,
    Refused,
}

impl Permission {
    fn is_given(&self) -> bool {
        matches!(self, Permission::Full(_))
    }

    fn consent(&self) -> Option<&Consent<Recall>> {
        match self {
            Permission::Full(consent) | Permission::Once { consent, .. } => Some(consent),
            _ => None,
        }
    }
}

fn by_matches(agent: &Agent, permission: &Permission) -> Outcome {
    if matches!(permission, Permission::Full(_)) {
        agent.notes.get("colour")?; //~ guarded
    }
    if matches!(permission, Permission::Once { left, .. } if *left > 0) {
        agent.notes.get("colour")?; //~ guarded
    }
    if let Permission::Full(_consent) | Permission::Once { consent: _consent, .. } = permission {
        agent.notes.get("colour")?; //~ guarded
    }
    if matches!(permission, Permission::Full(_) | Permission::Anonymous) {
        agent.notes.get("colour")?; //~ AG101
    }
    if matches!(permission, Permission::Full(_) | Permission::Once { .. }) {
        agent.notes.get("colour")?; //~ guarded
    }
    if !matches!(permission, Permission::Anonymous | Permission::Refused) {
        agent.notes.get("colour")?; //~ guarded
    }
    if matches!(permission, Permission::Full(_) | Permission::Once { .. } | Permission::Refused) {
        agent.notes.get("colour")?; //~ AG101
    }
    if !matches!(permission, Permission::Anonymous) {
        agent.notes.get("colour")?; //~ AG101
    }
    Ok(())
}

fn by_method(agent: &Agent, permission: &Permission) -> Outcome {
    if permission.is_given() {
        agent.notes.get("colour")?; //~ AG101: a `bool` of another function
    }
    let Some(_consent) = permission.consent() else { return Ok(()) };
    agent.notes.get("colour")?; //~ guarded
    Ok(())
}

fn by_guard(agent: &Agent, permission: Permission, again: Option<Permission>) -> Outcome {
    match (permission, again) {
        (Permission::Full(_), Some(Permission::Refused)) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (Permission::Anonymous, Some(Permission::Full(_consent) | Permission::Once { consent: _consent, .. })) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (Permission::Anonymous, Some(_)) if agent.is_verbose => {
            agent.notes.get("colour")?; //~ AG101
        }
        (Permission::Anonymous | Permission::Refused, _) => return Ok(()),
        (Permission::Full(_consent) | Permission::Once { consent: _consent, .. }, _) => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    Ok(())
}

fn by_what_is_left(agent: &Agent, permission: Permission, again: Option<Permission>) -> Outcome {
    match (permission, again) {
        (Permission::Anonymous, Some(Permission::Full(_) | Permission::Once { .. })) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (Permission::Anonymous | Permission::Refused, _) => {
            agent.notes.get("colour")?; //~ AG101
        }
        (_, _) => {
            agent.notes.get("colour")?; //~ guarded
        }
    }
    Ok(())
}

fn by_any_of_two_people(agent: &Agent, mine: &Permission, yours: &Permission) -> Outcome {
    match (mine, yours) {
        (Permission::Full(_), _) | (_, Permission::Once { .. }) => {
            agent.notes.get("colour")?; //~ guarded
        }
        (Permission::Once { .. }, _) | (_, Permission::Anonymous) => {
            agent.notes.get("colour")?; //~ AG101
        }
        _ => {}
    }
    Ok(())
}

fn in_every_round(agent: &Agent, permissions: &[Permission]) -> Outcome {
    for permission in permissions {
        match permission {
            Permission::Refused => break,
            Permission::Anonymous => continue,
            _ if agent.is_verbose => continue,
            _ => {}
        }
        agent.notes.get("colour")?; //~ guarded
    }
    agent.notes.get("colour")?; //~ AG101
    Ok(())
}

fn main() {
    let agent = Agent::new();
    let _ = by_matches(&agent, &Permission::Anonymous);
    let _ = by_method(&agent, &Permission::Refused);
    let _ = by_what_is_left(&agent, Permission::Refused, None);
    let _ = by_any_of_two_people(&agent, &Permission::Refused, &Permission::Anonymous);
    let _ = in_every_round(&agent, &[]);
    let _ = by_guard(&agent, Permission::Refused, None);
    if let (Ok(one), Ok(other)) = (agent.ask(), agent.ask()) {
        let _ = by_matches(&agent, &Permission::Full(one));
        let _ = by_matches(&agent, &Permission::Once { consent: other, left: 1 });
    }
}
