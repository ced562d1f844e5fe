// From nobody to the founder of a plan that has a history.

import { expect, test } from "../fixtures.ts";
import { publish, repairs } from "../plans.ts";

const title = "Bicycle repair by a newcomer";

test("a newcomer joins, writes with a preview, posts, revises, restores, withdraws and brings back", async ({
	page,
	elsewhere,
	expected,
}) => {
	await page.goto("/");
	await page.getByRole("banner").getByRole("link", { name: "Join" }).click();
	await page.getByLabel("Handle").fill("grace-writes");
	await page.getByLabel("E-mail address").fill("grace-writes@example.org");
	await page.getByLabel("Password").fill("an otter counts nine bells");
	await page.getByRole("button", { name: "Join" }).click();
	await expect(page.locator("header summary")).toHaveText("grace-writes");

	// The preview follows, and the draft is saved, while she types.
	await page.getByRole("link", { name: "Post a plan" }).click();
	const body = page.getByLabel("Plan", { exact: true });
	await page.getByLabel("Title").fill(title);
	await page.getByLabel("Pitch").fill(repairs.pitch);
	await body.fill(repairs.body);
	const preview = page.getByRole("region", { name: "Live preview" });
	await expect(preview.getByRole("cell", { name: "Half an hour" })).toBeVisible();
	await expect(page.getByText(/^Draft saved at/)).toBeVisible();

	// Whoever leaves with something unsaved is asked.
	await body.press("End");
	await page.keyboard.type("A line that nobody saved.");
	const asked = page.waitForEvent("dialog");
	const leaving = page.goto("/plans").catch(() => null);
	const dialog = await asked;
	expect(dialog.type()).toBe("beforeunload");
	await dialog.accept();
	await leaving;
	await page.goto("/drafts");
	await page.getByRole("link", { name: title }).click();
	await expect(body).toHaveValue(/What is left of 24.00 is 8.50/);

	await page.getByLabel("Tags").fill("repair, cycling");
	await page.getByLabel("Stage").selectOption({ value: "seeking" });
	await page.getByLabel("I want this to be public").check();
	await publish(page, title);
	const address = page.url();
	const reader = await elsewhere();
	await reader.goto("/plans?sort=new");
	await expect(reader.getByRole("link", { name: title })).toBeVisible();
	await reader.goto("/");
	await reader.getByRole("link", { name: title }).click();
	await expect(reader).toHaveURL(address);

	// A revision, its note, and what changed word by word.
	await page.getByRole("link", { name: "Edit" }).click();
	await body.fill(repairs.body.replace("Rain, for weeks", "Rain, for months").replace("11.00", "12.50"));
	await page.getByLabel("What did you change").fill("It rained more than I thought");
	await page.getByRole("button", { name: "Save as a new revision" }).click();
	await page.getByRole("link", { name: /^History/ }).click();
	const newest = page.getByRole("listitem").filter({ hasText: "It rained more than I thought" });
	await newest.getByRole("link", { name: "what changed" }).click();
	const compared = page.getByRole("region", { name: "What changed" });
	await expect(compared.locator("del")).toContainText(["removed", "11.00", "weeks"]);
	await expect(compared.locator("ins")).toContainText(["Added", "12.50", "months"]);

	await page.getByRole("link", { name: /^History/ }).click();
	await page.getByRole("link", { name: "Revision 1", exact: true }).click();
	await page.getByRole("button", { name: "Restore as a new revision" }).click();
	await expect(page.getByRole("link", { name: "revision 3" })).toBeVisible();
	await expect(page.getByText("Rain, for weeks")).toBeVisible();

	await page.getByRole("link", { name: "Withdraw" }).click();
	await page.getByRole("button", { name: "Withdraw" }).click();
	await expect(page.getByText("You withdrew this plan")).toBeVisible();
	expected.push(/status of 410/);
	expect((await reader.goto(address))?.status()).toBe(410);
	await expect(reader.getByRole("heading", { level: 1, name: title })).toBeVisible();
	await reader.goto("/plans?sort=new");
	await expect(reader.getByRole("link", { name: title })).toHaveCount(0);
	await page.getByRole("button", { name: "Bring it back" }).click();
	expect((await reader.goto(address))?.status()).toBe(200);
});
