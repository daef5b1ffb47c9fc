//! The sites of a body as facts.

use super::{
    Analysis, Made,
    flows::{Numbers, Says, Sent, SentTo},
    held::{HeldAt, held_at},
    sites::{self, Outside, What},
    tokens::Types,
};
use crate::{
    facts::{Access, Effect, Given},
    flow::Cfg,
    index::{FunctionId, HeldId},
    mir::{Body, Terminator},
    path::Callee,
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
                    let to = SentTo::Access(number(accesses.len()));
                    let sent = numbers.sent.entry(block).or_default();
                    sent.push(Sent { to, content: None, says: Says::How });
                    // What is stored may stand beside the address.
                    let content = context.catalogue.arguments(&callee).and_then(|(_, arguments)| arguments.body);
                    sent.extend(content.map(|content| Sent { to, content: Some(content), says: Says::What }));
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
        (numbers, encrypts)
    }
}
