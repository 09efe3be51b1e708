import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { CopyButton } from "@/ui/copy";
import { Section } from "@/ui/section";
import { DateTime } from "@/ui/values";
import { isRefunded, isSent, type Message } from "./model";
import { messages, message as text } from "./strings";

/** A message's details: price, ids, attachment. */
export function Facts({ message }: { message: Message }) {
  const sent = isSent(message);
  return (
    <Section title={text.facts}>
      <dl className="grid gap-3.5">
        {sent && <Price message={message} />}
        <Fact label={text.channel}>{messages.channels[message.channel]}</Fact>
        <Fact label={text.segments}>{message.segments}</Fact>
        <Fact label={sent ? text.accepted : text.steps.received}>
          <DateTime value={message.created_at} />
        </Fact>
        <IdFact label={text.id} id={message.id} />
        {message.job_id && (
          <IdFact
            label={text.jobId}
            id={message.job_id}
            link={(id, className) => (
              <Link to="/jobs/$id" params={{ id }} className={className}>
                {id}
              </Link>
            )}
          />
        )}
        {message.provider_message_id && <IdFact label={text.providerId} id={message.provider_message_id} />}
        {message.retry_of && (
          <Fact label={text.retryOf}>
            <Link to="/messages/$id" params={{ id: message.retry_of }} className="link">
              {text.original}
            </Link>
          </Fact>
        )}
        {Object.keys(message.metadata).length > 0 && (
          <Fact label={text.metadata}>
            <pre className="mt-1 rounded-lg bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap">
              {JSON.stringify(message.metadata, null, 2)}
            </pre>
          </Fact>
        )}
      </dl>
    </Section>
  );
}

function Price({ message }: { message: Message }) {
  const price = message.price ?? 0;
  const refunded = isRefunded(message);
  return (
    <Fact label={text.price}>
      <p>
        {price === 0 ? text.free : refunded ? text.refunded(price) : text.charged(price)}{" "}
        {price > 0 && (
          <Link to="/credits" search={{}} className="link">
            {text.statement}
          </Link>
        )}
      </p>
    </Fact>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-0.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

interface IdProps {
  label: string;
  id: string;
  link?: (id: string, className: string) => ReactNode;
}

function IdFact({ label, id, link }: IdProps) {
  const look = "min-w-0 truncate font-mono text-xs";
  return (
    <Fact label={label}>
      <span className="-my-1.5 flex items-center justify-between gap-1 pointer-coarse:-my-3">
        {link ? link(id, `link ${look}`) : <code className={look}>{id}</code>}
        <CopyButton text={id} label={`${text.copyId}: ${label}`} />
      </span>
    </Fact>
  );
}
