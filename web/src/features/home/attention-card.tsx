import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheck from "lucide-react/icons/circle-check";
import OctagonAlert from "lucide-react/icons/octagon-exclamation-point";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import { balanceQuery } from "@/live/balance";
import { Section } from "@/ui/section";
import { Skeleton } from "@/ui/states";
import { attentionOf } from "./attention";
import { channelQuery, latestRechargesQuery, meQuery } from "./queries";
import { SmallError } from "./small-error";
import { home } from "./strings";

/** Items that need attention. Its height is constant, so that the page does not move. */
export function AttentionCard() {
  const [balance, recharges, channel, me] = [
    useQuery(balanceQuery),
    useQuery(latestRechargesQuery),
    useQuery(channelQuery),
    useQuery(meQuery),
  ];
  const all = [balance, recharges, channel, me];
  const items = attentionOf({
    balance: balance.data,
    recharges: recharges.data,
    channel: channel.data,
    sending: me.data?.sending,
  });
  const failed = all.find(({ error, data }) => error && data === undefined);
  const retry = () => {
    for (const query of all) if (query.error) void query.refetch();
  };
  return (
    <Section title={home.attention.title}>
      <div className="h-14 overflow-y-auto lg:h-24">
        {items.length > 0 ? (
          <ul className="grid gap-2.5">
            {items.map(({ key, urgent, text, action, link }) => (
              <li key={key} className="flex items-start gap-2.5">
                {urgent ? (
                  <OctagonAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
                ) : (
                  <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-on-warn-soft" />
                )}
                <p className="min-w-0">
                  {text}{" "}
                  <Link {...link} className="link whitespace-nowrap">
                    {action}
                  </Link>
                </p>
              </li>
            ))}
          </ul>
        ) : failed ? (
          <SmallError error={failed.error} onRetry={retry} />
        ) : all.some(({ isPending }) => isPending) ? (
          <Skeleton className="h-6 w-64 max-w-full" />
        ) : (
          <p className="flex items-start gap-2.5 text-muted">
            <CircleCheck size={18} aria-hidden className="mt-0.5 shrink-0 text-on-ok-soft" />
            {home.attention.none}
          </p>
        )}
      </div>
    </Section>
  );
}
