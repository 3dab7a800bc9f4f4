//! One spelling for words that programs write with and without accents, in capitals or not.

/// Lower case, without accents on Latin letters, blanks as one space, no quotes; for comparing words, never for showing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        // Nearly all there is; the way below costs ten times as much.
        if c.is_ascii() {
            add_ascii(&mut folded, c);
        } else if c.is_whitespace() {
            add_blank(&mut folded);
        } else {
            folded.extend(c.to_lowercase().filter_map(plain));
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn add_ascii(folded: &mut String, c: char) {
    match c {
        ' ' | '\t'..='\r' => add_blank(folded),
        '"' => {}
        '`' => folded.push('\''),
        other => folded.push(other.to_ascii_lowercase()),
    }
}

fn add_blank(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// The letter under an accent; `None` for what only decorates (combining accents, quotes, joiners).
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '„' | '”' | '“' => return None,
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        '’' | '´' => '\'',
        other => other,
    })
}
