// stripe-node, which takes a host and a port but no path.
import assert from "node:assert/strict";
import { test } from "node:test";
import Stripe from "stripe";
import { control, receive, url } from "./receiver.mjs";

const { hostname, port } = new URL(url);
const client = (key) => new Stripe(key, { host: hostname, port: Number(port), protocol: "http" });
const stripe = client("sk_test_simulator_stripe_key");
const checkout = {
  mode: "payment",
  line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 500, product_data: { name: "Credits" } } }],
  success_url: "http://127.0.0.1:1/done",
};

test("a payment, its refunds and their events", async (t) => {
  const receiver = await receive();
  t.after(() => receiver.close());
  const session = await stripe.checkout.sessions.create(checkout);
  await control("POST", `stripe/sessions/${session.id}/pay`);
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });
  assert.equal(paid.payment_intent.latest_charge.amount, 500);
  const refund = await stripe.refunds.create({ payment_intent: paid.payment_intent.id, amount: 200 });
  assert.deepEqual([refund.amount, refund.currency], [200, "usd"]);
  for (;;) {
    const { headers, body } = await receiver.take();
    const event = stripe.webhooks.constructEvent(body, headers["stripe-signature"], "whsec_simulator_stripe_secret");
    if (event.type === "refund.created") {
      assert.equal(event.data.object.id, refund.id);
      break;
    }
  }
  const listed = [];
  for await (const it of stripe.refunds.list({ payment_intent: paid.payment_intent.id, limit: 1 })) listed.push(it.id);
  assert.deepEqual(listed, [refund.id]);
});

test("request ids and idempotency", async () => {
  const create = () => stripe.checkout.sessions.create(checkout, { idempotencyKey: "contract-node" });
  const [first, again] = [await create(), await create()];
  assert.equal(first.id, again.id);
  assert.match(first.lastResponse.requestId, /^req_/);
  assert.equal(again.lastResponse.headers["original-request"], first.lastResponse.requestId);
  assert.equal(again.lastResponse.headers["idempotent-replayed"], "true");
  const other = stripe.checkout.sessions.create({ ...checkout, metadata: { a: "b" } }, { idempotencyKey: "contract-node" });
  await assert.rejects(other, Stripe.errors.StripeIdempotencyError);
});

test("errors have their class", async () => {
  await assert.rejects(stripe.refunds.retrieve("re_none"), Stripe.errors.StripeInvalidRequestError);
  await assert.rejects(client("sk_test_other").refunds.list(), Stripe.errors.StripeAuthenticationError);
});
