import { formatDay, formatExact, formatNumber } from "@/lib/format";
import { CopyButton } from "@/ui/copy";
import { Detail } from "@/ui/detail";
import { StatusChip } from "@/ui/status-chip";
import type { UserDetails } from "./queries";
import { user as text, users } from "./strings";
import { ClearBlockButton } from "./user-actions";
import { UserLink } from "./user-link";

const list = "grid gap-x-6 gap-y-4 sm:grid-cols-2 lg:grid-cols-3";

/** The account, its sending permissions and its limits. */
export function UserProfile({ user }: { user: UserDetails }) {
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ");
  const { sending, profile } = user;
  const quotas = Object.entries(user.quotas ?? {});
  return (
    <div className="grid gap-6 pb-5">
      <dl className={list}>
        <Detail label={text.name}>{name || text.none}</Detail>
        <Detail label={text.email}>{user.email ?? text.none}</Detail>
        <Detail label={text.mobile}>{user.mobile ?? text.none}</Detail>
        <Detail label={text.role}>{users.roles[user.role]}</Detail>
        <Detail label={text.status}>
          <StatusChip status={user.status} />
        </Detail>
        <Detail label={text.since}>{formatDay(user.created_at)}</Detail>
        {user.parent_id && (
          <Detail label={text.parent}>
            <UserLink user={{ id: user.parent_id }} none={text.none} />
          </Detail>
        )}
        {profile?.business_name && <Detail label={text.business}>{profile.business_name}</Detail>}
        <Detail label={text.id}>
          <span className="-my-1.5 flex items-center gap-1 pointer-coarse:-my-3">
            <code className="min-w-0 truncate font-mono text-xs">{user.id}</code>
            <CopyButton text={user.id} label={text.copyId} />
          </span>
        </Detail>
      </dl>
      <section className="grid gap-3 border-t border-line pt-5">
        <h2 className="text-base">{text.sending}</h2>
        {sending.stopped_at && (
          <p className="rounded-lg bg-danger-soft px-4 py-2.5 text-on-danger-soft">
            {text.stopped(sending.stopped_reason ?? "")}
          </p>
        )}
        <dl className={list}>
          <Detail label={text.external}>{sending.external ? text.allowed : text.notAllowed}</Detail>
          <Detail label={text.dailyLimit}>
            {sending.external_daily_limit == null
              ? text.platformLimit
              : formatNumber(sending.external_daily_limit)}
          </Detail>
          {sending.mobile_verified_at && (
            <Detail label={text.verified}>{formatExact(sending.mobile_verified_at)}</Detail>
          )}
          {user.completion_limit != null && (
            <Detail label={text.completions}>{formatNumber(user.completion_limit)}</Detail>
          )}
          {quotas.length > 0 && (
            <Detail label={text.quotas}>
              {quotas.map(([quota, limit]) => `${quota}: ${String(limit)}`).join(", ")}
            </Detail>
          )}
        </dl>
      </section>
      <div className="border-t border-line pt-5">
        <ClearBlockButton user={user} />
      </div>
    </div>
  );
}
