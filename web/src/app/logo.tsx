/** The console's mark: a switched line. Decorative; the name is beside it. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32" className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round">
        <path d="M9 11h5.5c3 0 3 10 6 10H23" />
        <path d="M9 21h3.5M19.500 11H23" />
      </g>
      <g fill="var(--on-accent)">
        <circle cx="8.500" cy="11" r="2.200" />
        <circle cx="23.500" cy="21" r="2.200" />
      </g>
    </svg>
  );
}
