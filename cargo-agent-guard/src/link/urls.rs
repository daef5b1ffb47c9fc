//! What the address of a request over HTTP may be, and by which calls: what a function is given as a path is looked for in its callers.
//!
//! ```text
//! async fn post(&self, path: &str) {                      address  {field 0 of Rest}{parameter 2 of 7}
//!     self.http.post(format!("{}{path}", self.base)) …
//! }
//! rest.post("/collections/notes/points/search")           {}/collections/notes/points/search, by this call
//! rest.post("/status")                                    {}/status, by that one
//! ```
//!
//! A caller is asked only as long as what is known does not say which request it is. What a field of a struct is made with is taken for what it
//! may be anywhere.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{FunctionRef, call_graph::CallGraph, texts};
use crate::{
    catalogue::rest::{Apis, Known},
    facts::{Access, Facts, Function, FunctionKind, Hole, Part, QueryText, all_texts, parts, with_holes},
    index::FunctionId,
    path,
};

/// A call that a function is entered by: function, caller, and the number of the call in that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entry {
    /// The function.
    pub callee: u32,
    /// The body that calls it.
    pub caller: u32,
    /// The number of the call in [`Function::calls`].
    pub site: u32,
}

/// Calls one around the other, from the inside out. Whatever leads to the last caller is part of the route.
pub type Route = Vec<Entry>;

/// What a request may be, if it is made by these calls.
#[derive(Debug, PartialEq, Eq)]
pub struct Asked {
    /// What requests of this method and address are known to be. It may be none of a request that a caller decides about.
    pub known: Vec<Known>,
    /// The method; `""` where it is not known.
    pub method: String,
    /// The calls.
    pub route: Route,
}

/// The requests of a workspace.
pub struct Urls<'g, 'f> {
    units: &'f [Facts],
    graph: &'g CallGraph<'f>,
    apis: &'g Apis,
}

/// A request that is looked at: what is known of it if it is made by the calls of a route.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Request {
    /// The unit that the texts are of.
    unit: usize,
    method: String,
    address: String,
    route: Route,
}

/// No more than this many routes are looked at for one request, and none of more calls.
const MOST_REQUESTS: usize = 512;
const LONGEST_ROUTE: usize = 8;

/// Constants, fields and parameters that are made of each other are followed through this many.
const DEEPEST: usize = 6;

impl<'g, 'f> Urls<'g, 'f> {
    /// Nothing looked at yet.
    pub fn new(units: &'f [Facts], graph: &'g CallGraph<'f>, apis: &'g Apis) -> Self {
        Urls { units, graph, apis }
    }

