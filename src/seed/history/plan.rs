//! What happens on a day. The same day of the same length of history has the same plan.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use shared::messaging::MessageStatus;

use super::texts::{
    BUSINESSES, CORRESPONDENTS, FIRST_NAMES, LOST_PHONES, NOTES, NOTICES, PHONES, REFUSED, REPLIES, RETRIED, SUSPENDED,
    TALKS, THREADS,
};

/// The day on which a reseller suspends a client.
pub(super) const SUSPENDED_ON: u32 = 18;

/// What is done with a checkout page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payment {
    Pay,
    Expire,
    /// Paid, and disputed with the bank some days later.
    PayAndDispute,
    /// Paid, and refunded by the seller.
    PayAndRefund,
}

/// Something that happens.
#[derive(Debug)]
pub(super) enum Action {
    /// A message, and the last status that its provider reports.
    Send { from: &'static str, message: Value, status: Option<MessageStatus> },
    /// A message to another user, who may read it.
    Note { from: &'static str, to: &'static str, text: &'static str, is_read: bool },
    /// The next line of a chat.
    Say { talk: usize, line: usize },
    /// A question to the assistant.
    Ask { thread: usize, question: usize },
    /// A purchase by a checkout page.
    Buy { user: &'static str, path: &'static str, body: Value, payment: Payment },
    /// A call of the API.
    Call { user: &'static str, path: &'static str, body: Value },
    /// Credits of a reseller for a client, or back with a negative amount.
    Distribute { reseller: &'static str, client: &'static str, credits: i64, note: &'static str },
    /// A reseller suspends its client.
    Suspend { reseller: &'static str, client: &'static str },
    /// A phone answers.
    Receive { from: &'static str, text: &'static str },
    /// A message for later that is taken back.
    Withdraw { from: &'static str },
    /// An admin allows a user's payments again after one was returned.
    Unblock { user: &'static str },
}

/// A day's actions, each with its minute.
pub(super) type Plan = Vec<(u32, Action)>;

struct Day {
    number: u32,
    last: u32,
    is_weekend: bool,
    dice: ChaCha8Rng,
    plan: Plan,
}

/// Plans day `number` of 0 to `last`.
pub(super) fn of_day(number: u32, last: u32, date: NaiveDate) -> Plan {
    let is_weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
    let dice = ChaCha8Rng::seed_from_u64(number.into());
    let mut day = Day { number, last, is_weekend, dice, plan: Vec::new() };
    day.business();
    day.people();
    day.assistant();
    day.credits();
    day.money();
    day.plan.sort_by_key(|(minute, _)| *minute);
    day.plan
}

impl Day {
    fn minute(&mut self, hours: std::ops::Range<u32>) -> u32 {
        self.dice.random_range(hours.start * 60..hours.end * 60)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.dice.random_range(0..of.len())]
    }

    fn add(&mut self, hours: std::ops::Range<u32>, action: Action) {
        let minute = self.minute(hours);
        self.plan.push((minute, action));
    }

    /// Whether the last day is `days` away.
    fn is_before_end(&self, days: u32) -> bool {
        self.number + days == self.last
    }

    /// Businesses write to their customers' phones.
    fn business(&mut self) {
        let busy = if self.is_weekend { 5 } else { 12 };
        self.notices("demo_business", busy);
        for business in BUSINESSES {
            let is_open = business.username != SUSPENDED || self.number < SUSPENDED_ON;
            if is_open && !(self.is_weekend && self.dice.random_bool(0.5)) {
                self.notices(business.username, business.messages);
            }
        }
        if !self.is_weekend {
            self.notices("demo_reseller", 1);
            self.notices("demo_admin", 1);
        }
        let order = format!("A-{}", 1000 + self.number * 17);
        let parameters = json!({"first_name": self.pick(&FIRST_NAMES), "order": order});
        let template = json!({"name": "order_ready", "parameters": parameters});
        let (to, status) = (self.pick(&PHONES), Some(MessageStatus::Read));
        let message = json!({"channel": "whatsapp", "to": to, "template": template});
        self.add(9..17, Action::Send { from: "demo_business", message, status });
    }

    fn notices(&mut self, from: &'static str, count: usize) {
        for _ in 0..count {
            let (to, status) = match self.dice.random_range(0..100) {
                0..6 => (self.pick(&REFUSED), None),
                6..8 => (RETRIED, None),
                8..12 => (self.pick(&PHONES), None),
                12..45 => (self.pick(&PHONES), Some(MessageStatus::Delivered)),
                _ => (self.pick(&PHONES), Some(MessageStatus::Read)),
            };
            let body = self.pick(&NOTICES);
            let message = json!({"channel": "whatsapp", "to": to, "body": body, "metadata": {"shop": from}});
            self.add(8..20, Action::Send { from, message, status });
        }
        if self.dice.random_bool(0.3) {
            self.dialogue(from);
        }
    }

    /// A customer of this account answers.
    fn dialogue(&mut self, from: &'static str) {
        let place = CORRESPONDENTS.iter().position(|(user, _)| *user == from);
        let phone = place.map_or_else(|| self.pick(&PHONES), |place| CORRESPONDENTS[place].1);
        let (body, text) = (self.pick(&NOTICES), self.pick(&REPLIES));
        let message = json!({"channel": "whatsapp", "to": phone, "body": body});
        self.plan.push((20 * 60 + 10, Action::Send { from, message, status: Some(MessageStatus::Read) }));
        self.add(21..22, Action::Receive { from: phone, text });
    }

    /// People write to each other, in messages and chats.
    fn people(&mut self) {
        let pairs = [
            ("alice", "bob"),
            ("bob", "alice"),
            ("alice", "clara"),
            ("clara", "alice"),
            ("dmitri", "bob"),
            ("emma", "alice"),
            ("farid", "clara"),
            ("demo_business", "demo_reseller"),
            ("demo_reseller", "demo_admin"),
            ("demo_admin", "demo_business"),
        ];
        for (from, to) in pairs {
            if self.dice.random_bool(0.45) {
                let (text, is_read) = (self.pick(&NOTES), self.dice.random_bool(0.7));
                self.add(7..22, Action::Note { from, to, text, is_read });
            }
        }
        let (to, body) = (self.pick(&PHONES), self.pick(&NOTES));
        let message = json!({"channel": "whatsapp", "to": to, "body": body});
        self.add(9..21, Action::Send { from: "alice", message, status: Some(MessageStatus::Read) });
        for (talk, it) in TALKS.iter().enumerate() {
            let lines = it.lines.len();
            // Spread over the history; the end of each chat is within the last days.
            let day_of = |line: usize| (line + 1) * self.last as usize / lines;
            let today = (0..lines).filter(|line| day_of(*line) == self.number as usize).collect::<Vec<_>>();
            for line in today {
                self.plan.push((9 * 60 + 40 * line as u32 + 7 * talk as u32, Action::Say { talk, line }));
            }
        }
        if self.number % 9 == 4 {
            self.add(9..12, Action::Withdraw { from: "alice" });
        }
        if self.is_before_end(0) {
            let at: DateTime<Utc> = Utc::now() + TimeDelta::hours(20);
            let body = "Happy birthday! 🎂";
            let message = json!({"channel": "whatsapp", "to": PHONES[0], "body": body, "send_at": at});
            self.add(20..21, Action::Send { from: "alice", message, status: None });
        }
        if self.number % 4 == 1 {
            self.dialogue("alice");
        }
        if self.is_before_end(3) {
            for ((from, _), to) in CORRESPONDENTS.into_iter().zip(REFUSED) {
                let message = json!({"channel": "whatsapp", "to": to, "body": "Are you still at the old address?"});
                self.add(13..14, Action::Send { from, message, status: None });
            }
        }
        // On days 6, 10, 14 and 18.
        let place = self.number.checked_sub(6).filter(|days| days.is_multiple_of(4)).map(|days| days as usize / 4);
        if let Some((from, phone)) = place.and_then(|place| LOST_PHONES.get(place)).copied() {
            let message = json!({"channel": "whatsapp", "to": phone, "body": "We have moved to Harbor Road 7."});
            self.add(18..19, Action::Send { from, message, status: Some(MessageStatus::Delivered) });
            self.plan.push((22 * 60, Action::Receive { from: phone, text: "STOP" }));
        }
    }

    fn assistant(&mut self) {
        let threads = THREADS.iter().enumerate();
        let all: Vec<_> =
            threads.flat_map(|(thread, it)| (0..it.questions.len()).map(move |question| (thread, question))).collect();
        let count = all.len();
        for (place, (thread, question)) in all.into_iter().enumerate() {
            if (place + 1) * self.last as usize / count == self.number as usize {
                self.plan.push((15 * 60 + 3 * question as u32, Action::Ask { thread, question }));
            }
        }
    }

    /// Resellers give credits to their clients and take some back.
    fn credits(&mut self) {
        if self.number.is_multiple_of(7) && self.number > 0 {
            for business in BUSINESSES.iter().filter(|it| it.username != SUSPENDED || self.number < SUSPENDED_ON) {
                let (reseller, client) = (business.reseller, business.username);
                let action = Action::Distribute { reseller, client, credits: 200, note: "Weekly top-up" };
                self.plan.push((8 * 60, action));
            }
        }
        if self.number == SUSPENDED_ON {
            self.plan.push((16 * 60, Action::Suspend { reseller: "demo_reseller", client: SUSPENDED }));
            let (client, note) = ("peak_fitness", "Unused credits of the spring campaign");
            let action = Action::Distribute { reseller: "demo_reseller", client, credits: -150, note };
            self.plan.push((16 * 60 + 5, action));
        }
        if self.number % 14 == 10 {
            let body = json!({"user": "demo_reseller", "credits": 2000, "note": "Invoice paid"});
            self.plan.push((7 * 60, Action::Call { user: "demo_admin", path: "/v1/credits/mint", body }));
        }
    }

    /// Recharges, deposits and transfers.
    fn money(&mut self) {
        let buy = |user, path, body, payment| Action::Buy { user, path, body, payment };
        let (recharges, deposits) = ("/v1/credits/recharges", "/v1/wallet/deposits");
        let users = ["alice", "bob", "demo_business", "demo_reseller", "demo_admin", "clara"];
        for (place, user) in users.into_iter().enumerate() {
            if self.number % 9 == place as u32 {
                self.add(9..18, buy(user, recharges, json!({"credits": 200}), Payment::Pay));
            }
            if self.number % 13 == 2 * place as u32 {
                self.add(9..18, buy(user, deposits, json!({"amount": "60.00"}), Payment::Pay));
            }
        }
        match self.number {
            8 => self.add(10..11, buy("alice", "/v1/subscription", json!({"plan": "pro"}), Payment::Pay)),
            12 => self.plan.push((9 * 60, Action::Unblock { user: "bob" })),
            11 => self.add(10..11, buy("bob", deposits, json!({"amount": "35.00"}), Payment::PayAndRefund)),
            17 => self.add(10..11, buy("bob", recharges, json!({"credits": 1000}), Payment::Expire)),
            21 => self.add(10..11, buy("farid", recharges, json!({"credits": 300}), Payment::PayAndDispute)),
            _ => {}
        }
        let transfers = [
            ("alice", "bob", "12.50", "Lunch"),
            ("bob", "alice", "8.00", "Coffee"),
            ("clara", "alice", "6.40", "Train"),
            ("demo_business", "demo_reseller", "4.00", "Signs"),
            ("demo_reseller", "demo_admin", "2.00", "Domain"),
        ];
        let (sender, receiver, amount, note) = transfers[self.number as usize % transfers.len()];
        if self.number > 12 {
            let body = json!({"receiver": receiver, "amount": amount, "note": note});
            self.add(19..21, Action::Call { user: sender, path: "/v1/transfers", body });
        }
    }
}
