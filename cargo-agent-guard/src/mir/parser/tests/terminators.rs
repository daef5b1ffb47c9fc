//! How a block ends.

use bumpalo::Bump;

use super::{COPY_1, MOVE_2, P0, P1, SPAN, dump, gaps, line, read, terminator};
use crate::index::Block;
use crate::mir::{Call, Operand, Span, Terminator};
use crate::path::Callee;

const B1: Option<Block> = Some(Block(1));
const B2: Option<Block> = Some(Block(2));
const B3: Option<Block> = Some(Block(3));

#[test]
fn terminators() {
    const ASSERTED: Terminator<'static> = Terminator::Assert { operand: MOVE_2, target: Block(1), unwind: B2 };
    let drop = |target, unwind, drop| Terminator::Drop { place: P1, target, unwind, drop };
    let table: &[(&str, Terminator<'static>)] = &[
        ("goto -> bb1", Terminator::Goto(Block(1))),
        ("falseEdge -> [real: bb2, imaginary: bb1]", Terminator::Goto(Block(2))),
        ("falseUnwind -> [real: bb2, unwind: bb1]", Terminator::Goto(Block(2))),
        ("falseUnwind -> [real: bb2, unwind continue]", Terminator::Goto(Block(2))),
        ("return", Terminator::Return),
        ("unreachable", Terminator::End),
        ("resume", Terminator::End),
        ("terminate(abi)", Terminator::End),
        ("terminate(cleanup)", Terminator::End),
        ("coroutine_drop", Terminator::End),
        ("switchInt(move _2) -> bb1", Terminator::SwitchInt { operand: MOVE_2, targets: &[], otherwise: B1 }),
        (
            "switchInt(move _2) -> [0: bb2, otherwise: bb1]",
            Terminator::SwitchInt { operand: MOVE_2, targets: &[(0, Block(2))], otherwise: B1 },
        ),
        (
            "switchInt(copy _1) -> [0: bb2, 255: bb3, 128512: bb1]",
            Terminator::SwitchInt { operand: COPY_1, targets: &[(0, Block(2)), (255, Block(3)), (128_512, Block(1))], otherwise: None },
        ),
        (
            // `-1` and `i128::MIN`
            "switchInt(copy _1) -> [340282366920938463463374607431768211455: bb2, 170141183460469231731687303715884105728: bb3, otherwise: bb1]",
            Terminator::SwitchInt { operand: COPY_1, targets: &[(-1, Block(2)), (i128::MIN, Block(3))], otherwise: B1 },
        ),
        ("drop(_1) -> bb1", drop(B1, None, None)),
        ("drop(_1) -> [return: bb1, unwind continue]", drop(B1, None, None)),
        ("drop(_1) -> [return: bb1, unwind: bb2]", drop(B1, B2, None)),
        ("drop(_1) -> [return: bb1, unwind terminate(cleanup)]", drop(B1, None, None)),
        ("drop(_1) -> [return: bb1, unwind: bb2, drop: bb3]", drop(B1, B2, B3)),
        ("assert(move _2, \"attempt to divide `{}` by zero\", copy _1) -> [success: bb1, unwind: bb2]", ASSERTED),
        ("assert(!move _2, \"index {} of {}\", copy _1, const 3_usize) -> [success: bb1, unwind: bb2]", ASSERTED),
        ("assert(move _2, \"`async fn` resumed after completion\") -> [success: bb1, unwind: bb2]", ASSERTED),
        ("assert(move _2, \"odd (\", const \") -> [success: bb4\") -> [success: bb1, unwind: bb2]", ASSERTED),
        (
            "assert(move _2, \"no\") -> [success: bb1, unwind continue]",
            Terminator::Assert { operand: MOVE_2, target: Block(1), unwind: None },
        ),
        (
            "_0 = yield(move _2) -> [resume: bb1, drop: bb2]",
            Terminator::Yield { destination: P0, operand: MOVE_2, resume: Block(1), drop: B2 },
        ),
        ("_0 = yield(const ()) -> bb1", Terminator::Yield { destination: P0, operand: Operand::Const("()"), resume: Block(1), drop: None }),
        ("asm!(\"nop\", options()) -> [return: bb1, unwind unreachable]", Terminator::Asm(&[Block(1)])),
        (
            "asm!(\"jmp {0}\", label 1, options()) -> [return: bb1, label: bb2, unwind: bb3]",
            Terminator::Asm(&[Block(1), Block(2), Block(3)]),
        ),
        ("asm!(\"ud2\", options(NORETURN)) -> unwind unreachable", Terminator::Asm(&[])),
        ("asm!(\"say \"(\" -> [\", in(reg) move _2, lateout(reg) _, options(PURE | NOMEM)) -> [return: bb1]", Terminator::Asm(&[Block(1)])),
    ];
    for &(text, expected) in table {
        let dump = dump(&line(text));
        let arena = Bump::new();
        assert_eq!(terminator(&dump, &arena), expected, "{text}");
        assert_eq!(read(&dump, &arena).blocks[0].span, Span("src/agent.rs:3:5: 3:12"), "{text}");
    }
}

/// The cases print as bits; a constant prints with its sign.
#[test]
fn a_case_has_the_value_that_a_constant_of_its_type_has() {
    let table = [
        ("i8", "copy _9", "255", -1),
        ("i16", "copy _9", "65535", -1),
        ("i32", "copy _9", "4294967295", -1),
        ("i64", "copy _9", "18446744073709551614", -2),
        ("isize", "copy _9", "18446744073709551615", -1),
        ("i128", "copy _9", "340282366920938463463374607431768211455", -1),
        ("i8", "copy _9", "127", 127),
        ("u8", "copy _9", "255", 255),
        ("u32", "copy _9", "4294967295", 4_294_967_295),
        ("char", "copy _9", "128512", 128_512),
        ("&i8", "copy (*_9)", "255", -1),
        ("&mut i8", "copy (*_9)", "255", -1),
        ("&u8", "copy (*_9)", "255", 255),
        ("(i8, u8)", "copy (_9.0: i8)", "255", -1),
        ("(i8, u8)", "copy (_9.1: u8)", "255", 255),
        ("T", "const -1_i8", "255", -1),
    ];
    for (ty, operand, bits, value) in table {
        let text = dump(&line(&format!("switchInt({operand}) -> [{bits}: bb2, otherwise: bb1]")))
            .replace("let mut _9: T", &format!("let mut _9: {ty}"));
        let arena = Bump::new();
        let Terminator::SwitchInt { targets, .. } = terminator(&text, &arena) else { panic!("the block ends in a switch") };
        assert_eq!(targets, [(value, Block(2))], "{ty} {operand} {bits}");
    }
}

#[test]
fn calls() {
    let call = Call {
        callee: Operand::Fn("agent::load"),
        function: None,
        arguments: &[],
        destination: Some(P0),
        target: B1,
        unwind: None,
        drop: None,
        callee_span: Span(""),
        argument_span: Span(""),
        callee_type: "",
    };
    let generic = "<T as Store<[u8; 3]>>::get::<&str, {closure@a b.rs:1:2: 3:4}>";
    let table: &[(&str, Call<'static>)] = &[
        ("_0 = agent::load() -> [return: bb1, unwind continue]", call),
        ("_0 = agent::load() -> [return: bb1, unwind: bb2]", Call { unwind: B2, ..call }),
        ("_0 = agent::load() -> [return: bb1, unwind: bb2, drop: bb3]", Call { unwind: B2, drop: B3, ..call }),
        // It does not return: the only edge is that of unwinding up to Rust 1.97 …
        ("_0 = agent::load() -> bb2", Call { target: None, unwind: B2, ..call }),
        ("_0 = agent::load() -> unwind continue", Call { target: None, ..call }),
        ("_0 = agent::load() -> unwind unreachable", Call { target: None, ..call }),
        (
            "_0 = agent::load(copy _1, move _2, const \") -> bb3\") -> [return: bb1, unwind continue]",
            Call { arguments: &[COPY_1, MOVE_2, Operand::Const("\") -> bb3\"")], ..call },
        ),
        (
            "_0 = <T as Store<[u8; 3]>>::get::<&str, {closure@a b.rs:1:2: 3:4}>(copy _1) -> [return: bb1, unwind continue]",
            Call { callee: Operand::Fn(generic), arguments: &[COPY_1], ..call },
        ),
        (
            "_0 = map::<for<'a> fn(&'a Vec<u8>) -> usize {std::vec::Vec::<u8>::len}>(len) -> [return: bb1, unwind continue]",
            Call {
                callee: Operand::Fn("map::<for<'a> fn(&'a Vec<u8>) -> usize {std::vec::Vec::<u8>::len}>"),
                arguments: &[Operand::Fn("len")],
                ..call
            },
        ),
        (
            "_0 = core::str::<impl str>::len(copy _1) -> [return: bb1, unwind continue]",
            Call { callee: Operand::Fn("core::str::<impl str>::len"), arguments: &[COPY_1], ..call },
        ),
        ("_0 = move _2(copy _1) -> [return: bb1, unwind continue]", Call { callee: MOVE_2, arguments: &[COPY_1], ..call }),
        ("_0 = copy _1() -> [return: bb1, unwind continue]", Call { callee: COPY_1, ..call }),
        ("_0 = const F(copy _1) -> [return: bb1, unwind continue]", Call { callee: Operand::Const("F"), arguments: &[COPY_1], ..call }),
        (
            "_0 = const <X as T>::G(copy _1) -> [return: bb1, unwind continue]",
            Call { callee: Operand::Const("<X as T>::G"), arguments: &[COPY_1], ..call },
        ),
        (
            "_0 = const call_const::<X>::{constant#0}() -> [return: bb1, unwind: bb2]",
            Call { callee: Operand::Const("call_const::<X>::{constant#0}"), unwind: B2, ..call },
        ),
        // The user's own functions may have an operator's name.
        (
            "_0 = Add(copy _1, move _2) -> [return: bb1, unwind continue]",
            Call { callee: Operand::Fn("Add"), arguments: &[COPY_1, MOVE_2], ..call },
        ),
        (
            "_0 = discriminant(move _2) -> [return: bb1, unwind continue]",
            Call { callee: Operand::Fn("discriminant"), arguments: &[MOVE_2], ..call },
        ),
        ("_0 = SizeOf() -> [return: bb1, unwind continue]", Call { callee: Operand::Fn("SizeOf"), ..call }),
        ("tailcall agent::load(move _2)", Call { arguments: &[MOVE_2], destination: None, target: None, ..call }),
        ("tailcall copy _1()", Call { callee: COPY_1, destination: None, target: None, ..call }),
    ];
    for &(text, expected) in table {
        let dump = dump(&line(text));
        let arena = Bump::new();
        let function = match expected.callee {
            Operand::Fn(path) => Callee::parse(path),
            _ => None,
        };
        assert_eq!(terminator(&dump, &arena), Terminator::Call(&Call { function, ..expected }), "{text}");
    }
}

#[test]
fn the_first_constant_below_a_call_is_its_callee() {
    let comment = |text: &str| format!("{}// {text}", " ".repeat(41));
    let lines = [
        line("_0 = agent::load(const \"k\") -> [return: bb1, unwind continue]"),
        comment("mir::ConstOperand"),
        comment("+ span: a b/ö:x.rs:1:2: 3:4"),
        comment("+ user_ty: UserType(0)"),
        comment("+ const_: Const { ty: for<'a> fn(&'a str) -> u8 {agent::load}, val: Value(agent::load) }"),
        comment("mir::ConstOperand"),
        comment("+ span: other.rs:1:2: 3:4"),
        comment("+ const_: Const { ty: &str, val: Value(Slice) }"),
    ];
    let text = dump(&lines.join("\n"));
    let arena = Bump::new();
    let Terminator::Call(call) = terminator(&text, &arena) else { panic!("the block ends in a call") };
    assert_eq!(call.callee_span.resolve(), Some(("a b/ö:x.rs", 1, 2, 3, 4)));
    assert_eq!(call.callee_type, "for<'a> fn(&'a str) -> u8 {agent::load}");
    // The arguments of a function pointer's call have constants, too.
    let text = text.replace("agent::load(const", "copy _1(const");
    let Terminator::Call(call) = terminator(&text, &arena) else { panic!("the block ends in a call") };
    assert_eq!((call.callee_span, call.callee_type), (Span(""), ""));
}

/// The template of `asm!` is printed as it is.
#[test]
fn assembly_goes_over_several_lines() {
    let lines = format!(
        "        asm!(\"mov {{0}}, {{1}}\n    }}\nadd {{0}}, \"q\" // scope 9 at z\", out(reg) _1, options()) -> [return: bb3]; {SPAN}"
    );
    assert!(!gaps(&lines).is_empty(), "a template may look like the end of a block: it is not understood");
    let text = dump(&lines.replace("\n    }\n", "\nnop\n"));
    let arena = Bump::new();
    let body = read(&text, &arena);
    assert_eq!((body.blocks[0].terminator, body.blocks.len()), (Terminator::Asm(&[Block(3)]), 5));
}

#[test]
fn every_edge_is_a_successor() {
    let table: &[(&str, &[u32])] = &[
        ("drop(_1) -> [return: bb1, unwind: bb2, drop: bb3]", &[1, 2, 3]),
        ("_0 = f() -> [return: bb1, unwind: bb2, drop: bb3]", &[1, 2, 3]),
        ("_0 = yield(const ()) -> [resume: bb1, drop: bb2]", &[1, 2]),
        ("switchInt(copy _1) -> [0: bb1, 1: bb2, otherwise: bb3]", &[1, 2, 3]),
        ("assert(copy _1, \"\") -> [success: bb1, unwind: bb2]", &[1, 2]),
        ("asm!(\"\", options()) -> [return: bb1, label: bb2, unwind: bb3]", &[1, 2, 3]),
        // Only the borrow checker follows the other edge.
        ("falseEdge -> [real: bb1, imaginary: bb2]", &[1]),
        ("falseUnwind -> [real: bb1, unwind: bb2]", &[1]),
        ("return", &[]),
    ];
    for &(text, expected) in table {
        let dump = dump(&line(text));
        let mut found = Vec::new();
        terminator(&dump, &Bump::new()).for_each_successor(|block| found.push(block.0));
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_is_nearly_a_terminator_is_a_gap() {
    for text in [
        "goto",
        "goto -> unwind continue",
        "goto -> bb",
        "goto -> [real: bb1",
        "return 1",
        "switchInt(copy _1)",
        "switchInt(copy _1) -> [0: bb1",
        "switchInt(copy _1) -> [-1: bb1]",
        "switchInt(copy _1) -> [a: bb1]",
        "switchInt(copy _1) -> [680564733841876926926749214863536422912: bb1]",
        "drop(_1) -> [after: bb1]",
        "drop(_1) -> [return: bb1, unwind sometimes]",
        "drop(_1",
        "assert(copy _1, \"no end) -> [success: bb1]",
        "assert(copy _1, \"\") -> unwind continue",
        "_0 = f( -> bb1",
        "_0 = f() -> [return: bb1, unwind: bb2] and on",
        "_0 = yield(const ()) -> [drop: bb1]",
        "tailcall f",
        "asm!(\"nop\", options()) -> nowhere",
        "asm!(\"nop\"",
        "jump -> bb1",
    ] {
        assert!(!gaps(&line(text)).is_empty(), "{text}");
    }
    assert_eq!(gaps("        return").len(), 1, "without a source span");
    assert_eq!(gaps("").len(), 1, "a block without an end");
    assert_eq!(gaps(&[line("return"), line("_1 = copy _2")].join("\n")).len(), 1, "an instruction behind the end");
}
