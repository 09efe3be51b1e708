import { describe, expect, it } from "vitest";
import { handle, type StreamHandlers } from "./stream";

function record() {
  const calls: unknown[][] = [];
  const handlers: StreamHandlers = {
    cursor: () => undefined,
    onEvent: (event, cursor) => calls.push(["event", event.type, cursor]),
    onStart: (cursor) => calls.push(["start", cursor]),
    onConnection: () => {},
    onGap: () => calls.push(["gap"]),
  };
  return { calls, handlers };
}

describe("messages of the event stream", () => {
  it("reports events, the start, and a gap, and ignores what is unknown", () => {
    const { calls, handlers } = record();
    handle({ event: "cursor", id: "c0", data: '{"cursor":"c0"}' }, handlers);
    handle({ event: "gap", id: undefined, data: "{}" }, handlers);
    handle({ event: "job.queued", id: "c1", data: '{"seq":1,"type":"job.queued","data":{}}' }, handlers);
    handle({ event: "end", id: undefined, data: '{"reason":"session_ended"}' }, handlers);
    handle({ event: "new.kind", id: "c2", data: '{"other":true}' }, handlers);
    expect(calls).toEqual([["start", "c0"], ["gap"], ["event", "job.queued", "c1"]]);
  });
});
