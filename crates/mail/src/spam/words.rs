//! The words of subject and text: folded, alone and in pairs, and how the text is written.

use domain::channel::Inbound;
use domain::spam::{Class, Sign};

use super::Shown;
use super::fields::{contains_word, is_random_mark};
use super::grams;
use super::links::Links;

/// Words of the text that count.
const MAX_WORDS: usize = 800;
/// Words of the subject that count.
const MAX_SUBJECT_WORDS: usize = 40;
/// Bytes of the text that are looked at for its shape.
const MAX_LOOK_BYTES: usize = 64_000;
/// Characters of a word; what is longer is no word.
const MAX_WORD_CHARS: usize = 24;
/// English names of days, months and zones: they date a mail instead of telling what it is.
const DATES: [&str; 44] = [
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "gmt",
    "est",
    "edt",
    "pst",
    "pdt",
    "bst",
    "ist",
    "cet",
];

pub(super) fn look(shown: &mut Shown, mail: &Inbound, links: &mut Links) {
    let mut word = String::new();
    let mut left = MAX_SUBJECT_WORDS;
    let mut before = None;
    for chunk in without_tag(&mail.subject).split_whitespace() {
        each_word(chunk, &mut word, |word| {
            if left > 0 {
                left -= 1;
                let this = shown.feature(Class::Subject, word);
                if let Some(before) = before {
                    shown.pair(Class::SubjectPair, before, this);
                }
                before = Some(this);
            }
        });
    }
    let text = crate::parse::text::cut(&mail.text, MAX_LOOK_BYTES);
    let is_list = shown.has(Sign::ListMail);
    let mut look = Look { is_list, ..Look::default() };
    for line in text.lines() {
        look.line(shown, line, &mut word, links);
    }
    let markup = text.get(..2_000).unwrap_or(text).to_ascii_lowercase();
    let undeclared =
        mail.html.is_none() && (markup.contains("<html") || markup.contains("<a href") || markup.contains("<br>"));
    shown.sign_if(undeclared, Sign::BodyHtmlUndeclared);
    look.judge(shown, text);
    if let Some(to) = mail.to.first() {
        let local = to.address.as_str().split('@').next().unwrap_or_default();
        let start = crate::parse::text::cut(text, 300);
        shown.sign_if(local.len() >= 3 && contains_word(start, local), Sign::TextNamesRecipient);
    }
}

/// A subject without the name of the list that passed it on: `Re: [list] matter`.
fn without_tag(subject: &str) -> &str {
    let open = subject.find('[').filter(|at| *at <= 8);
    let close = open.and_then(|at| subject[at..].find(']').map(|end| at + end + 1));
    close.map_or(subject, |end| &subject[end..])
}

/// Counts of one text.
#[derive(Default)]
struct Look {
    words: usize,
    shouted: usize,
    exclaims: usize,
    money: usize,
    percents: usize,
    mixed: usize,
    long: usize,
    single_letters: usize,
    quoted: usize,
    blank: usize,
    most_blank: usize,
    ruled: usize,
    code: usize,
    latin: usize,
    capitals: usize,
    foreign: usize,
    signed: bool,
    before: Option<u32>,
    /// What a list added below the letter is not the letter.
    is_list: bool,
    over: bool,
}

