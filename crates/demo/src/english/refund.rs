//! Where is my money after a return?

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["return", "refund"],
    weight: 5,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (16, 30),
    carrier: None,
    scenes: &[NO_MONEY_YET],
};

const NO_MONEY_YET: Scene = Scene {
    subjects: &["Where is my refund?", "Refund {return}", "No refund yet - {order}", "Refund not received"],
    bodies: &[
        "You received my return for {order} more than a week ago ({carrier} confirms it), but I still don't have the \
         money. When will the {amount} be back in my account?",
        "What's happening with the refund for the {nom}? Return number {return}, posted the day after it arrived.",
        "its 14 days since you got {return} and no refund. the law is clear on this",
        "Could you confirm that the refund for {order} has been sent? My bank says there's nothing pending. I paid \
         by card ending {last4}.",
    ],
    particular: &[
        (
            "I got {price} back today, but {order} cost me {amount}. I returned everything, so the delivery charge \
             should be in there too.",
            &["you're right, with a full return the delivery charge comes back as well. I've sent the missing \
                 {shipping}, you'll have it {soon_by}."],
        ),
        (
            "Three weeks ago I returned two things in one box and was only refunded for one of them. The {nom} is \
             missing, that's {price}. Return {return}, and I have a photo of both in the box.",
            &["I checked with the returns bench and both were in there, one was scanned under the wrong code. The \
                 missing {price} is on its way and will reach you {soon_by}. I'm sorry you had to prove it."],
        ),
        (
            "I paid with a gift card and part by card. How will the refund for {order} be split?",
            &["the card part goes back to your card first, {price} of it, and whatever is left goes on the gift \
                 card. Both were done this morning and the gift card keeps its old number."],
        ),
    ],
    answers: &[
        "I've checked return {return}: {amount} was refunded this morning. Banks take up to five working days to \
         show it, so look out for it {later_by}. Sorry it took longer than usual.",
        "your return got stuck because there was no order number in the box and nobody knew whose it was. I found it \
         and refunded {price}. My apologies for the trouble.",
        "the refund went back the same way you paid. I'm attaching the confirmation from our payment provider, your \
         bank can find it with the reference on it.",
    ],
    questions: &[(
        "our first attempt came back with a note that the account is closed. Could you enter your current account \
         under Returns in your account on the site? Please don't send it by email.",
        "You're right, I changed banks. It's entered now.",
    )],
    holds: &[(
        "our system says the refund is complete, so I've asked accounts to look at it. I'll be back to you \
         {soon_on}.",
        "accounts found it: the bank had rejected the payment and sent it back. It went out again today and {amount} \
         will be with you {soon_by}.",
    )],
    more: &[
        (
            "It arrived, thank you. Right to the cent.",
            "great, I'll close this one then. Thank you for your \
         patience.",
        ),
        (
            "Still nothing. How long does this take?",
            "I understand. I've attached the reference number from our provider, your bank can trace it from that. \
             If there's nothing by tomorrow I'll make a manual transfer.",
        ),
    ],
    notes: &[
        "Provider shows the refund as in progress.",
        "Stockroom: {return} came in, as new, fine to refund.",
        "More than 14 days, do it today without discussion.",
    ],
};
