//! Comparing folders with what is stored, and fetching what is missing.

use std::sync::Arc;

use domain::time::DAY_MS;

use super::commands::{Examined, Offers};
use super::error::{End, MailboxError};
use super::folder::readable;
use super::place::Place;
use super::session::Session;
use super::{Arrival, Arrivals, BATCH_BYTES, Content, Listing, Opened, sweep};

/// Mails whose sizes are asked for at once.
const LISTED_AT_ONCE: usize = 100;

/// New mails that are fetched first: whatever ends the connection, or us, soon after, something was gained.
const FIRST_FETCHED: usize = 8;

/// How far the mails of one folder may run ahead of those of another, in milliseconds.
const AHEAD_MS: i64 = DAY_MS;

/// A connection and the folders that are watched over it.
pub(super) struct Rounds {
    pub session: Session,
    pub offers: Offers,
    /// The first is where mail arrives.
    pub places: Vec<Place>,
    sink: Arc<dyn Arrivals>,
    max_bytes: u32,
    selected: Option<usize>,
    /// How many new mails are fetched next.
    at_once: usize,
}

impl Rounds {
    pub(super) fn new(
        session: Session,
        offers: Offers,
        places: Vec<Place>,
        sink: Arc<dyn Arrivals>,
        max_bytes: u32,
    ) -> Self {
        Self { session, offers, places, sink, max_bytes, selected: None, at_once: FIRST_FETCHED }
    }

    /// Who takes the mails.
    pub(super) fn sink(&self) -> &dyn Arrivals {
        &*self.sink
    }

    /// Watches more folders. They were looked for over this connection, so whichever was open is so no more.
    pub(super) fn add(&mut self, places: impl Iterator<Item = Place>) {
        self.places.extend(places);
        self.selected = None;
    }

    /// Compares every folder in full.
    pub(super) async fn survey_all(&mut self) -> Result<(), End> {
        // Where mail arrives comes last, so that it stays open.
        for at in (0..self.places.len()).rev() {
            self.selected = None;
            self.places[at].examined = None;
            self.select(at).await?;
        }
        Ok(())
    }

    /// Looks for new mail in every folder.
    pub(super) async fn look(&mut self) -> Result<(), End> {
        for at in 1..self.places.len() {
            if self.selected != Some(at) {
                let found = self.session.peek(&self.places[at].wire).await?;
                if found.is_some_and(|found| self.places[at].is_as_it_was(found)) {
                    continue;
                }
            }
            self.look_into(at).await?;
        }
        if !self.places.is_empty() {
            self.select(0).await?;
            // What is announced from here on makes the next wait end at once.
            self.session.stirred = false;
            self.look_into(0).await?;
        }
        Ok(())
    }

    async fn look_into(&mut self, at: usize) -> Result<(), End> {
        let before = self.selected;
        self.select(at).await?;
        if before == Some(at) {
            self.session.nudge().await?;
        }
        self.places[at].exists = self.session.exists;
        let Some(first) = self.places[at].next().filter(|_| self.session.exists > 0) else { return Ok(()) };
        let found = self.session.search(first, None, "").await?;
        let place = &mut self.places[at];
        let is_new = !found.is_empty();
        place.find(found);
        if is_new {
            self.note(at).await?;
        }
        Ok(())
    }

    /// Opens a folder. Where its UIDs mean something else than before, it is compared in full.
    pub(super) async fn select(&mut self, at: usize) -> Result<(), End> {
        if self.selected == Some(at) {
            return Ok(());
        }
        self.selected = None;
        let examined = self.session.examine(&self.places[at].wire).await?;
        self.selected = Some(at);
        let place = &mut self.places[at];
        place.exists = self.session.exists;
        if place.examined.is_some() && place.uidvalidity() == examined.uidvalidity {
            place.examined = Some(examined);
            return Ok(());
        }
        let Examined { uidvalidity, uidnext } = examined;
        let opened = Opened { role: place.role, name: readable(&place.wire), uidvalidity, uidnext };
        let wanted = self.sink.opened(opened).await.map_err(not_stored)?;
        place.begin(examined, wanted);
        let wanted = &self.places[at].wanted;
        let found = sweep::uids(&mut self.session, wanted.since, wanted.from_uid, uidnext).await?;
        self.places[at].compare(found);
        self.note(at).await
    }

    /// How many mails are still to be fetched.
    pub(super) fn left(&self) -> u64 {
        self.places.iter().map(Place::left).sum()
    }

    /// How many mails the server did not give.
    pub(super) fn refused(&self) -> usize {
        self.places.iter().map(|place| place.refused.len()).sum()
    }

    /// Mails that the server did not give are fetched again.
    pub(super) fn ask_again(&mut self) {
        self.places.iter_mut().for_each(Place::ask_again);
    }

    /// Tells how a folder compares.
    pub(super) async fn note(&self, at: usize) -> Result<(), End> {
        self.sink.surveyed(self.places[at].survey()).await.map_err(not_stored)
    }

