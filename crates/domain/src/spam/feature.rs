//! What a mail shows, as numbers: five bits of class, 27 bits of hash. The words themselves are not kept anywhere.

use super::Sign;

/// How many bits of a feature hold the hash.
const HASH_BITS: u32 = 27;
const HASH_MASK: u32 = (1 << HASH_BITS) - 1;
/// Start of the hash (FNV-1a, 64 bits); another start would be another model.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// What kind of thing a feature tells of. The discriminants are stored: never renumber.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// A named peculiarity of headers, authentication or shape: a [`Sign`].
    Sign = 1,
    /// A word of the text.
    Word = 2,
    /// Two words of the text that stand together.
    Pair = 3,
    /// A word of the subject.
    Subject = 4,
    /// The sender's address. Only own corrections learn it.
    Sender = 5,
    /// The domain the sender has alone. Only own corrections learn it.
    SenderDomain = 6,
    /// A host that a link leads to. Only own corrections learn it.
    LinkHost = 7,
    /// How the sending program writes its Content-Type.
    ContentType = 8,
    /// A header field that the sending program wrote.
    Field = 9,
    /// Two header fields, one behind the other.
    FieldOrder = 10,
    /// How a header field is written, without its names and numbers.
    FieldShape = 11,
    /// An element or attribute of the HTML, and about how often.
    Markup = 12,
    /// How a link is written, without its names and numbers.
    LinkShape = 13,
    /// Five characters of a word.
    Gram = 14,
    /// Two words of the subject that stand together.
    SubjectPair = 15,
    /// About how much of something there is: capitals, digits, lines.
    Measure = 16,
}

impl Class {
    /// How many there are.
    pub(super) const COUNT: usize = 16;
    const ALL: [Self; Self::COUNT] = [
        Self::Sign,
        Self::Word,
        Self::Pair,
        Self::Subject,
        Self::Sender,
        Self::SenderDomain,
        Self::LinkHost,
        Self::ContentType,
        Self::Field,
        Self::FieldOrder,
        Self::FieldShape,
        Self::Markup,
        Self::LinkShape,
        Self::Gram,
        Self::SubjectPair,
        Self::Measure,
    ];

    /// The class a feature belongs to; `None` for a number no version of us made.
    pub fn of(feature: u32) -> Option<Self> {
        let number = feature >> HASH_BITS;
        Self::ALL.get((number as usize).checked_sub(1)?).copied()
    }

    /// Its place among all classes, from 0.
    pub(super) fn place(self) -> usize {
        self as usize - 1
    }

    /// The name of the class, for reasons.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Word => "words",
            Self::Pair => "phrases",
            Self::Subject => "subject_words",
            Self::Sender => "sender",
            Self::SenderDomain => "sender_domain",
            Self::LinkHost => "link_hosts",
            Self::ContentType => "content_type",
            Self::Field => "header_fields",
            Self::FieldOrder => "header_order",
            Self::FieldShape => "header_form",
            Self::Markup => "html",
            Self::LinkShape => "link_form",
            Self::Gram => "parts_of_words",
            Self::SubjectPair => "subject_phrases",
            Self::Measure => "measures",
        }
    }

    /// Whether it names somebody: a model for everybody must not hold it, own corrections may.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Sender | Self::SenderDomain | Self::LinkHost)
    }

    /// The feature of this class that `text` makes.
    pub fn feature(self, text: &str) -> u32 {
        let mut hash = START;
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
        self.with(hash)
    }

    /// The feature of this class that two others make, in this order.
    pub fn joined(self, first: u32, second: u32) -> u32 {
        let mixed = (START ^ u64::from(first)).wrapping_mul(PRIME);
        self.with((mixed ^ u64::from(second)).wrapping_mul(PRIME).rotate_left(29).wrapping_mul(PRIME))
    }

    fn with(self, hash: u64) -> u32 {
        // The upper bits of the product are the well-mixed ones.
        let folded = (hash >> 32) ^ hash;
        ((self as u32) << HASH_BITS) | (folded as u32 & HASH_MASK)
    }
}

impl Sign {
    /// The sign as a feature.
    pub fn feature(self) -> u32 {
        ((Class::Sign as u32) << HASH_BITS) | u32::from(self as u16)
    }

    /// The sign a feature stands for; `None` when it is of another class.
    pub fn of(feature: u32) -> Option<Self> {
        if Class::of(feature) != Some(Class::Sign) {
            return None;
        }
        Self::ALL.iter().copied().find(|sign| sign.feature() == feature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_tells_its_class_and_nothing_else() {
        for class in Class::ALL {
            assert_eq!(Class::of(class.feature("zwrot")), Some(class));
            assert_eq!(Class::of(class.joined(1, 2)), Some(class));
            assert_ne!(class.feature("zwrot"), class.feature("zwrotu"));
            assert_ne!(class.joined(1, 2), class.joined(2, 1));
        }
        assert_eq!(Class::of(0), None);
        assert_eq!(Class::of(u32::MAX), None);
    }

    #[test]
    fn signs_have_names_of_their_own_and_come_back() {
        let mut names: Vec<_> = Sign::ALL.iter().map(|sign| sign.name()).collect();
        for sign in Sign::ALL {
            assert_eq!(Sign::of(sign.feature()), Some(*sign));
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Sign::ALL.len());
        assert_eq!(Sign::of(Class::Word.feature("x")), None);
    }
}
