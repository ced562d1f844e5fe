// Two windows at once, two clicks at once, and a session that ends while somebody writes: nothing is lost, nothing doubled.

import { expect, test } from "../fixtures.ts";
import { post, repairs } from "../plans.ts";

test("two windows edit one plan: the second is shown both texts and loses nothing", async ({
	page,
	context,
	person,
	signIn,
	expected,
}) => {
	const ada = await person("ada");
	const plan = await post(ada);
	await signIn(page, ada);
	const second = await context.newPage();
	await page.goto(`/plans/${plan.id}/edit`);
	await second.goto(`/plans/${plan.id}/edit`);

	await page.getByLabel("Plan", { exact: true }).fill(repairs.body.replace("Rain, for weeks", "Snow until March"));
	await page.getByLabel("What did you change").fill("It snows here");
	await page.getByRole("button", { name: "Save as a new revision" }).click();
	await expect(page.getByText("Snow until March")).toBeVisible();

	const mine = repairs.body.replace("A school that says no", "A school that moves away");
	await second.getByLabel("Plan", { exact: true }).fill(mine);
	await second.getByLabel("What did you change").fill("Schools move");
	expected.push(/status of 409/);
	await second.getByRole("button", { name: "Save as a new revision" }).click();
	await expect(second.getByRole("heading", { name: "The plan has changed since you began" })).toBeVisible();
	await expect(second.locator("del").filter({ hasText: "Snow until March" })).toBeVisible();
	await expect(second.locator("ins").filter({ hasText: "moves away" })).toBeVisible();
	await expect(second.getByLabel("Plan", { exact: true })).toHaveValue(mine.trimEnd() + "\n");
	await expect(second.getByLabel("What did you change")).toHaveValue("Schools move");

	await second.getByRole("button", { name: "Save as a new revision" }).click();
	await expect(second.getByText("A school that moves away")).toBeVisible();
	await expect(second.getByText("revision 3", { exact: true })).toBeVisible();
});

test("a form sent twice posts one plan and one comment", async ({ page, person, signIn }) => {
	const ada = await person("ada");
	await signIn(page, ada);
	await page.goto("/plans/new");
	await page.getByLabel("Title").fill("Umbrellas by the hour");
	await page.getByLabel("Pitch").fill("Commuters caught by rain borrow one and leave it at the next stop.");
	await page.getByLabel("Plan", { exact: true }).fill("## Who pays\n\nWhoever is wet.\n\n## What could go wrong\n\nA dry summer.\n");
	await page.getByLabel("I want this to be public").check();
	await page.getByRole("button", { name: "Publish" }).dblclick();
	await expect(page.getByRole("heading", { level: 1, name: "Umbrellas by the hour" })).toBeVisible();
	const mine = await (await ada.api.get("/api/v1/plans?sort=new&limit=100")).json();
	expect(mine.items.filter((plan: { title: string }) => plan.title === "Umbrellas by the hour")).toHaveLength(1);

	await page.getByRole("link", { name: "Comment", exact: true }).first().click();
	await page.getByLabel("Your comment").fill("Said once.");
	const sent = await page.locator("form.write").evaluate((form: HTMLFormElement) => ({
		action: form.action,
		fields: [...new FormData(form)].map(([name, value]) => [name, String(value)]),
	}));
	const again = () =>
		page.evaluate(async ({ action, fields }) => {
			await fetch(action, { method: "POST", body: new URLSearchParams(fields) });
		}, sent);
	await Promise.all([again(), again(), again()]);
	await page.getByRole("button", { name: "Comment", exact: true }).click();
	await expect(page.getByText("Said once.")).toHaveCount(1);
});

test("a session that ended meanwhile keeps the text of a plan, of a comment and of a profile", async ({
	page,
	context,
	person,
	signIn,
	expected,
}) => {
	const ada = await person("ada");
	const plan = await post(ada);
	await signIn(page, ada);
	await page.goto(`/plans/${plan.id}/discussion`);
	const writing = await context.newPage();
	await writing.goto("/plans/new");
	const profile = await context.newPage();
	await profile.goto("/settings");
	const cookies = await context.cookies();
	await context.clearCookies();

	expected.push(/status of 401/);
	await page.getByLabel("Your comment").fill("Half an hour of thinking went into this.");
	await page.getByRole("button", { name: "Comment", exact: true }).click();
	await expect(page.getByLabel("What you wrote")).toHaveValue("Half an hour of thinking went into this.");

	await writing.getByLabel("Title").fill("Umbrellas by the week");
	await writing.getByLabel("Pitch").fill("Hotels keep a stand of them for guests who stay some days.");
	await writing.getByLabel("Plan", { exact: true }).fill("## Who pays\n\nThe hotel, by the stand.\n");
	await writing.getByLabel("I want this to be public").check();
	await writing.getByRole("button", { name: "Publish" }).click();
	await expect(writing.getByText("You are signed out. Nothing is lost")).toBeVisible();
	await expect(writing.getByLabel("Title")).toHaveValue("Umbrellas by the week");

	await profile.getByLabel("About you").fill("I mend what *others* throw away.");
	await profile.getByLabel("Links").fill("https://ada.example.org");
	await profile.getByRole("button", { name: "Save the profile" }).click();
	await expect(profile.getByText("You are signed out. Nothing is lost")).toBeVisible();
	await expect(profile.getByLabel("About you")).toHaveValue("I mend what *others* throw away.");

	await context.addCookies(cookies);
	await profile.getByRole("button", { name: "Send again" }).click();
	await expect(profile.getByText("Your profile is saved.")).toBeVisible();
	await expect(profile.getByLabel("Links")).toHaveValue("https://ada.example.org");
	await page.getByRole("button", { name: "Send again" }).click();
	await expect(page.getByText("Half an hour of thinking went into this.")).toBeVisible();
	await writing.getByLabel("I want this to be public").check();
	await writing.getByRole("button", { name: "Publish" }).click();
	await expect(writing.getByRole("heading", { level: 1, name: "Umbrellas by the week" })).toBeVisible();
});
