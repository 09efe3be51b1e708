import { MOST_NEW } from "@/live/new-rows";
import { Pill } from "./pill";
import { ui } from "./strings";

/** Announces rows that a list does not show yet: they never move what is under the pointer. Place it at the list's top. */
export function NewRowsPill({ count, onShow }: { count: number; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <div className="pointer-events-none sticky top-16 z-10 flex h-0 justify-center">
      <div className="pointer-events-auto mt-1.5 h-6 rounded-full shadow-high pointer-coarse:mt-0.5">
        <Pill tone="accent" onClick={onShow}>
          {ui.newRows(count, MOST_NEW)}
          <span className="sr-only">{ui.newRowsHint}</span>
        </Pill>
      </div>
    </div>
  );
}
