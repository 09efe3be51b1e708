import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface Props {
  text: string;
  side?: "top" | "right" | "bottom" | "left";
  /** One focusable element. It needs its own accessible name: a tooltip is additional. */
  children: ReactNode;
}

export function Tooltip({ text, side = "top", children }: Props) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-64 animate-fade rounded-md bg-text px-2 py-1 text-sm text-bg shadow-high"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
