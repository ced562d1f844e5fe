// Whatever a browser has to say against a page.

import type { BrowserContext } from "@playwright/test";

/** Collects console errors and warnings, uncaught errors, CSP violations and answers of 5xx to any page of a context. */
export async function watch(context: BrowserContext, complaints: string[]): Promise<void> {
	context.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning") {
			complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
		}
	});
	context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().stack ?? error.error().message}`));
	context.on("response", (response) => {
		if (response.status() >= 500) {
			complaints.push(`answered ${response.status()}: ${response.request().method()} ${response.url()}`);
		}
	});
	await context.exposeBinding("reportViolation", (_source, text: string) => complaints.push(text));
	await context.addInitScript(() => {
		addEventListener("securitypolicyviolation", (event) => {
			const report = `CSP ${event.effectiveDirective}: ${event.blockedURI || event.sample}`;
			(window as unknown as { reportViolation: (text: string) => void }).reportViolation(report);
		});
	});
}
