import { logOut, type User } from "@/api/session";
import { toast } from "@/ui/toast";
import { app } from "./strings";

export function nameOf(user: User): string {
  return [user.first_name, user.last_name].filter(Boolean).join(" ") || user.username;
}

export function initials(user: User): string {
  const letters = [user.first_name, user.last_name].map((name) => name?.at(0) ?? "").join("");
  return (letters || user.username.slice(0, 2)).toUpperCase();
}

export async function endSession(): Promise<void> {
  await logOut().catch(() => toast(app.logOutFailed, { kind: "error" }));
}
