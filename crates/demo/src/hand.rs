//! How a customer writes: with or without greeting, capitals, Polish letters, and with slips.

use crate::chance::Dice;
use crate::scene::Voice;

/// How much of a letter somebody's mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Full salutation, full name.
    Formal,
    /// A greeting and a name.
    Usual,
    /// Hardly a greeting, hardly a name.
    Brief,
    /// Small letters on a telephone.
    Thumb,
}

/// A person's habits of writing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hand {
    /// How much of a letter the mail is.
    pub(crate) manner: Manner,
    /// Writes without the letters that need AltGr.
    without_accents: bool,
    /// Makes mistakes.
    careless: bool,
    /// Has a telephone that signs, and which one.
    pub(crate) device: Option<usize>,
}

impl Hand {
    /// Someone who writes for a firm.
    pub(crate) fn formal() -> Self {
        Self { manner: Manner::Formal, without_accents: false, careless: false, device: None }
    }

    /// Someone.
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let manner = match dice.between(0, 99) {
            0..=19 => Manner::Formal,
            20..=63 => Manner::Usual,
            64..=83 => Manner::Brief,
            _ => Manner::Thumb,
        };
        let telephone = manner == Manner::Thumb || (manner == Manner::Brief && dice.percent(30));
        Self {
            manner,
            without_accents: manner != Manner::Formal && dice.percent(14),
            careless: manner != Manner::Formal && dice.percent(30),
            device: (telephone && dice.percent(55)).then(|| dice.below(64)),
        }
    }

    /// Whether this person's mails are hardly letters.
    pub(crate) fn is_brief(self) -> bool {
        matches!(self.manner, Manner::Brief | Manner::Thumb)
    }

    /// A subject or a name as this person types it: without slips, which people see there.
    pub(crate) fn write_subject(self, text: &str) -> String {
        let text = if self.manner == Manner::Thumb { small(text) } else { text.to_owned() };
        if self.without_accents { plain(&text) } else { text }
    }

    /// The text as this person types it.
    pub(crate) fn write(self, text: &str, dice: &mut Dice, voice: &Voice) -> String {
        let mut text = text.to_owned();
        if self.careless {
            text = slip(&text, dice, voice);
        }
        if self.manner == Manner::Thumb {
            text = small(&text);
        }
        if self.without_accents {
            text = plain(&text);
        }
        text
    }
}

/// Puts common mistakes in: those of the language where they fit, and at times two swapped letters.
fn slip(text: &str, dice: &mut Dice, voice: &Voice) -> String {
    let mut out = text.to_owned();
    for (right, wrong) in voice.slips {
        if out.contains(right) && dice.percent(60) {
            out = out.replacen(right, wrong, 1);
        }
    }
    if dice.percent(45) {
        out = swapped(&out, dice);
    }
    if dice.percent(25) {
        out = out.replacen(", ", " ,", 1);
    }
    out
}

/// The text with two inner letters of one long word swapped; codes and web addresses are left alone.
fn swapped(text: &str, dice: &mut Dice) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long = |word: &String| word.chars().count() > 6 && word.chars().all(|c| c.is_lowercase());
    let fit: Vec<usize> = words.iter().enumerate().filter(|(_, word)| long(word)).map(|(at, _)| at).collect();
    if fit.is_empty() {
        return text.to_owned();
    }
    let word = &mut words[*dice.pick(&fit)];
    let mut letters: Vec<char> = word.chars().collect();
    // The ending stays: it tells a woman from a man.
    let at = 2 + dice.below(letters.len() / 2 - 2);
    letters.swap(at, at + 1);
    *word = letters.into_iter().collect();
    words.join(" ")
}

/// Words whose full stop ends no sentence.
const SHORTENED: [&str; 8] = ["ul", "pl", "al", "os", "nr", "godz", "szt", "no"];

/// The text with small letters where sentences begin; words with further capitals keep theirs.
fn small(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    for (at, letter) in text.char_indices() {
        let word = text[at..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if begins && word.chars().filter(|c| c.is_uppercase()).count() == 1 {
            out.extend(letter.to_lowercase());
        } else {
            out.push(letter);
        }
        if !letter.is_whitespace() {
            let before = out.trim_end_matches('.').rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            begins = matches!(letter, '?' | '!') || (letter == '.' && !SHORTENED.contains(&before));
        }
    }
    out
}

/// The text without accents.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'ą' | 'á' | 'à' | 'â' | 'å' | 'ã' => 'a',
            'ä' => 'a',
            'ć' | 'ç' | 'č' => 'c',
            'ę' | 'é' | 'è' | 'ê' | 'ë' | 'ě' => 'e',
            'í' | 'ï' | 'î' => 'i',
            'ł' => 'l',
            'ń' | 'ñ' => 'n',
            'ó' | 'ö' | 'ø' | 'ô' | 'õ' => 'o',
            'ř' => 'r',
            'ś' | 'š' => 's',
            'ú' | 'ü' | 'û' => 'u',
            'ź' | 'ż' | 'ž' => 'z',
            'ß' => 's',
            'Á' | 'Å' | 'Ä' => 'A',
            'Ć' | 'Č' => 'C',
            'É' => 'E',
            'Ł' => 'L',
            'Ó' | 'Ö' | 'Ø' => 'O',
            'Ś' | 'Š' => 'S',
            'Ú' | 'Ü' => 'U',
            'Ż' | 'Ź' | 'Ž' => 'Z',
            'Í' => 'I',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbs_leave_codes_and_names_alone() {
        assert_eq!(small("Gdzie paczka? Kurier InPost. ZAM/1"), "gdzie paczka? kurier InPost. ZAM/1");
        assert_eq!(small("Tak. Adres to ul. Lipowa 1"), "tak. adres to ul. Lipowa 1");
        assert_eq!(plain("Zażółć gęślą jaźń ŁÓDŹ"), "Zazolc gesla jazn LODZ");
    }
}
