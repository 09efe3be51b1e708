import { expect, it } from "vitest";
import { amountOf, minus } from "./amount";

it("accepts amounts as people write them", () => {
  expect(amountOf("10")).toBe("10");
  expect(amountOf(" 10.5 ")).toBe("10.5");
  expect(amountOf("0,01")).toBe("0.01");
});

it("rejects zero and anything that is no amount", () => {
  for (const text of ["", "0", "0.00", "-1", "1e3", "1.234", "1,000.50", "ten", "."]) {
    expect(amountOf(text), text).toBeUndefined();
  }
});

it("subtracts exactly, where numbers would not", () => {
  expect(minus("0.30", "0.10")).toBe("0.20");
  expect(minus("9007199254740993.01", "0.01")).toBe("9007199254740993.00");
  expect(minus("1.00", "1.05")).toBe("-0.05");
  expect(minus("250.75", "250.75")).toBe("0.00");
});
