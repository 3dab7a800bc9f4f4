//! Pickup in person.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["pickup"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 4),
    carrier: None,
    scenes: &[COLLECT],
};

const COLLECT: Scene = Scene {
    subjects: &["Collecting {order}", "Can I pick it up?", "Opening hours", "Pickup in Westport"],
    bodies: &[
        "Could I collect {order} from you in person? I'll be in Westport {later_on}. How late are you open?",
        "I ordered the {nom} for pickup and got the confirmation, but I'm not sure if it's ready. {order}",
        "is {order} ready for collection yet? i can come after work",
    ],
    particular: &[
        (
            "If I collect {order} myself, can I have a look around and maybe buy something else? Do you take cards?",
            &["you can, and we do. The shop is at 3 Mill Lane, Monday to Saturday from ten to six. The kettle is \
                 usually on."],
        ),
        (
            "My brother will collect {order} for me. Does he need anything from me?",
            &["just the order number. I've put a note on it that he's coming. We'll hold it for a week."],
        ),
        (
            "I chose delivery for {order}, but we're coming to Westport anyway. Can I change it to pickup and get \
             the {shipping} back?",
            &["I've changed it and refunded {shipping}, you'll have it {soon_by}. See you soon!"],
        ),
    ],
    answers: &[
        "you're welcome to. We're at 3 Mill Lane, Westport, Monday to Saturday from ten to six. {order} will be \
         ready {soon_on} and you'll get a text.",
        "{order} is on the shelf waiting for you. Bring the number or this email. We'll keep it for a week, open \
         until six every day but Sunday.",
    ],
    questions: &[(
        "no problem, we'll have it ready. What day and roughly what time should we expect you?",
        "I'll be there {later_on}, around noon.",
    )],
    holds: &[],
    more: &[(
        "Is there somewhere to park? I'll have a trailer.",
        "yes, there's a yard at the back. Ring the bell and someone will help you load.",
    )],
    notes: &["Pickup, put on shelf B.", "I'm in the shop on Saturday, can hand it over."],
};
