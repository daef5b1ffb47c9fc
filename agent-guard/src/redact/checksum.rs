//! Check digits: what tells a number that was issued from one that merely looks like it.
//!
//! Each function takes ASCII digits and letters without separators; what is neither makes the answer no.

/// Luhn's formula (ISO/IEC 7812-1): payment cards.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().enumerate().try_fold(0u32, |sum, (position, byte)| {
        let digit = digit(*byte)?;
        let doubled = if position % 2 == 1 { digit * 2 } else { digit };
        Some(sum + doubled / 10 + doubled % 10)
    });
    sum.is_some_and(|sum| sum % 10 == 0)
}

/// ISO 7064 MOD 97-10 over letters and digits, the first four moved to the end (ISO 13616): IBAN. Either case.
pub(super) fn iban(characters: &[u8]) -> bool {
    let Some((head, tail)) = characters.split_at_checked(4) else { return false };
    let remainder = tail.iter().chain(head).try_fold(0u32, |remainder, byte| match byte {
        b'0'..=b'9' => Some((remainder * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((remainder * 100 + u32::from(byte - b'A') + 10) % 97),
        b'a'..=b'z' => Some((remainder * 100 + u32::from(byte - b'a') + 10) % 97),
        _ => None,
    });
    remainder == Some(1)
}

/// ISO 7064 MOD 11-2, of which the check character 10 is written `X`: Chinese resident identity numbers.
pub(super) fn mod_11_2(characters: &[u8]) -> bool {
    let Some((last, digits)) = characters.split_last() else { return false };
    let check = match last {
        b'X' | b'x' => Some(10),
        other => digit(*other),
    };
    let product = digits.iter().try_fold(0u32, |product, byte| Some((product + digit(*byte)?) * 2 % 11));
    product.zip(check).is_some_and(|(product, check)| (product + check) % 11 == 1)
}

/// ISO 7064 MOD 11,10: German tax identification numbers.
pub(super) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((last, digits)) = digits.split_last() else { return false };
    let product = digits.iter().try_fold(10u32, |product, byte| {
        let sum = (product + digit(*byte)?) % 10;
        Some((if sum == 0 { 10 } else { sum }) * 2 % 11)
    });
    product.zip(digit(*last)).is_some_and(|(product, check)| (product + check) % 10 == 1)
}

/// Verhoeff's scheme over the dihedral group of ten elements: Aadhaar.
pub(super) fn verhoeff(digits: &[u8]) -> bool {
    /// The permutation applied once more for each place.
    const PERMUTATION: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let check = digits.iter().rev().enumerate().try_fold(0, |check, (position, byte)| {
        let mut element = digit(*byte)? as usize;
        for _ in 0..position % 8 {
            element = PERMUTATION[element];
        }
        Some(dihedral_product(check, element))
    });
    check == Some(0)
}

/// Rotations are 0 to 4, reflections 5 to 9.
fn dihedral_product(left: usize, right: usize) -> usize {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => (left + right - 5) % 5 + 5,
        (false, true) => (left - 5 + 5 - right) % 5 + 5,
        (false, false) => (left - 5 + 5 - (right - 5)) % 5,
    }
}

/// The key of a French NIR: 97 less the remainder of the thirteen places, Corsica's departments 2A and 2B read as 19 and 18.
pub(super) fn nir(characters: &[u8]) -> bool {
    let Some((number, key)) = characters.split_at_checked(13) else { return false };
    let mut digits = [0; 13];
    digits.copy_from_slice(number);
    match digits[6] {
        b'A' | b'a' => digits[5..7].copy_from_slice(b"19"),
        b'B' | b'b' => digits[5..7].copy_from_slice(b"18"),
        _ => {}
    }
    let number = decimal(&digits);
    key.len() == 2 && number.zip(decimal(key)).is_some_and(|(number, key)| 97 - number % 97 == key)
}

