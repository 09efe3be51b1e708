import type { LucideIcon } from "lucide-react";
import Ban from "lucide-react/icons/ban";
import Check from "lucide-react/icons/check";
import CheckCheck from "lucide-react/icons/check-check";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import Clock from "lucide-react/icons/clock";
import Eye from "lucide-react/icons/eye";
import Inbox from "lucide-react/icons/inbox";
import LoaderCircle from "lucide-react/icons/loader-circle";
import RotateCw from "lucide-react/icons/rotate-cw";
import TriangleAlert from "lucide-react/icons/triangle-exclamation-point";
import Undo2 from "lucide-react/icons/undo-2";
import { cx } from "@/lib/cx";
import { ui } from "./strings";

export type Status = keyof typeof ui.status;
export type Tone = "ok" | "info" | "warn" | "danger" | "idle" | "accent";

export const toneClass: Record<Tone, string> = {
  ok: "bg-ok-soft text-on-ok-soft",
  info: "bg-info-soft text-on-info-soft",
  warn: "bg-warn-soft text-on-warn-soft",
  danger: "bg-danger-soft text-on-danger-soft",
  idle: "bg-idle-soft text-on-idle-soft",
  accent: "bg-accent-soft text-on-accent-soft",
};

const looks: Record<Status, { tone: Tone; icon: LucideIcon }> = {
  scheduled: { tone: "idle", icon: Clock },
  queued: { tone: "idle", icon: Clock },
  pending: { tone: "idle", icon: Clock },
  running: { tone: "info", icon: LoaderCircle },
  retrying: { tone: "warn", icon: RotateCw },
  sent: { tone: "info", icon: Check },
  delivered: { tone: "ok", icon: CheckCheck },
  read: { tone: "ok", icon: Eye },
  received: { tone: "info", icon: Inbox },
  succeeded: { tone: "ok", icon: CircleCheck },
  paid: { tone: "ok", icon: CircleCheck },
  active: { tone: "ok", icon: CircleCheck },
  failed: { tone: "danger", icon: TriangleAlert },
  suspended: { tone: "danger", icon: Ban },
  unknown: { tone: "warn", icon: CircleHelp },
  cancelled: { tone: "idle", icon: Ban },
  expired: { tone: "idle", icon: Ban },
  refunded: { tone: "warn", icon: Undo2 },
};

/** A status as an icon and a word: never by colour alone. */
export function StatusChip({ status, label }: { status: Status; label?: string }) {
  const { tone, icon: Icon } = looks[status];
  return (
    <span
      className={cx(
        "inline-flex h-6 items-center gap-1.5 rounded-md px-2 text-sm font-medium whitespace-nowrap",
        toneClass[tone],
      )}
    >
      <Icon size={14} strokeWidth={2.25} aria-hidden />
      {label ?? ui.status[status]}
    </span>
  );
}
