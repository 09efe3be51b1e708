const steps = [
  { label: "Accepted", time: "09:41:02.114", wait: "", note: "1 credit reserved" },
  { label: "Sent", time: "09:41:02.139", wait: "+25 ms", note: "with the provider" },
  { label: "Delivered", time: "09:41:02.871", wait: "+732 ms", note: "on the phone" },
];

/** An illustration of a message's timeline. Decorative. */
export function Timeline() {
  return (
    <div aria-hidden className="card shadow-low">
      <div className="flex items-center justify-between gap-4 border-b border-line px-5 py-3.5">
        <p className="font-medium">“Your table is ready.”</p>
        <p className="font-mono text-xs text-muted">msg_01kahx0m5t</p>
      </div>
      <ol className="px-5 py-5">
        {steps.map((step, at) => (
          <li key={step.label} className="relative flex gap-4 pb-6 last:pb-0">
            {at < steps.length - 1 && (
              <span className="absolute top-4 bottom-0 left-[5px] w-0.5 -translate-x-px bg-accent" />
            )}
            <span className="relative mt-1.5 size-2.5 shrink-0 rounded-full bg-accent ring-4 ring-accent-soft" />
            <span className="grid grow gap-0.5">
              <span className="font-medium">{step.label}</span>
              <span className="text-sm text-muted">{step.note}</span>
            </span>
            <span className="grid justify-items-end gap-0.5 text-sm tabular-nums">
              <span>{step.time}</span>
              <span className="text-muted">{step.wait}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
