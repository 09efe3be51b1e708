import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { formatExact, formatNumber, formatShort } from "@/lib/format";
import { Button, buttonClass } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { Pill } from "@/ui/pill";
import { Section } from "@/ui/section";
import { ErrorState, Skeleton } from "@/ui/states";
import type { Tone } from "@/ui/status-chip";
import { toast } from "@/ui/toast";
import { Price } from "./price";
import { channelQuery, type WhatsappChannel } from "./queries";
import { channels } from "./strings";

const ConnectDialog = lazy(() => import("./connect-dialog"));
const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

const tones: Record<string, Tone> = {
  active: "ok",
  paused: "warn",
  stopped: "danger",
  pending: "info",
  failed: "danger",
};

interface Props {
  price: number | undefined;
  /** The platform has no shared number. */
  missing: boolean;
}

/** The WhatsApp channel: its state, the remedy for problems, and the account's own number. */
export function WhatsappSection({ price, missing }: Props) {
  const query = useQuery(channelQuery);
  const status = query.data?.status;
  return (
    <Section
      title={channels.whatsapp}
      actions={status && <Pill tone={tones[status] ?? "idle"}>{channels.statuses[status] ?? status}</Pill>}
    >
      {query.data ? (
        <Loaded channel={query.data} price={price} missing={missing} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-67.5 sm:h-56" />
      )}
    </Section>
  );
}

function Loaded({ channel, price, missing }: Props & { channel: WhatsappChannel }) {
  const { number } = channel;
  return (
    <div className="grid gap-5">
      <State channel={channel} />
      {number ? (
        <OwnNumber number={number} />
      ) : (
        <div className="grid gap-1">
          <p className="font-medium">{missing ? channels.notConfigured : channels.shared}</p>
          <p className="text-muted">{channels.sharedHint}</p>
        </div>
      )}
      <Price price={price} />
      <Actions channel={channel} />
    </div>
  );
}

function State({
  channel: { status, code, until, messages_per_second: pace },
}: {
  channel: WhatsappChannel;
}) {
  const time = until && formatShort(until);
  return (
    <div className="grid gap-3" aria-live="polite">
      <p>
        {channels.meaning[status] ?? ""}{" "}
        {time && (status === "paused" ? channels.until(time) : channels.nextTry(time))}
      </p>
      {code && (
        <div className="grid gap-1 rounded-lg bg-warn-soft px-4 py-3 text-on-warn-soft">
          {channels.steps[code] && <p>{channels.steps[code]}</p>}
          <p className="text-sm">
            {channels.cause}: <code className="font-mono text-xs">{code}</code>
          </p>
        </div>
      )}
      {pace != null && (
        <dl>
          <Detail label={channels.pace}>{channels.perSecond(formatNumber(pace))}</Detail>
        </dl>
      )}
    </div>
  );
}

function OwnNumber({ number }: { number: NonNullable<WhatsappChannel["number"]> }) {
  const id = (label: string, value: string) => (
    <Detail label={label}>
      <span className="-my-1.5 flex items-center gap-1 pointer-coarse:-my-3">
        <code className="truncate font-mono text-sm">{value}</code>
        <CopyButton text={value} label={channels.copy(label)} />
      </span>
    </Detail>
  );
  return (
    <dl className="grid gap-4 sm:grid-cols-2">
      <Detail label={channels.number}>
        <span className="text-lg font-semibold tabular-nums">
          {number.display_phone_number ?? channels.unknown}
        </span>
      </Detail>
      <Detail label={channels.verifiedName}>{number.verified_name ?? channels.unknown}</Detail>
      {id(channels.numberId, number.phone_number_id)}
      {number.business_account_id && id(channels.account, number.business_account_id)}
      {number.verified_at && <Detail label={channels.verified}>{formatExact(number.verified_at)}</Detail>}
    </dl>
  );
}

function Actions({ channel: { number, status } }: { channel: WhatsappChannel }) {
  const [dialog, setDialog] = useState<"connect" | "remove">();
  const close = () => setDialog(undefined);
  const remove = useRemove(close);
  const broken = status === "failed" || status === "stopped";
  return (
    <div className="flex flex-wrap gap-2">
      <Button look={!number || broken ? "primary" : "secondary"} onClick={() => setDialog("connect")}>
        {!number ? channels.connect : broken ? channels.again : channels.reconnect}
      </Button>
      {status === "active" && (
        <Link to="/messages/new" className={buttonClass()}>
          {channels.test}
        </Link>
      )}
      {number && <Button onClick={() => setDialog("remove")}>{channels.remove}</Button>}
      <Suspense>
        {dialog === "connect" && <ConnectDialog current={number?.phone_number_id ?? ""} onClose={close} />}
        {dialog === "remove" && (
          <ConfirmDialog
            title={channels.removeTitle}
            text={channels.removeText}
            confirm={channels.remove}
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate()}
            onClose={close}
          />
        )}
      </Suspense>
    </div>
  );
}

function useRemove(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await api.DELETE("/v1/channels/whatsapp").catch((error: unknown) => {
        if (!isProblem(error, "not_found")) throw error;
      });
    },
    onSuccess: () => {
      toast(channels.removed);
      onDone();
      void client.invalidateQueries({ queryKey: channelQuery.queryKey });
    },
  });
}
