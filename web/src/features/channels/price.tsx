import { formatNumber } from "@/lib/format";
import { channels } from "./strings";

/** The price of a message; its space is reserved while loading. */
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
