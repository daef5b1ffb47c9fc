//! Headers, locals, variables, and what stands around the body.

use bumpalo::Bump;

use super::{SPAN, dump, line, read};
use crate::index::Local;
use crate::mir::{BodyKind, Gap, Place, Projection, Span, parse};

/// A dump with this header, and nothing in it but a block.
fn with_header(header: &str) -> String {
    format!("// MIR for `f` after built\n\n{header}\n    bb0: {{\n        return;                          {SPAN}\n    }}\n}}\n")
}

/// The dump of a function with these lines above its block.
fn with_declarations(lines: &str) -> String {
    dump(&line("return")).replace("    let mut _0", &format!("{lines}\n    let mut _0"))
}

fn gaps(text: &str) -> Vec<Gap> {
    parse("f", text, &Bump::new()).gaps
}

#[test]
fn headers() {
    use BodyKind::{AnonConst, Const, Fn, Static};
    let table: &[(&str, BodyKind, &str, &[&str])] = &[
        ("fn f() -> () {", Fn, "f", &[]),
        ("fn a::b(_1: u8, _2: (u8, &str)) -> ! {", Fn, "a::b", &["u8", "(u8, &str)"]),
        ("fn größe(_1: &mut dyn Store + Send) -> u8 {", Fn, "größe", &["&mut dyn Store + Send"]),
        ("fn <impl at a b/ö:x>.rs:3:1: 3:11>::f(_1: Self) -> u8 {", Fn, "<impl at a b/ö:x>.rs:3:1: 3:11>::f", &["Self"]),
        (
            "fn m::f::{closure#0}(_1: &{closure@a, b.rs:1:2: 3:4}, _2: char) -> u8 {",
            Fn,
            "m::f::{closure#0}",
            &["&{closure@a, b.rs:1:2: 3:4}", "char"],
        ),
        (
            "fn f(_1: fn(u8) -> u8 {g}, _2: Const<')', \"> {\">) -> impl Fn(u8) -> u8 {",
            Fn,
            "f",
            &["fn(u8) -> u8 {g}", "Const<')', \"> {\">"],
        ),
        ("const a::QUERY: &str = {", Const, "a::QUERY", &[]),
        ("const <impl at a.rs:1:1: 1:2>::K: [u8; 3] = {", Const, "<impl at a.rs:1:1: 1:2>::K", &[]),
        ("static TABLE: [&str; 2] = {", Static, "TABLE", &[]),
        ("static mut COUNTER: u64 = {", Static, "COUNTER", &[]),
        ("f::{constant#0}: usize = {", AnonConst, "f::{constant#0}", &[]),
        ("const f::promoted[0]: &[u8] = {", AnonConst, "f::promoted[0]", &[]),
    ];
    for &(header, kind, path, types) in table {
        let text = with_header(header);
        let arena = Bump::new();
        let body = read(&text, &arena);
        assert_eq!((body.kind, body.path, body.argument_count, body.is_coroutine), (kind, path, types.len(), false), "{header}");
        assert_eq!(body.locals.iter().skip(1).map(|local| local.ty).collect::<Vec<_>>(), types, "{header}");
    }
    let text = with_header("fn f::{closure#0}(_1: {async fn body of f()}, _2: std::future::ResumeTy) -> u8\nyields ()\n {");
    let arena = Bump::new();
    let body = read(&text, &arena);
    assert!(body.is_coroutine && body.argument_count == 2);
}

#[test]
fn what_is_nearly_a_header_leaves_no_body() {
    for header in [
        "",
        "fn f {",
        "fn f(_2: u8) -> () {",
        "fn f(_1) -> () {",
        "fn f(_1: u8) {",
        "fn f() -> ()\n{",
        "type T: u8 = {",
        "const T: u8 = 3;",
        "f() {",
    ] {
        let text = with_header(header);
        let arena = Bump::new();
        let parsed = parse("f", &text, &arena);
        assert!(parsed.body.is_none() && parsed.gaps.len() == 1, "{header}: {parsed:?}");
    }
}

#[test]
fn locals_have_types_and_spans() {
    let at = "// in scope 1 at a b/ö:x.rs:3:5: 3:12";
    let table = [
        ("let _10: u8;", "u8"),
        ("let mut _10: (u8, bool);", "(u8, bool)"),
        ("let _10: u64 as UserTypeProjection { base: UserType(0), projs: [] };", "u64"),
        ("let _10: [u8; 4];", "[u8; 4]"),
        ("let _10: &mut dyn Object + Send;", "&mut dyn Object + Send"),
        ("let _10: fn(&str) -> usize {str::len};", "fn(&str) -> usize {str::len}"),
        ("let _10: {async block@a; b.rs:1:1: 2:2};", "{async block@a; b.rs:1:1: 2:2}"),
        ("let _10: Const<'\\'', ';'>;", "Const<'\\'', ';'>"),
    ];
    for (declaration, ty) in table {
        let text = with_declarations(&format!("    {declaration}   {at}"));
        let arena = Bump::new();
        let body = read(&text, &arena);
        assert_eq!(body.locals[10].ty, ty, "{declaration}");
        assert_eq!(body.locals[10].span.resolve(), Some(("a b/ö:x.rs", 3, 5, 3, 12)), "{declaration}");
    }
    let inner = format!("    scope 1 {{\n        let _10: u8;   {at}\n        scope 2 {{\n        }}\n    }}");
    assert_eq!(gaps(&with_declarations(&inner)), []);
    for declaration in ["let _10;", "let _x: u8;", "let _10: u8", "let _4294967295: u8;", "var _10: u8;"] {
        assert_eq!(gaps(&with_declarations(&format!("    {declaration}   {at}"))).len(), 1, "{declaration}");
    }
}

