/**
 * The tag of tests whose outcome no theme can change: requests, sessions, layout shifts, flows that check no page for
 * accessibility. They run once at each size (playwright.config.ts). Tests that call `expectAccessible`, which measures
 * contrasts, don't have it: they run in both sizes and both themes.
 */
export const EACH_SIZE = "@each-size";
export const eachSize = { tag: EACH_SIZE };
