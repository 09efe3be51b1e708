import { QueryClient } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";

/** Events keep the cache up to date, so nothing is fetched again for a focus, and nothing is polled. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      // The stream brings what was missed, and lists announce it. What failed without a network is tried again.
      refetchOnReconnect: (query) => (query.state.status === "error" ? "always" : false),
      networkMode: "always",
      retry: (failures, error) => isProblem(error) && error.retryable && failures < 2,
      retryDelay: (failures, error) =>
        isProblem(error) && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** failures,
    },
    // A write is sent again by the form that has its idempotency key, never by itself.
    mutations: { retry: false, networkMode: "always" },
  },
});
