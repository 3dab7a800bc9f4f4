//! Where is my parcel?

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["parcel"],
    weight: 14,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (3, 9),
    carrier: None,
    scenes: &[TRACKING_STANDS_STILL, NOT_A_WORD],
};

const TRACKING_STANDS_STILL: Scene = Scene {
    subjects: &[
        "Where is my parcel?",
        "Order {order}",
        "Tracking {parcel} not moving",
        "Parcel stuck - {order}",
        "No update on {order}",
        "Where's my order??",
    ],
    bodies: &[
        "I ordered the {nom} from you on {day} (order {order}). The tracking number {parcel} has said \"in transit\" \
         for four days now and nothing changes. [Could you find out where it is?|Can you chase it up with \
         {carrier}?]",
        "Where is my parcel? {order}, sent with {carrier}, {parcel}. It was meant to be here the day before \
         yesterday.",
        "I've been watching the tracking for {parcel} and it seems to be sitting in the depot since {day}. No text, \
         no card, no call. [It's a birthday present for Saturday so I'm getting a bit nervous.|We're going away next \
         week and I'd hate to miss it.]",
        "I got the email saying {order} was dispatched, but {carrier} still shows \"label created\". Has it actually \
         left you?",
        "I'm hoping you can help me track down {order}, which should contain the {nom}. According to {carrier} it \
         reached {city}, then went back to another depot. Their helpline told me to ask the sender, so here I am.",
        "any idea where {parcel} is? nothing since monday",
        "Still waiting on my {nom}, order {order}. Your website says 2-3 working days and it has been well over a \
         week. The tracking page just says \"no information available\". When can I expect it?",
        "Has {carrier} lost my parcel? The last scan on {parcel} is five days old: \"departed sorting centre\". The \
         delivery address is {street}, {city} {post}, and it's correct on the confirmation.",
    ],
    particular: &[],
    answers: &[
        "I've just been on to {carrier} about {parcel}. It was moved between depots and reached the one nearest you \
         last night. Delivery is planned {soon_on}, and the tracking will update in the morning when the driver \
         loads the van.",
        "thank you for getting in touch. The label on your parcel was damaged in sorting, which is why the scans \
         stopped. {carrier} has found it and put a new one on, the number stays {parcel}. It should be with you \
         {soon_by} at the latest.",
        "the depot {in_city} is badly backed up this week, but your parcel is there and in one piece. They've given \
         me delivery {soon_on}. If it doesn't turn up by then, just reply to this and I'll send a second one at our \
         expense.",
        "your order left us the day after you placed it and we have the collection scan from {carrier}. The gap in \
         tracking is down to a fault in their system. They expect to deliver {soon_on}.",
    ],
    questions: &[
        (
            "I'd like to open a trace with {carrier}. Could you confirm the delivery address for me first? I have \
             {street}, {city} {post}.",
            "Yes, that's right: {street}, {city} {post}. Someone is home most mornings.",
        ),
        (
            "{carrier} has a note of a failed delivery attempt. Did you get a card through the door, or a text with \
             a collection code?",
            "No card and no text, I checked with my neighbours too. I was in all day.",
        ),
    ],
    holds: &[
        (
            "I've opened a trace with {carrier} for {parcel}. They have two working days to answer, so you'll hear \
             from me {soon_by}. If they can't find it I'll send you another {nom}, no questions asked.",
            "good news, the parcel turned up on a shelf of items that had lost their labels. It's out for delivery \
             {soon_on}. Sorry for the worry, I've put the code {code} on your account for next time.",
        ),
        (
            "the depot is going through the cages by hand today, as the system shows your parcel as collected but \
             the driver doesn't have it. I'll write as soon as they ring me back.",
            "I'm afraid {carrier} now considers {parcel} lost. We won't keep you waiting any longer: another {nom} \
             is being packed today and will be with you {soon_on}. The new tracking number will follow this evening.",
        ),
    ],
    more: &[
        (
            "Thanks. Could you ask the driver to leave it with the neighbours at the next house? I'm at work all \
             day.",
            "of course, I've added that to the delivery instructions. The driver will see it, and you'll get a text \
             saying who took it in.",
        ),
        (
            "OK, but what if it doesn't come again? I can't take another day off for it.",
            "I understand. If it's easier I can send it to a collection point {in_city}, where they'll hold it for \
             seven days. Just say the word and I'll do it straight away.",
        ),
        (
            "It's just arrived! Box is a bit battered but everything inside is fine.",
            "great, thank you for letting me know. If you do spot anything once it's unpacked, send us a photo and \
             we'll look after it.",
        ),
    ],
    notes: &[
        "{carrier}: last scan of {parcel} is the hub. Trace opened.",
        "Rang the depot {in_city}, big backlog after the storm. They'll call before three.",
        "If lost, resend without waiting for the claim. Plenty in stock.",
        "Third one stuck at the same hub this week, collecting the numbers for our account rep.",
    ],
};

const NOT_A_WORD: Scene = Scene {
    subjects: &[
        "Order status {order}",
        "When will it ship?",
        "Has my order been sent?",
        "{order}",
        "Question about my order",
    ],
    bodies: &[
        "Could you tell me how far along order {order} is? I've heard nothing since the payment confirmation on \
         {day}.",
        "Has {order} been posted yet? I'd love to have the {nom} [before the weekend|by the end of the week].",
        "I placed an order on {day} and I never got a tracking number. I've looked in my spam folder. The name is \
         {name}[ and the order is {order}|, order {order}]. Could you send it again?",
        "when are you sending {order}? money left my account ages ago",
        "I bought the {nom} for my mother's birthday next week, order {order}. Will it get to {city} in time? If not \
         just tell me honestly and I'll pick up something here.",
        "My account says {order} has been \"processing\" since {day}. What does that mean exactly, and when will it \
         go out?",
    ],
    particular: &[],
    answers: &[
        "your order {order} was packed this morning and {carrier} collects this afternoon. The tracking number is \
         {parcel}, it'll come alive this evening. Expect it {soon_by}.",
        "sorry about the silence, the email with your tracking number failed to go out. Your parcel is on its way, \
         {parcel} with {carrier}, and should be with you {soon_on}.",
        "it's already on its way, number {parcel}. The status in your account only updates once a day, which is why \
         it looked stuck. You should have it {soon_on}.",
        "we were waiting on one item from our second stockroom, which is why nothing seemed to happen. It's all \
         together now and goes out today with priority, arriving {soon_on}. Tracking: {parcel}.",
    ],
    questions: &[(
        "I've found {order}, but it's under a different email address. Before I share the details, could you confirm \
         the name and address on the order?",
        "[Ah, that must be my work email.|Sorry, I have two accounts.] {name}, {street}, {city} {post}.",
    )],
    holds: &[(
        "I asked the stockroom: one item in {order} came in with a flaw and we're waiting for a replacement. I'll \
         let you know {soon_on} whether it can still go out this week.",
        "the replacement arrived today and your parcel has already left. {parcel}, delivery {soon_on}.",
    )],
    more: &[
        (
            "Thanks! Will there be a receipt in the box? It's a present and I'd rather the price wasn't in there.",
            "no prices in the box, the receipt only goes by email. We'll pop in a care card instead.",
        ),
        (
            "Great. Do I need to sign for it?",
            "no signature needed. If nobody's home the driver will leave it somewhere dry and send you a photo.",
        ),
    ],
    notes: &[
        "Stockroom is checking how far {order} has got.",
        "Dispatch email didn't go out, same queue problem as last week.",
    ],
};
