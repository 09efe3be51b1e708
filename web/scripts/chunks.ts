import type { Rolldown } from "vite";

/**
 * Bundles modules that are loaded together into one file: each file is a request, and the first paint waits for all of
 * them. By default a build makes dozens of files, one per set of modules that the same pages share.
 *
 * - `first`: needed by every page before it knows which one it is, and shared by the login and the console
 * - `login`, `console`: the rest of the login page, and of the console's frame with Home
 * - `icons`: those of all other pages, each of which is smaller than its request would be
 *
 * Every other page is one file.
 */
const starts = {
  first: ["src/main.tsx"],
  login: ["src/features/auth/auth-layout.tsx", "src/features/auth/login-page.tsx"],
  console: ["src/app/layout.tsx", "src/features/home/home-page.tsx"],
};

type Name = keyof typeof starts;

/** The modules that each entry imports, directly or indirectly, except lazy ones. */
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

/** Groups for `codeSplitting`; `root` is the console's folder with a trailing slash. */
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
      // The first group takes precedence: each includes its imports.
      priority: 10 - at,
    }),
  );
  return [...firsts, { name: "icons", test: /lucide-react\/dist\/esm\/icons\//, priority: 1 }];
}
