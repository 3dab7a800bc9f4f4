//! Statements: written once, registered, and the same text on both engines.
//!
//! Parameters are `$1`, `$2`, … SQLite reads those as names, so they become `?1`, `?2` there.
//! `{lock}` behind a SELECT locks its rows until the transaction ends (nothing to do on SQLite,
//! where one write runs at a time). `{joined COLUMN}` is all numbers of a column, with spaces between, in any order.
//! Every statement stands in a `statements!` list of the noun it serves and in [`all`]; one test
//! PREPAREs each on both engines, another keeps the plans of all lists.

use std::sync::OnceLock;

/// One statement.
#[derive(Debug)]
pub struct Statement {
    /// Its name in errors, plans and metrics.
    pub name: &'static str,
    /// Its text, in the subset that both engines share.
    pub sql: &'static str,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
}

impl Statement {
    /// A statement. Use [`crate::statements!`].
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// The text for SQLite.
    pub fn sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| {
            joined(&number_parameters(self.sql), |column| format!("group_concat({column}, ' ')")).replace("{lock}", "")
        })
    }

    /// The text for PostgreSQL.
    pub fn postgres(&self) -> &str {
        self.postgres.get_or_init(|| {
            joined(self.sql, |column| format!("string_agg(CAST({column} AS TEXT), ' ')"))
                .replace("{lock}", "FOR UPDATE")
        })
    }
}

/// Puts the engine's words in the place of `{joined COLUMN}`.
fn joined(sql: &str, words: impl Fn(&str) -> String) -> String {
    let mut parts = sql.split("{joined ");
    let mut ready = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (column, rest) = part.split_once('}').unwrap_or((part, ""));
        ready.push_str(&words(column));
        ready.push_str(rest);
    }
    ready
}

/// `$1` becomes `?1`, except inside quotes.
fn number_parameters(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\'' {
            quoted = !quoted;
        }
        let numbered = c == '$' && !quoted && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if numbered { '?' } else { c });
    }
    out
}

/// Declares the statements of a noun and the list `ALL` of them.
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)+) => {
        $($(#[$doc])* static $name: $crate::statement::Statement =
            $crate::statement::Statement::new(concat!(module_path!(), "::", stringify!($name)), $sql);)+
        /// Every statement of this file.
        pub(crate) static ALL: &[&$crate::statement::Statement] = &[$(&$name),+];
    };
}

/// Every statement of the product.
pub fn all() -> impl Iterator<Item = &'static Statement> {
    crate::registry::REGISTRY.iter().flat_map(|list| list.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::number_parameters;

    #[test]
    fn parameters_are_numbered_digit_aware_and_quotes_left_alone() {
        assert_eq!(
            number_parameters("a = $12 AND b = $1 OR c = '$1 $x' AND d = $$"),
            "a = ?12 AND b = ?1 OR c = '$1 $x' AND d = $$"
        );
    }
}