    /// The facts.
    pub fn units(&self) -> &'f [Facts] {
        self.units
    }

    /// What a request may be, and by which calls; of what is not known to be anything nothing is said.
    pub fn asked(&self, at: FunctionRef, access: &Access) -> Vec<Asked> {
        let facts = &self.units[at.unit];
        let mut pending = Vec::new();
        let end: String = access
            .query
            .iter()
            .filter_map(|text| if let QueryText::Appended(text) = text { Some(facts.text(*text)) } else { None })
            .collect();
        for text in access.query.iter().filter(|text| !matches!(text, QueryText::Appended(_))) {
            // What is pushed to the end of it on some path is there, or it is not.
            let text = as_part(facts, *text);
            let both = BTreeSet::from([text.clone(), format!("{text}{end}")]);
            pending.extend(both.into_iter().map(|address| (address, facts.text(access.language).to_owned())));
        }
        let mut requests: Vec<Request> = Vec::new();
        let mut seen = FxHashSet::default();
        for (address, method) in pending {
            self.add(at.unit, &address, &method, &[], &mut seen, &mut requests);
        }
        let mut found: Vec<Asked> = Vec::new();
        let mut unknown: Vec<Request> = Vec::new();
        let mut next = 0;
        while let Some(request) = requests.get(next).cloned() {
            next += 1;
            unknown.extend(self.look_at(request, &mut seen, &mut requests, &mut found));
        }
        // What one caller asks says whose server it is, and so what the others ask of it.
        let stores: BTreeSet<String> = found.iter().flat_map(|asked| &asked.known).map(|known| known.store.clone()).collect();
        found.extend(unknown.into_iter().filter(|request| !request.route.is_empty()).map(|Request { method, address, route, .. }| {
            let method = verb(&method).to_owned();
            Asked { known: self.apis.known_of(&stores, &method, &closed(&address)), method, route }
        }));
        found
    }

    /// Says what a request is, or who decides it. Gives it back where nobody does.
    fn look_at(
        &self,
        request: Request,
        seen: &mut FxHashSet<Request>,
        requests: &mut Vec<Request>,
        found: &mut Vec<Asked>,
    ) -> Option<Request> {
        let Request { unit, method, address, route } = &request;
        let unit = *unit;
        let open = open_parameters(method).into_iter().chain(open_parameters(address)).find(|&(_, function)| {
            let function = self.units[unit].functions.get(function as usize);
            function.is_some_and(|function| function.kind == FunctionKind::Function)
        });
        let owner = open.map(|(_, function)| self.graph.number(FunctionRef { unit, function: FunctionId(function) }));
        let is_method_open = !open_parameters(method).is_empty();
        let known = self.apis.known(verb(method), &closed(address));
        let entries = owner.into_iter().flat_map(|owner| self.entries_of(owner));
        let entries: Vec<Entry> = entries.filter(|entry| !route.contains(entry) && route.len() < LONGEST_ROUTE).collect();
        let asks_callers = owner.is_some() && !entries.is_empty() && (known.is_empty() || is_method_open);
        let is_entered_otherwise = owner.is_some_and(|owner| self.graph.roots.contains(&owner));
        let known_nothing = known.is_empty();
        if !known_nothing && (!asks_callers || is_entered_otherwise) {
            found.push(Asked { known, method: verb(method).to_owned(), route: route.clone() });
        }
        if !asks_callers {
            return known_nothing.then_some(request);
        }
        for entry in entries {
            let (caller, function) = self.graph.function(entry.caller);
            let route: Route = route.iter().copied().chain([entry]).collect();
            let function_id = open.map_or(u32::MAX, |(_, function)| function);
            for method in self.given(caller.unit, function, entry.site, function_id, method) {
                for address in self.given(caller.unit, function, entry.site, function_id, address) {
                    self.add(caller.unit, &address, &method, &route, seen, requests);
                }
            }
        }
        None
    }

    /// Adds requests to those that are to be looked at, with constants and fields by their values.
    fn add(&self, unit: usize, address: &str, method: &str, route: &[Entry], seen: &mut FxHashSet<Request>, requests: &mut Vec<Request>) {
        for address in self.values(unit, address, true, 0) {
            let request = Request { unit, method: method.to_owned(), address, route: route.to_vec() };
            if requests.len() < MOST_REQUESTS && seen.insert(request.clone()) {
                requests.push(request);
            }
        }
    }

    /// A text with what a call gives for the parameters of the function that is called. What it does not say, and what is another function's, is
    /// not known any more.
    fn given(&self, unit: usize, caller: &Function, site: u32, callee: u32, text: &str) -> Vec<String> {
        let facts = &self.units[unit];
        put_together(text, |hole| match hole {
            Hole::Parameter { parameter, function } if function == callee => {
                let given = caller.arguments.iter().filter(|argument| argument.call == site && argument.parameter == parameter);
                given.flat_map(|argument| &argument.texts).map(|&text| as_part(facts, text)).collect()
            }
            _ => Vec::new(),
        })
    }

    /// All that a text may be: constants and fields by their values. Parameters are left to be asked for, or are what any caller gives.
    fn values(&self, unit: usize, text: &str, leaves_parameters: bool, depth: usize) -> Vec<String> {
        put_together(text, |hole| match hole {
            _ if depth >= DEEPEST => Vec::new(),
            Hole::Constant(path) => self.texts_of(texts::constant(self.units, unit, path), depth),
            Hole::Field { ty, number } => self.texts_of(self.field(unit, ty, number), depth),
            Hole::Parameter { .. } if leaves_parameters => vec![hole.to_string()],
            Hole::Parameter { parameter, function } => {
                let callee = self.graph.number(FunctionRef { unit, function: FunctionId(function) });
                let given = self.entries_of(callee).map(|entry| {
                    let (caller, function) = self.graph.function(entry.caller);
                    let given = function.arguments.iter().filter(|argument| argument.call == entry.site && argument.parameter == parameter);
                    given.map(move |argument| (caller.unit, argument.texts.as_slice())).collect::<Vec<_>>()
                });
                self.texts_of(given.flatten().collect(), depth)
            }
            Hole::Result { block, function } => {
                let caller = FunctionRef { unit, function: FunctionId(function) };
                let given = self.given_back(caller, block, depth);
                given.into_iter().flat_map(|text| self.values(unit, &text, leaves_parameters, depth + 1)).collect()
            }
            Hole::Any | Hole::Capture(_) | Hole::OwnParameter(_) | Hole::OwnResult(_) => Vec::new(),
        })
    }

    /// What a call gives back, with what it is given, as texts of the caller.
    fn given_back(&self, caller: FunctionRef, block: u32, depth: usize) -> Vec<String> {
        let Some(body) = self.units[caller.unit].functions.get(caller.function.index()) else { return Vec::new() };
        let site = body.text_calls.iter().find(|(known, _)| *known == block).map(|&(_, site)| site);
        let Some((site, call)) = site.and_then(|site| Some((site, body.calls.get(site as usize)?))) else { return Vec::new() };
        let callees = self.graph.callees(caller.unit, call).iter().map(|&callee| self.graph.function(callee));
        let returned = callees.flat_map(|(callee, function)| {
            let texts = function.returned.iter().map(move |&text| (callee, as_part(&self.units[callee.unit], text)));
            texts.flat_map(move |(callee, text)| {
                self.values(callee.unit, &text, true, depth + 1).into_iter().map(move |text| (callee, text))
            })
        });
        returned.flat_map(|(callee, text)| self.given(caller.unit, body, site, callee.function.0, &text)).collect()
    }

    fn texts_of(&self, texts: Vec<(usize, &[QueryText])>, depth: usize) -> Vec<String> {
        let texts = texts.into_iter().flat_map(|(unit, texts)| texts.iter().map(move |&text| (unit, text)));
        texts.flat_map(|(unit, text)| self.values(unit, &as_part(&self.units[unit], text), false, depth + 1)).collect()
    }

    /// What a field of a struct is made with, in all crates: as one prints the struct, or, where that is another's, by its name.
    fn field(&self, unit: usize, ty: &str, number: u32) -> Vec<(usize, &'f [QueryText])> {
        let krate = path::first_segment(ty);
        let is_elsewhere = krate != self.units[unit].unit.crate_name && self.units.iter().any(|facts| facts.unit.crate_name == krate);
        let is_it = |home: usize, known: &str| match is_elsewhere {
            true => self.units[home].unit.crate_name == krate && path::last_segment(known) == path::last_segment(ty),
            false => home == unit && known == ty,
        };
        let all = self.units.iter().enumerate().flat_map(|(home, facts)| facts.fields.iter().map(move |field| (home, facts, field)));
        all.filter(|&(home, facts, (known, field, _))| *field == number && is_it(home, facts.text(*known)))
            .map(|(home, _, (.., texts))| (home, texts.as_slice()))
            .collect()
    }

    /// By which calls a function is entered.
    fn entries_of(&self, callee: u32) -> impl Iterator<Item = Entry> + '_ {
        let is_call = |&&(caller, site): &&(u32, u32)| self.graph.function(caller).1.calls[site as usize].is_call;
        self.graph.callers(callee).iter().filter(is_call).map(move |&(caller, site)| Entry { callee, caller, site })
    }
}

