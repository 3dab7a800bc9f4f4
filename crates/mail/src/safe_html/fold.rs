//! The one quote of a mail that is folded away, and whether it stays so.
//!
//! Where words come before the quote and none behind it, it is folded; else it is shown open: who answers between the
//! lines of a quote, or sends one without a word, means it to be read.

/// The fold.
#[derive(Debug, Default)]
pub(super) struct Fold {
    /// Where its tag begins.
    from: Option<usize>,
    words_before: bool,
    ended: bool,
    words_behind: bool,
}

impl Fold {
    /// Whether none was begun.
    pub(super) fn is_free(&self) -> bool {
        self.from.is_none()
    }

    /// Begins at this place.
    pub(super) fn begin(&mut self, from: usize) {
        self.from = Some(from);
    }

    /// Ends here.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// Something to read was written.
    pub(super) fn sees_words(&mut self) {
        if self.from.is_none() {
            self.words_before = true;
        } else if self.ended {
            self.words_behind = true;
        }
    }

    /// Opens the fold that hides what is meant to be read.
    pub(super) fn finish(&self, html: &mut String) {
        if let Some(from) = self.from
            && (!self.words_before || self.words_behind)
        {
            html.insert_str(from + "<details".len(), " open=\"\"");
        }
    }
}
