//! Discount codes that do not work.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["discount"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 2),
    carrier: None,
    scenes: &[CODE_REFUSED],
};

const CODE_REFUSED: Scene = Scene {
    subjects: &[
        "Discount code not working",
        "Code {code}",
        "{code} refused",
        "No discount on {order}",
        "Newsletter code",
    ],
    bodies: &[
        "The code {code} isn't working. It says \"cannot be combined with other offers\", but there is no other \
         offer. All I have in the basket is the {nom}.",
        "Does {code} apply to the {nom}? It tells me the item is excluded, but I can't find that anywhere in the \
         terms.",
    ],
    particular: &[
        (
            "I signed up for your newsletter to get the welcome code and nothing came. [I've checked spam.|That was \
             yesterday.]",
            &["here it is again: {code}. It's good for 30 days and works with free delivery, just not on sale \
             items."],
        ),
        (
            "I ordered {order} and only noticed after paying that {code} wasn't taken off. Can you refund the \
             difference?",
            &["I've applied it by hand and refunded {rebate}. It'll be in your account {soon_by}."],
        ),
        (
            "{code} says expired but your email said end of the month",
            &["the code ran out last night by mistake, and the email is what counts. I've sent you a fresh one for \
                 the same amount in a separate email."],
        ),
        (
            "Your Instagram ad said 20% off everything, my basket says 10%. Which is it? I feel a bit misled.",
            &["I can see why. The 20% was for one collection and the picture left out the small print. I've sent \
                 you a one-off code for 20% off your whole order."],
        ),
        (
            "I'm trying to use a gift card I got for my birthday and the site says the code is invalid. I've tried \
             capitals, small letters, with and without the dashes.",
            &["gift cards go in a different box from discount codes, on the very last step. It isn't obvious, I \
                 know. I've checked yours and it's active with the full amount on it."],
        ),
    ],
    answers: &[
        "I checked {code}: it had a minimum spend of €50 that the banner didn't mention. Our mistake. I've taken it \
         off, please try again.",
        "thank you for telling us, the rule was set up wrongly. It's fixed and {code} now works on everything that \
         isn't on sale.",
        "{code} only worked when signed in and the message was misleading. That's gone now. If it still refuses, \
         order without it and I'll refund the difference.",
    ],
    questions: &[(
        "I'll have a look. Could you send me a screenshot of the basket with the message?",
        "Screenshot attached. I tried on my phone and laptop, same thing.",
    )],
    holds: &[(
        "I've reported it to our web team. I'll keep the discount for you even if the offer ends in the meantime.",
        "fixed, {code} works again. I've extended it by a week for you.",
    )],
    more: &[("Works now, thank you! Order placed.", "great, I can see it. It leaves {soon_on}.")],
    notes: &[
        "{code}: minimum of €50 in the settings, fix the banner or the rule.",
        "Check whether others reported {code} too.",
    ],
};
