//! Tests of the call graph.

use super::*;
use crate::fixture::Fixture;

/// What `<Diary as Keep>::count` may be, beside the default of the trait, where `Diary` implements its `name`.
fn counts(prepare: impl Fn(&mut Fixture)) -> Vec<u32> {
    let mut agent = Fixture::new("agent");
    let main = agent.function("main", 1, 9);
    agent.function("Keep::count", 11, 12);
    agent.method("Keep", "Diary", "name", 14);
    prepare(&mut agent);
    let (self_type, of_trait, name) = (agent.text("Diary"), agent.text("Keep"), agent.text("count"));
    agent.call(main, Target::Trait { self_type, of_trait, name }, 3);
    let units = [agent.facts];
    CallGraph::new(&units).callees(0, &units[0].functions[0].calls[0]).to_vec()
}

#[test]
fn a_method_that_a_macro_made_for_nobody_knows_which_type_is_not_hidden_by_the_default() {
    assert_eq!(counts(|_| {}), [1], "the default");
    let of_another = |agent: &mut Fixture| {
        agent.method("Keep", "Shelf", "count", 20);
    };
    assert_eq!(counts(of_another), [1]);
    let own = |agent: &mut Fixture| {
        agent.method("Keep", "Diary", "count", 20);
    };
    assert_eq!(counts(own), [3]);
    let of_unknown = |agent: &mut Fixture| {
        agent.method("Keep", "", "count", 20);
    };
    assert_eq!(counts(of_unknown), [3, 1]);
}

#[test]
fn what_foreign_code_calls_is_found_through_a_crate_that_has_the_type_from_another() {
    let mut types = Fixture::new("types");
    types.method("Drop", "Guard", "drop", 3);
    let std = types.text("std");
    if let Item::Method { of_trait: Some(of_trait), .. } = &mut types.facts.functions[0].item {
        of_trait.krate = std;
    }
    let (facade, agent) = (Fixture::new("facade"), Fixture::new("agent"));
    let units = [types.facts, facade.facts, agent.facts];
    let graph = CallGraph::new(&units);
    assert_eq!(graph.implementations(2, "facade::Guard", "std::ops::Drop", "drop"), [0]);
    assert_eq!(graph.implementations(2, "&types::Guard", "std::ops::Drop", "drop"), [0]);
    assert_eq!(graph.implementations(2, "Guard", "std::ops::Drop", "drop"), [0; 0], "one of its own");
}
