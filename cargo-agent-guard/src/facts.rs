//! What one crate's MIR says, and nothing of the MIR itself: the only thing that is ever serialised.
//!
//! The left wing writes [`Facts`], the right wing reads them; they meet in a file beside the crate's other outputs ([`encode`],
//! [`decode`]). Texts are interned, so a facts file is a few per cent of the MIR it stands for.

mod file;
pub mod flows;
pub mod handles;
mod holes;
mod indices;

pub use file::{Checksum, FileError, Form, SCHEMA, checksum_of, decode, encode, key_of};
pub use holes::{Hole, MOST_TEXTS, Part, all_texts, joined, parts, with_holes, without_outside};

use serde::{Deserialize, Serialize};

use self::{
    flows::{Flows, MarkedField},
    handles::HandleWay,
};
use crate::index::{FunctionId, HeldId, TargetId, Text};

/// Everything that the analysis keeps of one compilation of a crate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Which compilation this is.
    pub unit: Unit,
    /// The interned texts.
    pub texts: Vec<String>,
    /// The distinct sets of tokens. The first one is empty.
    pub held: Vec<Vec<Token>>,
    /// The distinct targets of calls.
    pub targets: Vec<Target>,
    /// The functions, closures, coroutines, constants and statics, in the order of their names.
    pub functions: Vec<Function>,
    /// Purposes: the type (as this crate prints it) and the id that `Purpose::ID` has.
    pub purposes: Vec<(Text, Text)>,
    /// Constants and statics of the crate with text in them, or that can have none: path (as this crate prints it) and the texts.
    pub constants: Vec<(Text, Vec<QueryText>)>,
    /// Texts that fields of the crate's own structs are made with: the struct (as this crate prints it), the field's number, the texts.
    pub fields: Vec<(Text, u32, Vec<QueryText>)>,
    /// Types that cannot exist without a token in them.
    pub carriers: Vec<Carrier>,
    /// Fields that are marked as personal data.
    pub marked: Vec<MarkedField>,
    /// Enums that the sources define: name, and the variants with their discriminants.
    pub enums: Vec<(Text, Vec<(Text, i128)>)>,
    /// Names of the traits that the sources define.
    pub traits: Vec<Text>,
    /// Names of the structs, enums and unions that the sources define, a name as often as there are types of it.
    pub types: Vec<Text>,
    /// Names of the modules that the sources define.
    pub modules: Vec<Text>,
    /// Names under which the crate shows what is another's, and the crate that is: `("*", "rusqlite")` for `pub use rusqlite::*`; and
    /// names of its modules that are names of crates, too: `("mongodb", "mongodb")`.
    pub reexports: Vec<(Text, Text)>,
    /// Names of the functions that the sources declare and that are defined elsewhere, in C for instance.
    pub foreign_functions: Vec<Text>,
    /// Catalogued crates of which at least one call was recognised, harmless ones included.
    pub crates_seen: Vec<Text>,
    /// Calls of functions of other crates that nothing classifies: of each crate the first one; and, of those that derives have written,
    /// the first one in each function.
    pub outside: Vec<OutsideCall>,
    /// The user's own catalogue entries by which a function was recognised.
    pub own_entries_seen: Vec<OwnEntrySeen>,
    /// Source files in which no comment suppresses anything.
    pub without_suppressions: Vec<Text>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// Bodies read, and bytes of MIR.
    pub bodies: u32,
    /// Bytes of MIR text.
    pub bytes: u64,
}

/// One compilation of a crate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unit {
    /// The crate's name as rustc has it: `my_agent`.
    pub crate_name: String,
    /// The package: `my-agent`. Empty where cargo did not say.
    pub package: String,
    /// The package's version.
    pub version: String,
    /// `lib`, `bin`, `proc-macro` …, as in `--crate-type`; empty for a test harness.
    pub crate_type: String,
    /// Whether it is compiled with `--test`.
    pub is_test: bool,
    /// cargo's `-C extra-filename`, which tells apart two compilations of one crate.
    pub extra_filename: String,
    /// The crate's root source file.
    pub root: String,
    /// The libraries that the compiler was given for it, by their own names: what it can use itself.
    pub externs: Vec<String>,
    /// Whether it is a dependency that is looked at as if it were of the workspace. What nothing in the workspace calls in it does not
    /// matter.
    pub is_dependency: bool,
}

