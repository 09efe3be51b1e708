import { Skeleton } from "@/ui/states";

/** Placeholder of a conversation that is being loaded, scrolled to its end. */
export function Placeholders() {
  return (
    <div className="flex min-h-0 grow flex-col justify-end gap-5 overflow-hidden px-4 py-4 sm:px-6">
      <Skeleton className="h-11 w-3/5 rounded-2xl" />
      <Skeleton className="h-11 w-2/5 self-end rounded-2xl" />
      <Skeleton className="h-16 w-1/2 rounded-2xl" />
    </div>
  );
}
