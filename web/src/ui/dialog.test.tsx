import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Dialog } from "./dialog";
import { toast } from "./toast";
import Toaster from "./toaster";

afterEach(cleanup);

test("Escape closes a dialog although a toast appeared after it", () => {
  const close = vi.fn();
  render(
    <>
      <Dialog open title="A dialog" onOpenChange={close}>
        <input aria-label="Field" />
      </Dialog>
      <Toaster />
    </>,
  );
  act(() => toast("Saved"));
  expect(screen.getByText("Saved")).toBeTruthy();
  fireEvent.keyDown(screen.getByLabelText("Field"), { key: "Escape" });
  expect(close).toHaveBeenCalledWith(false);
});
