//! Names and texts of the history. All numbers are fictitious: +1 555 01…, and the simulator's magic ones.

use std::collections::HashMap;

/// A user who signed up: username, first and last name.
pub(super) const USERS: [(&str, &str, &str); 4] = [
    ("clara", "Clara", "Nyström"),
    ("dmitri", "Dmitri", "Volkov"),
    ("emma", "Emma", "Okafor"),
    ("farid", "Farid", "Haddad"),
];

/// A client of a reseller: reseller, username, business, credits at the start, messages on a weekday.
pub(super) struct Business {
    pub(super) reseller: &'static str,
    pub(super) username: &'static str,
    pub(super) name: &'static str,
    pub(super) credits: i64,
    pub(super) messages: usize,
}

pub(super) const RESELLER: &str = "demo_reseller";
pub(super) const OTHER_RESELLER: &str = "north_reseller";
pub(super) const SUSPENDED: &str = "atlas_travel";

pub(super) const BUSINESSES: [Business; 5] = [
    Business { reseller: RESELLER, username: "bloom_bakery", name: "Bloom Bakery", credits: 800, messages: 4 },
    Business { reseller: RESELLER, username: "harbor_pharmacy", name: "Harbor Pharmacy", credits: 1200, messages: 6 },
    Business { reseller: RESELLER, username: "peak_fitness", name: "Peak Fitness", credits: 600, messages: 3 },
    Business { reseller: RESELLER, username: SUSPENDED, name: "Atlas Travel", credits: 400, messages: 2 },
    Business { reseller: OTHER_RESELLER, username: "north_books", name: "North Books", credits: 500, messages: 3 },
];

/// Phones of customers.
pub(super) const PHONES: [&str; 12] = [
    "+15550101001",
    "+15550101002",
    "+15550101003",
    "+15550101004",
    "+15550101005",
    "+15550101006",
    "+15550101007",
    "+15550101008",
    "+15550101009",
    "+15550101010",
    "+15550101011",
    "+15550101012",
];

/// Accounts, each with a phone that answers to it alone.
pub(super) const CORRESPONDENTS: [(&str, &str); 4] = [
    ("alice", "+15550103001"),
    ("demo_business", "+15550103002"),
    ("demo_reseller", "+15550103003"),
    ("demo_admin", "+15550103004"),
];

/// Accounts, each with a phone that opts out after its first message.
pub(super) const LOST_PHONES: [(&str, &str); 4] = [
    ("alice", "+15550104001"),
    ("demo_business", "+15550104002"),
    ("demo_reseller", "+15550104003"),
    ("demo_admin", "+15550104004"),
];

/// Numbers whose messages fail, each with another reason.
pub(super) const REFUSED: [&str; 6] =
    ["+15550000026", "+9991131047", "+9991131049", "+9991131051", "+9991131026", "+9991132012"];

/// Refused once by the provider, then accepted.
pub(super) const RETRIED: &str = "+15550000002";

pub(super) const FIRST_NAMES: [&str; 8] = ["Ana", "Ben", "Chen", "Divya", "Eli", "Fatou", "Gus", "Hana"];

/// Texts of businesses to their customers.
pub(super) const NOTICES: [&str; 8] = [
    "Your order is packed and leaves us this afternoon.",
    "Your table for two is confirmed for 19:30. See you then!",
    "Your prescription is ready. We are open until 20:00.",
    "Your invoice for this month is on its way by e-mail.",
    "The driver will be with you in about 20 minutes.",
    "Thanks for your visit! How did we do?",
    "Your class tomorrow starts at 07:00 in studio B.",
    "Good news: the book that you ordered has arrived.",
];

/// Texts of people to each other.
pub(super) const NOTES: [&str; 10] = [
    "Lunch at twelve?",
    "The slides are in the shared folder.",
    "Could you look at the invoice from Tuesday?",
    "Running five minutes late, sorry.",
    "The parcel came, thank you!",
    "Call me when you are free.",
    "Done. Shall I book the room for Thursday as well?",
    "Did you see the numbers of this week?",
    "I paid for both of us, no hurry.",
    "Great, see you there.",
];

/// Answers of customers.
pub(super) const REPLIES: [&str; 6] =
    ["Thank you!", "Can I come half an hour later?", "Perfect.", "Which door should I use?", "Yes, please.", "👍"];

/// A chat that goes on over the days: name (none for two people), members, and its lines.
pub(super) struct Talk {
    pub(super) name: Option<&'static str>,
    pub(super) members: &'static [&'static str],
    pub(super) lines: &'static [(&'static str, &'static str)],
}

