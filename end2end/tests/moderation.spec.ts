// A reader reports a plan, a moderator takes the case and hides it, its author appeals, another moderator grants it.

import { expect, expectFits, test } from "../fixtures.ts";
import { comment, post } from "../plans.ts";

test.use({ forumOf: "moderation" });

for (const javaScriptEnabled of [true, false]) {
	for (const width of [1280, 390]) {
		test.describe(`${javaScriptEnabled ? "with" : "without"} JavaScript, ${width} px wide`, () => {
			test.use({ javaScriptEnabled, viewport: { width, height: 900 } });

			test("a plan is reported, hidden, appealed for and restored", async ({ page, elsewhere, person, signIn, forum, expected }) => {
				const [ada, ben, mo, olga] = [await person("ada"), await person("ben"), await person("mo"), await person("olga")];
				const title = `Bread by bicycle ${javaScriptEnabled} ${width}`;
				const plan = await post(ada, { title });
				await forum.appoint(mo, "moderator");
				await forum.appoint(olga, "moderator");
				const options = { javaScriptEnabled, viewport: { width, height: 900 } };

				await signIn(page, ben);
				await page.goto(plan.path);
				await page.getByRole("link", { name: "Report" }).first().click();
				expected.push(/status of 422/);
				await page.getByLabel("Something else").check();
				await page.getByRole("button", { name: "Report it" }).click();
				await expect(page.getByText("must not be empty").first()).toBeVisible();
				await expect(page.getByLabel("Something else")).toBeChecked();
				await expectFits(page);
				await page.getByLabel("Spam").check();
				await page.getByLabel("More about it").fill("It only leads to a shop");
				await page.getByRole("button", { name: "Report it" }).click();
				await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();

				const desk = await elsewhere(options);
				await signIn(desk, mo);
				await desk.goto("/moderation");
				await desk.getByRole("link", { name: title }).click();
				await expect(desk.getByText("It only leads to a shop")).toBeVisible();
				await desk.getByRole("button", { name: "Take it" }).click();
				await expect(desk.getByText("You have taken this case")).toBeVisible();
				await desk.getByLabel("What to do").selectOption({ label: "Hide it" });
				await desk.getByLabel("Why?").fill("Advertising for a shop");
				await desk.getByRole("button", { name: "Decide" }).click();
				await expect(desk.getByRole("heading", { name: "Hidden" })).toBeVisible();

				await page.goto(plan.path);
				expected.push(/status of 410/);
				await expect(page.getByRole("heading", { name: "A hidden plan" })).toBeVisible();
				await expect(page.getByText(title)).toHaveCount(0);
				await page.getByRole("link", { name: "Why, and by whom" }).click();
				await expect(page.getByText("Advertising for a shop")).toBeVisible();
				await expectFits(page);

				const founder = await elsewhere(options);
				await signIn(founder, ada);
				await founder.goto("/measures");
				await founder.getByRole("link", { name: "Hidden" }).first().click();
				await founder.getByLabel("What you say against it").fill("I have no shop. I bake at home.");
				await founder.getByRole("button", { name: "Appeal" }).click();
				await expect(founder.getByText("Another moderator will answer")).toBeVisible();

				// Not whoever did it.
				await desk.reload();
				await expect(desk.getByText("I have no shop")).toBeVisible();
				await expect(desk.getByRole("button", { name: "Refuse it" })).toHaveCount(0);
				const other = await elsewhere(options);
				await signIn(other, olga);
				await other.goto("/moderation/appeals");
				await other.getByRole("link", { name: "Hidden" }).first().click();
				await other.getByLabel("Your answer").fill("There is no shop indeed");
				await other.getByRole("button", { name: "Grant it" }).click();
				await expect(other.getByText("Granted by")).toBeVisible();

				await page.goto(plan.path);
				await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
				await page.goto(`/plans/${plan.id}/history`);
				await expect(page.locator(".moderators")).toContainText("Shown again");
				await expect(page.locator(".moderators")).toContainText("Advertising for a shop");
				await expectFits(page);
				await page.goto(`/log?person=${mo.handle}&moderation=yes`);
				await expect(page.locator(".acts")).toContainText(`The moderator ${mo.handle} hid ${title}: “Advertising for a shop”`);
				await page.goto(`/log?person=${olga.handle}&moderation=yes`);
				await expect(page.locator(".acts")).toContainText(`The moderator ${olga.handle} granted the appeal about ${title}`);
				await expectFits(page);
			});
		});
	}
}

