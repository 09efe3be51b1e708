import type { ReactNode } from "react";
import { cx } from "@/lib/cx";
import { formatNumber, formatShort, formatWait } from "@/lib/format";
import { Section } from "@/ui/section";
import { type Draft, kindOf } from "./draft";
import { compose } from "./strings";
import type { Quote } from "./use-quote";

/** A shorter wait is not worth showing. */
const SHOWN_DELAY_S = 5;

interface Props {
  draft: Draft;
  quote: Quote | undefined;
  price: number | undefined;
  balance: number | undefined;
  /** The balance already includes the charge. */
  charged: boolean;
  failed: boolean;
}

/** A message's price and expected send time. */
export function QuotePanel({ draft, quote, price, balance, charged, failed }: Props) {
  const after = price !== undefined && balance !== undefined ? balance - (charged ? 0 : price) : undefined;
  const freeText = draft.channel === "whatsapp" && kindOf(draft) !== "template";
  return (
    <Section title={compose.quote}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3" aria-live="polite">
        <Fact label={compose.price}>
          {price === undefined ? "–" : price === 0 ? compose.free : compose.credits(price)}
        </Fact>
        <Fact label={compose.balanceAfter}>
          <span className={cx(after !== undefined && after < 0 && "text-danger")}>
            {after === undefined ? "–" : formatNumber(after)}
          </span>
        </Fact>
        <Fact label={compose.goesOut}>{goesOut(draft, quote)}</Fact>
        {quote?.segments ? <Fact label={compose.segments}>{quote.segments}</Fact> : null}
        {freeText && (
          <Fact label={compose.window} wide>
            <span className="text-sm font-normal">
              {quote?.window_ends_at
                ? compose.windowUntil(formatShort(quote.window_ends_at))
                : compose.windowClosed}
            </span>
          </Fact>
        )}
      </dl>
      {failed && <p className="mt-3 text-sm text-muted">{compose.quoteFailed}</p>}
    </Section>
  );
}

function goesOut(draft: Draft, quote: Quote | undefined): string {
  if (draft.when === "later") {
    return Number.isNaN(Date.parse(draft.at)) ? "–" : formatShort(new Date(draft.at).toISOString());
  }
  const delay = quote?.expected_delay_seconds ?? 0;
  return delay > SHOWN_DELAY_S ? compose.inQueue(formatWait(delay * 1000)) : compose.atOnce;
}

function Fact({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={cx("grid content-start gap-0.5", wide && "col-span-2")}>
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="font-medium tabular-nums">{children}</dd>
    </div>
  );
}

/** The text as the recipient sees it. */
export function Preview({ text }: { text: string }) {
  return (
    <Section title={compose.preview}>
      <div className="min-h-16">
        {text.trim() === "" ? (
          <p className="text-muted">{compose.previewEmpty}</p>
        ) : (
          <p className="max-h-80 w-fit max-w-full overflow-y-auto rounded-xl rounded-bl-sm bg-accent-soft px-3.5 py-2.5 break-words whitespace-pre-wrap text-on-accent-soft">
            {text}
          </p>
        )}
      </div>
    </Section>
  );
}
