import type { Rolldown } from "vite";

/**
 * What is loaded together is one file: each file is a request, and the first paint waits for all of them. By default
 * a build makes a file of each set of modules that the same pages share, which are dozens.
 *
 * - `first`: what every page needs before it knows which one it is, with what the login and the console share
 * - `login`, `console`: the rest of the login page, and of the console's frame with Home
 * - `icons`: those of all other pages, each of which is smaller than its request would be
 *
 * All other pages stay files of their own.
 */
const starts = {
  first: ["src/main.tsx"],
  login: ["src/features/auth/auth-layout.tsx", "src/features/auth/login-page.tsx"],
  console: ["src/app/layout.tsx", "src/features/home/home-page.tsx"],
};

type Name = keyof typeof starts;

/** The modules that each start imports, at any remove, without those that are loaded later. */
function closures(root: string, context: Rolldown.ChunkingContext): Map<string, Set<Name>> {
  const found = new Map<string, Set<Name>>();
  for (const name of Object.keys(starts) as Name[]) {
    const waiting = starts[name].map((path) => root + path);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const names = found.get(id) ?? new Set<Name>();
      if (names.has(name)) continue;
      found.set(id, names.add(name));
      waiting.push(...(context.getModuleInfo(id)?.importedIds ?? []));
    }
  }
  return found;
}

/** Groups for `codeSplitting`; `root` is the folder of the console, with a slash at its end. */
export function chunksOf(root: string): Rolldown.CodeSplittingGroup[] {
  let known: Map<string, Set<Name>> | undefined;
  const firsts = (Object.keys(starts) as Name[]).map(
    (group, at): Rolldown.CodeSplittingGroup => ({
      debugName: group,
      name: (id, context) => {
        known ??= closures(root, context);
        const names = known.get(id);
        if (!names) return null;
        const of = names.has("first") || names.size > 1 ? "first" : [...names][0];
        return of === group ? group : null;
      },
      // What is in the first one is in no other: each takes along what it imports.
      priority: 10 - at,
    }),
  );
  return [...firsts, { name: "icons", test: /lucide-react\/dist\/esm\/icons\//, priority: 1 }];
}
