//! Every route of the pages: who gets in, what other teams are told, and a form for it.

use domain::permission::{Action, Role};

/// Who gets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Everybody, signed in or not.
    Open,
    /// Whoever is signed in, about themselves.
    Own,
    /// Whose role allows this.
    May(Action),
    /// Owners.
    Owners,
    /// Nobody: this is no demo.
    Demo,
    /// The owner of a first run, which is over here.
    FirstRun,
}

/// What somebody from another team is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    /// What their role is told in their own team.
    Same,
    /// That there is no such thing.
    Hidden,
}

use Action::{Answer, Govern, Mend, Read};
use Foreign::{Hidden, Same};
use Who::{Demo, FirstRun, May, Open, Own, Owners};

/// A route, who gets in, what other teams are told, whether what is asked for is there, and a form.
pub(super) type Row = (&'static str, Who, Foreign, bool, &'static [(&'static str, &'static str)]);

/// All of them. What ends something for those that follow stands last.
pub(super) const ROUTES: &[Row] = &[
    ("GET /healthz", Open, Same, true, &[]),
    ("GET /readyz", Open, Same, true, &[]),
    ("GET /assets/{name}", Open, Same, false, &[]),
    ("GET /sign-in", Open, Same, true, &[]),
    ("POST /session", Open, Same, true, &[("login", "nobody@example.com"), ("password", "nothing at all")]),
    ("POST /session/code", Open, Same, true, &[("ticket", "00"), ("code", "123456")]),
    ("POST /language", Open, Same, true, &[("language", "en")]),
    ("GET /password", Open, Same, true, &[]),
    ("POST /password", Open, Same, true, &[("login", "nobody@example.com")]),
    ("GET /password/{secret}", Open, Same, false, &[]),
    ("POST /password/{secret}", Open, Same, false, &[("password", "cztery nowe słowa")]),
    ("GET /join/{secret}", Open, Same, false, &[]),
    ("POST /join/{secret}", Open, Same, false, &[("name", "X"), ("language", "en"), ("password", "cztery nowe słowa")]),
    ("GET /setup/{token}", Open, Same, false, &[]),
    (
        "POST /setup/{token}",
        Open,
        Same,
        false,
        &[("name", "X"), ("login", "x@example.com"), ("password", "cztery nowe słowa")],
    ),
    ("GET /setup", FirstRun, Same, true, &[]),
    ("GET /setup/shop", FirstRun, Same, true, &[]),
    ("POST /setup/shop", FirstRun, Same, true, &[]),
    ("GET /setup/mailbox", FirstRun, Same, true, &[]),
    ("POST /setup/mailbox", FirstRun, Same, true, &[]),
    ("POST /setup/mailbox/servers", FirstRun, Same, true, &[]),
    ("POST /setup/mailbox/later", FirstRun, Same, true, &[]),
    ("GET /setup/history", FirstRun, Same, true, &[]),
    ("POST /setup/history", FirstRun, Same, true, &[]),
    ("POST /setup/history/trial", FirstRun, Same, true, &[]),
    ("GET /setup/colleagues", FirstRun, Same, true, &[]),
    ("POST /setup/colleagues", FirstRun, Same, true, &[]),
    ("GET /setup/end", FirstRun, Same, true, &[]),
    ("POST /setup/end", FirstRun, Same, true, &[]),
    ("GET /", Own, Same, true, &[]),
    ("GET /live", Own, Same, true, &[]),
    ("GET /inbox/{view}", May(Read), Same, true, &[]),
    ("GET /conversations/{id}", May(Read), Hidden, true, &[]),
    ("GET /conversations/{id}/items", May(Read), Hidden, true, &[]),
    ("GET /conversations/{id}/messages/{message}/files/{place}", May(Read), Hidden, true, &[]),
    ("GET /conversations/{id}/messages/{message}/html", May(Read), Hidden, false, &[]),
    ("GET /conversations/{id}/messages/{message}/images/{place}", May(Read), Hidden, false, &[]),
    ("GET /conversations/{id}/messages/{message}/source", May(Read), Hidden, true, &[]),
    ("POST /conversations/{id}/replies", May(Answer), Hidden, true, &[("text", ""), ("once", "1")]),
    ("POST /conversations/{id}/notes", May(Answer), Hidden, true, &[("text", "Zadzwonić."), ("once", "2")]),
    ("POST /conversations/{id}/assignment", May(Answer), Hidden, true, &[("from", ""), ("assignee", "")]),
    ("POST /conversations/{id}/status", May(Answer), Hidden, true, &[("status", "open")]),
    ("POST /conversations/{id}/priority", May(Answer), Hidden, true, &[("priority", "high")]),
    ("POST /conversations/{id}/tags", May(Answer), Hidden, true, &[("name", "pilne"), ("on", "yes")]),
    ("POST /conversations/{id}/matter", May(Answer), Hidden, false, &[("into", "cnv_01h8m3c4k5q7p")]),
    ("POST /conversations/{id}/matter/end", May(Answer), Hidden, false, &[]),
    ("POST /conversations/{id}/suggestions/{suggestion}/dismissal", May(Answer), Hidden, false, &[]),
    ("POST /conversations/{id}/person", May(Answer), Hidden, true, &[("address", "nobody")]),
    ("POST /conversations/{id}/person/end", May(Answer), Hidden, false, &[("contact", "ctc_01h8m3c4k5q7p")]),
    ("POST /conversations/{id}/person/suggestions/{suggestion}/dismissal", May(Answer), Hidden, false, &[]),
    ("POST /conversations/{id}/spam", May(Answer), Hidden, true, &[("spam", "no")]),
    ("POST /conversations/{id}/sender", May(Answer), Hidden, true, &[("mark", "none")]),
    ("POST /conversations/{id}/messages/{message}/deliveries", May(Answer), Hidden, false, &[]),
    ("GET /outbox", May(Read), Same, true, &[]),
    ("GET /outbox/{delivery}", May(Read), Hidden, true, &[]),
    ("POST /outbox/{delivery}", May(Answer), Hidden, true, &[("decision", "seen")]),
    ("GET /mailboxes", May(Mend), Same, true, &[]),
    ("GET /mailboxes/banner", Own, Same, true, &[]),
    ("POST /mailboxes/{inbox}/trial", May(Mend), Hidden, true, &[("day", "")]),
    ("POST /mailboxes/{inbox}/horizon", May(Mend), Hidden, true, &[("horizon", "none")]),
    ("GET /quarantine", May(Mend), Same, true, &[]),
    ("GET /quarantine/{id}", May(Mend), Hidden, true, &[]),
    ("GET /quarantine/{id}/source", May(Mend), Hidden, true, &[]),
    // Whether there is such a thing in another team is told to nobody there: it is "gone".
    ("POST /quarantine/{id}/{what}", May(Mend), Same, true, &[]),
    ("POST /quarantine/retries", May(Mend), Same, true, &[]),
    ("GET /people", May(Govern), Same, true, &[]),
    ("GET /people/roles", May(Govern), Same, true, &[]),
    ("GET /people/audit", May(Govern), Same, true, &[]),
    ("GET /people/audit.csv", May(Govern), Same, true, &[]),
    ("POST /people/{agent}/switch", May(Govern), Same, true, &[("on", "yes")]),
    ("POST /people/{agent}/place", May(Govern), Same, true, &[("role", "{own}")]),
    ("POST /people/{agent}/second-factor/end", Owners, Same, true, &[]),
    (
        "POST /people/invitations",
        May(Govern),
        Same,
        true,
        &[("login", "x@example.com"), ("role", "agent"), ("team", "{team}")],
    ),
    ("POST /people/invitations/{invitation}/renewal", May(Govern), Same, true, &[]),
    ("POST /people/invitations/{invitation}/end", May(Govern), Same, true, &[]),
    ("GET /me", Own, Same, true, &[]),
    ("POST /me", Own, Same, true, &[("name", "Ktoś"), ("language", "en")]),
    ("POST /me/password", Own, Same, true, &[("old", "zgaduję hasło"), ("password", "cztery nowe słowa")]),
    ("GET /me/second-factor", Own, Same, true, &[]),
    ("POST /me/second-factor", Own, Same, true, &[]),
    ("POST /me/second-factor/confirmation", Own, Same, true, &[("code", "000000")]),
    ("POST /me/second-factor/codes", Own, Same, true, &[("password", "zgaduję hasło")]),
    ("POST /me/second-factor/end", Own, Same, true, &[("password", "zgaduję hasło")]),
    ("POST /me/sessions/{session}/end", Own, Same, true, &[]),
    ("POST /demo/session", Demo, Same, true, &[("as", "agent")]),
    ("GET /demo/plug", Demo, Same, true, &[]),
    ("POST /demo/plug", Demo, Same, true, &[("flow", "on")]),
    ("GET /demo/customer", Demo, Same, true, &[]),
    ("POST /demo/customer/mails", Demo, Same, true, &[]),
    ("POST /me/sessions/end", Own, Same, true, &[]),
    ("POST /session/end", Own, Same, true, &[]),
];

/// What ends the session that asks: somebody comes in anew for it.
pub(super) const ENDS: [&str; 2] = ["POST /me/sessions/end", "POST /session/end"];

/// Written out once more, so that a slip in the rules is not repeated here.
pub(super) fn role_may(role: Role, who: Who) -> bool {
    match who {
        Open | Own | May(Read) => true,
        May(Answer) => role != Role::Observer,
        May(Mend) => matches!(role, Role::Owner | Role::Admin | Role::Lead),
        May(_) => matches!(role, Role::Owner | Role::Admin),
        Owners => role == Role::Owner,
        Demo | FirstRun => false,
    }
}
