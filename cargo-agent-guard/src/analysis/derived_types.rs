//! The types that serde's derive makes for `serialize_with`, under names of their own.
//!
//! The derive puts a `__SerializeWith` into the function that it makes, and rustc prints its path with that function's impl in it. There is
//! one for each type with such a field, of one and the same name: what is the only one of its name here is the only one elsewhere.
//!
//! ```text
//! _::<impl _::_serde::Serialize for Account>::serialize::__SerializeWith<'_>
//! _::Account__SerializeWith<'_>
//! ```

use std::borrow::Cow;

use memchr::memmem;

use crate::path;

/// What stands behind the impl.
const INSIDE: &str = "::serialize::__SerializeWith";

/// The text of a body with these types by their own names.
pub fn by_own_names(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut places = memmem::find_iter(text.as_bytes(), INSIDE).peekable();
    if places.peek().is_none() {
        return text;
    }
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for at in places {
        let Some((open, of)) = text.get(done..at).and_then(made_for) else { continue };
        out.push_str(&text[done..done + open]);
        out.push_str(of);
        out.push_str("__SerializeWith");
        done = at + INSIDE.len();
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Of a text that ends in an impl, `<impl Serialize for Account<T>>`: where that begins, and the name of the type.
fn made_for(text: &str) -> Option<(usize, &str)> {
    let open = path::matching_open(text)?;
    let (_, of) = text[open..].strip_prefix("<impl ")?.strip_suffix('>')?.split_once(" for ")?;
    let name = path::last_segment(of);
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_').then_some((open, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_named_for_what_it_is_made_for() {
        for (printed, named) in [
            ("let _20: &_::<impl _::_serde::Serialize for With>::serialize::__SerializeWith<'_>;", "let _20: &_::With__SerializeWith<'_>;"),
            (
                "f::<api::_::<impl api::_::_serde::Serialize for api::Boxed<T, Vec<u8>>>::serialize::__SerializeWith<'_, T>>(move _1)",
                "f::<api::_::Boxed__SerializeWith<'_, T>>(move _1)",
            ),
            (
                "(_::<impl S for A>::serialize::__SerializeWith<'_>, _::<impl S for B>::serialize::__SerializeWith<'_>)",
                "(_::A__SerializeWith<'_>, _::B__SerializeWith<'_>)",
            ),
        ] {
            assert_eq!(by_own_names(printed.into()), named);
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["_::<impl S for A>::serialize::Other", "own::serialize::__SerializeWith", "const \"x>::serialize::__SerializeWith\""] {
            assert_eq!(by_own_names(text.into()), text);
        }
    }
}
