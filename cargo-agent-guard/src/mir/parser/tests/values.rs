//! Places, operands and rvalues.

use bumpalo::Bump;

use super::{COPY_1, MOVE_2, P1, dump, gaps, line, read, selected};
use crate::index::Local;
use crate::mir::{Aggregate, Maker, Operand, Place, Projection, Rvalue, Span};

#[test]
fn places() {
    use Projection::{Cast, ConstantIndex, Deref, Downcast, Field, Index, Subslice};
    let table: &[(&str, &'static [Projection<'static>])] = &[
        ("_1", &[]),
        ("(*_1)", &[Deref]),
        ("(*(*_1))", &[Deref, Deref]),
        ("(_1.0: u8)", &[Field(0, "u8")]),
        ("(_1.12: (u8, bool))", &[Field(12, "(u8, bool)")]),
        ("(_1.0: &mut dyn Store + Send)", &[Field(0, "&mut dyn Store + Send")]),
        ("(_1.0: [(char, &str); 2])", &[Field(0, "[(char, &str); 2]")]),
        ("(_1.0: fn(&str) -> usize {len})", &[Field(0, "fn(&str) -> usize {len}")]),
        ("(_1.0: Wrapper<')'>)", &[Field(0, "Wrapper<')'>")]),
        ("(_1 as Some)", &[Downcast("Some")]),
        ("(_1 as Größe)", &[Downcast("Größe")]),
        ("(_1 as r#type)", &[Downcast("r#type")]),
        ("(_1 as variant#3)", &[Downcast("variant#3")]),
        ("(_1 as std::string::String)", &[Cast("std::string::String")]),
        ("(_1 as impl Iterator<Item = u8>)", &[Cast("impl Iterator<Item = u8>")]),
        ("unwrap_binder!(_1; &u8)", &[Cast("&u8")]),
        ("(*unwrap_binder!(_1; &u8))", &[Cast("&u8"), Deref]),
        ("_1[_2]", &[Index(Local(2))]),
        ("_1[0 of 2]", &[ConstantIndex]),
        ("_1[-1 of 2]", &[ConstantIndex]),
        ("_1[1:]", &[Subslice]),
        ("_1[:-1]", &[Subslice]),
        ("_1[1:-1]", &[Subslice]),
        ("_1[1..3]", &[Subslice]),
        ("(*_1)[_2]", &[Deref, Index(Local(2))]),
        ("(_1[_2].1: u8)", &[Index(Local(2)), Field(1, "u8")]),
        ("(((*_1) as Ok).0: Token<Recall>)", &[Deref, Downcast("Ok"), Field(0, "Token<Recall>")]),
        (
            "(*((*(_1.0: &mut {async block@a b.rs:1:1: 1:9})).2: &str))",
            &[Field(0, "&mut {async block@a b.rs:1:1: 1:9}"), Deref, Field(2, "&str"), Deref],
        ),
    ];
    for &(place, projection) in table {
        for (text, make) in [("copy", Rvalue::Use(Operand::Copy(selected(projection)))), ("&mut", Rvalue::Ref(selected(projection)))] {
            assert_rvalue(&format!("_3 = {text} {place}"), make);
        }
    }
    // On the left of an assignment, too.
    let text = dump(&format!("{}\n{}", line("((*_1).0: u8) = const 1_u8"), line("return")));
    let arena = Bump::new();
    assert_eq!(read(&text, &arena).blocks[0].statements[0].place, selected(&[Deref, Field(0, "u8")]));
}

#[test]
fn what_is_nearly_a_place_is_a_gap() {
    for place in [
        "1",
        "_",
        "_x",
        "(_1)",
        "(*_1",
        "(_1.0)",
        "(_1.0: )",
        "(_1.a: T)",
        "_1[",
        "_1[]",
        "_1[a]",
        "_1[1 of x]",
        "_1[1;]",
        "(_1 is T)",
        "*_1",
    ] {
        let lines = format!("{}\n{}", line(&format!("_3 = copy {place}")), line("return"));
        assert_eq!(gaps(&lines).len(), 1, "{place}");
    }
    let deep = format!("{}_1{}", "(*".repeat(65), ")".repeat(65));
    assert_eq!(gaps(&format!("{}\n{}", line(&format!("_3 = copy {deep}")), line("return"))).len(), 1);
}

