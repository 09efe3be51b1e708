import { useEffect, useState } from "react";
import { useNow } from "@/lib/use-now";
import { type ServiceWindow, serviceWindow } from "./window";

/** The window's remaining time. It closes to the second: text sent after that would be rejected. */
export function useServiceWindow(endsAt: string | null | undefined): ServiceWindow {
  useNow();
  const [, setClosed] = useState<string>();
  useEffect(() => {
    if (!endsAt) return;
    const timer = setTimeout(() => setClosed(endsAt), Math.max(0, Date.parse(endsAt) - Date.now()));
    return () => clearTimeout(timer);
  }, [endsAt]);
  return serviceWindow(endsAt, Date.now());
}
