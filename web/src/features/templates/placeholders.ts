/** A part of a template's text: literal, or the name of a placeholder. */
export interface Part {
  text: string;
  place: boolean;
}

const PLACE = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g;

/**
 * Splits a text into parts. An incomplete placeholder, such as a half-typed one, stays literal: the server reports it.
 */
export function partsOf(body: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of body.matchAll(PLACE)) {
    if (match.index > end) parts.push({ text: body.slice(end, match.index), place: false });
    parts.push({ text: match[1] ?? "", place: true });
    end = match.index + match[0].length;
  }
  if (end < body.length) parts.push({ text: body.slice(end), place: false });
  return parts;
}

/** The names of the placeholders, each once, in the order of the parameters. */
export function placesOf(body: string): string[] {
  return [...new Set(partsOf(body).flatMap(({ text, place }) => (place ? [text] : [])))];
}
