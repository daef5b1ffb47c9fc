//! What the seven compilers print differently, and the places where their text lies: read, it means the same.
//!
//! Each test says from which version on the text is another one. A test that breaks with a new sample is news about rustc.

use bumpalo::Bump;
use cargo_agent_guard::mir::{self, Aggregate, Body, Call, Operand, Rvalue, Statement, Terminator};

#[path = "mir-samples/samples.rs"]
mod samples;

use samples::{SAMPLES, dumps};

/// For each compiler, oldest first, what `read` finds in the body of this name.
fn by_compiler<T>(name: &str, read: impl Fn(&Body<'_>) -> T) -> Vec<T> {
    let find = |samples| dumps(samples).find(|&(found, _)| found == name).unwrap_or_else(|| panic!("there is a dump of {name}"));
    SAMPLES
        .iter()
        .map(|&(_, samples, _)| {
            let arena = Bump::new();
            let (name, text) = find(samples);
            read(&mir::parse(name, text, &arena).body.expect("the header is read"))
        })
        .collect()
}

/// For each compiler, oldest first, how many of all its dumps' terminators and statements are `wanted`.
fn count(wanted: impl Fn(Option<&Statement<'_>>, Option<&Terminator<'_>>) -> bool) -> Vec<usize> {
    SAMPLES
        .iter()
        .map(|&(_, samples, _)| {
            let dumps = dumps(samples).map(|(name, text)| {
                let arena = Bump::new();
                let body = mir::parse(name, text, &arena).body.expect("the header is read");
                let blocks = body.blocks.iter();
                blocks
                    .map(|block| {
                        let statements = block.statements.iter().filter(|statement| wanted(Some(statement), None)).count();
                        statements + usize::from(wanted(None, Some(&block.terminator)))
                    })
                    .sum::<usize>()
            });
            dumps.sum()
        })
        .collect()
}

fn calls<'b, 'a>(body: &'b Body<'a>) -> impl Iterator<Item = &'a Call<'a>> + use<'a, 'b> {
    body.blocks.iter().filter_map(|block| if let Terminator::Call(call) = block.terminator { Some(call) } else { None })
}

fn callee<'a>(call: &Call<'a>) -> &'a str {
    if let Operand::Fn(path) = call.callee { path } else { "" }
}

/// The operands of each closure and coroutine that a body makes.
fn captures(body: &Body<'_>) -> Vec<String> {
    let statements = body.blocks.iter().flat_map(|block| &block.statements);
    let made = statements.filter_map(|statement| match statement.rvalue {
        Rvalue::Aggregate(Aggregate::Closure(_) | Aggregate::Coroutine(_), operands) => Some(format!("{operands:?}")),
        _ => None,
    });
    made.collect()
}

#[test]
fn from_1_90_the_drops_of_a_coroutine_have_an_edge_for_its_own_drop() {
    let drops = count(|_, terminator| matches!(terminator, Some(Terminator::Drop { drop: Some(_), .. })));
    assert_eq!(drops, [0, 114, 114, 114, 114, 114, 114]);
}

/// What is cleaned up where a suspended coroutine is dropped may be reached by that edge only.
#[test]
fn blocks_that_only_the_drop_edge_of_a_drop_reaches_are_successors() {
    let reached = by_compiler("extra.pause-{closure#0}", |body| {
        let mut reached = vec![0];
        let mut at = 0;
        while let Some(&block) = reached.get(at) {
            at += 1;
            let block: &mir::BasicBlock<'_> = &body.blocks[block];
            block.terminator.for_each_successor(|next| {
                if !reached.contains(&next.index()) {
                    reached.push(next.index());
                }
            });
        }
        (reached.len(), body.blocks.len())
    });
    assert_eq!(reached[0], (3, 3), "1.86 has no such block");
    assert!(reached[1..].iter().all(|&reached| reached == (4, 4)), "{reached:?}");
}

#[test]
fn from_1_95_the_length_of_a_slice_is_its_metadata() {
    assert_eq!(count(|statement, _| matches!(statement.map(|it| it.rvalue), Some(Rvalue::Inspect(_)))), [7, 7, 0, 0, 0, 0, 0]);
    let metadata = count(|statement, _| matches!(statement.map(|it| it.rvalue), Some(Rvalue::Unary("PtrMetadata", _))));
    assert_eq!(metadata, [1, 1, 8, 8, 8, 8, 8]);
}