/// A call of a function of another crate that nothing classifies, or such a function named as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutsideCall {
    /// The library, as rustc has its name.
    pub library: Text,
    /// What is called, as a person would name it: `Memory::recall`.
    pub operation: Text,
    /// The body that calls it.
    pub function: FunctionId,
    /// Where it stands.
    pub span: Option<Span>,
}

/// That an entry of the user's own catalogue has recognised a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEntrySeen {
    /// Which `[[catalogue]]` of the policy, from 0.
    pub store: u16,
    /// Which entry in it, from 0.
    pub entry: u16,
    /// The function's name.
    pub name: Text,
}

/// Part of what is held: a proof that some token exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Token {
    /// A `Consent<P>`: the text of `P`, as this crate prints it.
    Consent(Text),
    /// A value of a type of the workspace, which may be a [`Carrier`].
    Carrier(Text),
    /// A value of an enum of the workspace, in the variant with this discriminant.
    Variant(Text, i128),
    /// A value of an enum of the workspace, in one of the variants whose discriminants are the numbers of these bits.
    OneOf(Text, u64),
    /// Some `Consent`, for a purpose that differs from path to path.
    Any,
}

/// A type that holds tokens: seen where a value of it is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Carrier {
    /// The type, as this crate prints it.
    pub ty: Text,
    /// The variant that is made, if the type is an enum.
    pub variant: Option<Text>,
    /// What a value of it proves.
    pub tokens: Vec<Token>,
}

/// A range of source. Lines and columns are 1-based, columns count characters, the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file, relative to the workspace root where it is below it.
    pub file: Text,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
}

/// A body and what it does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// The definition path as rustc names the dump: unique in the crate.
    pub name: Text,
    /// How callers may print it.
    pub item: Item,
    /// The body that makes this closure or coroutine.
    pub parent: Option<FunctionId>,
    /// What kind of body it is.
    pub kind: FunctionKind,
    /// Where it is defined.
    pub span: Option<Span>,
    /// Whether it only makes the coroutine that does the work, as an `async fn` does: nothing happens before it is awaited.
    pub is_async: bool,
    /// What its signature proves: the tokens among its parameters.
    pub entry: HeldId,
    /// The store accesses in it.
    pub accesses: Vec<Access>,
    /// The calls, function values, closures and coroutines in it that may lead to workspace code.
    pub calls: Vec<CallSite>,
    /// The texts that it gives to those calls.
    pub arguments: Vec<TextArgument>,
    /// Which of those calls give text back: the block that ends with it, and its number in [`Function::calls`].
    pub text_calls: Vec<(u32, u32)>,
    /// The texts that it gives back itself.
    pub returned: Vec<QueryText>,
    /// What stands out at a place in it, whatever calls it.
    pub notes: Vec<Note>,
    /// The addresses and credentials that it gives to those who take them.
    pub given: Vec<Given>,
    /// What it requires of a gate, where it calls one.
    pub requires: Vec<Require>,
    /// Its answer, if it implements a consent gate.
    pub gate: Option<Gate>,
    /// The `#[agent_guard::allow]` on it.
    pub allows: Vec<Allow>,
    /// Which data get where in it. Empty where no personal data can be known to be such.
    pub flows: Flows,
    /// Where the handles of databases that can encrypt get in it, and where they come from.
    pub handles: Vec<HandleWay>,
}

/// The kinds of body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FunctionKind {
    /// A function or method.
    Function,
    /// A closure.
    Closure,
    /// An async body.
    Coroutine,
    /// A constant or static: its body runs in the compiler, but what it refers to may be called from anywhere.
    Constant,
}

/// How a function is found by the paths that callers print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Item {
    /// A free function, a trait's default method, a constant: its path without crate.
    Path(Text),
    /// A method of an inherent impl or of a trait's.
    Method {
        /// The module of the impl, `""` at the crate's root.
        module: Text,
        /// The last segment of the self type, `""` where it is not known (an impl made by a macro).
        self_type: Text,
        /// The trait, if it is one's impl.
        of_trait: Option<TraitRef>,
        /// The method.
        name: Text,
    },
    /// A closure or coroutine: reached through the body that makes it.
    Nested,
}

