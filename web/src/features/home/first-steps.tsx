import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { cx } from "@/lib/cx";
import { useFlag } from "@/live/preferences";
import { Button, buttonClass } from "@/ui/button";
import { Section } from "@/ui/section";
import { home } from "./strings";

// On a phone a step has the full width, and two lines.
const step = cx(
  buttonClass(),
  "h-auto! min-h-9 py-1.5 text-left whitespace-normal! max-sm:w-full max-sm:justify-start pointer-coarse:min-h-11",
);

/** The name of the server's setting that hides this. */
const HIDDEN = "first_steps_hidden";

const KEY = "swb-first-steps";
type State = "unknown" | "shown" | "hidden";

/** This browser's last known state. The server decides, but the content below should not wait for it. */
function remembered(): State {
  try {
    const value = localStorage.getItem(KEY);
    return value === "shown" || value === "hidden" ? value : "unknown";
  } catch {
    return "unknown";
  }
}

/** Whether Home begins with the first steps; on a browser's first visit unknown until the server has answered. */
export function useFirstSteps(): State {
  const hidden = useFlag(HIDDEN);
  const known = hidden.isKnown ? hidden.on : hidden.isFailed ? true : undefined;
  const state = known === undefined ? remembered() : known ? "hidden" : "shown";
  useEffect(() => {
    if (state === "unknown") return;
    try {
      localStorage.setItem(KEY, state);
    } catch {
      // The next visit asks again.
    }
  }, [state]);
  return state;
}

/** Suggestions for a new user; once hidden, they stay hidden on all devices. */
export function FirstSteps() {
  const { set } = useFlag(HIDDEN);
  return (
    <Section
      title={home.first}
      hint={home.firstHint}
      actions={
        <Button size="sm" look="quiet" className="-mr-3" onClick={() => set(true)}>
          {home.hide}
        </Button>
      }
    >
      <ul className="grid gap-2 sm:flex sm:flex-wrap sm:gap-3">
        <li>
          <Link to="/messages/new" className={step}>
            {home.steps.self}
          </Link>
        </li>
        <li>
          <Link to="/credits" search={{}} className={step}>
            {home.steps.warn}
          </Link>
        </li>
        <li>
          <Link to="/credits" search={{}} className={step}>
            {home.steps.buy}
          </Link>
        </li>
      </ul>
    </Section>
  );
}
