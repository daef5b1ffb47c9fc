//! What the text of a statement may be, and by which calls: a function that runs whatever it is given is the access of each of its callers.
//!
//! ```text
//! fn all(&self, table: &str) {                                           SELECT * FROM {parameter 2 of 7}
//!     self.connection.prepare(&format!("SELECT * FROM {table}")) …
//! }
//! store.all("notes")                                                     reads `notes`, by this call
//! store.all("schema_version")                                            reads `schema_version`, by that one
//! ```
//!
//! All texts that may reach one statement are followed together: what they do, they do together, for each route by itself. What is not known
//! by one route is any statement there, and nowhere else.

use super::{
    FunctionRef, LinkPolicy,
    callers::{Callers, Ends, Followed, Route, as_part},
    query::{self, Done},
    stored_values::StoredValues,
    texts::Texts,
};
use crate::facts::{Access, Effect, Facts, Hole, Part, QueryText, parts, with_holes, without_outside};

/// What a statement does if it is run by these calls.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    /// What it does.
    pub effect: Effect,
    /// The tables or collections; empty where they are not known.
    pub targets: Vec<String>,
    /// What it stores of what it is given.
    pub stored: StoredValues,
    /// The calls.
    pub route: Route,
}

/// The texts that may be a statement, and those that are put behind it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Statement {
    whole: Vec<String>,
    appended: Vec<String>,
    /// Whether every constant was found that may be one.
    all_known: bool,
}

impl Statement {
    /// The texts that reach the argument of an access of a unit.
    fn of(units: &[Facts], unit: usize, texts: &[QueryText]) -> Self {
        let facts = &units[unit];
        let mut statement = Statement { whole: Vec::new(), appended: Vec::new(), all_known: true };
        for &text in texts {
            match text {
                // Unlike one that a function is given, it may be no text at all, and have nothing to do with the statement.
                QueryText::Constant(_) => {
                    let Texts { whole, appended, all_known } = Texts::of(units, unit, &[text]);
                    statement.all_known &= all_known;
                    statement.whole.extend(whole.into_iter().map(|text| text.unwrap_or_else(|| Hole::Any.to_string())));
                    statement.appended.extend(appended);
                }
                QueryText::Appended(text) => statement.appended.push(facts.text(text).to_owned()),
                text => statement.whole.push(as_part(facts, text)),
            }
        }
        statement
    }

    /// It, as far as it is known.
    fn texts(&self, language: &str) -> Texts {
        let closed = |text: &String| match language {
            "sql" | "diesel" => with_holes(text, |_| Hole::Any.to_string()),
            // Other languages have braces of their own.
            _ => without_outside(text),
        };
        let mut texts = Texts { all_known: self.all_known, ..Texts::default() };
        for text in &self.whole {
            let is_known = !matches!(parts(text).as_slice(), [Part::Hole(_)]);
            texts.add_whole(is_known.then(|| closed(text)));
        }
        texts.appended = self.appended.iter().map(closed).collect();
        texts
    }
}

impl Followed for Statement {
    fn texts(&self) -> Vec<&str> {
        self.whole.iter().chain(&self.appended).map(String::as_str).collect()
    }

    fn each(&self, may_be: &dyn Fn(&str) -> Vec<String>) -> Vec<Self> {
        let all = |texts: &[String]| {
            let mut all: Vec<String> = Vec::new();
            for text in texts.iter().flat_map(|text| may_be(text)) {
                if !all.contains(&text) {
                    all.push(text);
                }
            }
            all
        };
        vec![Statement { whole: all(&self.whole), appended: all(&self.appended), all_known: self.all_known }]
    }
}

