//! Praise, and criticism that wants to be heard.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["feedback"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (4, 14),
    carrier: None,
    scenes: &[PRAISE, CRITICISM],
};

const PRAISE: Scene = Scene {
    subjects: &["Thank you", "Just to say thanks", "Lovely parcel", "{order} - thank you!", "Feedback"],
    bodies: &[
        "I just wanted to say that {order} arrived safe and beautifully packed. It's even nicer than in the photos. \
         Thank you!",
        "I rarely write to shops, but this time I have to. A handwritten card, no plastic, and the {nom} in perfect \
         condition. Well done to whoever packed {order}.",
        "thanks for the fast delivery of {order}, herself is delighted",
        "Thank you for the phone call about {order} and for changing everything at the last minute. The {nom} got \
         there in time for my gran's birthday and now has pride of place.",
    ],
    particular: &[],
    answers: &[
        "we read messages like yours out loud in the stockroom. Thank you so much! If you had a minute to leave a \
         review, it would help others choose.",
        "that's very kind, thank you. Maeve packed {order} and I'll make sure she sees this.",
        "thank you for taking the time to write. Enjoy it for years to come, and use {code} whenever you're back.",
    ],
    questions: &[],
    holds: &[],
    more: &[("Review done, five stars :)", "I saw it, thank you! Lovely picture too.")],
    notes: &["Show this to Maeve :)"],
};

const CRITICISM: Scene = Scene {
    subjects: &["A bit of feedback", "Not impressed", "Too much packaging", "Your website"],
    bodies: &[],
    particular: &[
        (
            "The {nom} is fine, but the amount of paper in the box ({order}) was over the top. It would have fitted \
             in half the size. I'm not giving out, just letting you know.",
            &["thank you, that's fair. I've passed it on, and we're moving to smaller boxes this month."],
        ),
        (
            "Your site is dreadful on a phone. I started {order} three times and three times the basket emptied \
             itself. If I hadn't really wanted the {nom} I'd have given up.",
            &["I'm sorry about that. I've reported the vanishing basket and it's being fixed. {code} is for your \
                 patience."],
        ),
        (
            "I've bought from you for years, but twelve emails after one order ({order}) is eleven too many. Survey, \
             second survey, reminder about the survey... Please take me off the list.",
            &["sorry, we overdid it. You're off the list and will only hear from us about your orders."],
        ),
        (
            "Is it really necessary to create an account to buy a pair of socks? I ended up with {order} after ten \
             minutes of passwords. Older people will just give up.",
            &["you have a point. There is a guest checkout, but the link is far too small. I've asked for it to be \
                 made a proper button."],
        ),
    ],
    answers: &[],
    questions: &[],
    holds: &[],
    more: &[],
    notes: &["For Monday's meeting."],
};
