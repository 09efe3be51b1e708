import Papa from "papaparse";
import type { Client } from "./queries";
import { many } from "./strings";

/** The maximum number of rows per request. */
export const MOST_ROWS = 1000;

/** One row of a file, with its error. */
export interface Row {
  /** Its line number in the file; a header counts. */
  number: number;
  name: string;
  credits: string;
  note: string;
  /** The client it names. */
  id: string | undefined;
  error: string | undefined;
}

export interface Checked {
  rows: Row[];
  /** Credits of the valid rows. */
  total: number;
  wrong: number;
}

const isWhole = (text: string) => /^[1-9]\d{0,11}$/.test(text);

/** Whether a first row is a header: its second cell is not a number. */
const isHeader = ([, second = ""]: string[]) => second !== "" && !/\d/.test(second);

/** Parses rows of client, credits and note, separated by commas, semicolons or tabs, as spreadsheets write them. */
export function readRows(text: string): Row[] {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    delimitersToGuess: [",", ";", "\t"],
  });
  const unreadable = new Set(
    errors.filter(({ type }) => type === "Quotes").map(({ row }) => row ?? data.length - 1),
  );
  const rows = data.map((cells, at): Row => {
    const [name = "", credits = "", note = ""] = cells.map((cell) => cell.trim());
    const error = unreadable.has(at) ? many.errors.unreadable : undefined;
    return { number: at + 1, name, credits, note, id: undefined, error };
  });
  const first = data[0];
  return rows
    .slice(first && isHeader(first.map((cell) => cell.trim())) ? 1 : 0)
    .filter(({ name, credits, note }) => name || credits || note);
}

function errorOf(row: Row, client: Client | undefined, before: number | undefined): string | undefined {
  if (row.error) return row.error;
  if (!row.name) return many.errors.noClient;
  if (!client) return many.errors.unknown;
  if (client.status === "suspended") return many.errors.suspended;
  if (!isWhole(row.credits)) return many.errors.credits;
  if (before !== undefined) return many.errors.twice(before);
  return undefined;
}

/** Finds the client of each row, by name or id, and its error. */
export function checkRows(rows: readonly Row[], clients: readonly Client[]): Checked {
  const known = new Map(
    clients.flatMap((one) => [[one.username.toLowerCase(), one] as const, [one.id, one]]),
  );
  const seen = new Map<string, number>();
  let [total, wrong] = [0, 0];
  const checked = rows.map((row) => {
    const client = known.get(row.name.toLowerCase());
    const error = errorOf(row, client, client && seen.get(client.id));
    if (client && !seen.has(client.id)) seen.set(client.id, row.number);
    if (error) wrong += 1;
    else total += Number(row.credits);
    return { ...row, id: client?.id, error };
  });
  return { rows: checked, total, wrong };
}
