//! What is put into requests over HTTP and into builders of stores, and by which calls: into those that the body has made, into those that a
//! function has given back to it, and into those that it was given itself. And which of them it hands on.

use std::rc::Rc;

use super::{
    Analysis,
    flows::{Numbers, Says, Sent, SentTo, TERMINATOR, Type, is_closure_call},
    http::{self, MadeBy},
    tokens,
};
use crate::{
    catalogue::{Classification, Role},
    facts::{Effect, flows::SinkKind},
    index::Block,
    mir::{Aggregate, Body, Call, Operand, Place, Rvalue, Terminator},
    path::{self, Callee},
};

/// A body, and what of it is numbered already.
struct Made<'b, 'a> {
    body: &'b Body<'a>,
    /// What the types of its locals say.
    types: &'b [Rc<Type>],
    /// The requests over HTTP that it makes, by their blocks.
    requests: Vec<(Block, SentTo)>,
}

impl<'a> Made<'_, 'a> {
    /// The call of a function that a block ends with.
    fn called(&self, block: Block) -> Option<(&'a Call<'a>, Callee<'a>)> {
        match self.body.blocks[block.index()].terminator {
            Terminator::Call(call) => Some((call, call.function?)),
            _ => None,
        }
    }

    /// The requests among what has made one.
    fn requests<'s>(&'s self, made_by: &'s MadeBy<'a>) -> impl Iterator<Item = SentTo> + 's {
        self.requests.iter().filter(|(block, _)| made_by.calls.contains(block)).map(|(_, request)| *request)
    }
}

