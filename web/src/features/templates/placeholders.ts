/** A part of a template's text: as it is, or the name of a place. */
export interface Part {
  text: string;
  place: boolean;
}

const PLACE = /\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g;

/** A text in parts. What is no place yet, such as a half-typed one, stays text: the server says what is wrong with it. */
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

/** The names of the places, each once, in the order in which they are filled. */
export function placesOf(body: string): string[] {
  return [...new Set(partsOf(body).flatMap(({ text, place }) => (place ? [text] : [])))];
}
