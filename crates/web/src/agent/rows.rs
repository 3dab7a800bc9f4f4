//! From what the store gives to what lists show.

use std::cmp::Reverse;

use domain::conversation::Bucket;
use domain::event::Position;
use domain::id::{AgentId, ConversationId, Id, TeamId};
use domain::time::Millis;
use domain::view::View;
use store::Conn;
use store::pages::{Card, Range};

use crate::directory::Directory;
use crate::pages::list::{Row, ViewLink};

/// How many rows a page of a list has: more than a screen shows.
pub(super) const PAGE_ROWS: usize = 24;

/// The key of the last row of a page.
pub(super) type After = (Millis, ConversationId);

/// A conversation as a row, as it stood at `as_of` or later.
pub(crate) fn row(card: &Card, names: &Directory, as_of: Position) -> Row {
    Row {
        id: card.id,
        as_of,
        number: card.number,
        brand: names.brand(card.brand),
        who: card.who.clone(),
        subject: card.subject.clone().filter(|subject| !subject.is_empty()),
        preview: card.preview.clone(),
        bucket: card.bucket.word(),
        status: card.status.word(),
        priority: card.priority.word(),
        assignee: card.assignee.and_then(|agent| names.person(agent)),
        waiting_since: card
            .waiting_since
            .filter(|_| card.bucket == Bucket::ToAnswer || card.bucket == Bucket::WaitingOthers),
        snoozed_until: card.snoozed_until,
        last_at: card.last_at,
        sort_at: card.sort_at,
        tags: card.tags.iter().filter_map(|tag| names.tag(*tag)).map(str::to_owned).collect(),
    }
}

/// How many conversations each view holds, in the order of the views; not counted where it says nothing.
pub(crate) fn counts(conn: &mut Conn, scope: &[TeamId], me: AgentId) -> store::Result<Vec<ViewLink>> {
    let mut all = Vec::new();
    for team in scope {
        all.extend(store::pages::counts(conn, *team)?);
    }
    Ok(View::ALL.into_iter().map(|view| ViewLink::new(view, count(view, me, &all))).collect())
}

fn count(view: View, me: AgentId, all: &[(Option<AgentId>, Bucket, i64)]) -> Option<i64> {
    let has = |holder: &Option<AgentId>| match view {
        View::Mine => *holder == Some(me),
        View::Unassigned => holder.is_none(),
        _ => true,
    };
    let counted = !matches!(view, View::Solved | View::Automatic | View::Spam);
    counted.then(|| {
        all.iter().filter(|(holder, bucket, _)| *bucket == view.bucket() && has(holder)).map(|(.., n)| n).sum()
    })
}

/// A page of a view over all teams of `scope`, and whether there is more.
pub(super) fn list(
    conn: &mut Conn,
    scope: &[TeamId],
    view: View,
    me: AgentId,
    after: Option<After>,
) -> store::Result<(Vec<Card>, bool)> {
    let mut cards = stretch(conn, scope, view, me, after, PAGE_ROWS + 1)?;
    let more = cards.len() > PAGE_ROWS;
    cards.truncate(PAGE_ROWS);
    Ok((cards, more))
}

/// The first conversations of a view over all teams of `scope`, at most `limit`.
pub(super) fn first(
    conn: &mut Conn,
    scope: &[TeamId],
    view: View,
    me: AgentId,
    limit: usize,
) -> store::Result<Vec<Card>> {
    let mut cards = stretch(conn, scope, view, me, None, limit)?;
    cards.truncate(limit);
    Ok(cards)
}

/// The conversations of a view after a key, in its order: at most `limit` of each team.
fn stretch(
    conn: &mut Conn,
    scope: &[TeamId],
    view: View,
    me: AgentId,
    after: Option<After>,
    limit: usize,
) -> store::Result<Vec<Card>> {
    let bucket = view.bucket();
    let assignee = view.holder(me);
    let mut cards = Vec::new();
    for team in scope {
        cards.extend(store::pages::list(conn, Range { team: *team, bucket, assignee, after }, limit)?);
    }
    if scope.len() > 1 {
        if bucket.oldest_first() {
            cards.sort_by_key(|card| (card.sort_at, card.id));
        } else {
            cards.sort_by_key(|card| Reverse((card.sort_at, card.id)));
        }
    }
    Ok(cards)
}

/// Where the page after these rows is.
pub(super) fn next(view: View, cards: &[Card], more: bool) -> Option<String> {
    let last = cards.last().filter(|_| more)?;
    Some(format!("/inbox/{}?after={}.{}", view.word(), last.sort_at.get(), last.id.raw()))
}

/// Reads what [`next`] wrote.
pub(super) fn read_after(text: &str) -> Option<After> {
    let (at, id) = text.split_once('.')?;
    Some((Millis::new(at.parse().ok()?), ConversationId::from_raw(id.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_fold_holders_into_views() {
        let (me, other) = (AgentId::from_raw(1), AgentId::from_raw(2));
        let all = [
            (Some(me), Bucket::ToAnswer, 3),
            (Some(other), Bucket::ToAnswer, 4),
            (None, Bucket::ToAnswer, 5),
            (Some(me), Bucket::Solved, 100),
            (None, Bucket::Snoozed, 1),
        ];
        let of = |view| count(view, me, &all);
        assert_eq!(of(View::ToAnswer), Some(12));
        assert_eq!(of(View::Mine), Some(3));
        assert_eq!(of(View::Unassigned), Some(5));
        assert_eq!(of(View::Snoozed), Some(1));
        assert_eq!(of(View::WaitingOthers), Some(0));
        assert_eq!(of(View::Solved), None, "a number that only grows says nothing");
    }

    #[test]
    fn the_key_of_a_page_reads_back() {
        assert_eq!(read_after("1795.41"), Some((Millis::new(1795), ConversationId::from_raw(41))));
        assert_eq!(read_after("1795"), None);
        assert_eq!(read_after("x.y"), None);
    }
}
