//! Each form of the text once: what it is read to, or that it is a gap.
//!
//! The samples in `tests/` show that real dumps are read; these tables say to what, and hold the forms that no sample has.

mod declarations;
mod terminators;
mod values;

use bumpalo::Bump;

use super::parse;
use crate::index::Local;
use crate::mir::{Body, Gap, Operand, Place, Projection, Terminator};

/// What follows an instruction in most tests.
const SPAN: &str = "// scope 0 at src/agent.rs:3:5: 3:12";

const P0: Place<'static> = Place { local: Local(0), projection: &[] };
const P1: Place<'static> = Place { local: Local(1), projection: &[] };
const COPY_1: Operand<'static> = Operand::Copy(P1);
const MOVE_2: Operand<'static> = Operand::Move(Place { local: Local(2), projection: &[] });

const fn selected(projection: &'static [Projection<'static>]) -> Place<'static> {
    Place { local: Local(1), projection }
}

/// The dump of a function with the locals `_0` to `_9` (`_8` is a `Not`, a struct) and five blocks, of which the first one holds `lines`.
fn dump(lines: &str) -> String {
    let locals: String = (1..10)
        .map(|number| {
            let ty = if number == 8 { "Not" } else { "T" };
            format!("    let mut _{number}: {ty};                      // in scope 0 at src/agent.rs:2:1: 2:2\n")
        })
        .collect();
    let rest: String =
        (1..5).map(|number| format!("\n    bb{number}: {{\n        return;                          {SPAN}\n    }}\n")).collect();
    format!(
        "// MIR for `f` after built\n\nfn f() -> R {{\n    let mut _0: R;                       // return place in scope 0 at src/agent.rs:1:1: 1:2\n\
         {locals}\n    bb0: {{\n{lines}\n    }}\n{rest}}}\n"
    )
}

/// One instruction as a line of a block.
fn line(instruction: &str) -> String {
    format!("        {instruction}; {SPAN}")
}

/// A body that is read without a gap.
fn read<'a>(text: &'a str, arena: &'a Bump) -> Body<'a> {
    let parsed = parse("f", text, arena);
    assert_eq!(parsed.gaps, [], "{text}");
    parsed.body.expect("a body without gaps")
}

/// The gaps in a body whose first block holds `lines`.
fn gaps(lines: &str) -> Vec<Gap> {
    parse("f", &dump(lines), &Bump::new()).gaps
}

/// The first block's terminator, of a body whose first block ends in `lines`.
fn terminator<'a>(text: &'a str, arena: &'a Bump) -> Terminator<'a> {
    read(text, arena).blocks[0].terminator
}

#[test]
fn what_is_not_understood_costs_its_line_only() {
    let lines = [line("_1 = const 1_u8"), line("_2 = deref_copy (*_1)"), line("_3 = const 3_u8"), line("goto -> bb1")].join("\n");
    let text = dump(&lines);
    let arena = Bump::new();
    let parsed = parse("f", &text, &arena);
    let expected = text.lines().position(|line| line.contains("deref_copy")).expect("the line is there") + 1;
    assert_eq!(parsed.gaps.iter().map(|gap| gap.line).collect::<Vec<_>>(), [expected]);
    assert!(parsed.gaps[0].text.starts_with("_2 = deref_copy (*_1);"), "{}", parsed.gaps[0].text);
    let body = parsed.body.expect("the rest is read");
    assert_eq!(body.blocks[0].statements.len(), 2);
    assert_eq!(body.blocks[0].terminator, Terminator::Goto(crate::index::Block(1)));
}

#[test]
fn what_only_later_phases_print_is_a_gap() {
    for instruction in [
        "_1 = deref_copy (*_2)",
        "_1 = no_retag copy _2",
        "_1 = no_retag &(*_2)",
        "discriminant(_1) = 2",
        "Deinit(_1)",
        "assume(copy _1)",
        "copy_nonoverlapping(dst = copy _1, src = copy _2, count = copy _3)",
        "_1 = Foo {{ a: 1_i32 }}",
        "something new",
    ] {
        assert_eq!(gaps(&format!("{}\n{}", line(instruction), line("return"))).len(), 1, "{instruction}");
    }
    let inlined = dump(&line("return")).replace("    let mut _1", "    scope 3 (inlined g) {\n    }\n    let mut _1");
    assert_eq!(parse("f", &inlined, &Bump::new()).gaps.len(), 1);
}

#[test]
fn a_name_that_nothing_declares_is_a_gap() {
    for instruction in ["_1 = copy _10", "_1 = copy _2[_10]", "_10 = copy _1", "_1 = copy (*(_10.0: T))"] {
        assert_eq!(gaps(&format!("{}\n{}", line(instruction), line("return"))).len(), 1, "{instruction}");
    }
    for instruction in ["goto -> bb5", "drop(_1) -> [return: bb1, unwind continue, drop: bb5]", "_1 = f() -> [return: bb1, unwind: bb5]"] {
        assert_eq!(gaps(&line(instruction)).len(), 1, "{instruction}");
    }
    assert_eq!(gaps(&line("goto -> bb4")), []);
}
