import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { preferencesQuery, useSavePreference } from "@/live/preferences";
import { isMuted, isUnread, READ_UNTIL, readUntil } from "./model";
import { notificationsQuery } from "./queries";

/** The bell's entries and the number of unread ones. Sends no request before `enabled`. */
export function useNotifications(enabled: boolean) {
  const preferences = useQuery({ ...preferencesQuery, enabled });
  const query = useQuery({ ...notificationsQuery, enabled });
  const items = query.data?.filter(({ type }) => !isMuted(type, preferences.data));
  // Undefined until the preferences are loaded: nothing counts as unread until then.
  const until = preferences.data && readUntil(preferences.data);
  const unread = until === undefined ? 0 : (items?.filter((item) => isUnread(item, until)).length ?? 0);
  return { query, items, until, unread };
}

/** Stores for the user, on all devices, the time until which everything was read. */
export function useMarkRead(): (until: string) => void {
  const save = useSavePreference();
  return useCallback((until) => save(READ_UNTIL, until), [save]);
}
