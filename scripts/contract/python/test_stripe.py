"""stripe-python."""

import unittest

import stripe
from receiver import URL, Receiver, control

SECRET = "whsec_simulator_stripe_secret"
CHECKOUT = {
    "mode": "payment",
    "line_items": [
        {
            "quantity": 1,
            "price_data": {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Credits"}},
        }
    ],
    "success_url": "http://127.0.0.1:1/done",
    "metadata": {"order": "1"},
}


class Stripe(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        self.client = stripe.StripeClient("sk_test_simulator_stripe_key", base_addresses={"api": URL})

    def event(self, kind):
        while True:
            _, headers, body = self.receiver.take()
            event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], SECRET)
            if event.type == kind:
                return event

    def paid(self):
        session = self.client.v1.checkout.sessions.create(CHECKOUT)
        control("POST", f"stripe/sessions/{session.id}/pay")
        self.event("checkout.session.completed")
        return session.id

    def test_a_payment_and_its_refunds(self):
        session = self.client.v1.checkout.sessions.retrieve(
            self.paid(), {"expand": ["payment_intent.latest_charge", "line_items"]}
        )
        self.assertEqual(session.line_items.data[0].amount_total, 500)
        payment = session.payment_intent
        refund = self.client.v1.refunds.create({"payment_intent": payment.id, "amount": 200, "reason": "duplicate"})
        self.assertEqual((refund.amount, refund.currency, refund.charge), (200, "usd", payment.latest_charge.id))
        self.assertEqual(self.event("refund.created").data.object.id, refund.id)
        rest = self.client.v1.refunds.create({"charge": payment.latest_charge.id})
        self.assertEqual(rest.amount, 300)
        listed = self.client.v1.refunds.list({"payment_intent": payment.id, "limit": 1})
        self.assertEqual([it.id for it in listed.auto_paging_iter()], [rest.id, refund.id])
        with self.assertRaises(stripe.InvalidRequestError) as refused:
            self.client.v1.refunds.create({"payment_intent": payment.id})
        self.assertEqual(refused.exception.code, "charge_already_refunded")
        self.assertTrue(refused.exception.request_id.startswith("req_"))

    def test_headers_and_idempotency(self):
        create = lambda: self.client.v1.checkout.sessions.create(CHECKOUT, {"idempotency_key": "contract-python"})
        first, again = create(), create()
        self.assertEqual(first.id, again.id)
        self.assertEqual(again.last_response.headers["Idempotent-Replayed"], "true")
        self.assertEqual(again.last_response.headers["Original-Request"], first.last_response.request_id)
        self.assertEqual(first.last_response.headers["Stripe-Version"], stripe.api_version or stripe._api_version._ApiVersion.CURRENT)
        with self.assertRaises(stripe.IdempotencyError):
            self.client.v1.checkout.sessions.create(CHECKOUT | {"metadata": {}}, {"idempotency_key": "contract-python"})

    def test_a_subscription(self):
        form = {
            "mode": "subscription",
            "line_items": [{"price": "price_simulator_pro", "quantity": 1}],
            "success_url": "http://127.0.0.1:1/done",
        }
        session = self.client.v1.checkout.sessions.create(form)
        control("POST", f"stripe/sessions/{session.id}/pay")
        subscription = self.event("customer.subscription.created").data.object
        self.client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
        updated = self.event("customer.subscription.updated")
        self.assertIs(updated.data.previous_attributes["cancel_at_period_end"], False)
        portal = self.client.v1.billing_portal.sessions.create({"customer": subscription.customer})
        self.assertTrue(portal.url.startswith("http"))
        self.assertEqual(self.client.v1.subscriptions.cancel(subscription.id).status, "canceled")
        self.assertEqual(self.client.v1.events.retrieve(updated.id).id, updated.id)
        kinds = {it.type for it in self.client.v1.events.list({"type": "customer.subscription.*"}).auto_paging_iter()}
        self.assertIn("customer.subscription.created", kinds)

    def test_unknown_parameters_are_refused(self):
        with self.assertRaises(stripe.InvalidRequestError) as refused:
            self.client.v1.checkout.sessions.create(CHECKOUT | {"odd": 1})
        self.assertEqual((refused.exception.code, refused.exception.param), ("parameter_unknown", "odd"))
        with self.assertRaises(stripe.AuthenticationError):
            stripe.StripeClient("sk_test_other", base_addresses={"api": URL}).v1.refunds.list()


if __name__ == "__main__":
    unittest.main()
