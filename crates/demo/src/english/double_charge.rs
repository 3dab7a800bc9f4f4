//! Charged twice.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["payment", "refund"],
    weight: 3,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (2, 5),
    carrier: None,
    scenes: &[CHARGED_TWICE],
};

const CHARGED_TWICE: Scene = Scene {
    subjects: &["Charged twice", "Double payment {order}", "Two payments for one order", "Overcharged - {order}"],
    bodies: &[
        "I've been charged {amount} twice for one order ({order}). [Both receipts are attached.|They're from the \
         same minute.] Please refund one of them.",
        "ive been charged twice for {order}. when do i get it back?",
        "My first payment for {order} showed an error, so I paid again with another card. This evening I see both \
         went through, {amount} each time.",
    ],
    particular: &[
        (
            "I pressed \"pay\" again because the page froze, and now there are two orders. I only want one {nom}, \
             {order}. Please cancel the other.",
            &["I've cancelled the duplicate, {order} stays and leaves {soon_on}. The {amount} is on its way back \
                 to you."],
        ),
        (
            "My statement (card ending {last4}) shows {amount} from you on {day} and the same again the day after. I \
             only ordered once. Should I be blocking my card?",
            &["no need to block anything. The second line is a reservation by the bank, not a charge, and will \
                 drop off in two or three days. We only have one payment. If it's still there on Monday, write to me \
                 and I'll contact your bank."],
        ),
        (
            "The driver asked me for {shipping} at the door although {order} was paid in full. I paid to avoid a \
             scene but I'd like it back.",
            &["I'm sorry, the parcel was labelled wrongly. I've refunded {shipping} and had a word with the \
                 packing bench."],
        ),
    ],
    answers: &[
        "you're right, we have two payments of {amount}. I've just refunded the second one, you'll have it \
         {soon_by}. Sorry for the fright.",
        "I can see the overpayment on {order} and have refunded {amount} today. Your bank should show it {soon_by}. \
         The order itself goes ahead as planned.",
    ],
    questions: &[(
        "I only see one payment on our side so far. Could you send me both receipts from your bank? Please blank out \
         the card numbers.",
        "Both attached, they differ only in the reference.",
    )],
    holds: &[(
        "the second payment is marked as unclear at our provider. I've reported it and should have an answer \
         {soon_on}.",
        "they found the second payment and returned it to your account directly. You should see it {soon_by}.",
    )],
    more: &[("It's back in my account, thanks.", "great, thank you for letting me know. I'll close this.")],
    notes: &[
        "Two attempts at the provider, checking which one settled.",
        "Keep an eye on this, money goes back the same day.",
    ],
};
