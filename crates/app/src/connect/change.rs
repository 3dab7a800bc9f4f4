//! What is set of a mailbox, changed where it was connected in the pages.
//!
//! In: the version that somebody saw, and what they want instead. Out: the next version, sealed; servers only when both could be
//! signed in to. It must not: send a password to a server that has not had it without being told it anew, or show a key.

use channels::email::dkim::{self, KeyError, is_name};
use domain::id::InboxId;
use domain::mailbox::FolderRole;
use domain::operation::MailboxPart;
use engine::commands::By;
use engine::error::Refused;
use engine::mailbox::secret_of;
use store::brand::Inbox;
use web::setup::connector::{At, Change, Changed, Connector, Looked, Wanted};

use super::Connections;
use super::sealed::{Kept, Signing};
use super::shown::set;

/// A mailbox as it stands.
pub(super) struct Stands {
    pub row: Inbox,
    pub brand: String,
    pub kept: Option<(i64, Kept)>,
}

/// What is to stand in its place.
struct Next {
    part: MailboxPart,
    kept: Kept,
    words: Option<Inbox>,
    moved: bool,
    left: Vec<FolderRole>,
}

impl Next {
    fn of(part: MailboxPart, kept: Kept) -> Self {
        Self { part, kept, words: None, moved: false, left: Vec::new() }
    }
}

impl Connections {
    /// Its row and what is sealed of it.
    pub(super) async fn stands(&self, by: By, inbox: InboxId) -> engine::Result<Stands> {
        let name = secret_of(inbox);
        let asked = name.clone();
        let read = move |conn: &mut store::Conn| -> engine::Result<_> {
            engine::mailbox::operate(conn, by, inbox)?;
            let row = store::brand::inbox(conn, inbox)?.ok_or(Refused::NotFound)?;
            let brand = store::brand::brand_name(conn, row.brand)?;
            Ok((row, brand, store::secret::get(conn, &asked)?))
        };
        let (row, brand, secret) = self.engine.store().read(read).await?;
        let opened = secret.map(|secret| {
            let kept = Kept::open(self.engine.store().sealer(), &name, &secret);
            kept.map(|kept| (secret.version, kept)).map_err(|error| Refused::Invalid(error.to_string()))
        });
        Ok(Stands { row, brand, kept: opened.transpose()? })
    }

    /// The same of one that was connected in the pages.
    pub(super) async fn kept(&self, by: By, inbox: InboxId) -> engine::Result<(Inbox, i64, Kept)> {
        let Stands { row, kept, .. } = self.stands(by, inbox).await?;
        let (version, kept) = kept.ok_or(Refused::NotFound)?;
        Ok((row, version, kept))
    }

    /// Changes it. Whoever asks for what already stands, as a second click does, has it.
    pub(super) async fn alter(&self, by: By, inbox: InboxId, version: i64, change: Change) -> engine::Result<Changed> {
        let wanted = change.clone();
        match self.attempt(by, inbox, version, change).await {
            Err(engine::Error::Refused(Refused::Outdated)) if self.has(by, inbox, &wanted).await? => Ok(Changed::Done),
            altered => altered,
        }
    }

    /// Whether it already stands as somebody wants it.
    async fn has(&self, by: By, inbox: InboxId, wanted: &Change) -> engine::Result<bool> {
        let Stands { row, brand, kept } = self.stands(by, inbox).await?;
        Ok(!self.is_configured(&row) && kept.is_some_and(|(_, kept)| stands_so(&kept, &row, &brand, wanted)))
    }

    /// Whether the settings file has it, which then decides.
    fn is_configured(&self, row: &Inbox) -> bool {
        self.configured.iter().any(|known| known.address == row.address)
    }

    async fn attempt(&self, by: By, inbox: InboxId, version: i64, change: Change) -> engine::Result<Changed> {
        let Stands { row, brand, kept } = self.stands(by, inbox).await?;
        if self.is_configured(&row) {
            return Err(Refused::Outdated.into());
        }
        let (stands, kept) = kept.ok_or(Refused::NotFound)?;
        if stands != version {
            return Err(Refused::Outdated.into());
        }
        let next = match change {
            // A token goes to the servers it was given for; with others the permission is given again.
            Change::Servers { .. } if kept.permitted().is_some() => return Err(Refused::Outdated.into()),
            Change::Servers { user, password, imap, smtp } => {
                let before = kept.wanted(row.address.clone());
                let is_known = |at: &At| [&before.imap, &before.smtp].iter().any(|known| known.host == at.host);
                if password.is_none() && !(is_known(&imap) && is_known(&smtp)) {
                    return Ok(Changed::Wrong("password-again"));
                }
                let password = password.unwrap_or_else(|| before.password.clone());
                let wanted = Wanted { user, password, imap, smtp, ..before };
                match self.reach(&kept, &wanted).await {
                    Ok(next) => next,
                    Err(looked) => return Ok(Changed::Unworkable(looked)),
                }
            }
            other => match without_servers(&kept, &row, &brand, other) {
                Ok(next) => next,
                Err(wrong) => return Ok(Changed::Wrong(wrong)),
            },
        };
        if next.kept == kept && next.words.is_none() {
            return Ok(Changed::Same);
        }
        let secret = self.seal(inbox, &next.kept)?;
        let Next { part, words, moved, left, .. } = next;
        let change = engine::mailbox::Change { part, version, secret, words, moved, left };
        engine::mailbox::change(&self.engine, by, inbox, change).await?;
        self.news.notify_one();
        Ok(Changed::Done)
    }

