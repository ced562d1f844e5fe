import { defineConfig } from "@playwright/test";

const asRoot = process.getuid?.() === 0;

export default defineConfig({
	testDir: "tests",
	outputDir: "test-results",
	// A journey that needs a second try has found something.
	retries: 0,
	workers: 2,
	fullyParallel: true,
	forbidOnly: !!process.env.CI,
	// Two browsers and two servers share two cores, which may be somebody else's at the moment.
	timeout: 60_000,
	expect: { timeout: 5_000 },
	reporter: [["list"]],
	use: {
		browserName: "chromium",
		locale: "en-GB",
		timezoneId: "UTC",
		trace: "retain-on-failure",
		screenshot: "only-on-failure",
		launchOptions: {
			executablePath: process.env.OPENPLAN_CHROMIUM ?? "/usr/bin/chromium",
			// Chromium's sandbox refuses root; the rest keeps it from calling home.
			args: [
				...(asRoot ? ["--no-sandbox"] : []),
				"--disable-gpu",
				"--disable-quic",
				"--no-first-run",
				"--disable-background-networking",
				"--disable-component-update",
				"--disable-sync",
			],
		},
	},
});
