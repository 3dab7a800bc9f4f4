//! Cancelling an order.

use crate::scene::{Goods, Scene, Topic};

pub(crate) const TOPIC: Topic = Topic {
    tags: &["cancellation"],
    weight: 4,
    goods: Goods::Any,
    ordered: true,
    order_age_days: (0, 3),
    carrier: None,
    scenes: &[CANCEL],
};

const CANCEL: Scene = Scene {
    subjects: &["Cancel {order}", "Please cancel my order", "Ordered by mistake", "Cancellation of {order}"],
    bodies: &[
        "Please cancel {order}. [I ordered it twice by mistake.|My plans have changed.|I found something similar \
         nearer home.] I paid straight away, so please refund {amount}.",
        "I'd like to cancel the {nom}. I only placed {order} an hour ago, so I hope it can still be stopped.",
        "cancel {order} please, my daughter already got one",
        "As dispatch has been put back by two weeks I'd like to cancel {order}. The refund should be {amount}. \
         Please confirm.",
    ],
    particular: &[
        (
            "Can you take one thing off {order} and leave the rest? It's the {nom} I don't need any more.",
            &["I've taken off the {nom}, the rest goes out as planned. The difference of {price} will be back with \
                 you {soon_by}."],
        ),
        (
            "{order} isn't paid. Please delete it, I've placed a new one with the discount. I wouldn't want it sent \
             by accident.",
            &["deleted, nothing will go out. I can see the new one, the discount is on it and it leaves {soon_on}."],
        ),
    ],
    answers: &[
        "{order} is cancelled. {amount} goes back the way you paid and will be with you {soon_by}.",
        "we caught it before packing. {order} is cancelled and the refund of {amount} goes out this afternoon. We \
         hope to see you another time.",
        "no problem, {order} is cancelled and you should have the shop's confirmation too. The refund usually takes \
         a working day.",
        "I'm afraid it left this morning. The simplest thing is to refuse it at the door: it'll come back to us and \
         I'll refund the full {amount}. If the driver leaves it anyway I'll send you a free label.",
    ],
    questions: &[(
        "I can do that right away. Just to be sure: all of {order}, or only the {nom}?",
        "All of it, please.",
    )],
    holds: &[(
        "it's being packed as I write, so I've asked the stockroom to stop it. I'll confirm as soon as they ring.",
        "we stopped it in time. {order} is cancelled and {amount} is on its way back to you.",
    )],
    more: &[(
        "Thank you. Do I lose the points from that order?",
        "the points go with the order, but I've added 50 to your account to make up for it.",
    )],
    notes: &["Stop at packing!", "Check the payment has settled before refunding."],
};
