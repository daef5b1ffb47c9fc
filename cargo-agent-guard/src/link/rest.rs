//! Requests over HTTP that are written by hand: which of them are to a store or a language model.

use std::collections::BTreeSet;

use super::{
    FunctionRef,
    call_graph::CallGraph,
    callers::{Callers, Route},
    flows::Net,
    texts,
    urls::{Asked, Urls},
};
use crate::{
    catalogue::rest::{Apis, Known, RestEffect},
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
    /// The calls by which it is this request.
    pub route: Route,
}

/// What a request does to stores: for each route by which it is known to be one to a store, which and what.
pub fn resolve(urls: &Urls<'_, '_, '_>, units: &[Facts], at: FunctionRef, access: &Access) -> Vec<ToStore> {
    let library = units[at.unit].text(access.store);
    let mut routes: Vec<Vec<Asked>> = Vec::new();
    for asked in urls.asked(at, access) {
        match routes.iter_mut().find(|known| known[0].route == asked.route) {
            Some(known) => known.push(asked),
            None => routes.push(vec![asked]),
        }
    }
    routes.into_iter().filter_map(|asked| to_store(library, asked)).collect()
}

/// What requests do together of which any may be made by one route.
fn to_store(library: &str, asked: Vec<Asked>) -> Option<ToStore> {
    let all = asked.iter().flat_map(|asked| asked.known.iter().map(move |known| (asked, known)));
    let mut stores = all.filter(|(_, known)| known.effect != RestEffect::SendToLlm);
    let (Asked { method, route, .. }, first) = stores.next()?;
    let mut effect = effect_of(first);
    let mut targets = BTreeSet::from([first.target.clone()]);
    for (_, other) in stores {
        effect = joined(effect, effect_of(other));
        targets.insert(other.target.clone());
    }
    let asks = if method.is_empty() { "a request to" } else { method };
    let operation = format!("{asks} {} through {library}", first.end);
    // Where one is not known, it may be any.
    let targets = targets.into_iter().collect::<Option<Vec<String>>>().unwrap_or_default();
    Some(ToStore { effect, store: first.store.clone(), operation, targets, route: route.clone() })
}

/// Whether texts that reach the address of a request, one at least, are to a store or a language model.
pub fn is_known(apis: &Apis, units: &[Facts], unit: usize, method: &str, texts: &[QueryText]) -> bool {
    let whole = texts::Texts::of(units, unit, texts).whole;
    whole.iter().flatten().any(|text| !apis.known(method, &texts::expanded(units, unit, text)).is_empty())
}

/// Which requests of the user's own interfaces are made: which `[[api]]` of the policy, from 0, and the request as it stands there.
pub fn own_requests_seen(units: &[Facts], apis: &Apis) -> BTreeSet<(usize, String)> {
    let graph = CallGraph::new(units);
    let callers = Callers::new(units, &graph);
    let urls = Urls::new(&callers, apis);
    let mut seen = BTreeSet::new();
    for (unit, facts) in units.iter().enumerate().filter(|_| !apis.own.is_empty()) {
        for (at, function) in facts.functions.iter().enumerate() {
            let here = FunctionRef { unit, function: FunctionId::from_usize(at) };
            for access in function.accesses.iter().filter(|access| access.effect == Effect::Request) {
                let asked = urls.asked(here, access);
                seen.extend(asked.into_iter().flat_map(|asked| asked.known).filter_map(|known| known.own));
            }
        }
    }
    seen
}

/// The functions of which every request that is known is to a language model, those among them that put something into one that another has begun.
pub fn functions_that_ask_a_model(urls: &Urls<'_, '_, '_>, net: &Net<'_, '_>) -> BTreeSet<FunctionRef> {
    let (mut asking, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (unit, facts) in net.units.iter().enumerate() {
        for (at, function) in facts.functions.iter().enumerate() {
            let here = FunctionRef { unit, function: FunctionId::from_usize(at) };
            for (access, number) in function.accesses.iter().zip(0..).filter(|(access, _)| access.effect == Effect::Request) {
                let asked = urls.asked(here, access);
                let mut note = |function: FunctionRef, asked: &[&Asked]| {
                    let functions = if asks_a_model(asked) { &mut asking } else { &mut others };
                    functions.insert(function);
                };
                note(here, &asked.iter().collect::<Vec<_>>());
                for put in net.others_who_put(net.graph.number(here), number, None) {
                    let by_it: Vec<&Asked> = asked.iter().filter(|asked| put.may_be_on(&asked.route, net.graph.number(here))).collect();
                    note(net.graph.function(put.function).0, &by_it);
                }
            }
        }
    }
    asking.retain(|function| !others.contains(function));
    asking
}

/// Whether what is known of a request is that it is one to a language model, by each of its routes.
fn asks_a_model(asked: &[&Asked]) -> bool {
    let is_known = |route: &Route| asked.iter().any(|asked| asked.route == *route && !asked.known.is_empty());
    let mut known = asked.iter().flat_map(|asked| &asked.known).peekable();
    known.peek().is_some() && known.all(|known| known.effect == RestEffect::SendToLlm) && asked.iter().all(|asked| is_known(&asked.route))
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
        let function = unit.function("ask", 1, 9);
        let [store, operation, language] = ["reqwest", "Client::post", method].map(|text| unit.text(text));
        let mut query: Vec<QueryText> = texts.iter().map(|text| QueryText::Literal(unit.text(text))).collect();
        query.extend(appended.iter().map(|text| QueryText::Appended(unit.text(text))));
        let (name, base) = (unit.text("BASE"), unit.text("http://localhost/v1"));
        unit.facts.constants.push((name, vec![QueryText::Literal(base)]));
        let access = Access { store, operation, effect: Effect::Request, language, query, through: None, held: HeldId(0), span: None };
        let units = [unit.facts];
        let (graph, apis) = (CallGraph::new(&units), Apis::default());
        let callers = Callers::new(&units, &graph);
        let urls = Urls::new(&callers, &apis);
        let mut found = resolve(&urls, &units, FunctionRef { unit: 0, function }, &access);
        assert!(found.len() <= 1 && found.iter().all(|found| found.route.is_empty()), "{found:?}");
        found.pop()
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