/// A trait as an impl names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TraitRef {
    /// The last segment of its path, renaming imports undone. `""` where it is not known.
    pub name: Text,
    /// The crate that the path says it is from: `""` for this crate, `"?"` where the text does not tell (glob imports, macros).
    pub krate: Text,
}

/// The target of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// A function or inherent method: the path as this crate prints it, without generic arguments, `<impl T>` resolved to `T`.
    Path(Text),
    /// A trait's method: self type (as printed), trait (without generic arguments), method.
    Trait {
        /// The self type as printed: `dyn Store`, `T`, `store::Map`.
        self_type: Text,
        /// The trait's path.
        of_trait: Text,
        /// The method.
        name: Text,
    },
    /// The body of a closure or coroutine of this crate.
    Body(FunctionId),
    /// The closure or function that a value is, which was made elsewhere. Calls of flows alone have it: what is called then is what gets to the
    /// parameter [`THE_VALUE`](flows::THE_VALUE).
    Value,
}

/// A place from which control may get to another body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSite {
    /// Where it goes.
    pub target: TargetId,
    /// What is held there.
    pub held: HeldId,
    /// What is held where the future that it returns is awaited, if it is awaited in this body and nowhere else.
    pub awaited: Option<HeldId>,
    /// Whether it is called here, or only named (passed on, stored, returned).
    pub is_call: bool,
    /// Where it stands.
    pub span: Option<Span>,
}

/// A text that is given to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextArgument {
    /// The number of the call in [`Function::calls`].
    pub call: u32,
    /// The parameter's local in the callee, from 1.
    pub parameter: u32,
    /// The values that certainly get there on some path; `Dynamic` for what is not known.
    pub texts: Vec<QueryText>,
}

/// What an access does to what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It reads.
    Read,
    /// It writes.
    Write,
    /// It does both, or which of them is decided at run time.
    ReadWrite,
    /// It erases. Erasing needs no consent.
    Erase,
    /// It hands the store to a framework, which reads (and may write) it by itself.
    Bind,
    /// What it does is in the text of a query: see [`Access::query`].
    Query,
    /// It is a file access: it counts where the policy calls its path memory. The path is in [`Access::query`].
    FileRead,
    /// As `FileRead`, for writing.
    FileWrite,
    /// It is a request over HTTP: what it does is in its address, [`Access::query`], and its method, [`Access::language`].
    Request,
    /// A method of a store's handle that the catalogue does not classify.
    Unclassified,
}

/// A use of a store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// The catalogued crate: `qdrant-client`.
    pub store: Text,
    /// What is called, as a person would name it: `Qdrant::query`.
    pub operation: Text,
    /// What it does.
    pub effect: Effect,
    /// The language of the query: `sql`, `redis`, `cypher`, `mongodb`, `surrealql`; `path` for files; the method of a request, a text like
    /// its address. `""` where it has none.
    pub language: Text,
    /// The texts that can reach the query argument, in the order of the source.
    pub query: Vec<QueryText>,
    /// The crate of the workspace through which the path leads that was recognised, and the type or trait in it. It may re-export the
    /// store's; where it defines one of that name itself, this is no access but a call of its own.
    pub through: Option<(Text, Text)>,
    /// What is held there.
    pub held: HeldId,
    /// Where it stands.
    pub span: Option<Span>,
}

/// A text that can reach a query or path argument.
///
/// What is put into a text at run time stands in it as `{}`, and as a [`Hole`] where it is known what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum QueryText {
    /// A literal.
    Literal(Text),
    /// A constant or static of some crate, by path.
    Constant(Text),
    /// What is appended to another of the texts; `{}` for what is made at run time.
    Appended(Text),
    /// What a function is given: the function, and the parameter's local in it, from 1.
    Parameter(FunctionId, u32),
    /// A field of a struct of the crate's own: the struct (as this crate prints it), and the field's number.
    Field(Text, u32),
    /// Something that is made at run time.
    Dynamic,
}

