import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
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

/** Changes a preference. Applied at once, reverted if saving fails. */
export function useSavePreference(): (name: string, value: unknown) => void {
  const client = useQueryClient();
  const { queryKey } = preferencesQuery;
  const { mutate } = useMutation({
    mutationKey: queryKey,
    // In sequence, so that the last change wins.
    scope: { id: "preferences" },
    mutationFn: async (change: Preferences): Promise<Preferences> => {
      const body = change as Record<string, never>;
      return data(api.PATCH("/v1/me/preferences", { body, keepalive: true }));
    },
    onMutate: (change) => {
      client.setQueryData<Preferences>(queryKey, (old) => ({ ...old, ...change }));
    },
    onSuccess: (all) => {
      // The response lacks changes that are still queued.
      if (client.isMutating({ mutationKey: queryKey }) === 1) client.setQueryData<Preferences>(queryKey, all);
    },
    onError: () => void client.invalidateQueries({ queryKey }),
  });
  return useCallback((name, value) => mutate({ [name]: value }), [mutate]);
}

/** A boolean stored for the user. */
export function useFlag(name: string): Flag {
  const { data: known, isError } = useQuery(preferencesQuery);
  const save = useSavePreference();
  return {
    on: known?.[name] === true,
    isKnown: known !== undefined,
    isFailed: known === undefined && isError,
    set: (on) => save(name, on),
  };
}
