//! What seven compilers print for the same two files is read without a gap, and to the same meaning.

use bumpalo::Bump;
use cargo_agent_guard::mir::{self, Aggregate, Body, BodyKind, Operand, Parsed, Rvalue, Terminator};

#[path = "mir-samples/samples.rs"]
mod samples;

use samples::{SAMPLES, dumps};

/// The body of this name from this compiler.
fn body<'a>(samples: &'static str, name: &str, arena: &'a Bump) -> Body<'a> {
    let (name, text) = dumps(samples).find(|&(found, _)| found == name).unwrap_or_else(|| panic!("there is a dump of {name}"));
    mir::parse(name, text, arena).body.expect("the header is read")
}

/// The paths of the functions that a body calls, in the order of its blocks.
fn callees<'a>(body: &Body<'a>) -> Vec<&'a str> {
    let calls = body.blocks.iter().filter_map(|block| if let Terminator::Call(call) = block.terminator { Some(call) } else { None });
    calls.filter_map(|call| if let Operand::Fn(path) = call.callee { Some(path) } else { None }).collect()
}

#[test]
fn every_dump_of_every_compiler_is_read_without_a_gap() {
    for (version, samples, expected) in SAMPLES {
        let mut count = 0;
        for (name, text) in dumps(samples) {
            let arena = Bump::new();
            let Parsed { body, gaps } = mir::parse(name, text, &arena);
            assert!(gaps.is_empty(), "{version} {name}: {gaps:?}");
            let body = body.expect("a body without gaps");
            assert!(!body.blocks.is_empty(), "{version} {name}");
            assert!(body.locals.iter().all(|local| !local.ty.is_empty()), "{version} {name}: every local has a type");
            count += 1;
        }
        assert_eq!(count, expected, "{version}");
    }
}

/// The reader counts what a plain search for the words counts: nothing is skipped silently.
#[test]
fn every_instruction_of_the_text_is_in_the_body() {
    for (version, samples, _) in SAMPLES {
        for (name, text) in dumps(samples) {
            let arena = Bump::new();
            let body = mir::parse(name, text, &arena).body.expect("the header is read");
            let dropped = ["Storage", "FakeRead(", "PlaceMention(", "AscribeUserType(", "BackwardIncompatibleDropHint("];
            let instructions = text.lines().filter_map(|line| line.strip_prefix("        ")).filter(|line| {
                let is_instruction = line.contains("; ") && line.contains(" // scope ") && !line.starts_with(' ');
                is_instruction && !line.contains(" = &fake ") && !dropped.iter().any(|beginning| line.starts_with(beginning))
            });
            let read: usize = body.blocks.iter().map(|block| block.statements.len() + 1).sum();
            assert_eq!(read, instructions.count(), "{version} {name}");
            assert_eq!(body.blocks.len(), text.lines().filter(|line| line.starts_with("    bb")).count(), "{version} {name}");
        }
    }
}

#[test]
fn the_calls_of_an_async_body_are_the_same_from_every_compiler() {
    for (version, samples, _) in SAMPLES {
        let arena = Bump::new();
        let body = body(samples, "sample.leaf-{closure#0}", &arena);
        assert!(body.is_coroutine && body.kind == BodyKind::Fn && body.argument_count == 2, "{version}");
        assert_eq!(body.path, "leaf::{closure#0}", "{version}");
        assert_eq!(body.locals[1].ty, "{async fn body of leaf()}", "{version}");
        assert_eq!(callees(&body), ["<str as std::borrow::ToOwned>::to_owned"], "{version}");
    }
}

#[test]
fn the_callee_has_the_span_and_the_type_that_its_constant_has() {
    for (version, samples, _) in SAMPLES {
        let arena = Bump::new();
        let body = body(samples, "sample.generic", &arena);
        let Terminator::Call(call) = body.blocks[0].terminator else { panic!("{version}: the first block ends in a call") };
        assert_eq!(call.callee, Operand::Fn("<T as std::clone::Clone>::clone"), "{version}");
        assert_eq!(call.callee_span.resolve(), Some(("sample.rs", 48, 81, 48, 86)), "{version}");
        assert_eq!(call.callee_type, "for<'a> fn(&'a T) -> T {<T as std::clone::Clone>::clone}", "{version}");
        assert_eq!(body.blocks[0].span.resolve(), Some(("sample.rs", 48, 79, 48, 88)), "{version}");
    }
}

#[test]
fn an_async_fn_makes_the_coroutine_whose_body_has_its_name() {
    for (version, samples, _) in SAMPLES {
        let arena = Bump::new();
        let body = body(samples, "sample.{impl#6}-ask", &arena);
        let Rvalue::Aggregate(Aggregate::Coroutine(maker), captures) = body.blocks[0].statements[0].rvalue else {
            panic!("{version}: the first statement makes the coroutine")
        };
        assert_eq!(maker.def_path, Some("{impl#6}::ask::{closure#0}"), "{version}");
        assert_eq!(maker.span.resolve(), Some(("sample.rs", 62, 93, 62, 237)), "{version}");
        assert_eq!(captures.len(), 3, "{version}");
    }
}

/// A dump may be cut off (a full disk) or be of a compiler that prints differently.
#[test]
fn a_dump_cut_anywhere_is_a_gap_and_no_panic() {
    for (number, (version, samples, _)) in SAMPLES.into_iter().enumerate() {
        for (name, text) in dumps(samples) {
            // Without the last brace, the body has no end.
            let end = text.rfind("\n}").expect("the body ends");
            // Each compiler's dump of a function is cut at other places: a few suffice.
            for part in 0..3 {
                let cut = (0..=end * (7 * part + number) / 21).rev().find(|&cut| text.is_char_boundary(cut)).expect("the start is one");
                let arena = Bump::new();
                let parsed = mir::parse(name, &text[..cut], &arena);
                assert!(!parsed.gaps.is_empty(), "{version} {name} cut at {cut}");
            }
        }
    }
}

#[test]
fn a_dump_with_any_byte_changed_never_panics_and_names_nothing_that_is_missing() {
    // A small linear congruential generator: the same mutations on every run.
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let replacements = ["(", ")", "<", ">", "{", "}", "[", "]", "\"", "'", "\\", " ", ";", ",", "-", "_", "9", "é", "\n", "const ", ""];
    for (version, samples, _) in SAMPLES {
        for (name, text) in dumps(samples) {
            let mut mutated = text.to_owned();
            // As many as a reader can meet in one text: it goes on behind each of them.
            for _ in 0..4 + text.len() / 1000 {
                let at = random(mutated.len());
                if mutated.is_char_boundary(at) && mutated.is_char_boundary(at + 1) {
                    mutated.replace_range(at..=at, replacements[random(replacements.len())]);
                }
            }
            let arena = Bump::new();
            let Some(body) = mir::parse(name, &mutated, &arena).body else { continue };
            for block in &body.blocks {
                block.terminator.for_each_successor(|target| assert!(target.index() < body.blocks.len(), "{version} {name}"));
                for statement in &block.statements {
                    assert!(statement.place.local.index() < body.locals.len(), "{version} {name}");
                }
            }
        }
    }
}