/// What is given to a function that takes an address or a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What it is.
    pub kind: GivenKind,
    /// The catalogued crate.
    pub store: Text,
    /// What is called, as a person would name it: `Qdrant::from_url`.
    pub operation: Text,
    /// The scheme of an address, where it is not in the text, or the method of a request; otherwise `""`.
    pub scheme: Text,
    /// The values that certainly get there on some path; `Dynamic` for what is not known. Nothing is ever appended.
    pub values: Vec<QueryText>,
    /// The crate of the workspace through which the path leads that was recognised, as in [`Access::through`].
    pub through: Option<(Text, Text)>,
    /// Where it stands.
    pub span: Option<Span>,
}

/// The kinds of [`Given`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GivenKind {
    /// The address that is opened.
    Url,
    /// A key, a token, a password.
    Secret,
    /// The address of a request over HTTP. Its method is in [`Given::scheme`]; `""` where it is not known.
    Request,
}

/// What stands out at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// The words that the message needs: a type, a function.
    pub detail: Text,
    /// Where it stands.
    pub span: Option<Span>,
}

/// The kinds of [`Note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NoteKind {
    /// A request for consent whose answer nobody looks at. The detail is the purpose.
    DiscardedConsent,
    /// A token that is made without a gate. The detail is how.
    ForgedConsent,
    /// The runtime's test gate. The detail is its type.
    TestGate,
    /// The function is of an impl that is marked `#[encrypted_storage]`.
    EncryptedStorage,
    /// A credential, told by its form. The detail is what it is.
    SecretInCode,
    /// A broken cipher. The detail is what makes it, and why it is.
    BrokenCipher,
    /// A cipher without authentication. The detail is what makes it.
    BareCipher,
    /// Something that authenticates: what bare ciphers beside it have encrypted is then not bare. The detail is what does.
    Authentication,
    /// A key that is in the code. The detail is what is given it.
    ConstantKey,
    /// A nonce that is in the code. The detail is what is given it.
    ConstantNonce,
    /// A nonce with which one key encrypts more than once. The detail is what is given it.
    RepeatedNonce,
}

/// A call of `Consent::require` or `require_async`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Require {
    /// The purpose, as this crate prints it.
    pub purpose: Text,
    /// The gate's type, as this crate prints it.
    pub gate: Text,
    /// Where it stands.
    pub span: Option<Span>,
}

/// What an implementation of a consent gate can answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// The type that is the gate, as this crate prints it.
    pub ty: Text,
    /// Whether some reachable path answers other than `Granted` by itself.
    pub can_deny: bool,
    /// Whether the answer depends on the subject or the purpose that the gate was asked about.
    pub depends_on_request: bool,
    /// Calls whose answer it passes on, with whether the request reaches them: `(target, reached)`. A foreign one may deny.
    pub delegates: Vec<(TargetId, bool)>,
    /// Why it cannot deny, in words, for the message.
    pub reason: Text,
}

/// An `#[agent_guard::allow(…)]` on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allow {
    /// The rule, by code or name.
    pub rule: Text,
    /// Why.
    pub reason: Text,
    /// Until when: `2027-06-30`. `""` for no end.
    pub expires: Text,
    /// Where it stands.
    pub span: Option<Span>,
}

/// Something that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// The body's name, or what else it is about.
    pub subject: String,
    /// What is wrong, in words.
    pub reason: String,
    /// The source range, if known: file, line.
    pub place: Option<(String, u32)>,
}

impl Facts {
    /// The text at an index.
    ///
    /// # Panics
    /// Where the index is of other facts; [`decode`] has checked those of a file.
    pub fn text(&self, text: Text) -> &str {
        &self.texts[text.index()]
    }

    /// Whether a derive has written the function, or the one that it is nested in.
    pub fn is_derived(&self, function: FunctionId) -> bool {
        let around = self.enclosing(function).last().unwrap_or(function);
        matches!(self.functions[around.index()].item, Item::Method { of_trait: Some(of_trait), .. } if self.text(of_trait.krate) == "derive")
    }

    /// The function, and the bodies that it is nested in, from the inside out.
    ///
    /// # Panics
    /// Where the index is of other facts.
    pub fn enclosing(&self, function: FunctionId) -> impl Iterator<Item = FunctionId> {
        // Facts of a damaged file could chain in a circle; no chain is longer than there are functions.
        let parent = |id: &FunctionId| {
            let function = &self.functions[id.index()];
            function.parent.filter(|_| function.item == Item::Nested)
        };
        std::iter::successors(Some(function), parent).take(self.functions.len())
    }
}
