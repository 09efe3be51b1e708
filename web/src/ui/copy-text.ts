import { ui } from "./strings";
import { toast } from "./toast";

/** Copies a text. Returns whether it worked; browsers allow it over https and on localhost only. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast(ui.notCopied, { kind: "error" });
    return false;
  }
}
