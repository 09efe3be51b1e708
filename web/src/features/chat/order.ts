import type { Conversation } from "./model";

/** The displayed order of a list. New messages change rows, but don't move them. */
export interface Order {
  ids: readonly string[];
  /** The newest message of each when this order was made. */
  seqs: ReadonlyMap<string, number>;
}

export function orderOf(list: readonly Conversation[]): Order {
  return {
    ids: list.map(({ id }) => id),
    seqs: new Map(list.map(({ id, last_seq }) => [id, last_seq])),
  };
}

const newestAt = ({ last_message, created_at }: Conversation): string =>
  last_message?.created_at ?? created_at;

/** Newest message first, as the server sorts them. */
export function byNewest(list: readonly Conversation[]): Conversation[] {
  return list.toSorted((a, b) => newestAt(b).localeCompare(newestAt(a)));
}

/**
 * Conversations in the displayed order, then older ones loaded since; and those that would now be elsewhere: with newer
 * messages, or new ones.
 */
export function arrange(list: readonly Conversation[], { ids, seqs }: Order) {
  const sorted = byNewest(list);
  const byId = new Map(sorted.map((one) => [one.id, one]));
  const shown = ids.map((id) => byId.get(id)).filter((one) => one !== undefined);
  const end = sorted.findLastIndex(({ id, last_seq }) => seqs.get(id) === last_seq);
  const isKnown = (id: string) => seqs.has(id);
  const moved = sorted.filter(({ id, last_seq }, at) =>
    isKnown(id) ? last_seq > (seqs.get(id) ?? 0) && id !== ids[0] : at < end,
  );
  const older = sorted.filter(({ id }, at) => !isKnown(id) && at > end);
  return { rows: [...shown, ...older], moved };
}
