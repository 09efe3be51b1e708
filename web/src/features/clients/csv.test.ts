import { describe, expect, it } from "vitest";
import { checkRows, readRows } from "./csv";
import type { Client } from "./queries";

const client = (id: string, username: string, status: Client["status"] = "active"): Client => ({
  id,
  username,
  status,
  role: "business_owner",
  created_at: "2026-01-02T03:04:05Z",
});
const known = [client("usr_1", "Cafe-Luna"), client("usr_2", "bike"), client("usr_3", "gone", "suspended")];

const cells = (text: string) => readRows(text).map(({ name, credits, note }) => [name, credits, note]);

describe("reading", () => {
  it("accepts commas, semicolons and tabs, with or without a header", () => {
    const rows = [
      ["cafe-luna", "500", "March"],
      ["bike", "250", ""],
    ];
    expect(cells("username,credits,note\ncafe-luna,500,March\nbike,250,\n")).toEqual(rows);
    expect(cells("cafe-luna;500;March\r\nbike;250;\r\n")).toEqual(rows);
    expect(cells("\uFEFFClient\tCredits\tNote\ncafe-luna\t500\tMarch\nbike\t250\t")).toEqual(rows);
  });

  it("keeps quoted separators, line breaks and quotation marks", () => {
    expect(cells('bike,5,"One, two\nand ""three"""')).toEqual([["bike", "5", 'One, two\nand "three"']]);
  });

  it("skips empty lines and keeps row numbers", () => {
    expect(readRows("username,credits\n\nbike,5\n\n").map(({ number }) => number)).toEqual([3]);
  });

  it("blames the row whose quotation mark is missing", () => {
    const rows = checkRows(readRows('cafe-luna,5\nbike,5,"open'), known).rows;
    expect(rows.map(({ error }) => error !== undefined)).toEqual([false, true]);
  });
});

describe("checking", () => {
  it("finds clients by name in any case, or by id, and sums up", () => {
    const { rows, total, wrong } = checkRows(readRows("CAFE-LUNA,500\nusr_2,250"), known);
    expect(rows.map(({ id }) => id)).toEqual(["usr_1", "usr_2"]);
    expect([total, wrong]).toEqual([750, 0]);
  });

  it("reports the error of each row, and sums valid rows only", () => {
    const text = "bike,10\nnobody,1\n,1\ngone,1\ncafe-luna,1.5\nbike,20\ncafe-luna,0\ncafe-luna,-3";
    const { rows, total, wrong } = checkRows(readRows(text), known);
    expect(rows.map(({ error }) => error)).toEqual([
      undefined,
      "You have no client with this name.",
      "A username is missing.",
      "This client is suspended.",
      "Credits must be a whole number from 1.",
      "This client is in row 1 already.",
      "Credits must be a whole number from 1.",
      "Credits must be a whole number from 1.",
    ]);
    expect([total, wrong]).toEqual([10, 7]);
  });
});
