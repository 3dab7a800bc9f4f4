//! Mails for tests, as bytes.

use std::fmt::Write;

/// A mail under construction. Starts as one from Anna to the shop.
#[derive(Clone, Debug)]
pub struct Letter {
    from: String,
    to: String,
    subject: String,
    text: String,
    message_id: Option<String>,
    headers: Vec<(String, String)>,
}

/// The address of the shop that [`crate::app::TestApp`] sets up.
pub const SHOP: &str = "sklep@example.com";

/// A customer's address.
pub const ANNA: &str = "anna.wisniewska@example.org";

impl Letter {
    /// A mail from Anna to the shop, with this Message-ID (without angle brackets).
    pub fn new(message_id: &str) -> Self {
        Self {
            from: format!("Anna Wiśniewska <{ANNA}>"),
            to: SHOP.to_owned(),
            subject: "Gdzie jest moja paczka?".to_owned(),
            text: "Dzień dobry, zamówienie 20481 jeszcze nie dotarło.".to_owned(),
            message_id: Some(message_id.to_owned()),
            headers: Vec::new(),
        }
    }

    /// From somebody else.
    pub fn from(mut self, from: &str) -> Self {
        from.clone_into(&mut self.from);
        self
    }

    /// To somebody else.
    pub fn to(mut self, to: &str) -> Self {
        to.clone_into(&mut self.to);
        self
    }

    /// About something else.
    pub fn subject(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.subject);
        self
    }

    /// Saying something else.
    pub fn text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.text);
        self
    }

    /// As an answer to the mail with this Message-ID.
    pub fn answering(self, id: &str) -> Self {
        self.header("In-Reply-To", &format!("<{id}>")).header("References", &format!("<{id}>"))
    }

    /// With one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a Message-ID.
    pub fn without_id(mut self) -> Self {
        self.message_id = None;
        self
    }

    /// The bytes, UTF-8 throughout (RFC 6532).
    pub fn raw(&self) -> Vec<u8> {
        let mut out = String::new();
        let mut line = |name: &str, value: &str| {
            // Writing to a string does not fail.
            let _ = write!(out, "{name}: {value}\r\n");
        };
        line("From", &self.from);
        line("To", &self.to);
        line("Subject", &self.subject);
        line("Date", "Mon, 23 Nov 2026 09:59:00 +0100");
        if let Some(id) = &self.message_id {
            line("Message-ID", &format!("<{id}>"));
        }
        for (name, value) in &self.headers {
            line(name, value);
        }
        line("MIME-Version", "1.0");
        line("Content-Type", "text/plain; charset=utf-8");
        line("Content-Transfer-Encoding", "8bit");
        out.push_str("\r\n");
        out.push_str(&self.text.replace('\n', "\r\n"));
        out.push_str("\r\n");
        crate::logs::planted(&out);
        out.into_bytes()
    }
}
