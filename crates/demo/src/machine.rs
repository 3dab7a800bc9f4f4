//! Mail that machines send to the shops, and the machines among the customers.

use domain::conversation::{Priority, Status};
use domain::identity::Address;
use domain::time::{DAY_MS, HOUR_MS, Millis};

use crate::brand::BRANDS;
use crate::chance::Dice;
use crate::compose::somebody;
use crate::matter::{Frame, Matter};
use crate::people::Person;
use crate::phrase::{Gender, fill};
use crate::scene::Machine;
use crate::{DemoConversation, DemoCustomer, DemoMessage, Direction, rhythm};

/// Machine mail older than this has been put away.
const AUTOMATIC_OPEN_MS: i64 = 6 * DAY_MS;

/// A mail from a machine, and its order number.
pub(crate) fn report(dice: &mut Dice, brand_at: usize, people: &[Person], now: Millis) -> (String, DemoConversation) {
    let brand = &BRANDS[brand_at];
    let machines = brand.pack.machines;
    let nth = dice.weighted(machines.iter().map(|machine| machine.mails.len() as f64));
    let machine: &Machine = machines[nth];
    let (subject, text) = *dice.pick(machine.mails);
    let at = rhythm::arrival(dice, now, HOUR_MS / 3, brand.language);
    // The mail names who ordered, but the machine is who wrote.
    let buyer = &people[somebody(dice, people, brand.language)];
    let frame = Frame {
        language: brand.language,
        shop: brand.name,
        site: brand.site,
        pack: brand.pack,
        person: buyer,
        topic: brand.pack.topics[0],
        carrier: machine.carrier,
        opened: at,
    };
    let matter = Matter::draw(dice, &frame);
    let mut say = |written: &str| fill(written, dice, Gender::She, buyer.gender, &|name| matter.slot(name, at));
    let (subject, text) = (say(subject), say(text));
    let before: usize = BRANDS[..brand_at].iter().map(|other| other.pack.machines.len()).sum();
    let put_away = now.since_ms(at) > AUTOMATIC_OPEN_MS;
    let conversation = DemoConversation {
        brand: brand_at,
        customer: people.len() + before + nth,
        subject,
        messages: vec![DemoMessage { direction: Direction::FromCustomer, at, text }],
        status: if put_away { Status::Solved } else { Status::Open },
        snoozed_until: None,
        assignee: None,
        tags: machine.tags.to_vec(),
        priority: Priority::Normal,
        automatic: true,
    };
    (matter.order.clone(), conversation)
}

/// The people, then the machines of one brand after those of the other.
pub(crate) fn senders(people: Vec<Person>) -> Vec<DemoCustomer> {
    let people = people.into_iter().map(|p| DemoCustomer { name: p.name, address: p.address, language: p.language });
    let machines = BRANDS.iter().flat_map(|brand| brand.pack.machines.iter().map(move |machine| (brand, *machine)));
    let machines = machines.filter_map(|(brand, machine)| {
        let address = Address::parse(machine.address)?;
        Some(DemoCustomer { name: machine.name.to_owned(), address, language: brand.language })
    });
    people.chain(machines).collect()
}
