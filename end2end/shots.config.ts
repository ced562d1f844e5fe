// `npm run shots`: pictures of every page, to look at.

import config from "./playwright.config.ts";

export default { ...config, testDir: ".", testMatch: "shots.ts", timeout: 300_000 };
