import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";

/** What the server remembers for the user's console, on every device. Flat: a change replaces a name as a whole. */
export type Preferences = Record<string, unknown>;

export const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  queryFn: async ({ signal }): Promise<Preferences> => data(api.GET("/v1/me/preferences", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface Flag {
  on: boolean;
  /** Whether the server has said. */
  isKnown: boolean;
  /** Whether it could not be asked. */
  isFailed: boolean;
  set: (on: boolean) => void;
}

/** A yes or no that is remembered for the user. It holds at once, and is taken back where it can't be kept. */
export function useFlag(name: string): Flag {
  const client = useQueryClient();
  const { queryKey } = preferencesQuery;
  const { data: known, isError } = useQuery(preferencesQuery);
  const change = useMutation({
    mutationKey: queryKey,
    // One after the other, so that the last one holds.
    scope: { id: "preferences" },
    mutationFn: async (on: boolean): Promise<Preferences> => {
      const body = { [name]: on } as Record<string, never>;
      return data(api.PATCH("/v1/me/preferences", { body, keepalive: true }));
    },
    onMutate: (on) => {
      client.setQueryData<Preferences>(queryKey, (old) => ({ ...old, [name]: on }));
    },
    onSuccess: (all) => {
      // The answer does not know of changes that still wait.
      if (client.isMutating({ mutationKey: queryKey }) === 1) client.setQueryData<Preferences>(queryKey, all);
    },
    onError: () => void client.invalidateQueries({ queryKey }),
  });
  return {
    on: known?.[name] === true,
    isKnown: known !== undefined,
    isFailed: known === undefined && isError,
    set: (on) => change.mutate(on),
  };
}
