//! Payments that failed.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["payment"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (1, 4),
    carrier: None,
    scenes: &[PAID_BUT_WAITING, CANNOT_PAY],
};

const PAID_BUT_WAITING: Scene = Scene {
    subjects: &[
        "Payment for {order}",
        "Paid, but it says pending",
        "Payment taken, order not confirmed",
        "Payment reminder??",
    ],
    bodies: &[
        "I paid for {order} and {amount} has left my account, but the order still says \"awaiting payment\". [Will \
         it be cancelled?|What should I do?]",
        "I got a reminder to pay for {order}, but I paid right away. Should I pay again? I'm a bit worried the money \
         has vanished.",
        "paid {order} on monday with apple pay. why do i get an email that its unpaid",
    ],
    particular: &[(
        "I made a bank transfer for {order} on {day}, {amount}. The receipt is attached. I haven't heard anything \
         since. Please confirm you have it.",
        &["I've matched your transfer by hand, the reference had been cut off. {order} leaves {soon_on}. Sorry for \
             the wait."],
    )],
    answers: &[
        "your payment has just come through, our provider was slow to tell us. {order} is now marked as paid and \
         leaves {soon_on}. Please don't pay again.",
        "don't worry, the money is safe with our payment provider. Their message never reached us, so I've set \
         {order} to paid myself. There'll be no more reminders.",
    ],
    questions: &[(
        "I'm looking into it. Could you tell me the time of the payment, or the reference on your statement?",
        "The statement says 19:[42|07|26|58], reference FF{last4}. Screenshot attached.",
    )],
    holds: &[(
        "the payment is marked as \"under review\" at our provider. I've written to them and they usually answer \
         within a working day. The items stay reserved for you.",
        "they've confirmed your {amount}. {order} is paid and being packed today.",
    )],
    more: &[(
        "Phew, thanks. Does this push back the delivery?",
        "no, you kept your place in the queue. It leaves {soon_on}.",
    )],
    notes: &["Check at the provider that it settled before we move the parcel.", "Reservation extended by 2 days."],
};

const CANNOT_PAY: Scene = Scene {
    subjects: &["Card declined", "Can't pay for {order}", "Payment error", "Checkout not working"],
    bodies: &[
        "My card keeps being declined for {order}, although there's money on it and it works elsewhere. [It ends in \
         {last4}.|The bank sees no attempt at all.]",
        "After the bank's approval screen your site just goes back to the basket. I've tried three times on two \
         phones. Order {order}.",
        "checkout gives an error after i pick my bank. other way to pay? {order}",
        "I closed the payment window by accident. How do I finish {order}? There's no link in the email.",
    ],
    particular: &[],
    answers: &[
        "I've sent you a new payment link, good for 48 hours. You can use a card, Apple Pay, Google Pay or a bank \
         transfer. {order} is reserved in the meantime.",
        "our provider had a short outage today and it's working again. A link to finish {order} is in a separate \
         email.",
    ],
    questions: &[(
        "I'd like to see where it stops. What does the message say at the end, and are you on a phone or a computer?",
        "On my phone, in Safari. It says \"transaction not completed\" and nothing else.",
    )],
    holds: &[],
    more: &[
        ("Paid with the new link. Can you confirm?", "confirmed, {amount} is here. Thank you!"),
        ("Could I pay in instalments?", "yes, Klarna is available from €60. You'll see it when you open the link."),
    ],
    notes: &["New link sent, holding the order for 48 h."],
};
