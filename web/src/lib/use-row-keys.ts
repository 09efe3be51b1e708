import { type RefObject, useMemo } from "react";
import { useShortcuts } from "./shortcuts";

/**
 * `j` and `k` move the focus among the rows' links (`data-row-link`) of a list; Enter opens, as on any link, and `x`
 * selects the row where it has a checkbox (`data-row-select`). The actual focus moves, so that
 * screen readers and the keyboard agree.
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
    const select = () =>
      document.activeElement?.closest("tr")?.querySelector<HTMLElement>("[data-row-select]")?.click();
    return { j: move(1), k: move(-1), x: select };
  }, [list]);
  useShortcuts(actions);
}
