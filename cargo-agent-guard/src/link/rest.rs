//! Requests over HTTP that are written by hand: which of them are to a store or a language model.

use std::collections::BTreeSet;

use super::{FunctionRef, texts};
use crate::{
    catalogue::rest::{self, Known, RestEffect},
    facts::{Access, Effect, Facts, QueryText},
    index::FunctionId,
};

/// A request to a store.
#[derive(Debug, PartialEq, Eq)]
pub struct ToStore {
    /// What it does.
    pub effect: Effect,
    /// The store.
    pub store: String,
    /// The request, for a person: `POST …/points/search`.
    pub operation: String,
    /// What in the store it names; empty where that is not known.
    pub targets: Vec<String>,
}

/// What a request does to a store; `None` where it is not known to be to one.
pub fn resolve(units: &[Facts], unit: usize, access: &Access) -> Option<ToStore> {
    let facts = &units[unit];
    let method = facts.text(access.language);
    let known = all_known(units, unit, method, &access.query);
    let mut stores = known.iter().filter(|known| known.effect != RestEffect::SendToLlm);
    let first = stores.next()?;
    let mut effect = effect_of(first);
    let mut targets = BTreeSet::from([first.target.clone()]);
    for other in stores {
        effect = joined(effect, effect_of(other));
        targets.insert(other.target.clone());
    }
    let asks = if method.is_empty() { "a request to" } else { method };
    let operation = format!("{asks} {} through {}", first.end, facts.text(access.store));
    // Where one is not known, it may be any.
    let targets = targets.into_iter().collect::<Option<Vec<String>>>().unwrap_or_default();
    Some(ToStore { effect, store: first.store.to_owned(), operation, targets })
}

/// Whether texts that reach the address of a request, one at least, are to a store or a language model.
pub fn is_known(units: &[Facts], unit: usize, method: &str, texts: &[QueryText]) -> bool {
    !all_known(units, unit, method, texts).is_empty()
}

/// The functions of which every request that is known is to a language model.
pub fn functions_that_ask_a_model(units: &[Facts]) -> BTreeSet<FunctionRef> {
    let mut found = BTreeSet::new();
    for (unit, facts) in units.iter().enumerate() {
        for (at, function) in facts.functions.iter().enumerate() {
            let mut requests = function.accesses.iter().filter(|access| access.effect == Effect::Request).peekable();
            let asks_a_model = |access: &Access| {
                let known = all_known(units, unit, facts.text(access.language), &access.query);
                !known.is_empty() && known.iter().all(|known| known.effect == RestEffect::SendToLlm)
            };
            if requests.peek().is_some() && requests.all(asks_a_model) {
                found.insert(FunctionRef { unit, function: FunctionId::from_usize(at) });
            }
        }
    }
    found
}

fn all_known(units: &[Facts], unit: usize, method: &str, texts: &[QueryText]) -> Vec<Known> {
    let texts::Texts { whole, appended, .. } = texts::Texts::of(units, unit, texts);
    let end = appended.concat();
    let mut found = Vec::new();
    for text in &whole {
        let text = text.as_ref().map_or_else(|| "{}".to_owned(), |text| texts::expanded(units, unit, text));
        // What is pushed to the end of it on some path is there, or it is not.
        let known = rest::known(method, &format!("{text}{end}")).into_iter().chain(rest::known(method, &text));
        for one in known {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

fn effect_of(known: &Known) -> Effect {
    match known.effect {
        RestEffect::Read => Effect::Read,
        RestEffect::Write => Effect::Write,
        RestEffect::ReadWrite | RestEffect::SendToLlm => Effect::ReadWrite,
        RestEffect::Erase => Effect::Erase,
    }
}

/// What two requests of which either may be made do together.
fn joined(one: Effect, other: Effect) -> Effect {
    match (one, other) {
        (one, other) if one == other => one,
        (Effect::Erase, other) | (other, Effect::Erase) => other,
        _ => Effect::ReadWrite,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture::Fixture, index::HeldId};

    /// A request with an address of these texts; the constant `BASE` is `http://localhost/v1`.
    fn request(method: &str, texts: &[&str]) -> Option<ToStore> {
        request_of(method, texts, &[])
    }

    /// The same, with what is pushed to the end of them.
    fn request_of(method: &str, texts: &[&str], appended: &[&str]) -> Option<ToStore> {
        let mut unit = Fixture::new("agent");
        let [store, operation, language] = ["reqwest", "Client::post", method].map(|text| unit.text(text));
        let mut query: Vec<QueryText> = texts.iter().map(|text| QueryText::Literal(unit.text(text))).collect();
        query.extend(appended.iter().map(|text| QueryText::Appended(unit.text(text))));
        let (name, base) = (unit.text("BASE"), unit.text("http://localhost/v1"));
        unit.facts.constants.push((name, vec![QueryText::Literal(base)]));
        let access = Access { store, operation, effect: Effect::Request, language, query, through: None, held: HeldId(0), span: None };
        resolve(&[unit.facts], 0, &access)
    }

    #[test]
    fn a_request_to_a_store_is_an_access_to_it() {
        let found = request("POST", &["{}/collections/notes/points/search"]).expect("it is to a store");
        assert_eq!((found.effect, found.store.as_str()), (Effect::Read, "qdrant-client"));
        assert_eq!(found.operation, "POST …/points/search through reqwest");
        assert_eq!(found.targets, ["notes"]);
    }

    #[test]
    fn a_constant_in_an_address_is_read() {
        assert_eq!(request("POST", &["{BASE}/objects"]).map(|found| found.effect), Some(Effect::Write));
        assert_eq!(request("POST", &["{OTHER}/objects"]), None);
    }

    #[test]
    fn what_may_be_several_requests_is_all_of_them() {
        let either = request("POST", &["{}/collections/a/points/search", "{}/collections/b/points/batch"]).expect("it is to a store");
        assert_eq!((either.effect, either.targets), (Effect::ReadWrite, vec!["a".to_owned(), "b".to_owned()]));
        let unknown = request("", &["{}/collections/{}/points"]).expect("it is to a store");
        assert_eq!((unknown.effect, unknown.operation.as_str()), (Effect::ReadWrite, "a request to …/points through reqwest"));
        assert_eq!(unknown.targets, [""; 0]);
    }

    #[test]
    fn what_is_pushed_to_the_end_of_an_address_counts() {
        let found = request_of("GET", &["{}"], &["/notes/", "_search"]);
        assert_eq!(found.map(|found| (found.store, found.targets)), Some(("elasticsearch".to_owned(), vec!["notes".to_owned()])));
    }

    #[test]
    fn a_request_to_a_model_or_to_anything_else_is_no_access() {
        assert_eq!(request("POST", &["https://api.openai.com/v1/chat/completions"]), None);
        assert_eq!(request("GET", &["https://example.com/"]), None);
        assert_eq!(request("POST", &["{}"]), None);
    }
}
