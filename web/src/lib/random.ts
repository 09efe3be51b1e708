/** A unique name. `crypto.randomUUID` exists over https and on localhost only. */
export function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
}
