//! Machines that write to the Irish shop.

use crate::scene::Machine;

/// The machines.
pub(crate) const MACHINES: &[&Machine] = &[&ORDERS, &POST, &PAYMENTS, &MARKET, &NEWSLETTER, &MAILERS];

const ORDERS: Machine = Machine {
    name: "Fennel & Fell shop",
    carrier: None,
    address: "no-reply@fennelandfell.example",
    tags: &["order copy"],
    mails: &[
        (
            "New order {order}",
            "A new order has been placed.\n\nOrder: {order}\nCustomer: {name}\nShip to: {street}, {city} {post}\n\n1 \
             × {nom}  {price}\nDelivery ({carrier})  {shipping}\nTotal: {amount}\n\nThis is an automatic message, \
             please do not reply.",
        ),
        (
            "Payment received for {order}",
            "Order {order} ({name}) has been paid.\n\nAmount: {amount}\nMethod: card ending {last4}\nDate: \
             {today}\n\nThis is an automatic message.",
        ),
        (
            "Low stock: {nom}",
            "Stock of \"{nom}\" is below the level you set.\n\nLeft: 3\nLast sold: {order}\n\nYou can change the \
             level under Stock.",
        ),
    ],
};

const POST: Machine = Machine {
    name: "An Post Commerce",
    carrier: Some("An Post"),
    address: "notifications@anpost.example",
    tags: &["courier"],
    mails: &[
        (
            "Item {parcel} is being returned to sender",
            "Item {parcel} was not collected in time and is on its way back to you.\n\nYour reference: \
             {order}\nExpected: {soon_on}\n\nThis mailbox is not monitored.",
        ),
        (
            "Collection confirmed – {today}",
            "We have collected today's items from 3 Mill Lane, Westport.\n\nItems: {pieces}\nFirst item: \
             {parcel}\nReference: {order}",
        ),
        (
            "Enquiry {complaint} registered",
            "Your enquiry about item {parcel} (ref. {order}) has been registered.\n\nWe aim to answer within 10 \
             working days. Please do not reply to this message.",
        ),
    ],
};

const PAYMENTS: Machine = Machine {
    name: "Stripe",
    carrier: None,
    address: "receipts@stripe.example",
    tags: &["payment"],
    mails: &[
        (
            "Refund for {order} completed",
            "Your refund has been passed to the bank.\n\nAmount: {price}\nDescription: {order}\nRecipient: {name}",
        ),
        (
            "Daily summary for {today}",
            "Fennel & Fell\n\nPayments: {pieces}\nVolume: {bulk}\nLast payment: {order}\n\nSee your dashboard for \
             details.",
        ),
        (
            "A payment has been disputed – {order}",
            "A customer has disputed a payment of {amount}.\n\nReason: product not received\nOrder: \
             {order}\nEvidence due: {later}\n\nRespond in your dashboard.",
        ),
    ],
};

const MARKET: Machine = Machine {
    name: "Etsy",
    carrier: None,
    address: "transactions@etsy.example",
    tags: &["marketplace"],
    mails: &[
        (
            "You've got a new review: {nom}",
            "A buyer left a review of \"{nom}\".\n\nRating: 5 of 5\nYour order reference: {order}\n\nYou can reply \
             within 30 days.",
        ),
        (
            "Help request opened for {order}",
            "A buyer opened a help request.\n\nReason: item not as described\nItem: {nom}\nYour order reference: \
             {order}\n\nPlease reply within 48 hours in your shop.",
        ),
    ],
};

const NEWSLETTER: Machine = Machine {
    name: "Makers' Market Ireland",
    carrier: None,
    address: "news@makersmarket.example",
    tags: &["newsletter"],
    mails: &[(
        "Stands for the makers' fair {in_city}",
        "Dear maker,\n\nbooking for the makers' fair {in_city} opens {later_on}. Early birds save with code \
         {code}-{last4}.\n\nYou receive this because you signed up at makersmarket.example. Unsubscribe.",
    )],
};

const MAILERS: Machine = Machine {
    name: "Paper & Parcel Supplies",
    carrier: None,
    address: "offers@paperandparcel.example",
    tags: &["newsletter"],
    mails: &[(
        "Recycled mailers from {price} per box",
        "Hello,\n\nthis week only: recycled paper mailers from {price}, free delivery over {bulk}. Use {code}{last4} \
         at the checkout until {later}.\n\nUnsubscribe here.",
    )],
};