impl Look {
    fn line(&mut self, shown: &mut Shown, line: &str, word: &mut String, links: &mut Links) {
        let trimmed = line.trim();
        self.signed |= line.trim_end_matches('\r') == "-- ";
        self.blank = if trimmed.is_empty() { self.blank + 1 } else { 0 };
        self.most_blank = self.most_blank.max(self.blank);
        if trimmed.starts_with('>') {
            self.quoted += 1;
            return;
        }
        let ruled =
            trimmed.len() >= 10 && trimmed.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b'~' | b'#' | b'+'));
        self.ruled += usize::from(ruled);
        let underlined = trimmed.len() >= 20 && trimmed.bytes().all(|b| matches!(b, b'_' | b'-'));
        self.over |= self.is_list && self.words > 0 && (underlined || line.trim_end_matches('\r') == "-- ");
        if self.over {
            return;
        }
        let ends_like_code =
            trimmed.ends_with([';', '{', '}']) || trimmed.starts_with("+++") || trimmed.starts_with("@@");
        self.code += usize::from(ends_like_code);
        for chunk in trimmed.split_whitespace() {
            self.chunk(shown, chunk, word, links);
        }
    }

    fn chunk(&mut self, shown: &mut Shown, chunk: &str, word: &mut String, links: &mut Links) {
        let bare = chunk.trim_start_matches(['<', '(', '"', '\'', '[']);
        if bare.contains("://") || bare.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
            links.add(bare.trim_end_matches(['>', ')', '"', '\'', ']', '.', ',']));
            self.before = None;
            return;
        }
        if chunk.contains('@') {
            self.before = None;
            return;
        }
        self.shape(chunk);
        each_word(chunk, word, |word| {
            if self.words < MAX_WORDS {
                let this = shown.feature(Class::Word, word);
                if let Some(before) = self.before {
                    shown.pair(Class::Pair, before, this);
                }
                self.before = Some(this);
                grams::look(shown, word, self.words);
            }
            self.words += 1;
        });
    }

    fn shape(&mut self, chunk: &str) {
        let (mut capitals, mut smalls, mut digits, mut letters) = (0, 0, 0, 0);
        for c in chunk.chars() {
            match c {
                'A'..='Z' => capitals += 1,
                'a'..='z' => smalls += 1,
                '0'..='9' => digits += 1,
                '!' => self.exclaims += 1,
                '%' => self.percents += usize::from(digits > 0),
                '$' | '€' | '£' => self.money += 1,
                c if c.is_uppercase() => capitals += 1,
                c if c.is_alphabetic() => smalls += 1,
                _ => continue,
            }
            letters += 1;
            if c.is_alphabetic() {
                self.foreign += usize::from(c > '\u{24f}');
                self.latin += usize::from(c <= '\u{24f}');
            }
        }
        self.capitals += capitals;
        self.shouted += usize::from(capitals >= 3 && smalls == 0 && digits == 0);
        self.mixed += usize::from(digits >= 1 && smalls >= 2 && digits + smalls == letters && letters >= 5);
        self.long += usize::from(chunk.len() > 30);
        self.single_letters += usize::from(letters == 1 && capitals == 1);
    }

    fn judge(&self, shown: &mut Shown, text: &str) {
        let words = self.words;
        shown.sign_if(words == 0, Sign::TextEmpty);
        shown.sign_if((1..20).contains(&words), Sign::TextShort);
        shown.sign_if(words > 400, Sign::TextLong);
        shown.sign_if(self.shouted >= 3 && self.shouted * 5 > words, Sign::TextShouts);
        shown.sign_if(self.shouted >= 3 && self.shouted * 20 > words, Sign::TextSpeaksUp);
        shown.sign_if(self.exclaims >= 2 && self.exclaims * 50 > words, Sign::TextExclaims);
        shown.sign_if(self.money >= 2, Sign::TextMoney);
        shown.sign_if(self.money >= 6, Sign::TextMuchMoney);
        shown.sign_if(self.percents >= 2, Sign::TextPercent);
        shown.sign_if(self.quoted > 0, Sign::TextQuotes);
        shown.sign_if(self.mixed >= 3, Sign::TextMixedWords);
        shown.sign_if(self.long >= 3, Sign::TextLongWords);
        shown.sign_if(words >= 20 && self.capitals == 0, Sign::TextNoCapital);
        shown.sign_if(self.single_letters >= 12 && self.single_letters * 10 > words, Sign::TextSplitWords);
        shown.sign_if(self.foreign > self.latin, Sign::TextForeignScript);
        shown.sign_if(self.ruled >= 2, Sign::TextDashes);
        shown.sign_if(self.signed, Sign::TextSigned);
        shown.sign_if(self.most_blank >= 20, Sign::TextBlankLines);
        shown.sign_if(self.code >= 4, Sign::TextAsksMachine);
        let last = text.trim_end().rsplit(['\n', ' ']).next().unwrap_or_default();
        shown.sign_if(is_random_mark(last), Sign::TextNumberEnd);
    }
}

/// The words of a run without blanks, folded: small letters without marks, every digit a zero.
fn each_word(chunk: &str, word: &mut String, mut take: impl FnMut(&str)) {
    word.clear();
    let mut chars = 0;
    for c in chunk.chars() {
        if c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '%') {
            chars += 1;
            if chars <= MAX_WORD_CHARS {
                push_folded(word, c);
            }
        } else if !matches!(c, '\'' | '\u{2019}' | '\u{ad}') {
            give(word, chars, &mut take);
            chars = 0;
        }
    }
    give(word, chars, &mut take);
}

fn give(word: &mut String, chars: usize, take: &mut impl FnMut(&str)) {
    let zeros = word.bytes().filter(|b| *b == b'0').count();
    // Single letters, order numbers and marks drawn by lot are nobody's vocabulary.
    let is_word = (2..=MAX_WORD_CHARS).contains(&chars) && zeros <= 6 && (zeros == 0 || zeros == chars || chars <= 8);
    if is_word && !DATES.contains(&word.as_str()) {
        take(word);
    }
    word.clear();
}

fn push_folded(word: &mut String, c: char) {
    let folded = match c {
        '0'..='9' => '0',
        c if c.is_ascii() => c.to_ascii_lowercase(),
        'ą' | 'Ą' | 'á' | 'à' | 'ä' | 'â' | 'å' | 'ã' | 'Á' | 'Ä' => 'a',
        'ć' | 'Ć' | 'ç' | 'č' | 'Č' => 'c',
        'ę' | 'Ę' | 'é' | 'è' | 'ê' | 'ë' | 'ě' | 'É' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ł' | 'Ł' => 'l',
        'ń' | 'Ń' | 'ñ' | 'ň' => 'n',
        'ó' | 'Ó' | 'ö' | 'ô' | 'ò' | 'õ' | 'ø' | 'Ö' => 'o',
        'ś' | 'Ś' | 'š' | 'Š' => 's',
        'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'Ü' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => 'z',
        c => {
            word.extend(c.to_lowercase());
            return;
        }
    };
    word.push(folded);
}
