import { formatNumber } from "@/lib/format";
import { channels } from "./strings";

/** What a message costs; with its room where that is not known yet. */
export function Price({ price }: { price: number | undefined }) {
  return (
    <p className="min-h-5.5">
      {price === undefined
        ? ""
        : price === 0
          ? channels.free
          : channels.price(formatNumber(price), channels.credits(price))}
    </p>
  );
}