#[test]
fn operands() {
    let table: &[(&str, Operand<'static>)] = &[
        ("copy _1", COPY_1),
        ("move _2", MOVE_2),
        ("const 3_u32", Operand::Const("3_u32")),
        ("const -1_i8", Operand::Const("-1_i8")),
        ("const 1.0E+6f64", Operand::Const("1.0E+6f64")),
        ("const i128::MIN", Operand::Const("i128::MIN")),
        ("const true", Operand::Const("true")),
        ("const ()", Operand::Const("()")),
        ("const 'a'", Operand::Const("'a'")),
        ("const '('", Operand::Const("'('")),
        ("const '\"'", Operand::Const("'\"'")),
        ("const '\\''", Operand::Const("'\\''")),
        ("const '\\\\'", Operand::Const("'\\\\'")),
        ("const '\\u{301}'", Operand::Const("'\\u{301}'")),
        ("const '😀'", Operand::Const("'😀'")),
        ("const ','", Operand::Const("','")),
        ("const \"\"", Operand::Const("\"\"")),
        ("const \"[(<{ ,;\"", Operand::Const("\"[(<{ ,;\"")),
        ("const \"it's \\\"; // scope 1 at f.rs:1:1: 1:2\"", Operand::Const("\"it's \\\"; // scope 1 at f.rs:1:1: 1:2\"")),
        ("const \"\\\\\"", Operand::Const("\"\\\\\"")),
        ("const \" as T (Transmute)\"", Operand::Const("\" as T (Transmute)\"")),
        ("const b\"\\xff)\\\"\"", Operand::Const("b\"\\xff)\\\"\"")),
        ("const *b\"xyz\"", Operand::Const("*b\"xyz\"")),
        ("const agent::QUERY", Operand::Const("agent::QUERY")),
        ("const <T as Tr>::N", Operand::Const("<T as Tr>::N")),
        ("const f::<X>::{constant#0}", Operand::Const("f::<X>::{constant#0}")),
        ("const {alloc10: &&str}", Operand::Const("{alloc10: &&str}")),
        ("const Slice { alloc_id: alloc21, meta: 5 }: &CStr", Operand::Const("Slice { alloc_id: alloc21, meta: 5 }: &CStr")),
        ("const Foo {{ a: 1_i32, b: '}' }}", Operand::Const("Foo {{ a: 1_i32, b: '}' }}")),
        ("agent::load::<T>", Operand::Fn("agent::load::<T>")),
        ("<T as Trait<A, B>>::f::<{closure@a}b.rs:1:1: 1:2}>", Operand::Fn("<T as Trait<A, B>>::f::<{closure@a}b.rs:1:1: 1:2}>")),
        ("größe::<'_>", Operand::Fn("größe::<'_>")),
    ];
    for &(operand, expected) in table {
        assert_rvalue_made(&format!("_3 = ({operand},)"), &|rvalue| rvalue == Rvalue::Aggregate(Aggregate::Tuple, &[expected]));
        assert_rvalue_made(&format!("_3 = [{operand}, {operand}]"), &|rvalue| {
            rvalue == Rvalue::Aggregate(Aggregate::Array, &[expected, expected])
        });
        assert_rvalue(&format!("_3 = [{operand}; 4]"), Rvalue::Repeat(expected));
        assert_rvalue(&format!("_3 = {operand} as usize (Transmute)"), Rvalue::Cast(expected, "usize", "Transmute"));
        if !matches!(expected, Operand::Fn(_)) {
            assert_rvalue(&format!("_3 = {operand}"), Rvalue::Use(expected));
        }
    }
}

#[test]
fn rvalues() {
    const ONE: Operand<'static> = Operand::Const("1_u8");
    const CLOSURE: Maker<'static> = Maker { span: Span("a b.rs:1:2: 3:4"), def_path: None };
    let table: &[(&str, Rvalue<'static>)] = &[
        ("&_1", Rvalue::Ref(P1)),
        ("&mut _1", Rvalue::Ref(P1)),
        ("&raw const _1", Rvalue::RawPtr(P1)),
        ("&raw mut _1", Rvalue::RawPtr(P1)),
        ("&raw const (fake) _1", Rvalue::RawPtr(P1)),
        ("&/*tls*/ A::{constant#0}::{closure#0}::VAL", Rvalue::Nullary),
        ("&/*tls*/ mut A::VAL", Rvalue::Nullary),
        ("discriminant(_1)", Rvalue::Discriminant(P1)),
        ("discriminant((*_1))", Rvalue::Discriminant(selected(&[Projection::Deref]))),
        ("Len(_1)", Rvalue::Inspect(P1)),
        ("Len((*_1))", Rvalue::Inspect(selected(&[Projection::Deref]))),
        ("PtrMetadata(copy _1)", Rvalue::Unary("PtrMetadata", COPY_1)),
        ("Neg(copy _1)", Rvalue::Unary("Neg", COPY_1)),
        ("Not(copy _1)", Rvalue::Not(COPY_1)),
        ("Add(copy _1, const 1_u8)", Rvalue::Binary("Add", COPY_1, ONE)),
        ("MulWithOverflow(copy _1, const 1_u8)", Rvalue::Binary("MulWithOverflow", COPY_1, ONE)),
        ("ShrUnchecked(copy _1, const 1_u8)", Rvalue::Binary("ShrUnchecked", COPY_1, ONE)),
        ("Eq(copy _1, const 1_u8)", Rvalue::Binary("Eq", COPY_1, ONE)),
        ("Offset(copy _1, const 1_u8)", Rvalue::Binary("Offset", COPY_1, ONE)),
        ("SizeOf(std::vec::Vec<(u8, u8)>)", Rvalue::Nullary),
        ("ShallowInitBox(move _2, [i32; 3])", Rvalue::Cast(MOVE_2, "[i32; 3]", "ShallowInitBox")),
        ("()", Rvalue::Aggregate(Aggregate::Tuple, &[])),
        ("(copy _1,)", Rvalue::Aggregate(Aggregate::Tuple, &[COPY_1])),
        ("(copy _1, move _2)", Rvalue::Aggregate(Aggregate::Tuple, &[COPY_1, MOVE_2])),
        ("[]", Rvalue::Aggregate(Aggregate::Array, &[])),
        ("[copy _1, move _2]", Rvalue::Aggregate(Aggregate::Array, &[COPY_1, MOVE_2])),
        ("[copy _1; N]", Rvalue::Repeat(COPY_1)),
        ("[const 0_u8; {a::LEN}]", Rvalue::Repeat(Operand::Const("0_u8"))),
        ("std::option::Option::<T>::None", Rvalue::Aggregate(Aggregate::Adt("std::option::Option::<T>::None"), &[])),
        (
            "std::option::Option::<(u8, T)>::Some(move _2)",
            Rvalue::Aggregate(Aggregate::Adt("std::option::Option::<(u8, T)>::Some"), &[MOVE_2]),
        ),
        ("Profile { email: copy _1, r#type: move _2 }", Rvalue::Aggregate(Aggregate::Adt("Profile"), &[COPY_1, MOVE_2])),
        ("Profile::<fn(u8) -> u8> { größe: copy _1 }", Rvalue::Aggregate(Aggregate::Adt("Profile::<fn(u8) -> u8>"), &[COPY_1])),
        ("f::{closure#0}::Inner(move _2)", Rvalue::Aggregate(Aggregate::Adt("f::{closure#0}::Inner"), &[MOVE_2])),
        (
            "<impl at a>b.rs:1:1: 1:9>::f::Inner { x: copy _1 }",
            Rvalue::Aggregate(Aggregate::Adt("<impl at a>b.rs:1:1: 1:9>::f::Inner"), &[COPY_1]),
        ),
        ("{closure@a b.rs:1:2: 3:4}", Rvalue::Aggregate(Aggregate::Closure(CLOSURE), &[])),
        ("{closure@a b.rs:1:2: 3:4} { k: move _2 }", Rvalue::Aggregate(Aggregate::Closure(CLOSURE), &[MOVE_2])),
        ("{coroutine-closure@a b.rs:1:2: 3:4} { k: move _2 }", Rvalue::Aggregate(Aggregate::Closure(CLOSURE), &[MOVE_2])),
        (
            "{coroutine@a b.rs:1:2: 3:4 (#0)} { k: copy _1, l: move _2 }",
            Rvalue::Aggregate(Aggregate::Coroutine(CLOSURE), &[COPY_1, MOVE_2]),
        ),
        ("*const [u8] from (copy _1, move _2)", Rvalue::Aggregate(Aggregate::RawPtr, &[COPY_1, MOVE_2])),
        ("*mut dyn Store + Send from (copy _1, move _2)", Rvalue::Aggregate(Aggregate::RawPtr, &[COPY_1, MOVE_2])),
        ("wrap_binder!(move _2; unsafe<'a> &'a u8)", Rvalue::Cast(MOVE_2, "unsafe<'a> &'a u8", "wrap_binder!")),
        ("copy _1 as u8 (IntToInt)", Rvalue::Cast(COPY_1, "u8", "IntToInt")),
        (
            "move _2 as &dyn Fn(u8) -> (u8, u8) (PointerCoercion(Unsize, Implicit))",
            Rvalue::Cast(MOVE_2, "&dyn Fn(u8) -> (u8, u8)", "PointerCoercion(Unsize, Implicit)"),
        ),
        (
            "str::len as fn(&str) -> usize (PointerCoercion(ReifyFnPointer(Safe), AsCast))",
            Rvalue::Cast(Operand::Fn("str::len"), "fn(&str) -> usize", "PointerCoercion(ReifyFnPointer(Safe), AsCast)"),
        ),
    ];
    for &(text, expected) in table {
        assert_rvalue(&format!("_3 = {text}"), expected);
    }
}

#[test]
fn a_struct_may_have_the_name_of_an_operator() {
    let not = Rvalue::Aggregate(Aggregate::Adt("Not"), &[COPY_1]);
    // `_8` is of the struct type `Not`.
    assert_rvalue("_8 = Not(copy _1)", not);
    assert_rvalue("(_1.0: Not) = Not(copy _1)", not);
    assert_rvalue("_3 = Not(copy _1)", Rvalue::Not(COPY_1));
}

/// Before the guard of a match arm, what the other arms look at is borrowed for the borrow checker, whether it exists or not.
#[test]
fn a_fake_borrow_is_no_statement() {
    for assignment in ["_3 = &fake _1", "_3 = &fake shallow (((*_1) as Err).0: Refused)"] {
        let text = dump(&format!("{}\n{}", line(assignment), line("return")));
        assert!(read(&text, &Bump::new()).blocks[0].statements.is_empty(), "{assignment}");
    }
    for assignment in ["_3 = &fake", "_3 = &fake deep _1", "_3 = &fake _99", "_3 = &fake _1 as u8"] {
        assert_eq!(gaps(&format!("{}\n{}", line(assignment), line("return"))).len(), 1, "{assignment}");
    }
}

/// `PATH` alone is a function as a value, or a unit struct or variant: the comment below it tells.
#[test]
fn a_bare_path_is_a_function_where_a_constant_is_named_below() {
    assert_rvalue("_3 = agent::Unit", Rvalue::Aggregate(Aggregate::Adt("agent::Unit"), &[]));
    let comment = format!("{}// mir::ConstOperand", " ".repeat(41));
    let text = dump(&format!("{}\n{comment}\n{}", line("_3 = agent::load"), line("return")));
    let arena = Bump::new();
    assert_eq!(read(&text, &arena).blocks[0].statements[0].rvalue, Rvalue::Use(Operand::Fn("agent::load")));
}

#[test]
fn the_body_of_a_closure_is_in_the_comment_below_it() {
    let comment = |text: &str| format!("{}// {text}", " ".repeat(41));
    let lines = [
        line("_3 = {closure@a.rs:1:2: 3:4} { k: move _2 }"),
        comment("closure"),
        comment("+ def_id: DefId(0:79 ~ krate[1973]::agent::{impl#0}::ask::{closure#0})"),
        comment("+ args: ["),
        comment("    i8,"),
        comment("]"),
        line("return"),
    ];
    let text = dump(&lines.join("\n"));
    let arena = Bump::new();
    let maker = Maker { span: Span("a.rs:1:2: 3:4"), def_path: Some("agent::{impl#0}::ask::{closure#0}") };
    assert_eq!(read(&text, &arena).blocks[0].statements[0].rvalue, Rvalue::Aggregate(Aggregate::Closure(maker), &[MOVE_2]));
}

/// Up to 1.99, rustc pairs the captures' places with the variables' names and prints as many as there are names: of `p.a`, `p.b` and
/// `z` the last one is missing. What is printed is at its position.
#[test]
fn a_closure_may_be_printed_with_fewer_captures_than_it_has() {
    const MAKER: Maker<'static> = Maker { span: Span("a.rs:1:2: 3:4"), def_path: None };
    assert_rvalue(
        "_3 = {closure@a.rs:1:2: 3:4} { p: copy _1, z: move _2 }",
        Rvalue::Aggregate(Aggregate::Closure(MAKER), &[COPY_1, MOVE_2]),
    );
}

#[test]
fn what_is_nearly_an_rvalue_is_a_gap() {
    for rvalue in [
        "_1",
        "&",
        "&raw _1",
        "copy _1 as u8",
        "copy _1 as u8 (odd)",
        "Add(copy _1)",
        "Not(copy _1, copy _2)",
        "(copy _1",
        "(copy _1 copy _2)",
        "[copy _1; ]",
        "const ",
        "const \"no end",
        "Profile { email copy _1 }",
        "Profile { email: copy _1",
        "{closure}",
        "{generator@a.rs:1:2: 3:4}",
        "*const u8 of (copy _1)",
        "wrap_binder!(copy _1)",
        "a::b c",
        "copy _1 and more",
    ] {
        let lines = format!("{}\n{}", line(&format!("_3 = {rvalue}")), line("return"));
        assert_eq!(gaps(&lines).len(), 1, "{rvalue}");
    }
}

fn assert_rvalue(assignment: &str, expected: Rvalue<'static>) {
    let text = dump(&format!("{}\n{}", line(assignment), line("return")));
    let arena = Bump::new();
    assert_eq!(read(&text, &arena).blocks[0].statements[0].rvalue, expected, "{assignment}");
}

fn assert_rvalue_made(assignment: &str, is_expected: &dyn Fn(Rvalue<'_>) -> bool) {
    let text = dump(&format!("{}\n{}", line(assignment), line("return")));
    let arena = Bump::new();
    let rvalue = read(&text, &arena).blocks[0].statements[0].rvalue;
    assert!(is_expected(rvalue), "{assignment}: {rvalue:?}");
}

#[test]
fn an_index_names_its_local() {
    let expected = Place { local: Local(3), projection: &[Projection::Index(Local(9))] };
    assert_rvalue("_1 = copy _3[_9]", Rvalue::Use(Operand::Copy(expected)));
}
