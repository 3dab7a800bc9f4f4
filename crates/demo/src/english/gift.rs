//! Presents.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["gift"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 2),
    carrier: None,
    scenes: &[WRAPPED],
};

const WRAPPED: Scene = Scene {
    subjects: &[
        "Gift wrapping",
        "{order} is a present",
        "Can you gift wrap?",
        "Card for {order}",
        "Present - small request",
    ],
    bodies: &[
        "Could you gift wrap {order}? I forgot to tick the box. [I'm happy to pay extra.|Just nice paper and a \
         ribbon.]",
        "will there be a price in the box? {order} is a present and goes straight to her",
        "{order} is for a wedding. Could you make it look a little special? I'll leave the how to you.",
    ],
    particular: &[
        (
            "I ordered the {nom} for my mother-in-law. Could you put in a card saying \"Happy birthday Breda, with \
             love from all of us in number 9\"? Order {order}.",
            &["of course, we write the cards by hand. It leaves {soon_on}."],
        ),
        (
            "Does gift wrapping cover the whole order or each thing separately? I only need the {nom} in {order} \
             wrapped.",
            &["we wrap each item you tick. I've ticked just the {nom} for you, at no charge."],
        ),
        (
            "Could you add a €50 gift card to {order}? I haven't paid for it yet.",
            &["I've added it, and the new total is in the payment email. It'll come printed, in its own envelope."],
        ),
        (
            "The {nom} is for my parents' anniversary. Could it arrive exactly {later_on}? There's nobody at home \
             before that.",
            &["I've set the dispatch so it should land on the day. Couriers manage that about nineteen times out \
                 of twenty, so do have a plan B."],
        ),
    ],
    answers: &[
        "with pleasure. We'll wrap {order} in recycled paper with a wool ribbon, no charge. There are no prices in \
         the box, the receipt goes by email.",
        "done, gift wrapping is on {order} and there'll be nothing with a price in it. It leaves {soon_on}.",
    ],
    questions: &[(
        "happy to. Plain paper with a sprig of heather, or navy with stars? And would you like a card with it?",
        "Plain with the heather please. The card can just say \"With love\".",
    )],
    holds: &[],
    more: &[(
        "She loved it, and the wrapping nearly more than the present. Thank you!",
        "that's the nicest email of the day. I'll read it to the packing bench.",
    )],
    notes: &["Gift wrap, card text is in the comments. No prices!", "We're running low on the navy paper."],
};