/// All that a text may be whose holes have these values, each once.
fn put_together(text: &str, values: impl Fn(Hole<'_>) -> Vec<String>) -> Vec<String> {
    all_texts(text, |hole| BTreeSet::from_iter(values(hole)).into_iter().collect())
}

/// A text as part of another one.
fn as_part(facts: &Facts, text: QueryText) -> String {
    match text {
        QueryText::Literal(text) | QueryText::Appended(text) => facts.text(text).to_owned(),
        QueryText::Constant(path) => Hole::Constant(facts.text(path)).to_string(),
        QueryText::Parameter(function, parameter) => Hole::Parameter { parameter, function: function.0 }.to_string(),
        QueryText::Field(ty, number) => Hole::Field { ty: facts.text(ty), number }.to_string(),
        QueryText::Dynamic => Hole::Any.to_string(),
    }
}

/// The parameters that a text depends on: parameter and function.
fn open_parameters(text: &str) -> Vec<(u32, u32)> {
    let open = |part| match part {
        Part::Hole(Hole::Parameter { parameter, function }) => Some((parameter, function)),
        _ => None,
    };
    parts(text).into_iter().filter_map(open).collect()
}

/// A text of which nothing more is asked.
fn closed(text: &str) -> String {
    with_holes(text, |_| Hole::Any.to_string())
}

/// The method that a text says: `post`, or the path of a constant that ends so; `""` where it says none.
fn verb(method: &str) -> &'static str {
    const VERBS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    let name = match parts(method).as_slice() {
        [Part::Text(name)] => *name,
        [Part::Hole(Hole::Constant(path))] => path::last_segment(path),
        _ => "",
    };
    VERBS.iter().find(|verb| verb.eq_ignore_ascii_case(name)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Effect, Target, TextArgument},
        fixture::Fixture,
        index::HeldId,
    };

    /// A unit in which `post` makes a request of an address with a parameter of its own in it, and functions that call it.
    struct Helper {
        unit: Fixture,
        post: FunctionId,
        access: Access,
    }

    impl Helper {
        fn new(method: &str, address: &str) -> Self {
            let mut unit = Fixture::new("agent");
            let post = unit.function("post", 1, 5);
            let [store, operation, language, address] = ["reqwest", "Client::post", method, address].map(|text| unit.text(text));
            let query = vec![QueryText::Literal(address)];
            let access = Access { store, operation, effect: Effect::Request, language, query, through: None, held: HeldId(0), span: None };
            Helper { unit, post, access }
        }

        /// A function that calls another one with texts, by the parameters that they are.
        fn caller(&mut self, name: &str, callee: &str, given: &[(u32, &str)]) -> FunctionId {
            let function = self.unit.function(name, 11, 15);
            let target = Target::Path(self.unit.text(callee));
            self.unit.call(function, target, 12);
            let given: Vec<TextArgument> = given
                .iter()
                .map(|&(parameter, text)| TextArgument { call: 0, parameter, texts: vec![QueryText::Literal(self.unit.text(text))] })
                .collect();
            self.unit.facts.functions[function.index()].arguments = given;
            function
        }

        /// What the request is, and who makes it so, from the inside out.
        fn asked(self) -> Vec<String> {
            let units = [self.unit.facts];
            let (graph, apis) = (CallGraph::new(&units), Apis::default());
            let asked = Urls::new(&units, &graph, &apis).asked(FunctionRef { unit: 0, function: self.post }, &self.access);
            let name = |entry: &Entry| units[0].text(graph.function(entry.caller).1.name).to_owned();
            let mut said: Vec<String> = asked
                .iter()
                .filter(|asked| !asked.known.is_empty())
                .map(|asked| {
                    let ends: Vec<&str> = asked.known.iter().map(|known| known.end.as_str()).collect();
                    let route: Vec<String> = asked.route.iter().map(name).collect();
                    format!("{} {} by {}", asked.method, ends.join(" or "), route.join(", ")).trim_end().to_owned()
                })
                .collect();
            said.sort();
            said
        }
    }

    #[test]
    fn callers_are_asked_for_what_a_function_is_given() {
        let mut helper = Helper::new("POST", "{}{parameter 2 of 0}");
        helper.caller("recall", "post", &[(2, "/collections/notes/points/search")]);
        helper.caller("look", "post", &[(2, "/status")]);
        helper.caller("anything", "post", &[]);
        helper.caller("passes_on", "post", &[(2, "/collections/notes{parameter 1 of 4}")]);
        helper.caller("forget", "passes_on", &[(1, "/points/delete")]);
        assert_eq!(helper.asked(), ["POST …/points/delete by passes_on, forget", "POST …/points/search by recall"]);
    }

    #[test]
    fn what_one_caller_asks_says_whose_server_it_is_for_the_others() {
        let ask = |address: &str, paths: &[&str]| {
            let mut helper = Helper::new("POST", address);
            for (path, name) in paths.iter().zip(["one", "other"]) {
                helper.caller(name, "post", &[(2, path)]);
            }
            helper.asked()
        };
        let base = "{}{parameter 2 of 0}";
        assert_eq!(ask(base, &["/query", "/vectors/upsert"]), ["POST …/query by one", "POST …/vectors/upsert by other"]);
        assert_eq!(ask(base, &["/query", "/status"]), [""; 0], "it may be anybody's");
        assert_eq!(ask("https://example.com{parameter 2 of 0}", &["/query", "/vectors/upsert"]), ["POST …/vectors/upsert by other"]);
    }

    #[test]
    fn nobody_is_asked_where_enough_is_known() {
        let mut helper = Helper::new("POST", "{}/collections/{parameter 2 of 0}/points/search");
        helper.caller("recall", "post", &[(2, "notes")]);
        assert_eq!(helper.asked(), ["POST …/points/search by"]);
    }

    #[test]
    fn a_method_is_asked_for_and_may_be_any_where_nobody_says_it() {
        let address = "{}/collections/notes/points";
        let mut helper = Helper::new("{parameter 1 of 0}", address);
        helper.caller("remember", "post", &[(1, "put")]);
        helper.caller("look", "post", &[(1, "HEAD")]);
        helper.caller("anything", "post", &[]);
        assert_eq!(helper.asked(), [" …/points or …/points by anything", "PUT …/points by remember"]);
        assert_eq!(Helper::new("{parameter 1 of 0}", address).asked(), [" …/points or …/points by"], "a root");
    }

    #[test]
    fn functions_that_give_each_other_their_own_end() {
        let mut helper = Helper::new("POST", "{}{parameter 2 of 0}");
        helper.caller("one", "other", &[(2, "{parameter 2 of 1}/")]);
        helper.caller("other", "one", &[(2, "/{parameter 2 of 2}")]);
        let target = Target::Path(helper.unit.text("post"));
        helper.unit.call(FunctionId(1), target, 13);
        let text = helper.unit.text("{parameter 2 of 1}");
        let given = TextArgument { call: 1, parameter: 2, texts: vec![QueryText::Literal(text)] };
        helper.unit.facts.functions[1].arguments.push(given);
        assert_eq!(helper.asked(), [""; 0]);
    }

    #[test]
    fn what_a_field_is_made_with_and_what_a_function_gives_back_count() {
        let mut helper = Helper::new("POST", "{field 0 of Rest}/query");
        let new = helper.unit.function("new", 21, 22);
        let (ty, text) = (helper.unit.text("Rest"), helper.unit.text("{parameter 1 of 1}"));
        helper.unit.facts.fields.push((ty, 0, vec![QueryText::Literal(text)]));
        assert_eq!(new, FunctionId(1));
        helper.caller("make", "new", &[(1, "https://notes.svc.pinecone.io")]);
        assert_eq!(helper.asked(), ["POST …/query by"]);

        let mut helper = Helper::new("POST", "{result 3 of 0}");
        helper.caller("post_again", "url", &[]);
        let url = helper.unit.function("url", 21, 22);
        let text = helper.unit.text("{}/collections/{parameter 1 of 2}/points/search");
        helper.unit.facts.functions[url.index()].returned = vec![QueryText::Literal(text)];
        let target = Target::Path(helper.unit.text("url"));
        helper.unit.call(FunctionId(0), target, 3);
        helper.unit.facts.functions[0].text_calls = vec![(3, 0)];
        assert_eq!(helper.asked(), ["POST …/points/search by"]);
    }

    #[test]
    fn a_method_is_a_word_or_a_constant() {
        assert_eq!(["post", "{reqwest::Method::PUT}", "{agent::VERB}", "{parameter 1 of 2}", ""].map(verb), ["POST", "PUT", "", "", ""]);
    }
}