/// What a statement does, by each route by which it touches memory; and whether there is no other.
pub fn resolve(callers: &Callers<'_, '_>, at: FunctionRef, access: &Access, policy: &LinkPolicy) -> (Vec<Run>, bool) {
    let units = callers.units();
    let language = units[at.unit].text(access.language);
    let of_texts = |texts: &Texts, route: Route| {
        let Done { effect, targets, stored } = query::of_statement(language, texts, policy)?;
        Some(Run { effect, targets, stored, route })
    };
    // Whoever asks for what nobody reads, it may be anything.
    let Ends { ends, are_all } = match query::is_read(language) {
        true => callers.follow(at.unit, vec![Statement::of(units, at.unit, &access.query)], |_| false),
        false => Ends { ends: Vec::new(), are_all: false },
    };
    if !are_all {
        let unknown = Texts { whole: vec![None], all_known: true, ..Texts::default() };
        return (of_texts(&unknown, Route::new()).into_iter().collect(), true);
    }
    let routes = ends.len();
    let runs: Vec<Run> = ends.into_iter().filter_map(|end| of_texts(&end.what.texts(language), end.route)).collect();
    let is_always = runs.len() == routes;
    (runs, is_always)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Target, TextArgument},
        fixture::Fixture,
        index::{FunctionId, HeldId},
        link::call_graph::CallGraph,
    };

    /// A unit in which the function 0, `run`, runs these texts in a language; and functions that call it.
    struct Helper {
        unit: Fixture,
        access: Access,
        policy: LinkPolicy,
    }

    impl Helper {
        fn new(language: &str, texts: &[&str]) -> Self {
            let mut unit = Fixture::new("agent");
            unit.function("run", 1, 5);
            let query = texts.iter().map(|text| QueryText::Literal(unit.text(text))).collect();
            let [store, operation, language] = ["rusqlite", "Connection::execute", language].map(|text| unit.text(text));
            let access = Access { store, operation, effect: Effect::Query, language, query, through: None, held: HeldId(0), span: None };
            Helper { unit, access, policy: LinkPolicy::default() }
        }

        /// A function that calls another one with these texts as its first argument.
        fn caller(mut self, name: &str, callee: &str, given: &[&str]) -> Self {
            let function = self.unit.function(name, 11, 15);
            let target = Target::Path(self.unit.text(callee));
            self.unit.call(function, target, 12);
            if !given.is_empty() {
                let texts = given.iter().map(|text| QueryText::Literal(self.unit.text(text))).collect();
                self.unit.facts.functions[function.index()].arguments = vec![TextArgument { call: 0, parameter: 1, texts }];
            }
            self
        }

        /// What is run, and by whom, from the inside out.
        fn runs(self) -> Vec<String> {
            let units = [self.unit.facts];
            let graph = CallGraph::new(&units);
            let callers = Callers::new(&units, &graph);
            let at = FunctionRef { unit: 0, function: FunctionId(0) };
            let (runs, is_always) = resolve(&callers, at, &self.access, &self.policy);
            let mut said: Vec<String> = (runs.iter())
                .map(|run| {
                    let names = run.route.iter().map(|entry| units[0].text(graph.function(entry.caller).1.name));
                    let by: Vec<&str> = names.collect();
                    let tables = if run.targets.is_empty() { "?".to_owned() } else { run.targets.join(", ") };
                    format!("{:?} {tables} by {}", run.effect, by.join(", ")).trim_end().to_owned()
                })
                .collect();
            said.extend((!is_always).then(|| "or nothing".to_owned()));
            said.sort();
            said
        }
    }

    #[test]
    fn each_caller_runs_its_own_statement() {
        let helper = Helper::new("sql", &["{parameter 1 of 0}"])
            .caller("recall", "run", &["SELECT text FROM notes"])
            .caller("create", "run", &["CREATE TABLE notes (text TEXT)"])
            .caller("anything", "run", &[])
            .caller("passes_on", "run", &["{parameter 1 of 4} WHERE id = 1"])
            .caller("forget", "passes_on", &["DELETE FROM notes"]);
        let expected = ["Erase notes by passes_on, forget", "Read notes by recall", "ReadWrite ? by anything", "or nothing"];
        assert_eq!(helper.runs(), expected);
    }

    #[test]
    fn a_function_that_nobody_calls_may_be_given_anything() {
        assert_eq!(Helper::new("sql", &["{parameter 1 of 0}"]).runs(), ["ReadWrite ? by"]);
        assert_eq!(Helper::new("sql", &["SELECT * FROM notes WHERE {parameter 1 of 0}"]).runs(), ["Read notes by"]);
    }

    #[test]
    fn a_function_that_is_a_value_is_called_by_others_as_well() {
        let mut helper = Helper::new("sql", &["{parameter 1 of 0}"]).caller("create", "run", &["CREATE TABLE notes (text TEXT)"]);
        assert_eq!(helper.unit.facts.functions.len(), 2);
        let target = Target::Path(helper.unit.text("run"));
        helper.unit.value(FunctionId(1), target, 13);
        assert_eq!(helper.runs(), ["ReadWrite ? by", "or nothing"]);
    }

    #[test]
    fn which_table_it_is_a_caller_says() {
        let helper = || {
            Helper::new("sql", &["SELECT * FROM {parameter 1 of 0}"]).caller("recall", "run", &["notes"]).caller(
                "look",
                "run",
                &["settings"],
            )
        };
        assert_eq!(helper().runs(), ["Read notes by recall", "Read settings by look"]);
        let mut helper = helper();
        helper.policy.memory_tables = Some(vec!["notes".to_owned()]);
        assert_eq!(helper.runs(), ["Read notes by recall", "or nothing"]);
    }

    #[test]
    fn texts_that_may_be_one_statement_are_followed_together() {
        let helper = Helper::new("sql", &["{parameter 1 of 0}", "{parameter 2 of 0}", "BEGIN"]).caller("recall", "run", &["memory.db"]);
        assert_eq!(helper.runs(), ["ReadWrite ? by recall"], "what is no SQL by itself does not say what the other one is");
        let helper = Helper::new("sql", &["{parameter 1 of 0}", "BEGIN"]).caller("recall", "run", &["SELECT text FROM notes", "COMMIT"]);
        assert_eq!(helper.runs(), ["Read notes by recall"]);
    }

    #[test]
    fn commands_and_other_languages_are_followed_alike() {
        let run = |language: &str, text: &str| {
            Helper::new(language, &["{parameter 1 of 0}"]).caller("one", "run", &[text]).caller("other", "run", &[]).runs()
        };
        assert_eq!(run("redis", "GET"), ["Read ? by one", "ReadWrite ? by other"]);
        assert_eq!(run("redis", "PING"), ["ReadWrite ? by other", "or nothing"]);
        assert_eq!(run("cypher", "MATCH (n {id: $id}) DETACH DELETE n"), ["Erase ? by one", "ReadWrite ? by other"]);
        assert_eq!(run("mongodb", "ping"), ["ReadWrite ? by other", "or nothing"]);
        assert_eq!(run("surrealql", "SELECT * FROM person"), ["Read ? by one", "ReadWrite ? by other"]);
        assert_eq!(run("graphql", "query { person }"), ["ReadWrite ? by"], "nobody reads it");
    }

    #[test]
    fn braces_that_are_no_holes_stay() {
        assert_eq!(Helper::new("cypher", &["CREATE (n {id: id, name: name})"]).runs(), ["Write ? by"]);
        assert_eq!(Helper::new("cypher", &["MATCH (n) CALL {delete} RETURN n"]).runs(), ["Erase ? by"]);
        assert_eq!(Helper::new("sql", &["SELECT * FROM notes WHERE tags = '{work}'"]).runs(), ["Read notes by"]);
    }

    #[test]
    fn a_statement_that_is_given_in_a_circle_is_known_if_nothing_is_added() {
        let circle = |passed: &str| {
            let helper = Helper::new("sql", &["{parameter 1 of 0}"]).caller("again", "run", &[passed]).caller("main", "again", &["BEGIN"]);
            let mut unit = helper.unit;
            let (target, text) = (Target::Path(unit.text("again")), unit.text(passed));
            unit.call(FunctionId(1), target, 13);
            let texts = vec![QueryText::Literal(text)];
            unit.facts.functions[1].arguments.push(TextArgument { call: 1, parameter: 1, texts });
            Helper { unit, ..helper }.runs()
        };
        assert_eq!(circle("{parameter 1 of 1}"), ["or nothing"]);
        assert_eq!(circle("{parameter 1 of 1};"), ["ReadWrite ? by again, again", "or nothing"]);
    }

    #[test]
    fn what_too_many_decide_may_be_anything() {
        let mut helper = Helper::new("sql", &["{parameter 1 of 0}"]);
        for number in 0..600 {
            helper = helper.caller(&format!("caller_{number}"), "run", &["BEGIN"]);
        }
        assert_eq!(helper.runs(), ["ReadWrite ? by"]);
    }

    #[test]
    fn a_field_is_what_it_is_made_with_or_gets_anywhere() {
        let field = |texts: &[&str]| {
            let mut helper = Helper::new("sql", &["SELECT * FROM {field 0 of Table}"]);
            let ty = helper.unit.text("Table");
            let texts = texts.iter().map(|text| QueryText::Literal(helper.unit.text(text)));
            let texts: Vec<QueryText> = texts.chain([QueryText::Field(ty, 0)]).collect();
            helper.unit.facts.fields.push((ty, 0, texts));
            helper
        };
        assert_eq!(field(&["notes"]).runs(), ["Read notes by"], "a copy of it is the same");
        assert_eq!(field(&["notes", "people"]).runs(), ["Read notes, people by"]);
        assert_eq!(field(&["notes", "{}"]).runs(), ["Read ? by"]);
        let mut helper = field(&["notes"]);
        let target = Target::Path(helper.unit.text("Table"));
        helper.unit.value(FunctionId(0), target, 3);
        assert_eq!(helper.runs(), ["Read ? by"], "a constructor that is passed on makes one of anything");
    }
}
