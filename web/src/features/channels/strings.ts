import { translated } from "@/lib/language";

export const channels = translated("channels/channels", {
  title: "Channels",
  description: "Where your messages go out.",
  whatsapp: "WhatsApp",
  inApp: "In-app",
  inAppHint: "Messages to users of this platform. There is nothing to set up.",
  price: (n: string, credits: string) => `A message costs ${n} ${credits}.`,
  credits: (n: number) => (n === 1 ? "credit" : "credits"),
  free: "A message costs nothing.",
  notConfigured: "This installation has no WhatsApp account. Messages can go out from a number of your own.",
  // State
  statuses: {
    active: "Active",
    paused: "Paused",
    stopped: "Stopped",
    pending: "Being verified",
    failed: "Not verified",
  } as Record<string, string>,
  meaning: {
    active: "Messages go out.",
    paused: "WhatsApp asked us to wait. Messages go out by themselves afterwards.",
    stopped: "Nothing goes out until the cause is gone. Messages wait and are not charged twice.",
    pending:
      "We are asking WhatsApp whether the token belongs to the number. New messages are refused until then.",
    failed: "WhatsApp did not confirm the number. New messages are refused. Connect it again, or remove it.",
  } as Record<string, string>,
  until: (time: string) => `Until ${time}.`,
  nextTry: (time: string) => `The next attempt is at ${time}.`,
  pace: "Pace",
  perSecond: (n: string) => `${n} messages a second`,
  cause: "Cause",
  steps: {
    provider_auth: "The access token is not accepted. Make a new one at Meta and connect the number again.",
    channel_restricted:
      "WhatsApp restricted the number. Open WhatsApp Manager, see Account quality, and resolve it.",
    account_blocked: "Meta blocked the business account. Open Business Support at Meta.",
    country_restricted: "The account may not send to this country. Check WhatsApp Manager.",
    display_name_not_approved:
      "Wait for the display name to be approved, or choose another in WhatsApp Manager.",
    payment_problem: "Meta could not charge you. Check the payment method in WhatsApp Manager.",
    number_not_registered: "Register the number for the Cloud API in WhatsApp Manager.",
    number_taken: "Another account uses this number, and its token still works.",
    number_displaced: "Another account has proven that the number is theirs.",
    business_account_not_subscribed:
      "Subscribe the app to the webhooks of the business account at Meta, then connect again.",
    number_not_confirmed:
      "The token does not belong to this number. Check the phone number ID, and make a new token at Meta.",
  } as Record<string, string>,
  // Own number
  shared: "You send from the platform's number.",
  sharedHint: "Connect a number of your own, and your messages come from your business.",
  connect: "Connect a number",
  reconnect: "Change the token",
  again: "Connect again",
  number: "Number",
  numberId: "Phone number ID",
  verifiedName: "Verified name",
  account: "Business account",
  verified: "Confirmed",
  unknown: "Not known yet",
  copy: (what: string) => `Copy: ${what}`,
  test: "Send a test message",
  remove: "Remove the number",
  removeTitle: "Remove the number?",
  removeText: "Your messages go out from the platform's number then, those that wait too.",
  removed: "Number removed",
  // Form
  connectHelp: "You find all of them in WhatsApp Manager, under API setup.",
  numberIdHelp: "The id, not the number itself.",
  token: "Access token",
  tokenHelp: "A permanent token of a system user. It is stored encrypted and never shown again.",
  accountId: "WhatsApp Business Account ID",
  accountIdHelp: "Its webhooks are checked then.",
  required: "This field is required.",
  cancel: "Cancel",
  wait: (seconds: number) => `Try again in ${seconds} s`,
  claimed: "WhatsApp confirmed the number",
  asking: "Asking WhatsApp…",
  // Webhooks
  hooks: "Webhook",
  hooksHint:
    "Meta reports deliveries and answers to this address. Enter it in the app's WhatsApp configuration.",
  hookUrl: "Callback URL",
  copyUrl: "Copy the callback URL",
  hookToken: "The verify token is the one that this installation's operator has set.",
  hookFields: "Subscribe to the field messages.",
});
