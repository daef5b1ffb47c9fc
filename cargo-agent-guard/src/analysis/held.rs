//! What is held at the sites of a body: the consent analysis, asked at single points.

use std::collections::HashMap;

use super::{
    consent::{DefinitelyObtained, State},
    items::Items,
    proofs::{Proof, ProofSet},
    sites::{Point, Site},
    tokens::Types,
};
use crate::{
    flow::Cfg,
    mir::{Body, Terminator},
    path,
};

/// What is held at the sites of a body.
#[derive(Default)]
pub struct HeldAt<'a> {
    /// At each site.
    pub at: Vec<Vec<Proof<'a>>>,
    /// Where what a site makes or calls is really run, if that is later.
    pub later: HashMap<usize, Vec<Proof<'a>>>,
}

/// Runs the consent analysis over a body and looks at its sites.
pub fn held_at<'a>(body: &Body<'a>, cfg: &Cfg, types: &mut Types<'a>, items: &Items<'_>, sites: &[Site<'a, '_>]) -> HeldAt<'a> {
    // Another crate may have an enum of the same name.
    let is_own = |ty: &str| !ty.contains("::") || items.has_root_module(path::first_segment(ty));
    let discriminants = |ty: &str| items.discriminants(path::last_segment(ty)).filter(|_| is_own(ty));
    let mut analysis = DefinitelyObtained::new(body, cfg, types, &discriminants);
    let points = sites.iter().flat_map(|site| std::iter::once(site.point).chain(site.runs_at.iter().flatten().copied()));
    let states = analysis.run(&points.map(|point| point.block).collect::<Vec<_>>());
    let at: Vec<ProofSet> = sites.iter().map(|site| held_at_point(&mut analysis, body, &states, site.point)).collect();
    let later: HashMap<usize, Vec<ProofSet>> = sites
        .iter()
        .enumerate()
        .filter_map(|(at, site)| {
            let points = site.runs_at.as_ref()?;
            Some((at, points.iter().map(|&point| held_at_point(&mut analysis, body, &states, point)).collect()))
        })
        .collect();
    let proofs = |set: &ProofSet| analysis.types.proofs.of(set).collect::<Vec<_>>();
    let later = later
        .into_iter()
        .map(|(at, sets)| {
            let mut common = proofs(&sets[0]);
            sets[1..].iter().for_each(|set| {
                let other = proofs(set);
                common.retain(|proof| other.contains(proof));
            });
            (at, common)
        })
        .collect();
    HeldAt { at: at.iter().map(proofs).collect(), later }
}

fn held_at_point<'a>(analysis: &mut DefinitelyObtained<'_, 'a>, body: &Body<'a>, states: &[Option<State>], point: Point) -> ProofSet {
    let Some(mut state) = states[point.block.index()].clone() else { return ProofSet::All };
    let block = &body.blocks[point.block.index()];
    for statement in block.statements.iter().take(point.statements) {
        analysis.statement(&mut state, statement);
    }
    if let (usize::MAX, Terminator::Call(call)) = (point.statements, block.terminator) {
        analysis.arguments(&mut state, call);
    }
    state.held
}
