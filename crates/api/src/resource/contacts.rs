//! Contacts: people who ask, and the addresses by which they are known.
//!
//! Contacts belong to no team. Whoever sees some teams only sees the contacts that had to do with these.

use axum::Json;
use axum::extract::State;
use domain::id::{ContactId, Id};
use domain::identity::Address;
use domain::permission::{Action, Grant};
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use store::Conn;
use store::person::Member;
use utoipa::{IntoParams, ToSchema};

use super::Page;
use super::conversations::Conversation;
use super::directory::Paging;
use crate::admit::Caller;
use crate::api::Api;
use crate::cursor;
use crate::form::{ContactKey, EvidenceWord, IdentityKey, Key, Limit, MarkWord, Moment, Word};
use crate::problem::Problem;
use crate::strict::{Asked, At, NoQuery};

/// An address of a contact.
#[derive(Debug, Serialize, ToSchema)]
struct Identity {
    id: IdentityKey,
    /// Null when it was erased.
    #[schema(required)]
    address: Option<String>,
    /// Why it is believed to be theirs.
    evidence: EvidenceWord,
    /// How mail from it is treated.
    mark: MarkWord,
}

/// Somebody who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Contact {
    id: ContactKey,
    /// The name they gave.
    #[schema(required)]
    name: Option<String>,
    /// When they first wrote.
    created_at: Moment,
    /// When everything personal was erased.
    #[schema(required)]
    erased_at: Option<Moment>,
    /// The contact under whom an agent found this person to be known.
    #[schema(required)]
    merged_into: Option<ContactKey>,
    identities: Vec<Identity>,
}

fn whole(conn: &mut Conn, member: Member) -> store::Result<Contact> {
    let identities = store::contact::identities(conn, member.id)?.into_iter().map(|identity| Identity {
        id: Key(identity.id),
        address: identity.value,
        evidence: Word(identity.evidence),
        mark: Word(identity.mark),
    });
    Ok(Contact {
        id: Key(member.id),
        name: member.name,
        created_at: Moment(member.created_at),
        erased_at: member.erased_at.map(Moment),
        merged_into: member.merged_into.map(Key),
        identities: identities.collect(),
    })
}

fn sees(conn: &mut Conn, grant: Grant, id: ContactId) -> store::Result<bool> {
    let teams = if grant.role.reaches_all_teams() { vec![grant.team] } else { store::person::teams(conn, id)? };
    Ok(teams.into_iter().any(|team| grant.allows(Action::Read, team)))
}

fn find(conn: &mut Conn, grant: Grant, id: ContactId) -> store::Result<Option<Contact>> {
    if !sees(conn, grant, id)? {
        return Ok(None);
    }
    let member = store::person::members(conn, id)?.into_iter().find(|member| member.id == id);
    member.map(|member| whole(conn, member)).transpose()
}

/// Which contacts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Only the one who is known by this e-mail address.
    address: Option<String>,
    /// How many at most.
    #[serde(default)]
    #[param(inline, required = false)]
    limit: Limit,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
}

/// The contacts, in the order in which they first wrote.
///
/// Those whom the token's agent does not see are left out after the page was cut: it may be short and still have a next one.
#[utoipa::path(get, path = "/contacts", operation_id = "listContacts", tag = "Contacts", params(Wanted),
    responses((status = 200, body = Page<Contact>)), security(("token" = ["contacts:read"])))]
pub(super) async fn list(
    State(api): State<Api>,
    caller: Caller,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Page<Contact>>, Problem> {
    let grant = caller.grant();
    if let Some(address) = wanted.address {
        let Some(address) = Address::parse(&address) else { return Ok(Json(Page { items: Vec::new(), next: None })) };
        let print = api.store().fingerprints().address(&address);
        let read = move |conn: &mut Conn| match store::contact::by_fingerprint(conn, print)? {
            Some(id) => find(conn, grant, id),
            None => Ok(None),
        };
        return Ok(Json(Page { items: api.read(read).await?.into_iter().collect(), next: None }));
    }
    let after = wanted.cursor.as_deref().map(|cursor| cursor::read("contacts", cursor)).transpose()?;
    let after = ContactId::from_raw(after.map_or(0, |(after, _)| after));
    let limit = wanted.limit.get();
    let read = move |conn: &mut Conn| -> store::Result<_> {
        let mut members = store::contact::page(conn, after, limit + 1)?;
        let more = members.len() > limit;
        members.truncate(limit);
        let last = members.last().filter(|_| more).map(|last| last.id);
        let mut contacts = Vec::new();
        for member in members {
            if sees(conn, grant, member.id)? {
                contacts.push(whole(conn, member)?);
            }
        }
        Ok((contacts, last))
    };
    let (items, last): (Vec<Contact>, Option<ContactId>) = api.read(read).await?;
    Ok(Json(Page { items, next: last.map(|last| cursor::write("contacts", (last.raw(), 0))) }))
}

/// One contact.
#[utoipa::path(get, path = "/contacts/{contact}", operation_id = "getContact", tag = "Contacts",
    params(("contact" = inline(ContactKey), Path)),
    responses((status = 200, body = Contact)), security(("token" = ["contacts:read"])))]
pub(super) async fn show(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<ContactKey>,
    _: NoQuery,
) -> Result<Json<Contact>, Problem> {
    let grant = caller.grant();
    let found = api.read(move |conn| find(conn, grant, id)).await?;
    found.map(Json).ok_or(Problem::NotFound)
}

/// The conversations of a contact, the latest first.
///
/// Those whom the token's agent does not see are left out after the page was cut: it may be short and still have a next one.
#[utoipa::path(get, path = "/contacts/{contact}/conversations", operation_id = "listConversationsOfContact", tag = "Contacts",
    params(("contact" = inline(ContactKey), Path), Paging),
    responses((status = 200, body = Page<Conversation>)), security(("token" = ["conversations:read"])))]
pub(super) async fn conversations(
    State(api): State<Api>,
    caller: Caller,
    At(Key(id)): At<ContactKey>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<Conversation>>, Problem> {
    let name = format!("of.{id}");
    let before = paging.after(&name)?.unwrap_or((i64::MAX, i64::MAX));
    let before = (Millis::new(before.0), Id::from_raw(before.1));
    let (grant, limit) = (caller.grant(), paging.limit.get());
    let read = move |conn: &mut Conn| -> store::Result<_> {
        if !sees(conn, grant, id)? || store::person::known_as(conn, id)?.is_none() {
            return Ok(None);
        }
        store::pages::of_contact(conn, id, before, limit + 1).map(Some)
    };
    let mut cards = api.read(read).await?.ok_or(Problem::NotFound)?;
    let more = cards.len() > limit;
    cards.truncate(limit);
    let next = cards.last().filter(|_| more).map(|last| cursor::write(&name, (last.last_at.get(), last.id.raw())));
    cards.retain(|card| grant.allows(Action::Read, card.team));
    Ok(Json(Page { items: cards.into_iter().map(Conversation::from).collect(), next }))
}
