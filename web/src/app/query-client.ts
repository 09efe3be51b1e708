import { QueryClient } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";

/** Events keep the cache up to date, so nothing is refetched on focus, and nothing polls. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      // The stream delivers what was missed, and lists announce it. Queries that failed without a network are retried.
      refetchOnReconnect: (query) => (query.state.status === "error" ? "always" : false),
      networkMode: "always",
      retry: (failures, error) => isProblem(error) && error.retryable && failures < 2,
      retryDelay: (failures, error) =>
        isProblem(error) && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** failures,
    },
    // A write is repeated only by the form that has its idempotency key.
    mutations: { retry: false, networkMode: "always" },
  },
});
