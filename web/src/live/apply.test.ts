import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isNewest, LiveApplier, onLive, patch, refetchSoon, watchLive } from "./apply";
import type { LiveEvent } from "./event";

const event = (seq: number, status: string): LiveEvent => ({
  id: `evt_${seq}`,
  seq,
  type: "thing.changed",
  data: { id: "a", status },
  created_at: "2026-01-02T03:04:05Z",
});

interface Thing {
  status: string;
}

onLive("thing.", ({ seq, data: { id, status } }, client) => {
  if (isNewest(`thing:${id}`, seq))
    patch<Thing>(client, ["thing", id], (old) => ({ ...old, status: String(status) }));
});

let client: QueryClient;
let applier: LiveApplier;
const status = () => client.getQueryData<Thing>(["thing", "a"])?.status;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date", "requestAnimationFrame"] });
  client = new QueryClient();
  applier = new LiveApplier(client);
});

afterEach(() => {
  applier.close();
  vi.useRealTimers();
});

const frame = () => vi.advanceTimersByTimeAsync(200);

test("of two events about one object the higher number wins, in any order", async () => {
  client.setQueryData(["thing", "a"], { status: "queued" });
  applier.add(event(8, "delivered"));
  applier.add(event(7, "sent"));
  await frame();
  expect(status()).toBe("delivered");
  applier.add(event(9, "read"));
  await frame();
  expect(status()).toBe("read");
});

test("an event is applied to cached objects only", async () => {
  applier.add(event(1, "sent"));
  await frame();
  expect(client.getQueryData(["thing", "a"])).toBeUndefined();
});

test("a response in flight during an event does not undo it", async () => {
  let answer: (thing: Thing) => void = () => {};
  const fetching = client.fetchQuery({
    queryKey: ["thing", "a"],
    queryFn: () => new Promise<Thing>((resolve) => (answer = resolve)),
  });
  applier.add(event(5, "delivered"));
  await frame();
  answer({ status: "queued" });
  await fetching;
  await frame();
  expect(status()).toBe("delivered");
});

test("an event from before a fetch is not applied to its response", async () => {
  applier.add(event(5, "sent"));
  await frame();
  await client.fetchQuery({ queryKey: ["thing", "a"], queryFn: async () => ({ status: "delivered" }) });
  await frame();
  expect(status()).toBe("delivered");
});

test("a burst is one batch", async () => {
  const batches: number[] = [];
  const stop = watchLive((events) => batches.push(events.length));
  for (let seq = 1; seq <= 1000; seq += 1) applier.add(event(seq, "sent"));
  await frame();
  stop();
  expect(batches).toEqual([1000]);
});

test("a list is fetched at most once a second, however many events arrive", async () => {
  let fetches = 0;
  const invalidated = vi.spyOn(client, "invalidateQueries").mockImplementation(async () => {
    fetches += 1;
  });
  for (let at = 0; at < 50; at += 1) refetchSoon(client, ["list"]);
  await vi.advanceTimersByTimeAsync(10);
  expect(fetches).toBe(1);
  for (let at = 0; at < 50; at += 1) refetchSoon(client, ["list"]);
  await vi.advanceTimersByTimeAsync(900);
  expect(fetches).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(fetches).toBe(2);
  invalidated.mockRestore();
});
