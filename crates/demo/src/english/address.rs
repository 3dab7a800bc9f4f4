//! A change of the delivery address.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["address"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 2),
    carrier: None,
    scenes: &[MOVE_IT],
};

const MOVE_IT: Scene = Scene {
    subjects: &[
        "Change of address {order}",
        "Wrong address on my order",
        "URGENT address change",
        "Delivery address {order}",
    ],
    bodies: &[
        "My browser filled in my old address ({street2}) on {order}. Please change it to {street}, {city} {post}. [I \
         hope it hasn't left yet.|Sorry for the hassle.]",
        "please change address on {order} to {street} {city}, the one on it is wrong!!",
        "I ordered the {nom} today and only noticed in the confirmation that the house number is missing. It should \
         be {street}, {city} {post}. Order {order}.",
        "I won't be at home on the day. Could {order} go to my work instead? {firm}, {street}, {city} {post}, \
         reception is open until five.",
        "{order} is a present and should go straight to my sister at {street}, {city} {post}. I left my own address \
         on it by mistake. Can it still be changed?",
    ],
    particular: &[(
        "I got the Eircode wrong on {order}, one digit off. Will {carrier} find me anyway? Street and town are \
         right.",
        &["I've corrected it, so no detours. They would likely have found you with the street, but the sorting \
             machines go by the code. Delivery {soon_on}."],
    )],
    answers: &[
        "just in time! {order} now goes to {street}, {city} {post}. It leaves {soon_on}.",
        "your parcel was already on the pallet, but the stockroom fished it out and put a new label on it: {street}, \
         {city}. No delay, delivery {soon_on}.",
        "I'm afraid it left this morning, so I can't change the label. I've asked {carrier} to redirect {parcel} to \
         {street}, {city}, it should be there {soon_by}.",
    ],
    questions: &[(
        "I can change that. As you're writing from a different email address than the one on the order, could you \
         confirm the order total or the last four digits of the phone number on it?",
        "The total was {amount}. The order was made from my work email.",
    )],
    holds: &[(
        "I've asked the stockroom to hold it. The courier is about to collect, so I'll tell you shortly whether we \
         caught it.",
        "we caught it. The new label for {street}, {city} {post} is on and it leaves tomorrow.",
    )],
    more: &[(
        "Great! Could you change it in my account for good as well?",
        "done, the old one is gone. The new address will come up next time.",
    )],
    notes: &[
        "Take off the pallet! {order}, address change.",
        "Rang the stockroom, they're checking if it's still on the pallet.",
    ],
};