pub(super) const TALKS: [Talk; 6] = [
    Talk {
        name: None,
        members: &["alice", "bob"],
        lines: &[
            ("alice", "Morning! Did the new price list arrive?"),
            ("bob", "It did. I am going through it now."),
            ("alice", "Anything that surprised you?"),
            ("bob", "Delivery got cheaper, the rest is as we discussed."),
            ("alice", "Great. Then I will tell the others."),
            ("bob", "I will send you 12.50 for yesterday, all right?"),
            ("alice", "Sure, thanks 🙏"),
        ],
    },
    Talk {
        name: Some("Weekend hike"),
        members: &["alice", "bob", "clara", "dmitri", "emma"],
        lines: &[
            ("clara", "Who is in for Saturday?"),
            ("alice", "Me! The ridge or the lake?"),
            ("dmitri", "The lake, if it stays this warm."),
            ("emma", "Lake. I bring coffee."),
            ("bob", "I can take three in the car."),
            ("clara", "Then we meet at eight at the station."),
            ("emma", "Eight is early for a Saturday 😄"),
            ("dmitri", "Half past, then."),
        ],
    },
    Talk {
        name: Some("Launch team"),
        members: &["demo_admin", "demo_reseller", "demo_business", "alice"],
        lines: &[
            ("demo_reseller", "The first clients are sending. No complaints so far."),
            ("demo_admin", "Queues look calm, everything is delivered within a second."),
            ("demo_business", "Could we get a template for order notes?"),
            ("demo_admin", "Added: order_ready. You may use it from now on."),
            ("alice", "The report by channel is very helpful, thanks."),
            ("demo_reseller", "I will distribute this month's credits today."),
            ("demo_business", "They arrived."),
        ],
    },
    Talk {
        name: None,
        members: &["demo_business", "demo_reseller"],
        lines: &[
            ("demo_business", "We are nearly out of credits, could you add 500?"),
            ("demo_reseller", "On their way."),
            ("demo_business", "Received, thank you."),
            ("demo_reseller", "How is the new shop doing?"),
            ("demo_business", "Busy! Twice as many orders as last month."),
        ],
    },
    Talk {
        name: None,
        members: &["alice", "emma"],
        lines: &[
            ("emma", "Are you still at the office?"),
            ("alice", "For another hour or so."),
            ("emma", "Then I will pick you up at six."),
            ("alice", "Lovely. I will be downstairs."),
        ],
    },
    Talk {
        name: None,
        members: &["bob", "dmitri"],
        lines: &[
            ("dmitri", "The router is back. Try again?"),
            ("bob", "Works. What was it?"),
            ("dmitri", "A cable. It is always a cable."),
        ],
    },
];

/// A thread with the assistant: user, title, and questions.
pub(super) struct Thread {
    pub(super) user: &'static str,
    pub(super) title: &'static str,
    pub(super) questions: &'static [&'static str],
}

/// Refused by the simulated model, for a failed job with a reason.
pub(super) const BLOCKED: &str = "sim:blocked";

pub(super) const THREADS: [Thread; 5] = [
    Thread {
        user: "alice",
        title: "Opening hours",
        questions: &[
            "Write a short notice: we are closed on Monday.",
            "Make it friendlier.",
            "And one line for the voicemail?",
        ],
    },
    Thread {
        user: "alice",
        title: "Trip to the lake",
        questions: &["What should five people take on a day hike?", "What is the weather rule of thumb for thunder?"],
    },
    Thread {
        user: "bob",
        title: "Spreadsheet",
        questions: &["How do I sum a column only where another says paid?", BLOCKED],
    },
    Thread {
        user: "demo_business",
        title: "Customer replies",
        questions: &["Answer politely: the cake was too dry.", "Shorter, and offer a voucher."],
    },
    Thread { user: "demo_admin", title: "Runbook", questions: &["Summarize in one line what a lease of a job is."] },
];

/// The assistant's answers, by question.
pub(super) fn answers() -> HashMap<String, String> {
    [
        (
            "Write a short notice: we are closed on Monday.",
            "**Closed on Monday.** We are back on Tuesday at 9:00. Orders that reach us before Sunday evening still leave on \
             time.",
        ),
        (
            "Make it friendlier.",
            "**We are taking Monday off!** From Tuesday, 9:00, we are here for you again, rested and with fresh coffee. \
             Whatever you order by Sunday evening still arrives on time.",
        ),
        (
            "And one line for the voicemail?",
            "“Hello! We are closed today and back tomorrow at nine. Leave your number and we will call you first thing.”",
        ),
        (
            "What should five people take on a day hike?",
            "For five people and one day:\n\n- 2 litres of water each, 3 if it is warm\n- a map or offline route, and a \
             charged power bank\n- a first-aid kit and one rescue blanket\n- layers against wind and rain\n- more food \
             than you think, and a bag for the rubbish",
        ),
        (
            "What is the weather rule of thumb for thunder?",
            "The 30/30 rule: if the thunder follows within 30 seconds of the flash, take shelter; go on 30 minutes after the \
             last thunder.",
        ),
        (
            "How do I sum a column only where another says paid?",
            "Use `SUMIF`: `=SUMIF(C2:C100, \"paid\", B2:B100)` adds the amounts in B wherever C says *paid*.",
        ),
        (
            "Answer politely: the cake was too dry.",
            "Thank you for telling us, and sorry that the cake did not make you happy. It should be moist to the last \
             crumb. We have looked at how it was stored, and would like to bake you a new one.",
        ),
        (
            "Shorter, and offer a voucher.",
            "Sorry about the dry cake! Your next one is on us: show this message for a voucher of 10.00.",
        ),
        (
            "Summarize in one line what a lease of a job is.",
            "A lease is the short time for which a job belongs to the worker that claimed it; unless it is renewed, another \
             worker takes the job over.",
        ),
    ]
    .map(|(question, answer)| (question.to_owned(), answer.to_owned()))
    .into()
}
