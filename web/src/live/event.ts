/** An event of the user's log (docs/events.md), as the stream carries it. */
export interface LiveEvent {
  id: string;
  /** Of two events about one object the higher is the later. */
  seq: number;
  type: string;
  data: Record<string, unknown>;
  created_at: string;
  /** Its cursor, after which the stream can be resumed. */
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
