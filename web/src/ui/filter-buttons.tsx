import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";
import X from "lucide-react/icons/x";
import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { Button } from "./button";
import { ui } from "./strings";

interface Props {
  /** Number of active filters. */
  active: number;
  /** Whether the fields are shown on a phone. */
  open: boolean;
  onOpen: (open: boolean) => void;
  onClear: () => void;
  /** Content at the end of the row. */
  aside: ReactNode;
  className?: string;
}

/** The buttons beside filters: one shows them on phones, one clears them. */
export function FilterButtons({ active, open, onOpen, onClear, aside, className }: Props) {
  return (
    <div className={cx("flex flex-wrap items-center gap-x-1 gap-y-2 sm:order-last sm:grow", className)}>
      <Button
        className="sm:hidden"
        icon={<SlidersHorizontal size={16} aria-hidden />}
        aria-expanded={open}
        data-show-filters
        onClick={() => onOpen(!open)}
      >
        {ui.filters(active)}
      </Button>
      {active > 0 && (
        <Button look="quiet" size="sm" icon={<X size={14} aria-hidden />} onClick={onClear}>
          <span>
            {ui.clear}
            <span className="max-sm:sr-only"> {ui.clearWhat}</span>
          </span>
        </Button>
      )}
      <div className="ml-auto">{aside}</div>
    </div>
  );
}
