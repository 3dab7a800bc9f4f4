//! Enums that the store keeps as numbers and addresses spell as words.

macro_rules! coded {
    ($name:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// All values, in the order of their numbers in the store.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The number the store keeps.
            pub fn code(self) -> i64 {
                self as i64
            }

            /// The value with this number.
            pub fn from_code(code: i64) -> Option<Self> {
                usize::try_from(code).ok().and_then(|at| Self::ALL.get(at).copied())
            }

            /// The word for addresses, forms and Fluent keys.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}