    /// Fetches some of what is missing: new mail first, then the oldest. `None`: nothing is.
    pub(super) async fn fetch_some(&mut self) -> Result<Option<usize>, End> {
        if let Some(at) = self.places.iter().position(|place| !place.fresh.is_empty()) {
            self.select(at).await?;
            let place = &mut self.places[at];
            let some = place.fresh.len().min(self.at_once);
            self.at_once = (2 * self.at_once).min(LISTED_AT_ONCE);
            let uids: Vec<u32> = place.fresh.drain(..some).collect();
            let mails = self.session.list(&uids).await?;
            self.take(at, mails).await?;
            return Ok(Some(at));
        }
        for at in 0..self.places.len() {
            if self.places[at].listed.is_empty() && !self.places[at].past.is_empty() {
                self.select(at).await?;
                let place = &mut self.places[at];
                let some = place.past.len().min(LISTED_AT_ONCE);
                let uids: Vec<u32> = place.past.drain(..some).collect();
                let mut mails = self.session.list(&uids).await?;
                self.places[at].sift(&mut mails);
                self.places[at].listed.extend(mails);
            }
        }
        let heads = self.places.iter().enumerate().filter_map(|(at, place)| Some((place.head()?, at)));
        let Some((_, at)) = heads.clone().min() else {
            return Ok(None);
        };
        let others = heads.filter(|(_, other)| *other != at).map(|(head, _)| head.plus_ms(AHEAD_MS)).min();
        let listed = &mut self.places[at].listed;
        let fits = |mail: &Listing| others.is_none_or(|until| mail.received_at.unwrap_or_default() <= until);
        let some = listed.iter().take_while(|mail| fits(mail)).count().max(1);
        let mails = listed.drain(..some).collect();
        self.select(at).await?;
        self.take(at, mails).await?;
        Ok(Some(at))
    }

    /// Fetches these mails of the open folder and has them stored.
    async fn take(&mut self, at: usize, mut mails: Vec<Listing>) -> Result<(), End> {
        let (role, uidvalidity) = (self.places[at].role, self.places[at].uidvalidity());
        if self.places[at].wanted.renumbered && !mails.is_empty() {
            let known = self.sink.recognise(role, uidvalidity, mails.clone()).await.map_err(not_stored)?;
            mails.retain(|mail| !known.contains(&mail.uid));
            known.into_iter().for_each(|uid| self.places[at].wanted.known.insert(uid));
        }
        let mut rest = mails.as_slice();
        while !rest.is_empty() {
            if self.session.cancel.is_cancelled() {
                return Err(End::Stop);
            }
            let batch;
            (batch, rest) = rest.split_at(fitting(rest, self.max_bytes));
            let arrivals = self.fetch(at, batch).await?;
            let uids: Vec<u32> = arrivals.iter().map(|arrival| arrival.listing.uid).collect();
            if !arrivals.is_empty() {
                // Not under the cancellation: what the store began it ends.
                self.sink.arrived(role, uidvalidity, arrivals).await.map_err(not_stored)?;
            }
            uids.into_iter().for_each(|uid| self.places[at].wanted.known.insert(uid));
        }
        Ok(())
    }

    /// Fetches these mails, each alone where the server does not give them together.
    async fn fetch(&mut self, at: usize, mails: &[Listing]) -> Result<Vec<Arrival>, End> {
        match self.fetch_batch(mails).await {
            Err(End::Fail(MailboxError::MailRefused { .. })) if mails.len() > 1 => {}
            Err(End::Fail(MailboxError::MailRefused { .. })) => {
                self.places[at].refused.extend(mails.iter().map(|mail| mail.uid));
                return Ok(Vec::new());
            }
            other => return other,
        }
        let mut arrivals = Vec::with_capacity(mails.len());
        for mail in mails {
            match self.fetch_batch(std::slice::from_ref(mail)).await {
                Err(End::Fail(MailboxError::MailRefused { .. })) => {
                    self.places[at].refused.insert(mail.uid);
                }
                other => arrivals.extend(other?),
            }
        }
        Ok(arrivals)
    }

    async fn fetch_batch(&mut self, mails: &[Listing]) -> Result<Vec<Arrival>, End> {
        if let [mail] = mails
            && mail.size > self.max_bytes
        {
            let content = self.session.fetch_too_large(mail, self.max_bytes).await?;
            return Ok(content.map(|content| Arrival { listing: mail.clone(), content }).into_iter().collect());
        }
        let mut bodies = self.session.fetch(mails).await?;
        let arrived = mails.iter().filter_map(|mail| {
            let content = Content::Whole(bodies.remove(&mail.uid)?);
            Some(Arrival { listing: mail.clone(), content })
        });
        Ok(arrived.collect())
    }
}

/// How many of these mails are fetched together; at least one, and one that is too large alone.
fn fitting(mails: &[Listing], max_bytes: u32) -> usize {
    let mut bytes = 0_u32;
    let fit = mails.iter().take_while(|mail| {
        bytes = bytes.saturating_add(mail.size);
        bytes <= BATCH_BYTES && mail.size <= max_bytes
    });
    fit.count().max(1)
}

pub(super) fn not_stored(reason: String) -> End {
    End::Fail(MailboxError::NotStored { reason })
}
