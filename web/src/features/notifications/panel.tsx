import { Link } from "@tanstack/react-router";
import Settings from "lucide-react/icons/settings";
import { useEffect, useState } from "react";
import { cx } from "@/lib/cx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/menu";
import { DateTime } from "@/ui/values";
import { BellButton } from "./bell";
import { detailOf, isUnread, linkOf, type Notification, titleOf } from "./model";
import { notifications } from "./strings";
import { useMarkRead, useNotifications } from "./use-notifications";

/** The list under the bell. Opening it marks everything as read; entries that were unread stay highlighted until it closes. */
export default function Panel() {
  const { query, items, until, unread } = useNotifications(true);
  const markRead = useMarkRead();
  const [open, setOpen] = useState(true);
  const [readBefore, setReadBefore] = useState<number>();
  if (open && readBefore === undefined && until !== undefined) setReadBefore(until);
  const newest = items?.[0]?.created_at;
  useEffect(() => {
    if (open && unread > 0 && newest) markRead(newest);
  }, [open, unread, newest, markRead]);
  const change = (next: boolean) => {
    if (!next) setReadBefore(undefined);
    setOpen(next);
  };
  return (
    <Menu open={open} onOpenChange={change} trigger={<BellButton unread={unread} />}>
      <p className="px-2.5 pt-1.5 pb-2 font-semibold">{notifications.title}</p>
      <div className="max-h-[min(26rem,60dvh)] w-[min(23rem,calc(100vw-2rem))] overflow-y-auto">
        {items?.map((item) => (
          <Row key={item.id} item={item} isNew={readBefore !== undefined && isUnread(item, readBefore)} />
        ))}
        {items?.length === 0 && (
          <p className="px-2.5 py-3 text-sm text-muted">
            {notifications.none} {notifications.noneHint}
          </p>
        )}
        {!items && !query.error && <p className="px-2.5 py-3 text-sm text-muted">{notifications.loading}</p>}
        {!items && query.error && (
          <>
            <p className="px-2.5 py-3 text-sm text-muted">{notifications.failed}</p>
            <MenuItem onSelect={(event) => keepOpen(event, () => void query.refetch())}>
              {notifications.retry}
            </MenuItem>
          </>
        )}
      </div>
      <MenuSeparator />
      <MenuItem asChild>
        <Link to="/settings/notifications">
          <Settings size={16} aria-hidden className="text-muted" />
          {notifications.choose}
        </Link>
      </MenuItem>
    </Menu>
  );
}

function keepOpen(event: Event, action: () => void) {
  event.preventDefault();
  action();
}

function Row({ item, isNew }: { item: Notification; isNew: boolean }) {
  const detail = detailOf(item);
  return (
    <MenuItem asChild>
      <Link {...linkOf(item)} className="items-start! py-2">
        <span
          className={cx("mt-2 size-2 shrink-0 rounded-full", isNew ? "bg-accent" : "bg-transparent")}
          aria-hidden
        />
        <span className="grid min-w-0 grow gap-0.5">
          <span className={cx("flex items-baseline justify-between gap-3", isNew && "font-semibold")}>
            <span className="min-w-0">
              {isNew && <span className="sr-only">{notifications.isNew}: </span>}
              {titleOf(item.type)}
            </span>
            <span className="text-xs font-normal text-muted">
              <DateTime value={item.created_at} />
            </span>
          </span>
          {detail && <span className="text-sm wrap-anywhere text-muted">{detail}</span>}
        </span>
      </Link>
    </MenuItem>
  );
}
