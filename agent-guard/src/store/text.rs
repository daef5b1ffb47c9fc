//! Finding texts by words. The texts of one person are few enough to be read; an index would be content that has to be sealed.
//!
//! Words are those of Unicode's segmentation (UAX #29), after compatibility normalisation (NFKC) and lower-casing, so that `ＴＥＡ` finds `tea`.
//! A Chinese character is a word of its own there, which makes Chinese and Japanese searchable without a dictionary. A word counts the more,
//! the fewer texts have it (inverse document frequency).

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// How well each text fits the query: zero if they have no word in common.
pub(super) fn scores<'a>(query: &str, texts: impl IntoIterator<Item = &'a str>) -> Vec<f32> {
    let query: Vec<String> = words(query).into_iter().collect();
    let found: Vec<Vec<usize>> = texts.into_iter().map(|text| found_in(text, &query)).collect();
    let mut occurrences = vec![0_usize; query.len()];
    found.iter().flatten().for_each(|&word| occurrences[word] += 1);
    let weights: Vec<f32> = occurrences.iter().map(|&texts| (1.0 + found.len() as f32 / (texts as f32).max(1.0)).ln()).collect();
    found.iter().map(|found| found.iter().map(|&word| weights[word]).sum()).collect()
}

/// Which words of the query the text has.
fn found_in(text: &str, query: &[String]) -> Vec<usize> {
    let words = words(text);
    (0..query.len()).filter(|&word| words.contains(&query[word])).collect()
}

fn words(text: &str) -> HashSet<String> {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    // Unicode's words run across apostrophes: `l'école` is to be found by `école`.
    folded.unicode_words().flat_map(|word| word.split(['\'', '’'])).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::scores;

    #[track_caller]
    fn check(query: &str, found: &[&str], missed: &[&str]) {
        let texts = [found, missed].concat();
        for (text, score) in texts.iter().zip(scores(query, texts.iter().copied())) {
            assert_eq!(score > 0.0, found.contains(text), "`{query}` in `{text}` scores {score}");
        }
    }

    #[test]
    fn words_are_found_whatever_their_case_and_width() {
        check("Tea", &["likes tea", "TEA!", "ｔｅａ time"], &["likes coffee", "teapot", ""]);
        check("ÉCOLE", &["l'école est loin", "e\u{301}cole"], &["ecole"]);
        check("straße", &["wohnt in der STRAßE"], &["Strass"]);
    }

    #[test]
    fn chinese_is_found_by_character() {
        check("茶", &["我喜欢喝茶"], &["我喜欢咖啡"]);
    }

    #[test]
    fn a_rare_word_counts_more_than_a_frequent_one() {
        let texts = ["the tea", "the dog", "the cat", "a zebra"];
        let scores = scores("the zebra", texts);
        assert!(scores[3] > scores[1]);
        assert_eq!(scores[0], scores[1]);
    }

    #[test]
    fn a_query_without_words_finds_nothing() {
        check("?! ", &[], &["likes tea", "?!"]);
    }
}
