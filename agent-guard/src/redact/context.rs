//! What a number is said to be. A date, a plate or a bare row of digits is personal by the words before it: `born on`, `Kennzeichen`,
//! `电话`. Only a candidate asks, and only about the few words before it, so text without candidates costs nothing here.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::text::Text;

/// What the words before a candidate say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Phone,
    Birth,
    Plate,
    Coordinates,
    SocialSecurity,
    Aadhaar,
    Cpf,
}

/// How far back a word may stand, in bytes: half a short sentence.
const REACH: usize = 40;

/// The words, in the languages in which most agents are spoken to. Upper and lower case of ASCII letters are the same here; words that
/// begin in another script have both.
const WORDS: &[(Context, &[&str])] = &[
    (
        Context::Phone,
        &[
            "phone",
            "telephone",
            "tel",
            "mobile",
            "cell",
            "cellphone",
            "call",
            "call me",
            "whatsapp",
            "sms",
            "fax",
            "telefon",
            "handy",
            "mobil",
            "rufnummer",
            "telefonnummer",
            "handynummer",
            "téléphone",
            "tél",
            "telephone",
            "portable",
            "numéro",
            "teléfono",
            "telefono",
            "móvil",
            "celular",
            "llámame",
            "cellulare",
            "telefone",
            "telemóvel",
            "telefoon",
            "mobiel",
            "telefonu",
            "numer telefonu",
            "телефон",
            "Телефон",
            "тел",
            "电话",
            "電話",
            "手机",
            "手機",
            "联系方式",
            "携帯",
            "전화",
            "휴대폰",
            "फ़ोन",
            "फोन",
            "मोबाइल",
            "هاتف",
        ],
    ),
    (
        Context::Birth,
        &[
            "born",
            "birth",
            "date of birth",
            "birthdate",
            "birthday",
            "dob",
            "d.o.b.",
            "geboren",
            "geb.",
            "geburtsdatum",
            "geburtstag",
            "geburtstags",
            "né le",
            "née le",
            "née",
            "né",
            "date de naissance",
            "naissance",
            "anniversaire",
            "nacido",
            "nacida",
            "nací",
            "nació",
            "nacimiento",
            "fecha de nacimiento",
            "cumpleaños",
            "nato",
            "nata",
            "data di nascita",
            "nascita",
            "compleanno",
            "nascido",
            "nascida",
            "nasci",
            "nascimento",
            "data de nascimento",
            "aniversário",
            "geboortedatum",
            "urodzony",
            "urodzona",
            "urodzenia",
            "родился",
            "родилась",
            "рождения",
            "Родился",
            "出生",
            "生日",
            "生于",
            "生於",
            "生年月日",
            "誕生日",
            "생년월일",
            "생일",
            "출생",
            "जन्म",
            "जन्मतिथि",
        ],
    ),
    (
        Context::Plate,
        &[
            "plate",
            "license plate",
            "licence plate",
            "number plate",
            "plate number",
            "registration",
            "kennzeichen",
            "nummernschild",
            "immatriculation",
            "plaque",
            "immatriculée",
            "immatriculé",
            "matrícula",
            "matricula",
            "placa",
            "targa",
            "targata",
            "kenteken",
            "rejestracyjny",
            "rejestracja",
            "номер машины",
            "госномер",
            "车牌",
            "車牌",
            "车牌号",
            "ナンバー",
        ],
    ),
    (
        Context::Coordinates,
        &[
            "lat",
            "latitude",
            "latlng",
            "coordinates",
            "coords",
            "gps",
            "geo",
            "koordinaten",
            "coordonnées",
            "coordenadas",
            "coordinate",
            "position",
            "posición",
            "posizione",
            "location",
            "坐标",
            "座標",
            "经纬度",
            "定位",
            "좌표",
        ],
    ),
    (Context::SocialSecurity, &["ssn", "social security", "social security number", "social"]),
    (Context::Aadhaar, &["aadhaar", "aadhar", "uidai", "uid", "आधार"]),
    (Context::Cpf, &["cpf", "cadastro de pessoas físicas"]),
];

/// Words after a date, where a language puts them there.
const BIRTH_AFTER: &[&str] = &["出生", "生まれ", "생", "जन्म", " geboren"];

struct Words {
    automaton: AhoCorasick,
    contexts: Vec<Context>,
}

static AUTOMATON: LazyLock<Words> = LazyLock::new(|| {
    let all = || WORDS.iter().flat_map(|(context, words)| words.iter().map(move |word| (*context, *word)));
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(all().map(|(_, word)| word))
        .expect("a short list of words is no automaton too large");
    Words { automaton, contexts: all().map(|(context, _)| context).collect() }
});

/// Whether one of the words for `context` stands shortly before `position`, in the same line and the same text: not beyond a
/// placeholder, whose own word must not become a context.
pub(super) fn is_before(text: Text<'_>, position: usize, context: Context) -> bool {
    let mut start = position.saturating_sub(REACH);
    while !text.text.is_char_boundary(start) {
        start += 1;
    }
    if let Some(barrier) = text.text[start..position].rfind(['\n', '⟩']) {
        start += barrier + 1;
        while !text.text.is_char_boundary(start) {
            start += 1;
        }
    }
    let speaks_of_it = |found: &aho_corasick::Match| {
        let (from, to) = (start + found.start(), start + found.end());
        let word = &text.text[from..to];
        let (before, after) = (text.text[..from].chars().next_back(), text.text[to..].chars().next());
        let is_whole = !goes_on(before, word.chars().next()) && !goes_on(word.chars().next_back(), after);
        is_whole && !ends_sentence(&text.text[to..position])
    };
    let words = &*AUTOMATON;
    words
        .automaton
        .find_iter(&text.text[start..position])
        .any(|found| words.contexts[found.pattern().as_usize()] == context && speaks_of_it(&found))
}

/// Whether the sentence ends between a word and a candidate. The point of an abbreviation ends none: `Tel. (030) 1234`.
fn ends_sentence(between: &str) -> bool {
    let is_number = |next: &str| next.starts_with(|first: char| first.is_ascii_digit() || "(+".contains(first)) || next.is_empty();
    let between = between.strip_prefix(". ").filter(|next| is_number(next)).unwrap_or(between);
    let ends_here = |sign: &str| between.split(sign).skip(1).any(|next| !next.starts_with(|first: char| first.is_ascii_digit()));
    between.contains(['。', '！', '？']) || [". ", "! ", "? "].into_iter().any(ends_here)
}

/// Whether two neighbours are letters of one word. Nothing stands between the words of some scripts, and none goes on into another.
pub(super) fn goes_on(left: Option<char>, right: Option<char>) -> bool {
    let is_letter = |it: Option<char>| it.is_some_and(|it| it.is_alphabetic() && !is_unspaced(it));
    is_letter(left) && is_letter(right)
}

/// Whether a word for birth stands right after `position`.
pub(super) fn is_birth_after(text: Text<'_>, position: usize) -> bool {
    BIRTH_AFTER.iter().any(|word| text.bytes[position..].starts_with(word.as_bytes()))
}

/// Letters of scripts that put nothing between words, or put endings right after a foreign word.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1100..=0x11FF | 0x1780..=0x17FF | 0x2E80..=0x9FFF | 0xA960..=0xA97F | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
}