impl Analysis<'_> {
    /// Finds the calls that put something into a request over HTTP, or what is stored into what an access has made
    /// (`create("note").content(note)`); and the calls of the workspace that are given one of these.
    pub(super) fn builders(&self, body: &Body<'_>, types: &[Rc<Type>], numbers: &mut Numbers) {
        if numbers.sent.is_empty() && !types.iter().any(|ty| ty.has_builder) {
            return;
        }
        let requests = numbers.sent.iter().flat_map(|(&block, sent)| sent.iter().map(move |sent| (block, sent.to))).collect();
        let made = Made { body, types, requests };
        for at in (0..body.blocks.len()).map(Block::from_usize) {
            for (number, statement) in body.blocks[at.index()].statements.iter().enumerate() {
                if let Rvalue::Aggregate(Aggregate::Closure(_) | Aggregate::Coroutine(_), captured) = statement.rvalue {
                    self.handed(&made, (at, number), captured, numbers);
                }
            }
            let Terminator::Call(call) = body.blocks[at.index()].terminator else { continue };
            if let Some(callee) = call.function.filter(|callee| http::may_be_of_a_library(callee, &self.context.catalogue)) {
                self.put(&made, at, (call, &callee), numbers);
            }
            // A closure's arguments are a tuple.
            if call.function.is_none_or(|callee| !self.is_foreign(&callee) || is_closure_call(&callee)) {
                self.handed(&made, (at, TERMINATOR), call.arguments, numbers);
            }
        }
    }

    /// The requests and builders among what a call or a closure is given.
    fn handed<'a>(&self, made: &Made<'_, 'a>, at: (Block, usize), given: &[Operand<'a>], numbers: &mut Numbers) {
        let is_one =
            |operand: &&Operand<'_>| operand.place().and_then(|place| made.types.get(place.local.index())).is_some_and(|ty| ty.has_builder);
        for &operand in given.iter().filter(is_one) {
            let made_by = http::made_by(made.body, operand);
            let stores = made_by.calls.iter().filter_map(|maker| self.store_made_by(made, *maker, numbers).map(|(access, _)| access));
            let found = self.or_from_elsewhere(made, operand, &made_by, made.requests(&made_by).chain(stores).collect());
            numbers.handed.entry(at).or_default().extend(found);
        }
    }

    /// What a call of a library puts into what.
    fn put<'a>(&self, made: &Made<'_, 'a>, at: Block, (call, callee): (&'a Call<'a>, &Callee<'a>), numbers: &mut Numbers) {
        let catalogue = &self.context.catalogue;
        let class = catalogue.classify(callee);
        let is_sent = class.as_ref().is_some_and(|class| class.role == Some(Role::Sink(SinkKind::Network)));
        let content = catalogue.arguments(callee).and_then(|(_, arguments)| arguments.body);
        let put = class.as_ref().map_or(&[][..], |class| class.put());
        let is_request = made.requests.iter().any(|(block, _)| *block == at);
        let puts = !is_request && (is_sent || content.is_some() || !put.is_empty());
        let Some(&receiver) = call.arguments.first().filter(|_| puts) else { return };
        let made_by = http::made_by(made.body, receiver);
        if is_sent || content.is_some() {
            // What an address is asked with says what is meant, as what is in it does.
            let says = if content.is_some() || callee.name().starts_with("query") { Says::What } else { Says::How };
            let found = self.or_from_elsewhere(made, receiver, &made_by, made.requests(&made_by).collect());
            numbers.sent.entry(at).or_default().extend(found.into_iter().map(|to| Sent { to, content, says }));
        }
        if let Some(class) = class.filter(|_| !put.is_empty()) {
            let same = |maker: &Block| {
                self.store_made_by(made, *maker, numbers).filter(|(_, of)| of.store == class.store).map(|(access, _)| access)
            };
            let found = self.or_from_elsewhere(made, receiver, &made_by, made_by.calls.iter().filter_map(same).collect());
            let put = put.iter().flat_map(|&content| found.iter().map(move |&to| (to, content)));
            let sent = put.map(|(to, content)| Sent { to, content: Some(content), says: Says::What });
            numbers.sent.entry(at).or_default().extend(sent);
        }
    }

    /// The access to a store that a block ends with, if something may be put into what it gives.
    fn store_made_by(&self, made: &Made<'_, '_>, maker: Block, numbers: &Numbers) -> Option<(SentTo, Classification<'_>)> {
        let access = *numbers.accesses.get(&maker)?;
        let class = self.context.catalogue.classify(&made.called(maker)?.1)?;
        let stores = matches!(class.effect, Some(Effect::Write | Effect::ReadWrite | Effect::Query));
        stores.then_some((SentTo::Access(access), class))
    }

    /// What a request or builder is of: what this body has made, else what functions have given back to it, else what it was given itself.
    fn or_from_elsewhere<'a>(&self, made: &Made<'_, 'a>, operand: Operand<'a>, made_by: &MadeBy<'a>, here: Vec<SentTo>) -> Vec<SentTo> {
        if !here.is_empty() {
            return here;
        }
        let Some(ty) = operand.place().map(|place| path::peel(tokens::place_type(made.body, place))) else { return here };
        let begun: Vec<SentTo> =
            made_by.calls.iter().filter(|&&block| self.begins(made, block, ty)).map(|&block| SentTo::Begun(block)).collect();
        let is_builder = |ty: &str| self.context.catalogue.is_builder(ty);
        let may_be_it = |&place: &Place<'_>| {
            let given = tokens::place_type(made.body, place);
            is_builder(path::peel(given)) || (given.contains(ty) && is_builder(ty))
        };
        if begun.is_empty() && made_by.given.iter().any(may_be_it) { vec![SentTo::Given] } else { begun }
    }

    /// Whether a block ends with the call of a function of the workspace that gives back a request or builder of this type.
    fn begins(&self, made: &Made<'_, '_>, block: Block, ty: &str) -> bool {
        let Some((call, callee)) = made.called(block) else { return false };
        let given = call.destination.map_or("", |place| tokens::place_type(made.body, place));
        // A future does not say of what.
        (given.starts_with("{async fn body") || given.contains(ty)) && !self.is_foreign(&callee)
    }
}
