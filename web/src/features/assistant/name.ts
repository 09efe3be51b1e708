const LONGEST = 60;

/** The name of a chat: the beginning of its first question, cut at a word. */
export function nameOf(question: string): string {
  const line = question.trim().replace(/\s+/g, " ");
  const characters = [...line];
  if (characters.length <= LONGEST) return line;
  const cut = characters.slice(0, LONGEST - 1).join("");
  const word = cut.lastIndexOf(" ");
  return `${word > LONGEST / 2 ? cut.slice(0, word) : cut}…`;
}
