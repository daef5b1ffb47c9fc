//! Parts of values in the whole workspace, as numbers.

use rustc_hash::FxHashMap;

use crate::facts::flows::{CALLED_WITH, CLOSURE_ARGUMENTS, DEEPEST, GIVES_BACK};

/// Parts of a value; all of it where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PathId(u32);

impl PathId {
    /// All of a value.
    pub const ALL: Self = Self(0);

    /// A number in place of parts.
    pub fn of_number(number: u32) -> Self {
        Self(number)
    }

    /// The number that stands in place of parts.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// The parts that are met.
#[derive(Debug, Clone)]
pub struct Paths {
    steps: FxHashMap<String, u32>,
    texts: FxHashMap<String, PathId>,
    paths: Vec<Vec<u32>>,
    numbers: FxHashMap<Vec<u32>, PathId>,
    /// What was carried from where to where, and whether parts stayed parts.
    carried: FxHashMap<(PathId, PathId, PathId, bool), Option<PathId>>,
}

/// What a closure that lies somewhere is called with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CalledWith {
    /// What the closure gives back there.
    pub gives_back: PathId,
    /// The number of the argument.
    pub argument: u32,
    /// Which parts of it.
    pub parts: PathId,
}

impl Default for Paths {
    fn default() -> Self {
        let numbers = FxHashMap::from_iter([(Vec::new(), PathId::ALL)]);
        // What closures give back is the first step, what they are called with are the next.
        let called_with = (0..CLOSURE_ARGUMENTS).map(|argument| format!("{CALLED_WITH}.{argument}"));
        let steps = std::iter::once(format!("{GIVES_BACK}.0")).chain(called_with).zip(0..).collect();
        Self { steps, texts: FxHashMap::default(), paths: vec![Vec::new()], numbers, carried: FxHashMap::default() }
    }
}

impl Paths {
    /// The parts that facts have as text.
    pub fn read(&mut self, text: &str) -> PathId {
        if let Some(&known) = self.texts.get(text) {
            return known;
        }
        let steps = text.split('/').filter(|step| !step.is_empty()).map(|step| {
            let next = u32::try_from(self.steps.len()).expect("the fields of a workspace stay below 2^32");
            *self.steps.entry(step.to_owned()).or_insert(next)
        });
        let steps = steps.collect();
        let number = self.number(steps);
        self.texts.insert(text.to_owned(), number);
        number
    }

    /// Parts as facts have them.
    pub fn text(&self, parts: PathId) -> String {
        let text = |step: &u32| self.steps.iter().find(|(_, known)| *known == step).map_or("", |(text, _)| text.as_str());
        self.paths[parts.0 as usize].iter().map(text).collect::<Vec<_>>().join("/")
    }

    fn number(&mut self, steps: Vec<u32>) -> PathId {
        if let Some(&known) = self.numbers.get(&steps) {
            return known;
        }
        let number = PathId(u32::try_from(self.paths.len()).expect("the parts of a workspace stay below 2^32"));
        self.paths.push(steps.clone());
        self.numbers.insert(steps, number);
        number
    }

    /// Which parts of `to` data get to that are in these parts, by a flow of `from` to `to`. `None` if they are in other parts.
    pub fn carry(&mut self, parts: PathId, from: PathId, to: PathId, keeps_parts: bool) -> Option<PathId> {
        if parts == PathId::ALL || (from == PathId::ALL && !keeps_parts) {
            return Some(to);
        }
        let key = (parts, from, to, keeps_parts);
        if let Some(&known) = self.carried.get(&key) {
            return known;
        }
        let carried = self.steps_of_carried(key).map(|steps| self.number(steps));
        self.carried.insert(key, carried);
        carried
    }

    fn steps_of_carried(&self, (parts, from, to, keeps_parts): (PathId, PathId, PathId, bool)) -> Option<Vec<u32>> {
        let (parts, from) = (&self.paths[parts.0 as usize], &self.paths[from.0 as usize]);
        let rest = match parts.strip_prefix(from.as_slice()) {
            Some(rest) if keeps_parts => rest,
            Some(_) => &[],
            None if from.starts_with(parts) => &[],
            None => return None,
        };
        let mut steps = self.paths[to.0 as usize].clone();
        steps.extend(rest.iter().take(DEEPEST.saturating_sub(steps.len())));
        Some(steps)
    }

    /// What a closure gives back.
    pub fn gives_back(&mut self) -> PathId {
        self.number(vec![0])
    }

    /// Whether these are parts of what a closure gives back.
    pub fn has_outcome(&self, parts: PathId) -> bool {
        self.paths[parts.0 as usize].contains(&0)
    }

    /// What a closure is called with, if that is what these parts are.
    pub fn called_with(&mut self, parts: PathId) -> Option<CalledWith> {
        let steps = &self.paths[parts.0 as usize];
        let at = steps.iter().position(|step| (1..=CLOSURE_ARGUMENTS).contains(step))?;
        let argument = steps[at] - 1;
        let (mut gives_back, parts) = (steps[..at].to_vec(), steps[at + 1..].to_vec());
        gives_back.push(0);
        Some(CalledWith { gives_back: self.number(gives_back), argument, parts: self.number(parts) })
    }

    /// Whether parts are some or all of others.
    pub fn is_within(&self, parts: PathId, of: PathId) -> bool {
        self.paths[parts.0 as usize].starts_with(&self.paths[of.0 as usize])
    }

    /// Whether some of one is some of the other.
    pub fn overlap(&self, one: PathId, other: PathId) -> bool {
        let (one, other) = (&self.paths[one.0 as usize], &self.paths[other.0 as usize]);
        one.starts_with(other) || other.starts_with(one)
    }
}
