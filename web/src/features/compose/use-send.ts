import { useCallback, useEffect, useRef, useState } from "react";
import { api, data, idempotent } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import type { NewMessage } from "./draft";

export type Accepted = components["schemas"]["Accepted"];

export type Sending =
  | { state: "idle" | "sending" | "finding-out" }
  | { state: "refused"; error: unknown }
  | { state: "accepted"; accepted: Accepted };

/** A connection without a response for this long is abandoned. */
const ANSWER_MS = 15_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Whether the outcome of a send is unknown: no response, or an inconclusive one. */
export function isUncertain(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === "TimeoutError";
  return (
    isProblem(error) && (error.status === 0 || error.status >= 500 || error.code === "idempotency_in_flight")
  );
}

async function post(key: string, body: NewMessage): Promise<Accepted> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  return (await data(api.POST("/v1/messages", { body, headers: idempotent(key), signal }))) as Accepted;
}

function pause(tries: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries));
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

/**
 * Sends once under a key. Without a response the request is repeated under the same key: the server then returns the
 * first response, or executes it now. Undefined if `signal` ended the wait.
 */
export async function sendOnce(
  key: string,
  body: NewMessage,
  onUncertain: () => void,
  signal: AbortSignal,
): Promise<Accepted | undefined> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await post(key, body);
    } catch (error) {
      if (!isUncertain(error)) throw error;
      onUncertain();
      await pause(tries, signal);
      if (signal.aborted) return undefined;
    }
  }
}

interface Options {
  /** Called with the request before it is sent, and with undefined once its outcome is known. */
  onPending: (body: NewMessage | undefined) => void;
  onAccepted: (accepted: Accepted) => void;
}

export function useSend({ onPending, onAccepted }: Options) {
  const [sending, setSending] = useState<Sending>({ state: "idle" });
  const busy = useRef(false);
  const page = useRef<AbortController>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    page.current = controller;
    return () => controller.abort();
  }, []);
  const send = async (key: string, body: NewMessage) => {
    // State updates come too late for a double click.
    if (busy.current) return;
    busy.current = true;
    const { signal } = page.current ?? new AbortController();
    setSending({ state: "sending" });
    onPending(body);
    try {
      const accepted = await sendOnce(key, body, () => setSending({ state: "finding-out" }), signal);
      if (!accepted) return;
      onAccepted(accepted);
      setSending({ state: "accepted", accepted });
    } catch (error) {
      onPending(undefined);
      setSending({ state: "refused", error });
    } finally {
      busy.current = false;
    }
  };
  const reset = useCallback(() => setSending({ state: "idle" }), []);
  return { sending, send, reset };
}
