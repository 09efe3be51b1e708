import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, data, idempotent, newIdempotencyKey, preferWait } from "@/api/client";
import { latest } from "@/api/job";
import type { components } from "@/api/schema";
import { leaveForCheckout } from "@/lib/checkout";
import { toast } from "@/ui/toast";
import { subscriptionQuery } from "./queries";
import { plan } from "./strings";

type Job = components["schemas"]["Job"];

/** Seconds that a request waits for the payment provider, which takes less than one. */
const WAIT_SECONDS = 15;

/** An address from a job's result, or why there is none. */
function urlOf(job: Job, name: string, otherwise: string): string {
  const url = (job.result as Record<string, unknown> | null | undefined)?.[name];
  if (typeof url !== "string") throw new Error(job.error?.message ?? otherwise);
  return url;
}

/** Opens the page on which Pro is paid. */
export function useUpgrade() {
  // One subscription, however often it is requested.
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: async () => {
      const headers = { ...idempotent(key), ...preferWait(WAIT_SECONDS) };
      const { job } = await data(api.POST("/v1/subscription", { body: { plan: "pro" }, headers }));
      return urlOf(await latest(job, WAIT_SECONDS), "checkout_url", plan.prepareFailed);
    },
    onSuccess: (url) => leaveForCheckout("plan", url),
  });
}

/** Opens the provider's page with invoices and cards. Its address expires soon, so each press requests a new one. */
export function usePortal() {
  return useMutation({
    mutationFn: async () => {
      const headers = { ...idempotent(newIdempotencyKey()), ...preferWait(WAIT_SECONDS) };
      const { job } = await data(api.POST("/v1/subscription/portal", { headers }));
      return urlOf(job, "url", plan.portalFailed);
    },
    onSuccess: (url) => location.assign(url),
  });
}

/** Cancels Pro at the end of its period, or undoes that. */
export function useChange(what: "cancel" | "resume", onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const headers = { ...idempotent(newIdempotencyKey()), ...preferWait(WAIT_SECONDS) };
      const call =
        what === "cancel"
          ? api.POST("/v1/subscription/cancel", { headers })
          : api.POST("/v1/subscription/resume", { headers });
      const { job, subscription } = await data(call);
      if (job.state === "failed") throw new Error(job.error?.message ?? plan.failed);
      return subscription;
    },
    onSuccess: () => {
      toast(what === "cancel" ? plan.cancelled : plan.resumed);
      void client.invalidateQueries({ queryKey: subscriptionQuery.queryKey });
      onDone?.();
    },
  });
}
