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
//! A caller is asked only as long as what is known does not say which request it is.

use std::collections::BTreeSet;

use super::{
    FunctionRef,
    callers::{Callers, End, Followed, Route, as_part},
};
use crate::{
    catalogue::rest::{Apis, Known},
    facts::{Access, Facts, Hole, Part, QueryText, parts, with_holes},
    path,
};

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
pub struct Urls<'c, 'g, 'f> {
    callers: &'c Callers<'g, 'f>,
    apis: &'c Apis,
}

/// A request that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Request {
    method: String,
    address: String,
}

impl Followed for Request {
    fn texts(&self) -> Vec<&str> {
        vec![&self.method, &self.address]
    }

    fn each(&self, may_be: &dyn Fn(&str) -> Vec<String>) -> Vec<Self> {
        let addresses = may_be(&self.address);
        let with = |method: String| addresses.iter().map(move |address| Request { method: method.clone(), address: address.clone() });
        may_be(&self.method).into_iter().flat_map(with).collect()
    }
}

impl<'c, 'g, 'f> Urls<'c, 'g, 'f> {
    /// Nothing looked at yet.
    pub fn new(callers: &'c Callers<'g, 'f>, apis: &'c Apis) -> Self {
        Urls { callers, apis }
    }

    /// Who gives what to whom.
    pub fn callers(&self) -> &'c Callers<'g, 'f> {
        self.callers
    }

    /// The facts.
    pub fn units(&self) -> &'f [Facts] {
        self.callers.units()
    }

    /// What a request may be, and by which calls; of what is not known to be anything nothing is said.
    pub fn asked(&self, at: FunctionRef, access: &Access) -> Vec<Asked> {
        let facts = &self.units()[at.unit];
        let method = facts.text(access.language).to_owned();
        let end: String = access
            .query
            .iter()
            .filter_map(|text| if let QueryText::Appended(text) = text { Some(facts.text(*text)) } else { None })
            .collect();
        let mut starts = Vec::new();
        for text in access.query.iter().filter(|text| !matches!(text, QueryText::Appended(_))) {
            // What is pushed to the end of it on some path is there, or it is not.
            let text = as_part(facts, *text);
            let both = BTreeSet::from([text.clone(), format!("{text}{end}")]);
            starts.extend(both.into_iter().map(|address| Request { method: method.clone(), address }));
        }
        let known = |request: &Request| self.apis.known(verb(&request.method), &closed(&request.address));
        let is_enough = |request: &Request| !has_parameters(&request.method) && !known(request).is_empty();
        let mut found: Vec<Asked> = Vec::new();
        let mut unknown: Vec<End<Request>> = Vec::new();
        for end in self.callers.follow(at.unit, starts, is_enough).ends {
            let known = known(&end.what);
            if !known.is_empty() {
                found.push(Asked { known, method: verb(&end.what.method).to_owned(), route: end.route });
            } else if !end.is_for_others && !end.route.is_empty() {
                unknown.push(end);
            }
        }
        // What one caller asks says whose server it is, and so what the others ask of it.
        let stores: BTreeSet<String> = found.iter().flat_map(|asked| &asked.known).map(|known| known.store.clone()).collect();
        found.extend(unknown.into_iter().map(|End { what: Request { method, address }, route, .. }| {
            let method = verb(&method).to_owned();
            Asked { known: self.apis.known_of(&stores, &method, &closed(&address)), method, route }
        }));
        found
    }
}

/// Whether a function is given part of a text.
fn has_parameters(text: &str) -> bool {
    parts(text).iter().any(|part| matches!(part, Part::Hole(Hole::Parameter { .. })))
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
        index::{FunctionId, HeldId},
        link::{call_graph::CallGraph, callers::Entry},
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
            let callers = Callers::new(&units, &graph);
            let asked = Urls::new(&callers, &apis).asked(FunctionRef { unit: 0, function: self.post }, &self.access);
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
