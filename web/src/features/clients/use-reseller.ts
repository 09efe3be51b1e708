import { useSearch } from "@tanstack/react-router";
import { useUser } from "@/app/use-session";

/** Whose clients the page shows: a reseller's own, or for an admin those of the one in the address. */
export function useReseller(): string | undefined {
  const user = useUser();
  const { reseller } = useSearch({ strict: false });
  return user.role === "reseller" ? user.id : reseller;
}
