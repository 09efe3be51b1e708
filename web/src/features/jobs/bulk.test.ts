import { describe, expect, it } from "vitest";
import { applies, bulkOutcomeOf, type JobCounts, matchedBy, scopeOf } from "./bulk";

const counts: JobCounts = {
  as_of: "2026-01-02T03:04:05Z",
  limit: 10_000,
  data: [
    { state: "queued", count: 3, capped: false },
    { state: "running", count: 5, capped: false },
    { state: "retrying", count: 4, capped: false },
    { state: "succeeded", count: 10_000, capped: true },
    { state: "failed", count: 2, capped: true },
    { state: "cancelled", count: 9, capped: false },
  ],
};

describe("jobs that a bulk action changes", () => {
  it("are those that wait, or those that failed", () => {
    expect(matchedBy("cancel", undefined, counts)).toEqual({ count: 7, capped: false });
    expect(matchedBy("cancel", "retrying", counts)).toEqual({ count: 4, capped: false });
    expect(matchedBy("retry", "failed", counts)).toEqual({ count: 2, capped: true });
  });

  it("are none of the states that an action does not change", () => {
    expect([applies("cancel", "running"), applies("retry", "queued")]).toEqual([false, false]);
    expect([applies("cancel", "queued"), applies("retry", undefined)]).toEqual([true, true]);
  });

  it("are those of the list's filters, whose last day belongs to them", () => {
    const scope = scopeOf({ kind: "message.send", since: "2026-01-02", until: "2026-01-02" }, "usr_1");
    expect(scope).toMatchObject({ kind: "message.send", owner_id: "usr_1" });
    expect(Date.parse(scope.until ?? "") - Date.parse(scope.since ?? "")).toBe(86_400_000);
  });
});

it("a result is that of a bulk job, or of none", () => {
  const result = { matched: 3, done: 2, skipped: 1, failed: 0, reasons: { job_not_cancellable: 1 } };
  expect(bulkOutcomeOf({ kind: "jobs.bulk", result })).toEqual(result);
  expect(bulkOutcomeOf({ kind: "jobs.bulk", result: null })).toBeUndefined();
  expect(bulkOutcomeOf({ kind: "message.send", result })).toBeUndefined();
});