    /// Tries other servers; those that are the same are not asked.
    async fn reach(&self, kept: &Kept, wanted: &Wanted) -> Result<Next, Looked> {
        let (next, before) = (kept.reached(wanted), kept.wanted(wanted.address.clone()));
        let moved =
            (&before.imap.host, before.imap.port, &before.user) != (&wanted.imap.host, wanted.imap.port, &wanted.user);
        if next != *kept {
            let looked = self.look(wanted).await;
            if !looked.works() {
                return Err(looked);
            }
        }
        Ok(Next { moved, ..Next::of(MailboxPart::Servers, next) })
    }
}

/// Whether a change would leave all as it is. A key that is to be made is there when one of its name signs nothing yet.
fn stands_so(kept: &Kept, row: &Inbox, brand: &str, change: &Change) -> bool {
    match change {
        Change::Servers { user, password, imap, smtp } => {
            let now = kept.wanted(row.address.clone());
            let password = password.clone().unwrap_or_else(|| now.password.clone());
            let wanted = Wanted { user: user.clone(), password, imap: imap.clone(), smtp: smtp.clone(), ..now };
            kept.reached(&wanted) == *kept
        }
        Change::Key { selector, domain, pem } => kept.key().is_some_and(|key| {
            let is_named = (&key.selector, &key.domain) == (selector, domain);
            is_named && !key.signs && pem.as_ref().is_none_or(|pem| *pem == key.pem)
        }),
        other => without_servers(kept, row, brand, other.clone())
            .is_ok_and(|next| next.kept == *kept && next.words.is_none()),
    }
}

/// What stands in its place after a change that asks no server; or the word for what is wrong.
fn without_servers(kept: &Kept, row: &Inbox, brand: &str, change: Change) -> Result<Next, &'static str> {
    let now = set(&kept.clone().config(row.clone(), brand.to_owned()), None, Vec::new());
    Ok(match change {
        // Sent with other servers than it says, it would have been tried.
        Change::Servers { .. } => Next::of(MailboxPart::Servers, kept.clone()),
        Change::Folders(folders) if folders == now.folders => Next::of(MailboxPart::Folders, kept.clone()),
        Change::Folders(folders) => {
            let read = [(FolderRole::Spam, &folders.spam), (FolderRole::Sent, &folders.sent)];
            let left = read.into_iter().filter(|(_, word)| *word == "none").map(|(role, _)| role).collect();
            Next { left, ..Next::of(MailboxPart::Folders, kept.reading(&folders)) }
        }
        Change::Limits(limits) if limits == now.limits => Next::of(MailboxPart::Limits, kept.clone()),
        Change::Limits(limits) => Next::of(MailboxPart::Limits, kept.within(limits)),
        Change::Words(words) => {
            let text = |words: String| Some(words).filter(|words| !words.is_empty());
            let reworded = Inbox {
                name: words.name,
                sender: text(words.sender).unwrap_or_else(|| brand.to_owned()),
                signature: text(words.signature),
                auto_reply: text(words.auto_reply),
                ..row.clone()
            };
            let words = Some(reworded).filter(|reworded| reworded != row);
            Next { words, ..Next::of(MailboxPart::Words, kept.clone()) }
        }
        Change::Key { selector, domain, pem } => {
            if !is_name(&domain) || !channels::dns::is_below(row.address.host(), &domain) {
                return Err("domain");
            }
            let pem = pem.or_else(dkim::make).ok_or("no-random")?;
            dkim::Key::read(&pem).map_err(word)?;
            Next::of(MailboxPart::Key, kept.signing(Some(Signing { selector, domain, pem, signs: false })))
        }
        Change::Signs(signs) => {
            let key = kept.key().cloned().map(|key| Signing { signs, ..key });
            Next::of(MailboxPart::Key, kept.signing(key))
        }
        Change::NoKey => Next::of(MailboxPart::Key, kept.signing(None)),
    })
}

/// The word for a key that is none.
fn word(error: KeyError) -> &'static str {
    match error {
        KeyError::NotPem => "pem-none",
        KeyError::Public => "pem-public",
        KeyError::Encrypted => "pem-encrypted",
        KeyError::Unfit => "pem-unfit",
    }
}
