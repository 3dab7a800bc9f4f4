//! Another size.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["exchange"],
    weight: 8,
    goods: Goods::Sized,
    ordered: true,
    order_age_days: (3, 10),
    carrier: None,
    scenes: &[WRONG_SIZE],
};

const WRONG_SIZE: Scene = Scene {
    subjects: &[
        "Exchange {order}",
        "Wrong size",
        "Can I swap the size?",
        "Exchange for {size2}",
        "Size exchange please",
    ],
    bodies: &[
        "I ordered the {nom} in {size} and it's too small. Could I swap it for {size2}? Order {order}, [tags still \
         on|in the original bag].",
        "I measured wrong and need {size2} instead of {size}. It's the {nom}, order {order}. I'd rather exchange \
         than return if that's possible.",
        "too small :( {nom} in {size}. can i swap for {size2}? {order}",
        "I bought the {nom} for my dad in {size} and it turns out he needs {size2}. Do I have to send this one back \
         first, or can the driver take it?",
        "Does the {nom} run small? I'm always {size} and this is a good bit tighter than I'm used to. Could I have \
         {size2} instead? Order {order}.",
        "I'd like to exchange the {nom} ({size}) for the next size up. Happy to pay the difference if there is one. \
         How long does it usually take? {order}",
    ],
    particular: &[],
    answers: &[
        "of course, we have {size2} and I've put it aside for you. The free return label is in a separate email. \
         We'll send the new one as soon as yours is scanned at the post office, you don't have to wait until it gets \
         here.",
        "your exchange is booked as {return}. {size2} leaves {soon_on} and the driver will take the other one with \
         him. Nothing to pay.",
        "no problem at all, {size2} it is. Your number is {return}, the label is on its way, and the new parcel goes \
         out {soon_on}. It's usually three to five days in all.",
        "it does come up a little small, we're adding that to the page. {size2} will be right. Please send the other \
         one to 3 Mill Lane, Westport, with {return} on a note. The exchange is on us.",
    ],
    questions: &[(
        "before I send {size2} I'd like to be sure, the steps between sizes are quite big here. From the chart: \
         {dims}. Could you measure something that fits you well?",
        "I measured my favourite one and yes, it has to be {size2}.",
    )],
    holds: &[(
        "size {size2} sold out yesterday, but the stockroom is looking through returns. I'll let you know {soon_on}.",
        "we found one! Size {size2} is packed and leaves today, {parcel}. The return label is in a separate email.",
    )],
    more: &[
        (
            "The new size is perfect. The old one went in the post this morning.",
            "lovely to hear. Once it's here I'll close {return}.",
        ),
        ("Can I send it back in the same bag?", "yes, same bag or any other, as long as the old label is covered."),
    ],
    notes: &["Check the returns shelf for size {size2}.", "Regular customer, fine to send ahead of the return."],
};
