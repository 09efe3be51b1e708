import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";

/** The console settings that the server stores for the user. Flat: a change replaces a name as a whole. */
export type Preferences = Record<string, unknown>;

export const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  queryFn: async ({ signal }): Promise<Preferences> => data(api.GET("/v1/me/preferences", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface Flag {
  on: boolean;
  /** Whether they are loaded. */
  isKnown: boolean;
  /** Whether loading failed. */
  isFailed: boolean;
  set: (on: boolean) => void;
}

/** A boolean stored for the user. Applied at once, reverted if saving fails. */
export function useFlag(name: string): Flag {
  const client = useQueryClient();
  const { queryKey } = preferencesQuery;
  const { data: known, isError } = useQuery(preferencesQuery);
  const change = useMutation({
    mutationKey: queryKey,
    // In sequence, so that the last change wins.
    scope: { id: "preferences" },
    mutationFn: async (on: boolean): Promise<Preferences> => {
      const body = { [name]: on } as Record<string, never>;
      return data(api.PATCH("/v1/me/preferences", { body, keepalive: true }));
    },
    onMutate: (on) => {
      client.setQueryData<Preferences>(queryKey, (old) => ({ ...old, [name]: on }));
    },
    onSuccess: (all) => {
      // The response lacks changes that are still queued.
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
