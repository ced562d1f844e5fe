// Somebody writes what somebody else has posted already: the editor says so, and keeps what they say to it.

import type { Page } from "@playwright/test";

import { expect, islandsStarted, type Person, test } from "../fixtures.ts";
import { post, type Posted } from "../plans.ts";

const cheese = {
	title: "A cheese cellar that villages share",
	pitch: "Six goat farmers rent one humid vault by the shelf, so that nobody digs a cellar of their own.",
	body: "## The vault\n\nA railway tunnel, eleven degrees all year. Wheels are turned twice a week by one affineur.\n",
	tags: ["food"],
};

const vault = {
	title: "Shelves under the mountain for small dairies",
	pitch: "Goat dairies let their wheels ripen in a common tunnel and pay for each metre of board.",
	body: "## Ripening\n\nOne affineur turns and brushes the cheeses of all farmers.\n",
};

/** Ada's plan, once it can be found. */
async function posted(page: Page, ada: Person, title: string): Promise<Posted> {
	const plan = await post(ada, { ...cheese, title });
	await expect(async () => {
		const found = await page.request.get(`/api/v1/search?q=${encodeURIComponent(`"${title}"`)}`);
		expect((await found.json()).total).toBe(1);
	}).toPass();
	return plan;
}

async function write(page: Page, plan: { title: string; pitch: string; body: string }): Promise<void> {
	await page.getByLabel("Title").fill(plan.title);
	await page.getByLabel("Pitch").fill(plan.pitch);
	await page.getByLabel("Plan", { exact: true }).fill(plan.body);
}

test("what is like a plan comes beside it while one types, and what one says to it stands on the plan", async ({
	page,
	person,
	signIn,
	expectAccessible,
}) => {
	// Three looks by axe-core, and every pause that a writer makes.
	test.slow();
	const [ada, ben] = [await person("ada"), await person("ben")];
	const title = `${cheese.title}, beside it`;
	const other = await posted(page, ada, title);
	await signIn(page, ben);
	await page.goto("/plans/new");
	await islandsStarted(page);
	const similar = page.locator("#similar");
	await expect(similar).toBeHidden();
	const body = page.getByLabel("Plan", { exact: true });
	await write(page, vault);
	await body.press("Control+End");
	const before = await body.boundingBox();
	await expect(similar.getByRole("link", { name: title, exact: true })).toBeVisible();
	// Nothing has moved under the writer's hands, and whoever cannot see it is told.
	await expect(body).toBeFocused();
	expect(await body.boundingBox()).toEqual(before);
	await expect(page.getByRole("status").filter({ hasText: "like yours" })).toBeVisible();
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 844 });
		await expectAccessible(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
	}

	const item = similar.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });
	await expect(item.getByRole("link", { name: `Read and comment on ${title}` })).toHaveAttribute("target", "_blank");
	await item.getByText("Mine differs because").click();
	const mine = item.getByLabel("In what does yours differ?");
	await mine.fill("A mountain of our own,");
	// The draft is saved meanwhile, and the field stays as it is.
	const saved = page.waitForResponse((answer) => answer.url().endsWith("/drafts") && answer.ok());
	await mine.pressSequentially(" and no rent.");
	await saved;
	await page.getByLabel("Pitch").fill(`${vault.pitch} Soon.`);
	await page.waitForResponse((answer) => answer.url().endsWith("/similar") && answer.ok());
	await expect(mine).toHaveValue("A mountain of our own, and no rent.");

	// To the fork and back: the draft has it all.
	await item.getByRole("button", { name: "Fork it" }).click();
	await expect(page.getByRole("heading", { name: "Fork this plan" })).toBeVisible();
	await page.goto("/drafts");
	await page.getByRole("link", { name: vault.title }).click();
	await expect(page.getByLabel("In what does yours differ?").first()).toHaveValue("A mountain of our own, and no rent.");
	await page.getByLabel("I want this to be public").check();
	await page.getByRole("button", { name: "Publish" }).click();
	await expect(page.getByRole("heading", { level: 1, name: vault.title })).toBeVisible();
	const rail = page.getByRole("complementary", { name: "About this plan" });
	await expect(rail.getByRole("heading", { name: "How this differs" })).toBeVisible();
	await expect(rail).toContainText("A mountain of our own, and no rent.");
	await expectAccessible(page);
	await rail.locator(".differs").getByRole("link", { name: title }).click();
	await expect(page).toHaveURL(other.path);
});

test("the look before posting is for everybody", async ({ page, person, signIn, expectWellMade }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const title = `${cheese.title}, for everybody`;
	await posted(page, ada, title);
	await signIn(page, ben);
	await page.goto("/plans/new");
	await islandsStarted(page);
	await write(page, { ...cheese, title: `${cheese.title} in Wales` });
	await page.getByLabel("I want this to be public").check();
	await page.getByRole("button", { name: "Publish" }).click();
	await expect(page.getByRole("heading", { name: "Is it here already?" })).toBeVisible();
	await expectWellMade(page);
	await page.getByRole("button", { name: "Back to writing" }).click();
	await expect(page.getByLabel("Title")).toHaveValue(`${cheese.title} in Wales`);
	await islandsStarted(page);
	await page.getByLabel("I want this to be public").check();
	// Pressed twice: one plan, and nobody is asked again.
	await page.getByRole("button", { name: "Publish" }).dblclick();
	await expect(page.getByRole("heading", { level: 1, name: `${cheese.title} in Wales` })).toBeVisible();
});

test.describe("without a script", () => {
	test.use({ javaScriptEnabled: false });

	test("a copy is shown what it copies once, and posted with what its writer says", async ({ page, person, signIn }) => {
		const [ada, ben] = [await person("ada"), await person("ben")];
		const title = `${cheese.title}, by forms`;
		await posted(page, ada, title);
		await signIn(page, ben);
		await page.goto("/plans/new");
		const copy = { ...cheese, title: `${cheese.title} in Wales`, body: `${cheese.body}\n"Twice" & more.` };
		await write(page, copy);
		await page.getByRole("button", { name: "Save draft" }).click();
		await expect(page.locator("#similar").getByRole("link", { name: title, exact: true })).toBeVisible();
		await page.getByLabel("I want this to be public").check();
		await page.getByRole("button", { name: "Publish" }).click();
		await expect(page.getByRole("heading", { name: "Is it here already?" })).toBeVisible();
		const item = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });
		await item.getByLabel("In what does yours differ?").fill("Sheep, in Wales.");
		await page.getByRole("button", { name: "Publish as it is" }).click();
		await expect(page.getByRole("heading", { level: 1, name: copy.title })).toBeVisible();
		await expect(page.getByRole("main")).toContainText('"Twice" & more.');
		await expect(page.locator(".differs")).toContainText("Sheep, in Wales.");

		// It is changed with the plan, and taken back.
		await page.getByRole("link", { name: "Edit" }).click();
		await page.locator("#similar .mine").filter({ has: page.locator("textarea", { hasText: "Sheep" }) }).waitFor();
		await page.locator("#similar textarea").filter({ hasText: "Sheep" }).fill("");
		await page.getByLabel("What did you change").fill("It does not differ");
		await page.getByRole("button", { name: "Save as a new revision" }).click();
		await expect(page.getByRole("heading", { level: 1, name: copy.title })).toBeVisible();
		await expect(page.locator(".differs")).toHaveCount(0);
	});
});
