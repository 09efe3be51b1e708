import { describe, expect, test } from "vitest";
import { type Answer, advance, cursorOf, isOver, type Job, startOf } from "./answer";
import { formatCost } from "./cost";
import { nameOf } from "./name";

const job = (state: Job["state"]) => ({ id: "job_1", state }) as Job;
const delta = (attempt: number, offset: number, text: string) => ({
  type: "completion.delta",
  data: { attempt, offset, text },
});
const reset = (attempt: number) => ({ type: "completion.reset", data: { attempt } });
const after = (...events: Parameters<typeof advance>[1][]) =>
  events.reduce<Answer>(advance, startOf(job("running")));

describe("an answer in progress", () => {
  test("consists of its pieces, each once, and resumes", () => {
    const answer = after(reset(1), delta(1, 0, "Good 👋"), delta(1, 0, "Good 👋"), delta(1, 6, " day"));
    expect(answer.text).toBe("Good 👋 day");
    // Offsets count code points; the hand is one.
    expect(cursorOf(answer)).toBe("1:10");
    expect(cursorOf(startOf(job("queued")))).toBeUndefined();
  });

  test("restarts with another attempt, and ignores the earlier one", () => {
    const answer = after(delta(1, 0, "Half"), reset(2), delta(1, 4, " of it"), delta(2, 0, "All"), reset(1));
    expect([answer.text, cursorOf(answer)]).toEqual(["All", "2:3"]);
    expect(after(delta(1, 0, "Half"), delta(2, 0, "All")).text).toBe("All");
  });

  test("ends once", () => {
    const ends = (["succeeded", "failed", "cancelled"] as const).map((state) => ({
      type: "job",
      data: { ...job(state) } as Record<string, unknown>,
    }));
    for (const end of ends) {
      const answer = after(delta(1, 0, "Half"), end, { type: "job", data: { ...job("running") } });
      expect([isOver(answer), answer.text]).toEqual([true, "Half"]);
    }
  });
});

test("a chat is named after the beginning of its first question", () => {
  expect(nameOf("  What\nis  it? ")).toBe("What is it?");
  const long = nameOf("What are all the things that one could say about the weather of the coming week?");
  expect(long).toBe("What are all the things that one could say about the…");
  expect([...nameOf("👋".repeat(80))]).toHaveLength(60);
});

test("a cost below a cent is shown with its digits", () => {
  expect(formatCost("0.001250", "USD")).toContain("0.00125");
  expect(formatCost("12.500000", "USD")).toContain("12.50");
});
