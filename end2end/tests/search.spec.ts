// Finding plans, comments and people, and seeing beside a plan that somebody else has posted the same.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { comment, post } from "../plans.ts";

const bread = {
	title: "Bakery on a cargo bike",
	pitch: "Fresh bread at the doors of offices before nine, by subscription.",
	body: "## Who bakes\n\nTwo bakers and a rider, from four in the morning.\n",
	tags: ["food"],
};

const loaves = {
	title: "Loaves for the desk, pedalled round before work",
	pitch: "Companies order rolls and loaves by the month; a rider leaves them at reception from the oven.",
	body: "## The oven\n\nIt is rented from a pizzeria that opens at noon. One baker, one rider.\n",
	tags: ["delivery"],
};

/** Asks until the answer holds this: what is posted is found within a moment. */
async function searchUntil(page: Page, query: string, title: string): Promise<void> {
	await expect(async () => {
		await page.goto(`/search?q=${encodeURIComponent(query)}`);
		await expect(page.getByRole("link", { name: title }).first()).toBeVisible({ timeout: 1_000 });
	}).toPass();
}

for (const script of [true, false]) {
	test.describe(script ? "with a script" : "without a script", () => {
		test.use({ javaScriptEnabled: script });

		test("a reader finds a plan by its words, narrows, and is told what is near", async ({ page, person }) => {
			const ada = await person("ada");
			const plan = await post(ada, bread);
			await comment(ada, plan, "The oven is a loan.");
			await searchUntil(page, "bakers", bread.title);

			await page.goto("/plans");
			await page.getByLabel("Search plans, comments and people").fill("bakers");
			await page.getByLabel("Search plans, comments and people").press("Enter");
			await expect(page).toHaveURL(/\/search\?q=bakers$/);
			await expect(page.locator("mark", { hasText: "bakers" }).first()).toBeVisible();
			const narrower = page.getByRole("complementary", { name: "Narrow it down" });
			await narrower.getByRole("link", { name: "food" }).click();
			await expect(page.getByLabel("Search plans, comments and people")).toHaveValue("bakers tag:food");
			await expect(page.getByRole("link", { name: "food ×" })).toBeVisible();
			await page.getByRole("link", { name: "Who bakes" }).first().click();
			await expect(page).toHaveURL(/#who-bakes$/);

			await page.goto("/search?q=loan");
			await page.getByRole("link", { name: /^Comments \d/ }).click();
			await expect(page.locator("mark", { hasText: "loan" }).first()).toBeVisible();

			await page.goto("/search?q=bakrey");
			await page.getByRole("link", { name: "bakery", exact: true }).click();
			await expect(page.getByRole("link", { name: bread.title }).first()).toBeVisible();
		});
	});
}

test("the same business in other words stands beside a plan, with why", async ({ page, person }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	await post(ada, bread);
	const other = await post(ben, loaves);
	await searchUntil(page, "loaves desk", loaves.title);
	await page.goto(other.path);
	const similar = page.getByRole("complementary", { name: "About this plan" });
	await expect(similar.getByRole("heading", { name: "Similar plans" })).toBeVisible();
	await similar.getByRole("link", { name: bread.title }).first().click();
	await expect(page.getByRole("heading", { level: 1, name: bread.title })).toBeVisible();
});
