// Pages that Chromium fetches before they are asked for, as the `speculation-rules` header lets it, under our policy.

import type { APIRequestContext, Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { comment, post } from "../plans.ts";

interface Ahead {
	/** What Chromium says to each set of rules that a page came with. */
	rules: string[];
	/** What it asked for ahead, in order, with the purpose that it told the server. */
	asked: string[];
	/** What became of that, by path. */
	became: Map<string, string>;
}

/** Follows what Chromium makes of the rules. */
async function follow(page: Page): Promise<Ahead> {
	const ahead: Ahead = { rules: [], asked: [], became: new Map() };
	const chromium = await page.context().newCDPSession(page);
	chromium.on("Preload.ruleSetUpdated", ({ ruleSet }) => ahead.rules.push(ruleSet.errorMessage ?? "accepted"));
	chromium.on("Preload.prefetchStatusUpdated", ({ prefetchUrl, status }) => {
		ahead.became.set(new URL(prefetchUrl).pathname, status);
	});
	chromium.on("Network.requestWillBeSent", ({ request: { url, headers } }) => {
		if (headers["Sec-Purpose"]) {
			ahead.asked.push(`${headers["Sec-Purpose"]} ${new URL(url).pathname}`);
		}
	});
	await chromium.send("Preload.enable");
	await chromium.send("Network.enable");
	return ahead;
}

/** How many requests of this route the server has answered. */
async function answered(request: APIRequestContext, route: string): Promise<number> {
	const metrics = await (await request.get("/metrics")).text();
	const lines = metrics.split("\n").filter((line) => line.startsWith("openplan_requests_total{"));
	const counts = lines.filter((line) => line.includes(`route="${route}"`)).map((line) => Number(line.split(" ").at(-1)));
	return counts.reduce((sum, count) => sum + count, 0);
}

test("a page is fetched when a pointer rests on its link, and shown without being asked for again", async ({
	page: first,
	context,
	person,
	signIn,
	request,
}) => {
	const ada = await person("ada");
	const plan = await post(ada);
	await comment(ada, plan, "Ask me anything.");
	await signIn(first, ada);
	const page = await context.newPage();
	const ahead = await follow(page);
	await page.goto(plan.path);
	await expect.poll(() => ahead.rules).toEqual(["accepted"]);

	// Neither a form, nor what opens on this page, nor a file to be kept.
	await page.locator("summary", { hasText: "Download" }).click();
	for (const name of ["Post a plan", "Reply", "Markdown"]) {
		await page.getByRole("link", { name }).hover();
		// Longer than Chromium waits before it fetches.
		await page.waitForTimeout(500);
	}
	const route = "/plans/{id}/history";
	const path = `/plans/${plan.id}/history`;
	const before = await answered(request, route);
	const history = page.getByRole("navigation", { name: "Parts of the plan" }).getByRole("link", { name: /^History/ });
	await history.hover();
	await expect.poll(() => answered(request, route)).toBe(before + 1);
	expect(ahead.asked).toEqual([`prefetch ${path}`]);

	await history.click();
	await expect(page.getByRole("link", { name: "Revision 1", exact: true })).toBeVisible();
	await expect.poll(() => ahead.became.get(path)).toBe("Success");
	expect(await answered(request, route)).toBe(before + 1);
});