#[test]
fn variables_name_their_places() {
    let at = "// in scope 0 at a.rs:3:5: 3:12";
    let field: &[Projection<'static>] = &[Projection::Deref, Projection::Field(1, "String")];
    let table: &[(&str, Option<(&str, Place<'static>)>)] = &[
        ("debug x => _1;", Some(("x", Place { local: Local(1), projection: &[] }))),
        ("debug größe => _1;", Some(("größe", Place { local: Local(1), projection: &[] }))),
        ("debug p__b => ((*_1).1: String);", Some(("p__b", Place { local: Local(1), projection: field }))),
        ("debug k => const 3_u8;", None),
        ("debug k => const \"; // in scope 9 at z\";", None),
    ];
    for &(variable, expected) in table {
        let text = with_declarations(&format!("    {variable}   {at}"));
        let arena = Bump::new();
        let found = read(&text, &arena).debug.first().map(|variable| (variable.name, variable.place));
        assert_eq!(found, expected, "{variable}");
    }
    for variable in ["debug x = _1;", "debug x => _1", "debug a b => _1;", "debug x => Foo { 0 => _1 };", "debug x => _99;"] {
        assert_eq!(gaps(&with_declarations(&format!("    {variable}   {at}"))).len(), 1, "{variable}");
    }
}

#[test]
fn spans_are_read_from_the_right() {
    let table = [
        ("src/agent.rs:3:5: 3:12", Some(("src/agent.rs", 3, 5, 3, 12))),
        ("a b/ö:x.rs:3:5: 13:1", Some(("a b/ö:x.rs", 3, 5, 13, 1))),
        ("C:\\my code\\a: 1:2.rs:3:5: 3:12", Some(("C:\\my code\\a: 1:2.rs", 3, 5, 3, 12))),
        ("/rustc/abc/library/core/src/macros.rs:1:2: 3:4", Some(("/rustc/abc/library/core/src/macros.rs", 1, 2, 3, 4))),
        ("no-location", None),
        ("", None),
        ("a.rs:3:5:3:12", None),
        ("a.rs:x:5: 3:12", None),
    ];
    for (text, expected) in table {
        assert_eq!(Span(text).resolve(), expected, "{text}");
    }
}

#[test]
fn allocations_may_follow_the_body_and_nothing_else_may() {
    for footer in [
        "\nalloc10 (static: ST, size: 16, align: 8) { .. }\n",
        "\nalloc1 (size: 3, align: 1) {\n    61 62 63                                        │ abc\n}\n\nalloc2 (fn: f)\n",
    ] {
        assert_eq!(gaps(&format!("{}{footer}", dump(&line("return")))), []);
    }
    for footer in ["\nfn g() -> () {\n", "\nallocation\n", "coroutine layout {\n"] {
        assert_eq!(gaps(&format!("{}{footer}", dump(&line("return")))).len(), 1, "{footer}");
    }
}

#[test]
fn a_constant_leads_to_the_static_that_it_refers_to() {
    let footer = "\nalloc10 (static: notes::ALL, size: 32, align: 8) { .. }\n\nalloc3 (size: 1, align: 1) { .. }\n\n\
                  alloc4 (extern static: C, size: 1, align: 1) { .. }\n";
    let text = format!("{}{footer}", dump(&line("return")));
    let arena = Bump::new();
    let body = parse("f", &text, &arena).body.unwrap();
    assert_eq!(body.static_behind("{alloc10: &[&str; 2]}"), Some("notes::ALL"));
    for other in ["{alloc10: *mut [&str; 2]}", "{alloc10: &std::sync::Mutex<&str>}", "{alloc3: &[&str; 2]}", "{alloc4: &u8}", "3_u32"] {
        assert_eq!(body.static_behind(other), None, "{other}");
    }
}

#[test]
fn user_type_annotations_are_stepped_over() {
    let annotations =
        "| User Type Annotations\n| 0: user_ty: Canonical { value: Ty(u64) }, span: a.rs:1:1: 1:2, inferred_ty: u64\n|\nfn f() -> R {";
    assert_eq!(gaps(&dump(&line("return")).replace("fn f() -> R {", annotations)), []);
}
