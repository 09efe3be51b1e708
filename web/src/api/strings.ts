import { translated } from "@/lib/language";

export const problems = translated("api/problems", {
  offline: "The server did not answer.",
  unexpected: (status: number) => `The server answered ${status} without an explanation.`,
});
