// Two people and one plan: Ben takes what Ada posted, makes it his, and the family tells of it.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { post, type Posted, repairNumbers } from "../plans.ts";

/** Forks by the form, as somebody who is signed in. */
async function fork(page: Page, plan: Posted, reason: string, title?: string): Promise<void> {
	await page.goto(plan.path);
	await page.getByRole("link", { name: "Fork this plan" }).click();
	await page.getByLabel("Why do you fork it?").fill(reason);
	if (title) {
		await page.getByLabel("Title").fill(title);
	}
	await page.getByRole("button", { name: "Fork it" }).click();
	await page.waitForURL((url) => !url.pathname.endsWith("/fork"));
}

test("a reader forks a plan, changes a number, and everybody sees how far it has come", async ({
	page,
	elsewhere,
	person,
	expected,
}) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada, { numbers: repairNumbers });
	await page.goto(plan.path);
	expected.push(/status of 401/);
	await page.getByRole("link", { name: "Fork this plan" }).click();
	await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
	await page.getByLabel("Handle", { exact: false }).fill(ben.handle);
	await page.getByLabel("Password", { exact: true }).fill(ben.password);
	await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
	await expect(page.getByRole("heading", { name: "Fork this plan" })).toBeVisible();
	await expect(page.getByLabel("Title")).toHaveValue("Bicycle repair at the school gate");
	await page.getByLabel("Why do you fork it?").fill("A city with two gates");
	await page.getByLabel("What will differ?").fill("A price that covers rain");
	await page.getByRole("button", { name: "Fork it" }).dblclick();

	const source = page.locator(".source");
	await expect(source).toContainText(`Forked from Bicycle repair at the school gate by ${ada.handle} at revision 1`);
	await expect(source).toContainText("“A city with two gates”. Not changed yet. What will differ: A price that covers rain");
	const visitor = await elsewhere();
	await visitor.goto(page.url());
	await expect(visitor.locator(".source")).toContainText("Not changed yet");
	await expect(visitor.getByRole("link", { name: "Edit it" })).toHaveCount(0);

	await page.getByRole("link", { name: "Edit it" }).click();
	await expect(page.getByLabel("Licence").getByRole("option")).toHaveCount(1);
	await page.getByLabel("Price of one").fill("29.00");
	await page.getByLabel("What did you change").fill("It rains here");
	await page.getByRole("button", { name: "Save as a new revision" }).click();
	await expect(source).toContainText("1 assumption changed");
	await expect(page.getByRole("link", { name: "Edit it" })).toHaveCount(0);

	await visitor.goto(plan.path);
	const lineage = visitor.getByRole("complementary").getByRole("listitem").filter({ hasText: ben.handle });
	await expect(lineage).toContainText("1 revision since");
	await visitor.getByRole("link", { name: /^Forks/ }).click();
	await expect(visitor.getByRole("heading", { name: "A family of 2 plans" })).toBeVisible();
	const member = visitor.getByRole("main").getByRole("listitem").filter({ hasText: "A city with two gates" });
	await expect(member).toContainText("1 revision since, 1 assumption changed");
	await expect(member.getByRole("img")).toHaveAccessibleName("Generation 1, forked from Bicycle repair at the school gate");
});

test.describe("without a script", () => {
	test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

	test("a family is grown, folded, searched and outlives its first plan, on a telephone", async ({
		page,
		elsewhere,
		person,
		signIn,
		expected,
	}) => {
		const [ada, ben] = [await person("ada"), await person("ben")];
		const plan = await post(ada);
		await signIn(page, ben);
		for (const [index, street] of ["Oak Street", "Elm Street", "Ash Street", "Fir Street"].entries()) {
			await fork(page, plan, `At the gate in ${street}`, `Bicycle repair in ${street}, number ${index}`);
		}
		await page.getByRole("link", { name: /^Forks/ }).click();
		const main = page.getByRole("main");
		await expect(main.getByRole("heading", { name: "A family of 5 plans" })).toBeVisible();
		// The one whose page this is stands open, the other three are folded.
		await expect(main.getByRole("link", { name: "Bicycle repair in Oak Street, number 0" })).toBeHidden();
		await main.getByText("3 more forks, not changed yet").click();
		await expect(main.getByRole("link", { name: "Bicycle repair in Oak Street, number 0" })).toBeVisible();
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(wide).toBeLessThanOrEqual(390);

		await page.getByLabel("Words in a title or a reason").fill("elm");
		await main.getByRole("button", { name: "Search" }).click();
		await expect(main.getByRole("heading", { level: 3 })).toHaveText(["Bicycle repair in Elm Street, number 1"]);
		await main.getByRole("link", { name: "Last changed" }).click();
		await expect(page.getByLabel("Words in a title or a reason")).toHaveValue("elm");
		await main.getByRole("link", { name: "Hide unchanged" }).click();
		await expect(main.getByText("No title and no reason in this family says that.")).toBeVisible();

		const founder = await elsewhere({ javaScriptEnabled: false });
		await signIn(founder, ada);
		await founder.goto(`/plans/${plan.id}/withdraw`);
		await founder.getByRole("button", { name: "Withdraw" }).click();
		expected.push(/status of 410/);
		await page.goto(plan.path);
		await page.getByRole("link", { name: "Its forks and family" }).click();
		await expect(main.getByRole("listitem").first()).toContainText("Withdrawn on");
		await main.getByText("4 more forks, not changed yet").click();
		await expect(main.getByRole("heading", { level: 3 })).toHaveCount(5);
	});
});
