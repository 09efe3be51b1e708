import type { Contact } from "./queries";

/** The displayed order of a list. New messages change rows, but don't move them. */
export interface Order {
  phones: readonly string[];
  /** When the newest message was received, when this order was made. */
  newest: string;
}

export function orderOf(contacts: readonly Contact[]): Order {
  return { phones: contacts.map(({ to }) => to), newest: contacts[0]?.last_inbound_at ?? "" };
}

/**
 * Contacts in the displayed order, then older ones loaded since; and how many would now be elsewhere. Times are whole
 * seconds, so older contacts are recognized by their position: behind all displayed ones.
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
