//! E-mail as the rest of the product sees it: parse, send, and what it can do.

use domain::channel::{BoxFuture, Capability, Channel, Inbound, Outbound, Receipt, Route, SendError, Unreadable};
use domain::time::SECOND_MS;

use super::smtp::Submission;

/// How long an agent can take a mail back before it leaves.
pub const UNDO_MS: i64 = 10 * SECOND_MS;

/// A way out: a submission server, and what its provider allows.
#[derive(Debug)]
pub struct Exit {
    /// The server.
    pub submission: Submission,
    /// What the rest of the product knows of it.
    pub route: Route,
}

/// E-mail for one inbox: what it sends goes to one submission server, or to the next when that takes nothing.
#[derive(Debug)]
pub struct EmailChannel {
    first: Exit,
    others: Vec<Exit>,
    /// Whose Authentication-Results are believed; empty: whoever received the mail.
    believed: Vec<String>,
    /// Whether what the first exit, and what the others took, is put into the folder of sent mail by us.
    copies: (bool, bool),
}

impl EmailChannel {
    /// The channel that sends through `submission`.
    pub fn new(submission: Submission) -> Self {
        Self::through(Exit { submission, route: Route::default() }, Vec::new())
    }

    /// The channel that sends through `first`, and through `others` when those before take nothing.
    pub fn through(first: Exit, others: Vec<Exit>) -> Self {
        Self { first, others, believed: Vec::new(), copies: (false, false) }
    }

    /// Says goodbye to connections that nobody used for a while. To be called now and then.
    pub async fn tidy(&self) {
        for exit in std::iter::once(&self.first).chain(&self.others) {
            exit.submission.tidy().await;
        }
    }

    fn exit(&self, route: usize) -> &Exit {
        route.checked_sub(1).and_then(|other| self.others.get(other)).unwrap_or(&self.first)
    }

    /// The same channel, whose mail is put into its mailbox's folder of sent mail after the first exit took it, or after
    /// another one did.
    #[must_use]
    pub fn keeping_copies(mut self, first: bool, others: bool) -> Self {
        self.copies = (first, others);
        self
    }

    /// The same channel, believing the Authentication-Results of these servers alone (RFC 8601, 7.1; names in lower case).
    #[must_use]
    pub fn believing(mut self, servers: &[String]) -> Self {
        self.believed = servers.to_vec();
        self
    }
}

impl Channel for EmailChannel {
    fn capability(&self) -> Capability {
        Capability { threads: true, html: true, subject: true, undo_ms: UNDO_MS, longest_text: None }
    }

    fn parse(&self, raw: &[u8]) -> Result<Inbound, Unreadable> {
        mail::parse::parse_believing(raw, &self.believed)
    }

    fn routes(&self) -> Vec<Route> {
        std::iter::once(&self.first).chain(&self.others).map(|exit| exit.route.clone()).collect()
    }

    fn keeps_copy(&self, route: usize) -> bool {
        if route == 0 { self.copies.0 } else { self.copies.1 }
    }

    fn send_by<'a>(&'a self, route: usize, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(self.exit(route).submission.send(message))
    }

    fn send<'a>(&'a self, message: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        self.send_by(0, message)
    }
}

/// E-mail that is read and never sent: for trying out what would become of mails.
#[derive(Debug)]
pub struct ReadsOnly;

impl Channel for ReadsOnly {
    fn capability(&self) -> Capability {
        Capability { threads: true, html: true, subject: true, undo_ms: 0, longest_text: None }
    }

    fn parse(&self, raw: &[u8]) -> Result<Inbound, Unreadable> {
        mail::parse::parse(raw)
    }

    fn send<'a>(&'a self, _: &'a Outbound) -> BoxFuture<'a, Result<Receipt, SendError>> {
        Box::pin(async { Err(SendError::Refused("nothing is sent from here".to_owned())) })
    }
}
