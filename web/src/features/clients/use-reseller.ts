import { useSearch } from "@tanstack/react-router";
import { useUser } from "@/app/use-session";

/** The reseller whose clients are shown: the user, or for an admin the one in the address. */
export function useReseller(): string | undefined {
  const user = useUser();
  const { reseller } = useSearch({ strict: false });
  return user.role === "reseller" ? user.id : reseller;
}
