//! The program: one line, one function, one call for each path of the catalogue.

use super::{
    entries::{Known, Owner},
    library::{Function, Libraries, inner},
    pins::Pinned,
    text::{ANY_SELF, Generics, Guess, Writer},
};

/// The line of a path.
#[derive(Debug)]
pub struct Line {
    /// The path.
    pub known: Known,
    /// The function that calls it, and others to try where it does not compile; the next one last.
    pub texts: Vec<String>,
    /// What the compiler said of the first of them.
    pub error: Option<String>,
    /// Whether it is written by hand.
    pub is_by_hand: bool,
}

/// What stands before the lines: a value of any type, made of a text, and the other way round.
pub const START: &str = "#![allow(warnings)]\n\
    pub fn any<T>(of: &str) -> T { unsafe { std::mem::transmute_copy(&of) } }\n\
    pub fn text<T>(of: T) -> String { unsafe { std::mem::transmute_copy(&of) } }\n";

/// A person whose address is personal data.
pub const PERSON: &str =
    "#[agent_guard::pii] pub struct Person { #[pii(email)] pub email: String }\npub use agent_guard::SubjectId as _;\n";

/// A person, in a program of which no call lets data leave.
pub const ANYBODY: &str = "pub struct Person { pub email: String }\n";

/// The lines for paths. A path that several types have gets one for each.
pub fn lines<'k>(libraries: &Libraries, pinned: &Pinned, known: impl Iterator<Item = &'k Known>) -> Vec<Line> {
    let mut lines = Vec::new();
    for known in known {
        if let Some(call) = pinned.calls.get(&known.to_string()) {
            let texts = vec![function(&Generics::default(), known, call)];
            lines.push(Line { known: known.clone(), texts, error: None, is_by_hand: true });
            continue;
        }
        for found in libraries.functions(known) {
            let mut texts: Vec<String> = Vec::new();
            // Where the effect depends on the type that it is given, any type tells nothing.
            for guess in Guess::ALL.into_iter().filter(|_| !known.depends_on_arguments) {
                texts.extend(call(found, pinned, known, guess).filter(|text| !texts.contains(text)));
            }
            texts.reverse();
            lines.push(Line { known: known.clone(), texts, error: None, is_by_hand: false });
        }
    }
    lines
}

/// The function around a call. What a function gives back is printed where it should be personal, and where it should not be any more.
fn function(generics: &Generics, known: &Known, call: &str) -> String {
    // Whether a type outlives what it must is nothing that matters here.
    let lasting = |parameter: &String| match parameter {
        constant if constant.starts_with("const ") => constant.clone(),
        bounded if bounded.contains(": ") => format!("{bounded} + 'static"),
        free => format!("{free}: 'static"),
    };
    let parameters: Vec<String> = generics.lifetimes.iter().cloned().chain(generics.parameters.iter().map(lasting)).collect();
    let conditions = if generics.conditions.is_empty() { String::new() } else { format!(" where {}", generics.conditions.join(", ")) };
    let call = if known.effect == "reveal" || known.cleans() { format!("println!(\"{{}}\", text({call}))") } else { call.to_owned() };
    let body = format!("let of = person.email.as_str(); unsafe {{ let _ = {call}; }}");
    format!("<{}>(person: &Person){conditions} {{ {body} }}", parameters.join(", "))
}

/// A call of a function with a value of any type for each argument.
fn call(found: Function<'_>, pinned: &Pinned, known: &Known, guess: Guess) -> Option<String> {
    let mut writer = Writer { library: found.library, names: &pinned.names, self_type: ANY_SELF.to_owned(), guess, anonymous: Vec::new() };
    let (_, item) = inner(found.item)?;
    let name = &known.name;
    let mut generics = Generics::default();
    let path = match &known.owner {
        Owner::Type(_) => {
            let block = found.block?;
            writer.self_type = writer.ty(&block["for"])?;
            generics = writer.generics(&block["generics"])?;
            format!("<{}>::{name}", writer.self_type)
        }
        Owner::Trait(_) => {
            let path = writer.item(found.id?)?;
            generics = writer.generics(&found.block?["generics"])?;
            let lifetimes = generics.lifetimes.iter().map(|lifetime| lifetime.split(':').next().unwrap_or(lifetime).to_owned());
            let arguments: Vec<String> = lifetimes.chain(generics.names.iter().cloned()).collect();
            let of_trait = if arguments.is_empty() { path } else { format!("{path}<{}>", arguments.join(", ")) };
            generics.parameters.push(format!("{ANY_SELF}: {of_trait}"));
            format!("<{ANY_SELF} as {of_trait}>::{name}")
        }
        Owner::Module(_) => writer.item(found.id?)?,
        Owner::TypeByTrait(..) => return None,
    };
    let own = writer.generics(&item["generics"])?;
    let turbofish = if own.names.is_empty() { String::new() } else { format!("::<{}>", own.names.join(", ")) };
    let mut arguments = Vec::new();
    for input in item["sig"]["inputs"].as_array()? {
        // Only what stands for an `impl Trait` must be said; all else follows from the function.
        let before = writer.anonymous.len();
        let ty = writer.ty(&input[1]);
        arguments.push(match ty {
            Some(ty) if writer.anonymous.len() > before => format!("any::<{ty}>(of)"),
            None if has_impl_trait(&input[1]) => return None,
            _ => "any(of)".to_owned(),
        });
    }
    generics.lifetimes.extend(own.lifetimes);
    generics.parameters.extend(own.parameters);
    generics.parameters.append(&mut writer.anonymous);
    generics.conditions.extend(own.conditions);
    Some(function(&generics, known, &format!("{path}{turbofish}({})", arguments.join(", "))))
}

fn has_impl_trait(ty: &serde_json::Value) -> bool {
    match ty {
        serde_json::Value::Object(object) => object.iter().any(|(key, value)| key == "impl_trait" || has_impl_trait(value)),
        serde_json::Value::Array(values) => values.iter().any(has_impl_trait),
        _ => false,
    }
}
