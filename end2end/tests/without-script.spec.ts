// The forum by forms alone: what a browser without JavaScript can do, which is everything.

import { expect, test } from "../fixtures.ts";
import { comment, post, publish, repairs, revise } from "../plans.ts";

const title = "Bicycle repair without a script";

test.use({ javaScriptEnabled: false });

test("a newcomer joins, posts, revises, restores, withdraws and brings back", async ({ page, elsewhere, expected }) => {
	await page.goto("/join");
	await page.getByLabel("Handle").fill("grace");
	await page.getByLabel("E-mail address").fill("grace@example.org");
	await page.getByLabel("Password").fill("too short");
	await page.getByRole("button", { name: "Join" }).click();
	expected.push(/status of 422/);
	await expect(page.getByRole("alert")).toContainText("Password is 9 characters long");
	await expect(page.getByLabel("Handle")).toHaveValue("grace");
	await page.getByLabel("Password").fill("an otter counts nine bells");
	await page.getByRole("button", { name: "Join" }).click();
	await expect(page.locator("header summary")).toHaveText("grace");

	await page.getByRole("link", { name: "Post a plan" }).click();
	await expect(page.getByLabel("Plan", { exact: true })).toHaveValue(/## Who pays, and why now/);
	await page.getByLabel("Title").fill(title);
	await page.getByLabel("Pitch").fill(repairs.pitch);
	await page.getByLabel("Plan", { exact: true }).fill(repairs.body);
	await page.getByLabel("Tags").fill("repair, cycling");
	await page.getByRole("button", { name: "Preview" }).click();
	const preview = page.getByRole("region", { name: "Preview" });
	await expect(preview.getByRole("heading", { name: "What one repair costs" })).toBeVisible();
	await page.getByRole("button", { name: "Save draft" }).click();
	// In the black: amber is for setbacks.
	await expect(page.getByText(/^Saved on/)).toHaveCSS("border-left-color", "rgb(11, 97, 72)");
	await page.goto("/drafts");
	await page.getByRole("link", { name: title }).click();
	await expect(page.getByLabel("Tags")).toHaveValue("repair, cycling");
	await page.getByLabel("I want this to be public").check();
	await publish(page, title);
	const address = page.url();
	await page.goto("/drafts");
	await expect(page.getByRole("main")).not.toContainText(title);
	await page.goto("/plans?sort=new");
	await page.getByRole("link", { name: title }).click();

	await page.getByRole("link", { name: "Edit" }).click();
	await page.getByLabel("Plan", { exact: true }).fill(repairs.body.replace("11.00", "12.50"));
	await page.getByLabel("What did you change").fill("Half an hour costs more than I thought");
	await page.getByRole("button", { name: "Save as a new revision" }).click();
	await expect(page.getByRole("cell", { name: "12.50" })).toBeVisible();
	await page.getByRole("link", { name: /^History/ }).click();
	await page.getByRole("button", { name: "Compare the two picked" }).click();
	await expect(page.locator("del").filter({ hasText: "11.00" })).toBeVisible();
	await expect(page.locator("ins").filter({ hasText: "12.50" })).toBeVisible();
	await page.getByRole("link", { name: /^History/ }).click();
	await page.getByRole("link", { name: "Revision 1", exact: true }).click();
	await page.getByRole("button", { name: "Restore as a new revision" }).click();
	await expect(page.getByRole("cell", { name: "11.00" })).toBeVisible();

	await page.getByRole("link", { name: "Withdraw" }).click();
	await page.getByRole("button", { name: "Withdraw" }).click();
	const visitor = await elsewhere({ javaScriptEnabled: false });
	expected.push(/status of 410/);
	expect((await visitor.goto(address))?.status()).toBe(410);
	await expect(visitor.getByRole("main")).toContainText("withdrew this plan");
	await page.goto(address);
	await page.getByRole("button", { name: "Bring it back" }).click();
	expect((await visitor.goto(address))?.status()).toBe(200);
});

test("a reader comments on a section, the founder answers and lifts it up", async ({ page, elsewhere, person, signIn }) => {
	const ada = await person("ada");
	const ben = await person("ben");
	const plan = await post(ada);
	await signIn(page, ben);

	await page.goto(plan.path);
	await page.getByRole("link", { name: "comment on What one repair costs" }).click();
	await expect(page.getByRole("combobox", { name: "Section" })).toHaveValue("what-one-repair-costs");
	await page.getByLabel("Quote", { exact: true }).fill("Half an hour");
	await page.getByLabel("Your comment").fill("At which wage? Mine would be **twice** that.");
	await page.getByRole("button", { name: "Comment", exact: true }).click();
	const said = page.getByRole("listitem").filter({ hasText: "At which wage?" });
	await expect(said.getByRole("blockquote")).toHaveText("Half an hour");

	await said.getByRole("link", { name: "Edit" }).click();
	await page.getByLabel("Your comment").fill("At which wage? Mine would be **three times** that.");
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByRole("link", { name: "edited" }).click();
	await expect(page.getByRole("main")).toContainText("twice");

	const founder = await elsewhere({ javaScriptEnabled: false });
	await signIn(founder, ada);
	await founder.goto(`/plans/${plan.id}/discussion`);
	await founder.getByRole("button", { name: "Agree" }).click();
	await expect(founder.getByRole("button", { name: "1 agree" })).toHaveAttribute("aria-pressed", "true");
	await founder.getByRole("link", { name: "Reply" }).click();
	await founder.getByLabel("Your answer").fill("At my own, which is none yet.");
	await founder.getByRole("button", { name: "Answer" }).click();
	await expect(founder.getByText("founder", { exact: true })).toBeVisible();

	await revise(ada, plan, { body: repairs.body.replace("11.00", "22.00") });
	await founder.goto(`/plans/${plan.id}/discussion`);
	await expect(founder.getByText("This section has been changed since")).toBeVisible();
	await founder.getByRole("link", { name: "Favorite", exact: true }).first().click();
	await founder.getByLabel("Revision that it led to").selectOption("Revision 2");
	await founder.getByRole("button", { name: "Make it a favorite" }).click();
	await expect(founder.getByText("favorite of the founder, led to revision 2")).toBeVisible();

	await page.goto(`/plans/${plan.id}/discussion`);
	await page.getByRole("link", { name: "Delete" }).click();
	await page.getByRole("button", { name: "Delete it" }).click();
	await page.goto(`/plans/${plan.id}/discussion`);
	await expect(page.getByText("Deleted by its writer.")).toBeVisible();
	await expect(page.getByText("At my own, which is none yet.")).toBeVisible();
});

test("deep threads, orders and pages are reached by links", async ({ page, person }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	let above = await comment(ben, plan, "Answer number 0");
	for (let depth = 1; depth < 10; depth += 1) {
		above = await comment(depth % 2 ? ada : ben, plan, `Answer number ${depth}`, { parent: above });
	}
	await page.goto(plan.path);
	await page.getByRole("link", { name: /^All of the discussion/ }).click();
	await expect(page.getByText("Answer number 9")).toBeVisible();
	await page.getByRole("navigation", { name: "Order of the discussion" }).getByRole("link", { name: "Old" }).click();
	await expect(page).toHaveURL(/sort=old/);
	await page.goto(`/comments/${above}`);
	await expect(page.getByText("In answer to")).toBeVisible();
});
