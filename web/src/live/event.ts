/** An event of the user's log (docs/events.md), as the stream carries it. */
export interface LiveEvent {
  id: string;
  /** Of two events about one thing the higher is the later. */
  seq: number;
  type: string;
  data: Record<string, unknown>;
  created_at: string;
  /** Its place in the log, by which the stream goes on after it. */
  cursor?: string;
}

export type Connection = "connecting" | "live" | "offline";

export function isLiveEvent(value: unknown): value is LiveEvent {
  return (
    typeof value === "object" &&
    value !== null &&
    "seq" in value &&
    typeof value.seq === "number" &&
    "type" in value &&
    typeof value.type === "string" &&
    "data" in value &&
    typeof value.data === "object"
  );
}
