import { Link } from "@tanstack/react-router";
import type { Usage } from "@/features/plan/queries";
import { formatNumber, formatTime } from "@/lib/format";
import { buttonClass } from "@/ui/button";
import { assistant } from "./strings";

/** No questions are left today: shows when they return, and a link to the plan. */
export function OutOfUnits({ usage: { limit, resets_at } }: { usage: Usage }) {
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 bg-warn-soft px-4 py-2.5 text-on-warn-soft sm:px-6"
    >
      <p>
        <span className="font-medium">
          {limit ? assistant.used(formatNumber(limit)) : assistant.usedNone}
        </span>
        . {assistant.resets(formatTime(resets_at))}
      </p>
      <Link to="/plan" className={buttonClass("secondary", "sm")}>
        {assistant.upgrade}
      </Link>
    </div>
  );
}
