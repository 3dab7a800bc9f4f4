//! When will it be back?

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["product", "stock"],
    weight: 5,
    goods: Goods::Any,
    ordered: false,
    order_age_days: (0, 1),
    carrier: None,
    scenes: &[SOLD_OUT],
};

const SOLD_OUT: Scene = Scene {
    subjects: &[
        "Back in stock?",
        "{nom} - sold out",
        "When will it be available?",
        "Stock question",
        "Will you have more?",
    ],
    bodies: &[
        "When will the {nom} be back? The button has been grey for weeks. [I signed up for the alert but nothing \
         comes.|I have my heart set on it.]",
        "will there be more of the {nom}?",
        "I already have the {nom} and would love a second one to match, but it's gone from the site. Are you still \
         making it?",
    ],
    particular: &[
        (
            "Your site says \"last one\" for the {nom}. Is it really there? I paid for something elsewhere recently \
             and it turned out to be a stock error.",
            &["it's really there, I had it in my hands a minute ago. I'll keep it aside for you until {soon}, then \
                 it \
                 goes back on sale."],
        ),
        (
            "Could you keep the {nom} for me until Friday? That's payday :)",
            &["no bother, it's put aside with your name on it. The payment link is in a separate email and works \
                 until {later}."],
        ),
        (
            "I need three of the {nom} but the basket only lets me add two. Could you manage one more?",
            &["we keep one back for replacements, which is what you ran into. I've released it, so you can add all \
                 three now."],
        ),
        (
            "I've been after the {nom} for months. Is it ever coming back or should I look elsewhere?",
            &[
                "I'm sorry to say it isn't, the maker has retired. The closest we have is the {other}, of the same \
                 quality. If you like it, {code} takes a little off.",
                "nothing is confirmed yet, but we'd love to bring it back. I've put you on the short list of people \
                 who'll hear first.",
            ],
        ),
    ],
    answers: &[
        "the next batch is due {later_on}. I've switched on the alert for you and checked that it works. I can also \
         put one aside if you'd rather not race for it.",
        "good news, we're still making it. The next delivery is expected {later_by}. If you like I'll put one aside, \
         just say yes.",
        "more are on the way and should be here {later_on}. I'm happy to keep one for you, no obligation.",
    ],
    questions: &[(
        "I can put one aside from the next delivery. Does it have to be the same colour, or would another do?",
        "The same one please, nothing else will match. I'll wait.",
    )],
    holds: &[(
        "I've asked the maker for a date. They usually answer within two days, so you'll hear from me {soon_by}.",
        "the maker says {later_on}. I've put one aside in your name and will send a payment link when it's here.",
    )],
    more: &[("Yes please, put one aside!", "done. I'll send the link on the day, and it'll be good for three days.")],
    notes: &[
        "Check the next delivery for this one.",
        "Stock alerts aren't going out, reported.",
        "Maker: next batch next week.",
    ],
};