test("the queue is worked through by keyboard", async ({ page, person, signIn, forum }) => {
	const [ada, ben, mo] = [await person("ada"), await person("ben"), await person("mo")];
	const titles = ["Flour by the sack, cheap", "Flour by the lorry, cheaper"];
	for (const title of titles) {
		const plan = await post(ada, { title });
		const flagged = await ben.api.post(`/api/v1/flags/plan-${plan.id}`, { data: { reason: "spam", words: "" } });
		expect(flagged.status(), await flagged.text()).toBe(201);
	}
	await forum.appoint(mo, "moderator");
	await signIn(page, mo);
	await page.goto("/moderation");
	await expect(page.getByText("j and k go from case to case")).toBeVisible();
	const names = await page.locator(".cases a.name").allInnerTexts();
	const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
	await page.keyboard.press("j");
	await expect.poll(focused).toBe(names[0]);
	await page.keyboard.press("k");
	await expect.poll(focused).toBe(names[0]);
	for (const title of titles) {
		const steps = Array.from({ length: names.indexOf(title) });
		for (const _ of steps) {
			await page.keyboard.press("j");
		}
		await expect.poll(focused).toBe(title);
		await page.keyboard.press("x");
		await expect(page.getByRole("checkbox", { name: title })).toBeChecked();
		for (const _ of steps) {
			await page.keyboard.press("k");
		}
	}
	await page.keyboard.press("d");
	await expect(page.getByLabel("What to do")).toBeFocused();
	await page.getByLabel("What to do").selectOption({ label: "Hide it" });
	await page.keyboard.press("Tab");
	await page.keyboard.type("Advertising for flour");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("status")).toContainText("Decided about 2 of 2");
	for (const title of titles) {
		await expect(page.locator(".cases").getByRole("link", { name: title })).toHaveCount(0);
	}
});

test("these pages are accessible and fit a telephone", async ({ page, person, signIn, forum, expectWellMade }) => {
	const [ada, ben, mo] = [await person("ada"), await person("ben"), await person("mo")];
	const plan = await post(ada, { title: "Bread that somebody reports" });
	const said = await comment(ben, plan, "A word that somebody reports.");
	await forum.appoint(mo, "moderator");
	for (const [reporter, thing] of [
		[ben, `plan-${plan.id}`],
		[ada, `comment-${said}`],
	] as const) {
		const flagged = await reporter.api.post(`/api/v1/flags/${thing}`, { data: { reason: "abuse", words: "Look" } });
		expect(flagged.status(), await flagged.text()).toBe(201);
	}
	const opened = await mo.api.post(`/api/v1/moderation/open/comment-${said}`);
	const { id } = await opened.json();
	const decided = await mo.api.post(`/api/v1/moderation/cases/${id}/decide`, { data: { deed: "hidden", reason: "An insult" } });
	const { measure } = await decided.json();
	const of = await (await mo.api.post(`/api/v1/moderation/open/plan-${plan.id}`)).json();
	await signIn(page, mo);
	for (const path of [
		"/moderation",
		"/moderation?which=decided",
		"/moderation/appeals",
		`/moderation/cases/${of.id}`,
		`/measures/${measure}`,
		`/flag/plan-${plan.id}`,
		"/help/moderation",
		`/plans/${plan.id}/discussion`,
	]) {
		await page.goto(path);
		await expectWellMade(page);
	}
});