/// The letter of a Spanish DNI, and of a NIE of which the first letter stands for a digit.
pub(super) fn spanish_letter(characters: &[u8]) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let Some((letter, number)) = characters.split_last() else { return false };
    let mut digits = number.to_vec();
    match digits.first() {
        Some(b'X' | b'x') => digits[0] = b'0',
        Some(b'Y' | b'y') => digits[0] = b'1',
        Some(b'Z' | b'z') => digits[0] = b'2',
        _ => {}
    }
    decimal(&digits).is_some_and(|number| LETTERS[(number % 23) as usize] == letter.to_ascii_uppercase())
}

/// The check character of an Italian codice fiscale: the sum of values that differ between odd and even places.
pub(super) fn codice_fiscale(characters: &[u8]) -> bool {
    /// The values at odd places, of `0` to `9` and of `A` to `J` alike, then of `K` to `Z`.
    const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let Some((check, rest)) = characters.split_last() else { return false };
    let sum = rest.iter().enumerate().try_fold(0, |sum, (position, byte)| {
        let value = match byte.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            number @ b'0'..=b'9' => number - b'0',
            _ => return None,
        };
        // Places are counted from one.
        Some(sum + if position % 2 == 0 { ODD[usize::from(value)] } else { u32::from(value) })
    });
    sum.is_some_and(|sum| u32::from(check.to_ascii_uppercase()) == u32::from(b'A') + sum % 26)
}

/// The two check digits of a Brazilian CPF. Eleven equal digits pass the arithmetic, and are not issued.
pub(super) fn cpf(digits: &[u8]) -> bool {
    if digits.len() != 11 || digits.iter().all(|it| *it == digits[0]) {
        return false;
    }
    [9, 10].into_iter().all(|length: usize| {
        let weighted = |(position, byte): (usize, &u8)| Some(digit(*byte)? * (length + 1 - position) as u32);
        let sum: Option<u32> = digits[..length].iter().enumerate().map(weighted).sum();
        sum.map(|sum| sum * 10 % 11 % 10) == digit(digits[length])
    })
}

fn digit(byte: u8) -> Option<u32> {
    byte.is_ascii_digit().then(|| u32::from(byte - b'0'))
}

fn decimal(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |number, byte| Some(number * 10 + u64::from(digit(*byte)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each scheme takes its published examples and none of their neighbours: one digit changed, or two exchanged where the scheme
    /// claims to find that.
    #[test]
    fn published_examples_pass_and_one_changed_digit_fails() {
        type Scheme = fn(&[u8]) -> bool;
        let examples: [(Scheme, &[u8]); 13] = [
            (luhn, b"4111111111111111"),
            (luhn, b"378282246310005"),
            (iban, b"DE89370400440532013000"),
            (iban, b"GB82WEST12345698765432"),
            (mod_11_2, b"11010519491231002X"),
            (mod_11_10, b"86095742719"),
            (verhoeff, b"2363"),
            (nir, b"255081416802538"),
            (spanish_letter, b"12345678Z"),
            (spanish_letter, b"X1234567L"),
            (codice_fiscale, b"RSSMRA85T10A562S"),
            (cpf, b"52998224725"),
            (cpf, b"11144477735"),
        ];
        for (scheme, example) in examples {
            let text = String::from_utf8_lossy(example);
            assert!(scheme(example), "{text}");
            for position in (0..example.len()).filter(|position| example[*position].is_ascii_digit()) {
                let mut changed = example.to_vec();
                changed[position] = b'0' + (changed[position] - b'0' + 1) % 10;
                assert!(!scheme(&changed), "{text} with another digit {position}");
            }
        }
    }

    #[test]
    fn what_is_no_digit_or_not_there_is_no_number() {
        for scheme in [luhn, iban, mod_11_2, mod_11_10, verhoeff, nir, spanish_letter, codice_fiscale, cpf] {
            assert!(!scheme(b"12-45678/0123"));
        }
        for scheme in [iban, mod_11_2, mod_11_10, nir, spanish_letter, codice_fiscale, cpf] {
            assert!(!scheme(b""));
        }
        assert!(!cpf(b"11111111111"));
    }
}
