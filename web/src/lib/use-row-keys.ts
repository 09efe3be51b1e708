import { type RefObject, useMemo } from "react";
import { useShortcuts } from "./shortcuts";

/**
 * `j` and `k` move the focus among the rows' links (`data-row-link`) of a list; Enter opens, as on any link. The actual
 * focus moves, so that screen readers and the keyboard agree.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  const actions = useMemo(() => {
    const move = (by: 1 | -1) => () => {
      const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next = links[at === -1 ? (by === 1 ? 0 : links.length - 1) : at + by];
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: "nearest" });
    };
    return { j: move(1), k: move(-1) };
  }, [list]);
  useShortcuts(actions);
}
