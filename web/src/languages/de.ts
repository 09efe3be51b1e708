import { byFeature } from "./by-feature";

export const texts = byFeature(import.meta.glob("../**/strings.de.ts", { eager: true, import: "default" }));
