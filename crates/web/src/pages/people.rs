//! The people who answer: who there is, where they stand, and what may be changed about it.

use domain::id::{AgentId, Id, InvitationId, TeamId};
use domain::permission::Role;
use domain::time::{DAY_MS, Millis};
use serde::Serialize;

use super::Page;
use super::mailboxes::Banner;
use super::samples::NOW;

/// What can be said above the page, the ends of keys: the first ones tell that it was done.
pub const OUTCOMES: [&str; 11] =
    ["changed", "off", "on", "withdrawn", "factor-off", "unlinked", "stale", "last-owner", "address", "taken", "asked"];

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct People {
    /// Everybody, by name; those who may not sign in last.
    pub rows: Vec<Colleague>,
    /// The teams there are.
    pub groups: Vec<Group>,
    /// The roles that whoever looks may give: their words.
    pub roles: Vec<&'static str>,
    /// Who was asked to join.
    pub invited: Vec<Invited>,
    /// The link of an invitation, this once.
    pub handed: Option<Handed>,
    /// Whether who looks is an owner.
    pub owns: bool,
    /// What was done just now: the end of its key.
    pub outcome: Option<&'static str>,
    /// What stands above it while a mailbox is silent.
    pub banner: Option<Banner>,
    /// Where this page stands.
    pub path: String,
}

/// A team.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "named after what they hold")]
pub struct Group {
    pub id: TeamId,
    pub name: String,
}

/// Somebody who was asked to join.
#[derive(Clone, Debug, Serialize)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// The address.
    pub login: String,
    /// The role's word.
    pub role: &'static str,
    /// The team's name.
    pub group: String,
    /// When its link ends.
    pub ends_at: Millis,
    /// Whether it has.
    pub over: bool,
    /// Whether who looks may renew or withdraw it.
    pub touchable: bool,
}

/// The link of an invitation.
#[derive(Clone, Debug, Serialize)]
pub struct Handed {
    /// For whom.
    pub login: String,
    /// Where it leads.
    pub link: String,
    /// Whether it was sent.
    pub mailed: bool,
}

/// A person who answers.
#[derive(Clone, Debug, Serialize)]
pub struct Colleague {
    /// The id.
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// The role's word.
    pub role: &'static str,
    /// The team.
    pub team: TeamId,
    /// Its name.
    pub group: String,
    /// When they were here last.
    pub seen_at: Option<Millis>,
    /// Since when they may not sign in.
    pub off_at: Option<Millis>,
    /// Whether signing in asks them for a code.
    pub locked: bool,
    /// Whether an account at an identity provider opens their way in.
    pub linked: bool,
    /// Whether it is who looks.
    pub me: bool,
    /// Whether who looks may change anything about them.
    pub touchable: bool,
}

impl Colleague {
    pub(super) fn samples() -> Vec<Self> {
        let one = |n: i64, role: Role| Self {
            id: AgentId::from_raw(n),
            name: "Aleksandra Brzęczyszczykiewicz-Konstantynopolitańczykowianeczkówna".to_owned(),
            login: format!("aleksandra.{n}@bardzo-dluga-nazwa-sklepu.example.pl"),
            role: role.word(),
            team: TeamId::from_raw(1),
            group: "Obsługa klienta".to_owned(),
            seen_at: (n > 1).then_some(NOW.plus_ms(-n * DAY_MS)),
            off_at: None,
            locked: n == 3,
            linked: n > 2,
            me: n == 1,
            touchable: role != Role::Owner,
        };
        let mut all: Vec<Self> = (1..).zip(Role::ALL).map(|(n, role)| one(n, role)).collect();
        all.push(Self { off_at: Some(NOW.plus_ms(-DAY_MS)), ..one(9, Role::Agent) });
        all
    }
}

impl Page for People {
    const TEMPLATE: &'static str = "people/list.html";

    fn samples() -> Vec<Self> {
        let groups = [(1, "Obsługa klienta"), (2, "Hurt")];
        let page = Self {
            rows: Colleague::samples(),
            groups: groups.map(|(n, name)| Group { id: TeamId::from_raw(n), name: name.to_owned() }).into(),
            roles: Role::ALL.into_iter().map(Role::word).collect(),
            invited: invited(),
            handed: None,
            owns: true,
            outcome: None,
            banner: None,
            path: "/people".to_owned(),
        };
        let said = OUTCOMES.into_iter().map(|outcome| Self { outcome: Some(outcome), ..page.clone() });
        let mut all: Vec<Self> = said.collect();
        all.extend([true, false].map(|mailed| {
            let link = format!("https://kontuar.bardzo-dluga-nazwa-sklepu.example.pl/join/{}", "0123abcd".repeat(8));
            let handed = Handed { login: "nowa@bardzo-dluga-nazwa-sklepu.example.pl".to_owned(), link, mailed };
            Self { handed: Some(handed), ..page.clone() }
        }));
        all.push(Self {
            invited: Vec::new(),
            rows: page.rows[..1].to_vec(),
            groups: page.groups[..1].to_vec(),
            ..page
        });
        all
    }
}

fn invited() -> Vec<Invited> {
    let one = |n: i64, role: Role| Invited {
        id: InvitationId::from_raw(n),
        login: format!("nowa.osoba.{n}@bardzo-dluga-nazwa-sklepu.example.pl"),
        role: role.word(),
        group: "Obsługa klienta".to_owned(),
        ends_at: NOW.plus_ms(n * DAY_MS),
        over: n < 0,
        touchable: role != Role::Owner,
    };
    vec![one(3, Role::Agent), one(-1, Role::Lead), one(5, Role::Owner)]
}
