import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, data } from "@/api/client";
import { isProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import type { NewMessage } from "./draft";

export type Quote = components["schemas"]["DryRun"];
export type Refusal = components["schemas"]["Refused"];

const PAUSE_MS = 400;

export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}

/** The result of a dry run, requested when typing pauses and when the balance has changed. */
export function useQuote(request: NewMessage | undefined, balance: number | undefined) {
  const now = request && JSON.stringify(request);
  const text = useSettled(now, PAUSE_MS);
  const query = useQuery({
    queryKey: ["dry-run", text, balance],
    enabled: text !== undefined && now !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    queryFn: async ({ signal }) => {
      const body = JSON.parse(text ?? "{}") as NewMessage;
      const call = api.POST("/v1/messages", { params: { query: { dry_run: true } }, body, signal });
      return (await data(call)) as Quote;
    },
  });
  if (now === undefined) return { quote: undefined, refusals: [], failed: false };
  const refused = isProblem(query.error) && query.error.status === 422 ? query.error : undefined;
  const refusals: Refusal[] = refused
    ? [{ code: refused.code, message: refused.message, errors: refused.fields }]
    : (query.data?.refusals ?? []);
  return {
    quote: query.data,
    // They would refer to an older text.
    refusals: now === text && !query.isPlaceholderData ? refusals : [],
    failed: query.isError && !refused,
  };
}
