//! Small programs for the tests of the right wing, made by hand: facts of one unit, and the verdicts that a linker would reach.

use crate::{
    facts::{
        Access, Allow, CallSite, Effect, Facts, Function, FunctionKind, Gap, Given, GivenKind, Item, Note, NoteKind, OutsideCall,
        QueryText, Span, Target, TraitRef, Unit,
    },
    finding::{Location, Step},
    index::{FunctionId, HeldId, TargetId, Text},
    link::{FunctionRef, IdleGate, LinkedAccess, LinkedGiven, OutsideUse, Plain, Program, Route, StoredValues, Verdict},
    rules::Found,
};

/// The source file of everything in a fixture that names no other.
pub(crate) const FILE: &str = "src/main.rs";

/// The facts of one unit in the making.
pub(crate) struct Fixture {
    pub(crate) facts: Facts,
}

impl Fixture {
    /// A unit of a package.
    pub(crate) fn new(package: &str) -> Self {
        let unit = Unit { crate_name: package.replace('-', "_"), package: package.to_owned(), ..Unit::default() };
        Self { facts: Facts { unit, held: vec![Vec::new()], ..Facts::default() } }
    }

    /// The same unit compiled for tests.
    pub(crate) fn for_tests(mut self) -> Self {
        self.facts.unit.is_test = true;
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> Text {
        let at = self.facts.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.facts.texts.push(text.to_owned());
            self.facts.texts.len() - 1
        });
        Text::from_usize(at)
    }

    /// Columns 5 to 10 of a line.
    pub(crate) fn line(&mut self, line: u32) -> Option<Span> {
        Some(Span { file: self.text(FILE), line, column: 5, end_line: line, end_column: 10 })
    }

    /// A function from one line to another.
    pub(crate) fn function(&mut self, name: &str, first: u32, last: u32) -> FunctionId {
        let path = self.text(name);
        let span = Span { file: self.text(FILE), line: first, column: 1, end_line: last, end_column: 2 };
        self.body(path, Item::Path(path), FunctionKind::Function, None, span)
    }

    /// A method of a type's impl of a trait of the same crate.
    pub(crate) fn method(&mut self, of_trait: &str, self_type: &str, name: &str, line: u32) -> FunctionId {
        let [module, of_trait, self_type, name] = ["", of_trait, self_type, name].map(|text| self.text(text));
        let item = Item::Method { module, self_type, of_trait: Some(TraitRef { name: of_trait, krate: module }), name };
        let span = Span { file: self.text(FILE), line, column: 1, end_line: line, end_column: 2 };
        self.body(name, item, FunctionKind::Function, None, span)
    }

    /// A closure on a line of a function.
    pub(crate) fn closure(&mut self, parent: FunctionId, line: u32) -> FunctionId {
        let name = self.text("{closure#0}");
        let span = Span { file: self.text(FILE), line, column: 5, end_line: line, end_column: 20 };
        self.body(name, Item::Nested, FunctionKind::Closure, Some(parent), span)
    }

    fn body(&mut self, name: Text, item: Item, kind: FunctionKind, parent: Option<FunctionId>, span: Span) -> FunctionId {
        self.facts.functions.push(Function {
            name,
            item,
            parent,
            kind,
            span: Some(span),
            is_async: false,
            entry: HeldId(0),
            accesses: Vec::new(),
            calls: Vec::new(),
            arguments: Vec::new(),
            text_calls: Vec::new(),
            returned: Vec::new(),
            notes: Vec::new(),
            given: Vec::new(),
            requires: Vec::new(),
            gate: None,
            allows: Vec::new(),
            flows: crate::facts::flows::Flows::default(),
            handles: Vec::new(),
        });
        FunctionId::from_usize(self.facts.functions.len() - 1)
    }

    fn in_function(&mut self, function: FunctionId) -> &mut Function {
        &mut self.facts.functions[function.index()]
    }

    /// An access of rusqlite on a line.
    pub(crate) fn access(&mut self, function: FunctionId, operation: &str, effect: Effect, line: u32) {
        let (store, operation, language) = (self.text("rusqlite"), self.text(operation), self.text("sql"));
        let span = self.line(line);
        let access = Access { store, operation, effect, language, query: Vec::new(), through: None, held: HeldId(0), span };
        self.in_function(function).accesses.push(access);
    }

    /// A call on a line.
    pub(crate) fn call(&mut self, function: FunctionId, target: Target, line: u32) {
        self.site(function, target, true, line);
    }

    /// A function that is named as a value on a line.
    pub(crate) fn value(&mut self, function: FunctionId, target: Target, line: u32) {
        self.site(function, target, false, line);
    }

    fn site(&mut self, function: FunctionId, target: Target, is_call: bool, line: u32) {
        self.facts.targets.push(target);
        let target = TargetId::from_usize(self.facts.targets.len() - 1);
        let site = CallSite { target, held: HeldId(0), awaited: None, is_call, span: self.line(line) };
        self.in_function(function).calls.push(site);
    }

    pub(crate) fn note(&mut self, function: FunctionId, kind: NoteKind, detail: &str, line: u32) {
        let note = Note { kind, detail: self.text(detail), span: self.line(line) };
        self.in_function(function).notes.push(note);
    }

    /// Texts that are given away on a line.
    pub(crate) fn given(&mut self, function: FunctionId, kind: GivenKind, texts: &[&str], line: u32) {
        let [store, operation, scheme] = ["notes", "Store::open", ""].map(|text| self.text(text));
        let values = texts.iter().map(|text| QueryText::Literal(self.text(text))).collect();
        let span = self.line(line);
        self.in_function(function).given.push(Given { kind, store, operation, scheme, values, through: None, span });
    }

    pub(crate) fn allow(&mut self, function: FunctionId, rule: &str, reason: &str, expires: &str, line: u32) {
        let [rule, reason, expires] = [rule, reason, expires].map(|text| self.text(text));
        let allow = Allow { rule, reason, expires, span: self.line(line) };
        self.in_function(function).allows.push(allow);
    }

    /// A call of a dependency's function on a line.
    pub(crate) fn outside(&mut self, function: FunctionId, library: &str, operation: &str, line: u32) {
        let call = OutsideCall { library: self.text(library), operation: self.text(operation), function, span: self.line(line) };
        self.facts.outside.push(call);
    }

    pub(crate) fn gap(&mut self, subject: &str, reason: &str, line: u32) {
        self.facts.gaps.push(Gap { subject: subject.to_owned(), reason: reason.to_owned(), place: Some((FILE.to_owned(), line)) });
    }
}

