//! The shop itself is late.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["parcel", "delay"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (6, 16),
    carrier: None,
    scenes: &[STILL_BEING_PACKED],
};

const STILL_BEING_PACKED: Scene = Scene {
    subjects: &[
        "Delay to {order}",
        "Still not dispatched?",
        "{order} - how much longer",
        "Dispatch date moved again",
        "Order from {day}",
    ],
    bodies: &[
        "The page said \"dispatched within 48 hours\" when I ordered {order}. That was on {day}. [What's the \
         hold-up?|Is the item actually in stock?] If it can't go out this week I'd rather have my money back.",
        "That's the third email telling me the {nom} is delayed. I understand once, but this is getting silly. Order \
         {order}, {amount} paid upfront.",
        "I've been waiting on the {nom} since {day}. On the phone I was told \"tomorrow for definite\", and that was \
         last Friday. A straight answer please: do you have it or not?",
        "why hasn't {order} gone out? everyone else ships the same day",
        "I ordered {order} for my daughter's housewarming this Saturday and the status still says \"preparing\". Is \
         there any chance at all it will make it? I'd pay extra for express.",
        "I know good things take time, but could you give me a realistic date for {order}? The original one came and \
         went.",
    ],
    particular: &[(
        "Could you split {order} and send what's ready? From your email I gather you're only waiting for the {nom}.",
        &[
            "of course. Everything else leaves today ({carrier}, {parcel}) and the {nom} will follow {later_by}, at \
             no extra cost.",
            "good idea, I've split it. First parcel today, second one {later_by}. No second delivery charge, \
             naturally.",
        ],
    )],
    answers: &[
        "I'm sorry about the wait. The last batch of the {nom} didn't pass our checks and had to be made again. It's \
         here now and leaves {soon_on}. I've refunded the delivery charge of {shipping}.",
        "you're right, the date on the page was out of date. {order} goes out {soon_on} and arrives the day after. \
         If that's too late I'll refund {amount} straight away, just tell me.",
        "the delivery from our supplier came in this morning and yours is one of the first being packed. {carrier} \
         collects this afternoon. There's a small extra in the box for your patience.",
    ],
    questions: &[(
        "we're only short one item, the {nom}. Would you like to wait until {later}, have the rest sent now, or be \
         refunded for the missing item?",
        "[Send the rest now please, I'll wait for the other one.|I'll wait, but this is the last time!|Refund for \
         the missing one please, and send the rest.]",
    )],
    holds: &[
        (
            "the supplier's van is due {soon_on}. I'll check for your {nom} as soon as it's unloaded and write to \
             you with a firm date.",
            "the van came and it's all there. {order} leaves today, {parcel}. Sorry it took so long.",
        ),
        (
            "the workshop is finishing the next batch and will confirm the date by tomorrow. I don't want to promise \
             something we can't keep, so I'll come back to you then.",
            "the workshop has confirmed and the goods are on the road to us. Dispatch {soon_on}. I've also refunded \
             {shipping} for delivery.",
        ),
    ],
    more: &[
        (
            "OK, I'll wait. But is that date certain this time?",
            "yes, I have it on the shelf in front of me. I'll send the tracking number myself once it's collected.",
        ),
        (
            "Thank you for being honest. I'll take the refund in that case.",
            "of course. I've cancelled {order} and refunded {amount}, it should be in your account {soon_by}.",
        ),
    ],
    notes: &[
        "Workshop: batch rejected, remake this week.",
        "We can give back the delivery charge ({shipping}), Hanna agrees.",
        "Don't promise a date without the stockroom, it's slipped twice.",
        "System says 2 in stock, shelf says none. Needs a count.",
    ],
};
