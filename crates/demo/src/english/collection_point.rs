//! Post offices and collection points.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["parcel", "collection"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (3, 8),
    carrier: None,
    scenes: &[CANNOT_COLLECT],
};

const CANNOT_COLLECT: Scene = Scene {
    subjects: &[
        "Collection code missing",
        "Parcel at the post office",
        "Can't collect {order}",
        "Collection point - {parcel}",
        "Parcel went back?",
    ],
    bodies: &[
        "I'm told {parcel} is waiting at a collection point {in_city}, but I never got a code. [The shop won't hand \
         it over without one.|I've been there twice now.] Order {order}.",
        "The collection code for {order} doesn't work. The lad at the counter tried it three times. Can you help?",
        "hi, got a text my parcel is ready but no code in it?? {order}",
        "I went to collect {parcel} and they couldn't find it. The tracking clearly says \"ready for collection\". \
         It's the {nom}, worth {price}, so I'd like to know where it is.",
    ],
    particular: &[
        (
            "I was in hospital for a week and couldn't collect {order}, so it has gone back to you. Can you send it \
             again? I'm happy to pay the postage.",
            &[
                "I hope you're on the mend. Of course we'll send it again, and don't worry about the postage. As \
                 soon as it's back here (two to three days) it will go out, to your home address this time if you \
                 like.",
                "sorry to hear that. The parcel came back this morning, I've checked it over and it leaves again \
                 today, at no cost. Expect it {soon_on}. Mind yourself!",
            ],
        ),
        (
            "Could you extend the collection time for {parcel}? It runs out today and I'm only back on Thursday.",
            &["done, I've asked them to hold it for another five days. You'll get a text to confirm."],
        ),
        (
            "I chose delivery to the door for {order}, but {carrier} sent it to a collection point half an hour \
             away. I don't drive. Why was it changed, and can you bring it here?",
            &["I'm sorry, it shouldn't have been changed without asking. The driver couldn't find parking and \
                 dropped it there. I've arranged redelivery to {street} {soon_on}, free of charge."],
        ),
    ],
    answers: &[
        "I've issued a new collection code and it's on its way to you by text and email. It's valid for seven days. \
         If the counter has any trouble, they can also look it up by {parcel} and your ID.",
        "the phone number on the label was missing a digit, so the code went nowhere. I've corrected it and you \
         should have a text within the hour. The parcel will be held until {later}.",
        "I rang the shop: the parcel was on the wrong shelf and they have it in front of them now. Your name is \
         enough, no code needed, and they're open until nine.",
    ],
    questions: &[(
        "I'll sort this out with {carrier}. Could you confirm the last three digits of the phone number on the \
         order, and when you last tried?",
        "It ends in [472|913|058|336], and I tried [today at around one|yesterday evening].",
    )],
    holds: &[(
        "I've asked {carrier} to check with the shop in person. They normally come back within a day, so you'll hear \
         from me {soon_on}.",
        "found it. The parcel never left the van and was scanned by mistake. It's at the counter now and the new \
         code has been sent to you.",
    )],
    more: &[(
        "Collected it just now, thank you. Nice packaging by the way!",
        "great to hear, I'll tell the packing bench. Enjoy!",
    )],
    notes: &[
        "If there's no code by tonight, ring the account rep.",
        "The shop in question closes at nine, they're usually helpful on the phone.",
    ],
};