/// A unit with one access on line 3 of `recall`.
pub(crate) fn one_access(operation: &str, effect: Effect) -> Facts {
    let mut unit = Fixture::new("my-agent");
    let recall = unit.function("recall", 1, 5);
    unit.access(recall, operation, effect, 3);
    unit.facts
}

/// A program in which no access is proven to be guarded, each reached from `main` in one step.
pub(crate) fn program(units: &[Facts]) -> Program<'_> {
    let mut program = Program {
        units,
        accesses: Vec::new(),
        idle_gates: Vec::new(),
        leaks: Vec::new(),
        notes: Vec::new(),
        given: Vec::new(),
        purposes: std::collections::BTreeMap::new(),
        gaps: Vec::new(),
        outside: Vec::new(),
        dependencies: Vec::new(),
    };
    for (unit, facts) in units.iter().enumerate() {
        for (at, function) in facts.functions.iter().enumerate() {
            let here = FunctionRef { unit, function: FunctionId::from_usize(at) };
            for (number, access) in (0..).zip(&function.accesses) {
                program.accesses.push(LinkedAccess {
                    function: here,
                    access,
                    number,
                    store: facts.text(access.store).to_owned(),
                    operation: facts.text(access.operation).to_owned(),
                    effect: access.effect,
                    targets: vec!["memories".to_owned()],
                    routes: vec![Route::new()],
                    stored: StoredValues::Any,
                    required: Vec::new(),
                    verdict: Verdict::Unconsented(vec![step("`main` calls `recall`", FILE, 9)]),
                    plain: Plain::default(),
                });
            }
            program.given.extend(function.given.iter().map(|given| {
                let text = |value: &QueryText| match value {
                    QueryText::Literal(text) => Some(facts.text(*text).to_owned()),
                    _ => None,
                };
                LinkedGiven { function: here, given, texts: given.values.iter().filter_map(text).collect() }
            }));
            let outside = facts.outside.iter().filter(|call| call.function == here.function);
            program.outside.extend(outside.map(|call| OutsideUse {
                function: here,
                library: facts.text(call.library),
                operation: facts.text(call.operation),
                span: call.span,
            }));
            program.notes.extend(function.notes.iter().map(|note| (here, note)));
        }
    }
    program
}

/// A step at columns 5 to 10 of a line.
pub(crate) fn step(message: &str, file: &str, line: u32) -> Step {
    let location = Location { file: file.to_owned(), line, column: 5, end_line: line, end_column: 10 };
    Step { location: Some(location), message: message.to_owned() }
}

/// A gate that cannot deny, in the first function.
pub(crate) fn idle_gate(requests: usize) -> IdleGate {
    IdleGate {
        function: FunctionRef { unit: 0, function: FunctionId(0) },
        ty: "gates::Always".to_owned(),
        reason: "every path answers `Granted`".to_owned(),
        span: None,
        requests,
    }
}

/// What one rule says of a program.
pub(crate) fn messages(check: fn(&Program<'_>, &mut Vec<Found>), program: &Program<'_>) -> Vec<String> {
    let mut found = Vec::new();
    check(program, &mut found);
    found.into_iter().map(|found| found.finding.message).collect()
}

/// Each kind of note.
pub(crate) const NOTE_KINDS: [NoteKind; 10] = [
    NoteKind::DiscardedConsent,
    NoteKind::ForgedConsent,
    NoteKind::TestGate,
    NoteKind::SecretInCode,
    NoteKind::BrokenCipher,
    NoteKind::BareCipher,
    NoteKind::Authentication,
    NoteKind::ConstantKey,
    NoteKind::ConstantNonce,
    NoteKind::RepeatedNonce,
];

/// What one rule says of a note of each kind in `main`, in what ships and in tests: where it says anything, the kind, whether it is in
/// tests, and the message.
pub(crate) fn of_notes(check: fn(&Program<'_>, &mut Vec<Found>), detail: &str) -> Vec<((NoteKind, bool), String)> {
    let places = NOTE_KINDS.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
    let said = |(kind, is_test): (NoteKind, bool)| {
        let mut unit = Fixture::new("my-agent");
        let main = unit.function("main", 1, 9);
        unit.note(main, kind, detail, 4);
        let units = [if is_test { unit.for_tests().facts } else { unit.facts }];
        messages(check, &program(&units)).into_iter().map(move |message| ((kind, is_test), message))
    };
    places.flat_map(said).collect()
}
