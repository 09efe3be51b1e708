import type { Translation } from "@/lib/language";
import type * as english from "./strings";

const german: Translation<typeof english> = {
  problems: {
    offline: "Der Server hat nicht geantwortet.",
    unexpected: (status) => `Der Server antwortete ${status} ohne Erklärung.`,
  },
};

export default german;
