import { useSyncExternalStore } from "react";
import { getSession, type Session, subscribeSession, type User } from "@/api/session";

export function useSession(): Session {
  return useSyncExternalStore(subscribeSession, getSession);
}

/** The user of a page inside the console. */
export function useUser(): User {
  const session = useSession();
  if (!("user" in session)) throw new Error("There is no session on this page.");
  return session.user;
}
