// Following a search: its feed for everybody, and for a member how much is new since they last looked.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { post } from "../plans.ts";

const bread = {
	title: "Bakery on a cargo bike",
	pitch: "Fresh bread at the doors of offices before nine, by subscription.",
	body: "## Who bakes\n\nTwo bakers and a rider, from four in the morning.\n",
	tags: ["food"],
};

/** Opens this page again until it says so: what is posted is found within a moment. */
async function openUntil(page: Page, address: string, words: string): Promise<void> {
	await expect(async () => {
		await page.goto(address);
		await expect(page.getByRole("main")).toContainText(words, { timeout: 1_000 });
	}).toPass();
}

for (const script of [true, false]) {
	test.describe(script ? "with a script" : "without a script", () => {
		test.use({ javaScriptEnabled: script });

		test("a member saves a search, sees what is new, opens and deletes it", async ({ page, person, signIn, expected }) => {
			const [ada, ben] = [await person("ada"), await person("ben")];
			// Words of this test's own: others post bakeries too.
			const word = script ? "sourdough" : "pumpernickel";
			await post(ada, { ...bread, title: `Bakery for ${word} alone` });
			await signIn(page, ben);
			await page.goto("/searches");
			await expect(page.getByRole("heading", { name: "Nothing saved yet" })).toBeVisible();

			await openUntil(page, `/search?q=${word}`, `Bakery for ${word} alone`);
			// On a telephone too the form is where it can be reached.
			await page.setViewportSize({ width: 390, height: 844 });
			await page.getByText("Save this search", { exact: true }).click();
			await page.getByLabel("Name, if you like").fill("What I eat");
			await page.getByRole("button", { name: "Save", exact: true }).click();
			await page.setViewportSize({ width: 1280, height: 844 });
			await page.getByRole("link", { name: "What I eat" }).click();
			await expect(page).toHaveURL(/\/searches$/);
			const saved = page.getByRole("listitem").filter({ hasText: "What I eat" });
			await expect(saved).toContainText(`Plans with “${word}”`);
			await expect(saved).not.toContainText("new");

			const title = `More ${word} before nine`;
			await post(ada, { ...bread, title });
			await openUntil(page, "/searches", "1 new");
			const address = await saved.getByRole("link", { name: "Feed" }).getAttribute("href");
			const feed = await page.request.get(address!);
			expect(feed.headers()["content-type"]).toContain("application/atom+xml");
			expect(await feed.text()).toContain(title);

			await saved.getByRole("button", { name: "What I eat", exact: true }).click();
			await expect(page).toHaveURL(new RegExp(`/search\\?q=${word}&sort=new&since=\\d+$`));
			await expect(page.locator(".found h2")).toHaveText([`${title} New`, `Bakery for ${word} alone`]);
			await expect(page.getByRole("link", { name: "What I eat" })).toBeVisible();
			await page.goto("/searches");
			await expect(saved).not.toContainText("new");

			await saved.getByRole("link", { name: "Rename the search What I eat" }).click();
			await page.getByLabel("Name").fill("What I bake");
			await page.getByRole("button", { name: "Save" }).click();
			await page.getByRole("button", { name: "Delete the search What I bake" }).click();
			await expect(page.getByRole("heading", { name: "Nothing saved yet" })).toBeVisible();

			await page.getByLabel("Search for").fill("((");
			await page.getByRole("main").getByRole("button", { name: "Save" }).click();
			expected.push(/status of 422/);
			await expect(page.getByRole("alert")).toContainText("Type what to look for");
			await expect(page.getByLabel("Search for")).toHaveValue("((");
		});
	});
}
