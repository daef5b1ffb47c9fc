//! The sites of a body as facts.

use super::{
    Analysis, Made,
    flows::{Numbers, Says, Sent, SentTo},
    held::{HeldAt, held_at},
    http,
    sites::{self, Outside, What},
    tokens::{self, Types},
};
use crate::{
    catalogue::Role,
    facts::{Access, Effect, Given, flows::SinkKind},
    flow::Cfg,
    index::{Block, FunctionId, HeldId},
    mir::{Body, Call, Terminator},
    path::{self, Callee},
};

/// A position in a list of a function's facts.
fn number(position: usize) -> u32 {
    u32::try_from(position).expect("the sites of one body stay below 2^32")
}

impl Analysis<'_> {
    /// Keeps the sites of a body; gives the numbers of those that data flow to, and whether anything is encrypted in it, which is left to others.
    pub(super) fn sites<'a>(&mut self, body: &Body<'a>, cfg: &Cfg, id: FunctionId, types: &mut Types<'a>) -> (Numbers, bool) {
        let context = self.context;
        let is_foreign = |printed: &str, callee: &Callee<'_>| self.is_outside(printed, callee);
        let is_dependency = |root: &str| self.is_dependency(root);
        let outside = Outside { catalogue: &context.catalogue, is_foreign: &is_foreign, is_dependency: &is_dependency };
        let (of_others, sites): (Vec<_>, Vec<_>) =
            sites::collect(body, cfg, outside).into_iter().partition(|site| matches!(site.what, What::Outside(..)));
        self.outside(body, id, &of_others);
        let needs_held =
            sites.iter().any(|site| !matches!(site.what, What::Seen(..) | What::Require(_) | What::Given { .. } | What::Encryption));
        let held = if context.tracks_tokens && needs_held { held_at(body, cfg, types, &self.items, &sites) } else { HeldAt::default() };
        let mut numbers = Numbers::default();
        let mut encrypts = false;
        // A text that is given to a function is asked for where that makes a statement or a request over HTTP of it.
        let follows_texts = context.catalogue.knows_texts();
        if follows_texts {
            self.fields(body, id);
            self.returned(body, id);
        }
        for (at, site) in sites.into_iter().enumerate() {
            let block = site.point.block;
            let held_here = held.at.get(at).map_or(HeldId(0), |tokens| self.tokens(tokens));
            let span = self.place_of(body, &site);
            match site.what {
                What::Seen(class, callee) => self.seen(&class, &callee),
                // They are noted above.
                What::Outside(..) => {}
                What::Access { class, callee: (printed, callee), query } => {
                    self.seen(&class, &callee);
                    let Some(effect) = class.effect else { continue };
                    let language = class.query.map_or("", |(_, language)| language);
                    let query = self.query(id, language, query);
                    let through = self.through(&callee);
                    if through.is_some() && !self.is_foreign(&callee) {
                        self.call(id, (printed, callee), held_here, None, true, span);
                    }
                    let access = Access {
                        store: self.text(class.store),
                        operation: self.text(&sites::operation(&callee)),
                        effect,
                        language: self.text(language),
                        query,
                        through,
                        held: held_here,
                        span,
                    };
                    let accesses = &mut self.facts.functions[id.index()].accesses;
                    // What is called stands behind what is only named in its arguments.
                    numbers.accesses.insert(block, number(accesses.len()));
                    accesses.push(access);
                }
                What::Require(callee) => {
                    let next = self.facts.functions[id.index()].requires.len();
                    self.require(callee, id, span);
                    if self.facts.functions[id.index()].requires.len() > next {
                        numbers.requests.insert(block, number(next));
                    }
                }
                What::Given { kind, store, scheme, callee, values } => {
                    let through = self.through(&callee);
                    let (store, scheme) = (self.text(store), self.text(&scheme));
                    let operation = self.text(&sites::operation(&callee));
                    let values = self.given(id, values);
                    self.facts.functions[id.index()].given.push(Given { kind, store, operation, scheme, values, through, span });
                }
                What::Encryption => encrypts = true,
                What::Request { library, callee, method, address } => {
                    let (query, language) = self.request(id, address, &method);
                    let access = Access {
                        store: self.text(library),
                        operation: self.text(&sites::operation(&callee)),
                        effect: Effect::Request,
                        language,
                        query,
                        through: self.through(&callee),
                        held: held_here,
                        span,
                    };
                    let accesses = &mut self.facts.functions[id.index()].accesses;
                    let sent = Sent { to: SentTo::Access(number(accesses.len())), content: None, says: Says::How };
                    numbers.sent.entry(block).or_default().push(sent);
                    accesses.push(access);
                }
                What::Call(printed, callee) => {
                    let awaited = held.later.get(&at).map(|tokens| self.tokens(tokens));
                    self.call(id, (printed, callee), held_here, awaited, true, span);
                    if let (true, Terminator::Call(call)) = (follows_texts, body.blocks[block.index()].terminator) {
                        self.passed(body, id, block, call);
                    }
                }
                What::Value(printed, callee) => self.call(id, (printed, callee), held_here, None, false, span),
                What::Make(maker) => {
                    let held = held.later.get(&at).map_or(held_here, |tokens| self.tokens(tokens));
                    let name = maker.def_path.map(|path| path.replace("::", "-"));
                    self.made.push(Made { by: id, name, span: maker.span.0.to_owned(), held, at: span });
                }
            }
        }
        self.sent(body, &mut numbers);
        (numbers, encrypts)
    }

    /// Finds the calls that put something into a request over HTTP, or what is stored into what an access before them has made
    /// (`create("note").content(note)`), here or in a function that gives it back.
    fn sent(&self, body: &Body<'_>, numbers: &mut Numbers) {
        let catalogue = &self.context.catalogue;
        let called = |block: Block| match body.blocks[block.index()].terminator {
            Terminator::Call(call) => Some((call, call.function.filter(|callee| http::may_be_of_a_library(callee, catalogue))?)),
            _ => None,
        };
        let requests: Vec<(Block, SentTo)> =
            numbers.sent.iter().flat_map(|(&block, sent)| sent.iter().map(move |sent| (block, sent.to))).collect();
        for at in (0..body.blocks.len()).map(Block::from_usize) {
            let Some((call, callee)) = called(at) else { continue };
            let class = catalogue.classify(&callee);
            let is_sent = class.as_ref().is_some_and(|class| class.role == Some(Role::Sink(SinkKind::Network)));
            let content = catalogue.arguments(&callee).and_then(|(_, arguments)| arguments.body);
            let put = class.as_ref().map_or(&[][..], |class| class.put());
            if !is_sent && content.is_none() && put.is_empty() {
                continue;
            }
            let made_by = http::made_by(body, call);
            let or_begun = |made: Vec<SentTo>| match made.is_empty() {
                true => made_by.iter().filter(|&&block| self.begins(body, block, call)).map(|&block| SentTo::Begun(block)).collect(),
                false => made,
            };
            let sent = numbers.sent.entry(at).or_default();
            if is_sent || content.is_some() {
                // What an address is asked with says what is meant, as what is in it does.
                let says = if content.is_some() || callee.name().starts_with("query") { Says::What } else { Says::How };
                let made = requests.iter().filter(|(request, _)| made_by.contains(request)).map(|(_, request)| *request);
                sent.extend(or_begun(made.collect()).into_iter().map(|to| Sent { to, content, says }));
            }
            if !put.is_empty() {
                let makes = |maker: &Block| {
                    let access = *numbers.accesses.get(maker)?;
                    let made = catalogue.classify(&called(*maker)?.1)?;
                    let stores = matches!(made.effect, Some(Effect::Write | Effect::ReadWrite | Effect::Query));
                    (stores && Some(made.store) == class.as_ref().map(|class| class.store)).then_some(SentTo::Access(access))
                };
                let made = or_begun(made_by.iter().filter_map(makes).collect());
                let put = put.iter().flat_map(|&content| made.iter().map(move |&to| (to, content)));
                sent.extend(put.map(|(to, content)| Sent { to, content: Some(content), says: Says::What }));
            }
        }
    }

    /// Whether a block ends with the call of a function of the workspace that gives back such a request or builder as a call is given.
    fn begins(&self, body: &Body<'_>, block: Block, given_to: &Call<'_>) -> bool {
        let Terminator::Call(call) = body.blocks[block.index()].terminator else { return false };
        let request = given_to.arguments.first().and_then(|request| request.place()).map(|place| tokens::place_type(body, place));
        let (Some(request), Some(given)) = (request, call.destination.map(|place| tokens::place_type(body, place))) else { return false };
        // A future does not say of what.
        let is_one = given.starts_with("{async fn body") || given.contains(path::peel(request));
        is_one && call.function.is_some_and(|callee| !self.is_foreign(&callee))
    }
}
