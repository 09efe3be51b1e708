import type { Contact } from "./queries";

/** The order that a list is shown in. Contacts that write meanwhile change their rows, and don't move them. */
export interface Order {
  phones: readonly string[];
  /** When the newest message came in, at the moment of this order. */
  newest: string;
}

export function orderOf(contacts: readonly Contact[]): Order {
  return { phones: contacts.map(({ to }) => to), newest: contacts[0]?.last_inbound_at ?? "" };
}

/**
 * Contacts in the order that is shown, then older ones that were loaded since; and how many would stand elsewhere now.
 * Times are whole seconds, so what is older is told by its place: behind all that are shown.
 */
export function arrange(contacts: readonly Contact[], { phones, newest }: Order) {
  const known = new Set(phones);
  const byPhone = new Map(contacts.map((contact) => [contact.to, contact]));
  const shown = phones.map((phone) => byPhone.get(phone)).filter((contact) => contact !== undefined);
  const end = contacts.findLastIndex(({ to }) => known.has(to));
  const moved = contacts.filter(({ to, last_inbound_at }, at) =>
    known.has(to) ? last_inbound_at > newest && to !== phones[0] : at < end,
  );
  const older = contacts.slice(end + 1);
  return { rows: [...shown, ...older], moved: moved.length };
}