#[test]
fn from_1_95_the_pieces_of_a_format_are_one_packed_string() {
    let pieces = by_compiler("sample.{impl#3}-run", |body| {
        let statements = body.blocks.iter().flat_map(|block| &block.statements);
        let pieces = statements.filter_map(|statement| match statement.rvalue {
            Rvalue::Aggregate(Aggregate::Array, pieces @ [Operand::Const(_), ..]) => Some(format!("{pieces:?}")),
            Rvalue::Use(Operand::Const(piece)) => Some(piece.to_owned()),
            _ => None,
        });
        let made = calls(body).map(callee).find(|path| path.contains("::Arguments")).expect("the arguments are made");
        (pieces.collect::<Vec<_>>().join(" "), made.rsplit("::").nth(1).expect("generic arguments follow the name").to_owned())
    });
    let (old, new) = (r#"[Const("\"\""), Const("\":\"")]"#, r#"b"\xc0\x01:\xc0\x00""#);
    assert_eq!(pieces[..2], [(old.to_owned(), "new_v1".to_owned()), (old.to_owned(), "new_v1".to_owned())]);
    assert!(pieces[2..].iter().all(|found| *found == (new.to_owned(), "new".to_owned())), "{pieces:?}");
}

#[test]
fn from_1_97_an_atomic_is_generic() {
    let types = by_compiler("sample.COUNTER", |body| body.locals[0].ty.to_owned());
    let (old, new) = ("std::sync::atomic::AtomicU32", "std::sync::atomic::Atomic<u32>");
    assert_eq!(types, [old, old, old, new, new, new, new]);
}

#[test]
fn from_1_99_constructors_have_no_body() {
    let constructors = SAMPLES.map(|(_, samples, _)| dumps(samples).filter(|(name, _)| name.ends_with("{constructor#0}")).count());
    assert_eq!(constructors, [5, 5, 5, 5, 0, 0, 0]);
}

/// The annotations name items by their numbers, later by their paths; the reader steps over both.
#[test]
fn from_1_99_user_type_annotations_are_paths() {
    let numbered = SAMPLES.map(|(_, samples, _)| dumps(samples).filter(|(_, text)| text.contains("TypeOf(DefId(")).count());
    assert_eq!(numbered[..4].iter().filter(|&&count| count > 0).count(), 4, "{numbered:?}");
    assert_eq!(numbered[4..], [0, 0, 0]);
    // `as UserTypeProjection { … }` is no part of a local's type.
    let map = "std::collections::HashMap<std::string::String, std::vec::Vec<u8>>";
    assert_eq!(by_compiler("sample.labels", |body| body.locals[1].ty.to_owned()), [map; 7]);
}

/// `panic!(…)`: up to 1.97 its only edge is that of unwinding, without a label.
#[test]
fn from_1_99_a_call_that_never_returns_has_an_edge_to_return_by() {
    let edges = by_compiler("extra.macros", |body| {
        let call = calls(body).find(|call| callee(call).contains("panic_fmt")).expect("the assertion panics");
        (call.target.is_some(), call.unwind.is_some())
    });
    assert_eq!(edges[..4], [(false, true); 4]);
    assert_eq!(edges[4..], [(true, true); 3]);
}

#[test]
fn from_1_100_the_residual_of_a_question_mark_is_of_the_never_type() {
    let residuals = by_compiler("extra.straight", |body| {
        body.locals
            .iter()
            .map(|local| local.ty)
            .find(|ty| {
                ty.starts_with("std::result::Result<") && ty.ends_with(", Refused>") && !ty.contains("Token") && !ty.contains("String")
            })
            .map(str::to_owned)
    });
    let (old, new) = (Some("std::result::Result<std::convert::Infallible, Refused>"), Some("std::result::Result<!, Refused>"));
    assert_eq!(residuals.iter().map(Option::as_deref).collect::<Vec<_>>(), [old, old, old, old, old, new, new]);
}

#[test]
fn from_1_101_the_function_itself_sees_the_type_behind_its_impl_trait() {
    let types = by_compiler("extra.closures", |body| body.locals[0].ty.to_owned());
    assert!(types[..6].iter().all(|ty| ty.starts_with("impl for<'a> Fn(&'a str) -> ")), "{types:?}");
    assert_eq!(types[6], "{closure@extra.rs:49:5: 49:13}");
}

#[test]
fn from_1_90_the_second_body_of_an_async_closure_is_called_synthetic() {
    let twins = SAMPLES.map(|(_, samples, _)| dumps(samples).filter(|(name, _)| name.ends_with("-{synthetic#0}")).count());
    assert_eq!(twins, [0, 2, 2, 2, 2, 2, 2]);
    let numbered = SAMPLES.map(|(_, samples, _)| dumps(samples).filter(|(name, _)| name.ends_with("-{closure#1}-{closure#1}")).count());
    assert_eq!(numbered, [2, 0, 0, 0, 0, 0, 0]);
}

/// What an `.await` calls, in the order of its blocks. The analysis of async code stands on it.
#[test]
fn awaiting_is_the_same_for_all() {
    let awaited = by_compiler("extra.{impl#2}-recall-{closure#0}", |body| {
        let yields = body.blocks.iter().filter(|block| matches!(block.terminator, Terminator::Yield { .. })).count();
        (yields, calls(body).map(|call| callee(call).to_owned()).collect::<Vec<_>>())
    });
    let expected = [
        "pause",
        "<impl std::future::Future<Output = ()> as std::future::IntoFuture>::into_future",
        "std::pin::Pin::<&mut impl std::future::Future<Output = ()>>::new_unchecked",
        "std::future::get_context::<'_, '_>",
        "<impl std::future::Future<Output = ()> as std::future::Future>::poll",
    ];
    for (yields, callees) in &awaited {
        assert_eq!((*yields, &callees[..5]), (1, &expected.map(str::to_owned)[..]));
    }
}

/// L1: up to 1.99 the names before the captures are wrong (`at: copy _2` is the capture `s`), so no name is kept.
#[test]
fn captures_are_read_by_position_for_their_names_lie() {
    let text = |samples| dumps(samples).find(|&(name, _)| name == "extra.closures").expect("there is one").1;
    let misnamed = SAMPLES.map(|(_, samples, _)| text(samples).contains("{ g: copy _1, email: move _4, at: copy _2 }"));
    assert_eq!(misnamed, [true, true, true, true, true, false, false]);
    for name in ["extra.closures", "extra.asyncs-{closure#0}", "extra.asyncs-{closure#0}-{closure#1}"] {
        let captures = by_compiler(name, captures);
        assert!(captures.iter().all(|made| *made == captures[2] && !made.is_empty()), "{name}: {captures:?}");
    }
    // The closure's own body has the names right, at the same positions.
    let variables = by_compiler("extra.closures-{closure#1}", |body| {
        body.debug.iter().filter(|variable| variable.place.local.0 == 1).map(|variable| variable.name.to_owned()).collect::<Vec<_>>()
    });
    assert_eq!(variables, vec![["g", "email", "s"].map(str::to_owned); 7]);
}

/// L3: the text of a C string is nowhere.
#[test]
fn a_c_string_is_a_constant_without_its_text() {
    let values = by_compiler("extra.c_text", |body| match body.blocks[0].statements[0].rvalue {
        Rvalue::Use(Operand::Const(text)) => text.to_owned(),
        other => panic!("a constant, not {other:?}"),
    });
    assert_eq!(values[0], "Slice { data: ConstAllocation { .. }, meta: 7 }: &std::ffi::CStr");
    for value in &values[1..] {
        assert!(value.starts_with("Slice { alloc_id: alloc") && value.ends_with(", meta: 7 }: &std::ffi::CStr"), "{value}");
    }
}

/// L4: `&(dyn Gate + Sync)` is printed without its parentheses.
#[test]
fn a_reference_to_a_dyn_type_goes_on_behind_the_plus() {
    let types = by_compiler("extra.asyncs", |body| body.locals[1].ty.to_owned());
    assert_eq!(types, ["&dyn Gate + std::marker::Sync"; 7]);
    let callees = by_compiler("extra.let_else", |body| calls(body).map(|call| callee(call).to_owned()).last());
    assert_eq!(callees, vec![Some("<dyn Store + std::marker::Send + std::marker::Sync as Store>::len".to_owned()); 7]);
}
