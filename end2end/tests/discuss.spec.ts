// A plan and what is said about it.

import { expect, islandsStarted, test } from "../fixtures.ts";
import { comment, post, repairs, revise } from "../plans.ts";

test("a reader quotes a section, the founder answers, changes the plan and says whose comment it was", async ({
	page,
	elsewhere,
	person,
	signIn,
}) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	await signIn(page, ben);
	const founder = await elsewhere();
	await signIn(founder, ada);

	await page.goto(plan.path);
	await page.getByRole("link", { name: "comment on What one repair costs" }).click();
	await page.getByLabel("Quote", { exact: true }).fill("Half an hour");
	await page.getByLabel("Your comment").fill("At which wage? Asking for a friend.");
	await page.getByRole("button", { name: "Comment", exact: true }).click();
	const said = page.getByRole("listitem").filter({ hasText: "At which wage?" });
	await expect(said).toContainText("on What one repair costs");

	await founder.goto(`/plans/${plan.id}/discussion`);
	await founder.getByRole("button", { name: "Agree" }).click();
	await expect(founder.getByRole("button", { name: "1 agree", pressed: true })).toBeVisible();
	await founder.getByRole("button", { name: "1 agree" }).click();
	await expect(founder.getByRole("button", { name: "Agree", pressed: false })).toBeVisible();
	await islandsStarted(founder);
	await founder.getByRole("link", { name: "Reply" }).click();
	await founder.getByLabel("Your answer").fill("You are right, at none. I count it now.");
	await founder.getByRole("button", { name: "Answer" }).click();
	const answer = founder.getByRole("listitem").filter({ hasText: "You are right, at none." }).last();
	await expect(answer.getByText("founder", { exact: true })).toBeVisible();

	await revise(ada, plan, { body: repairs.body.replace("11.00", "22.00"), note: "A wage" });
	await founder.goto(`/plans/${plan.id}/discussion`);
	await founder.getByRole("link", { name: "what changed since revision 1" }).first().click();
	await expect(founder.locator("ins").filter({ hasText: "22.00" })).toBeVisible();
	await founder.goto(`/plans/${plan.id}/discussion`);
	await founder.getByRole("link", { name: "Favorite", exact: true }).first().click();
	await founder.getByLabel("Revision that it led to").selectOption("Revision 2");
	await founder.getByRole("button", { name: "Make it a favorite" }).click();

	await page.goto(plan.path);
	await expect(page.getByText("favorite of the founder, led to revision 2")).toBeVisible();
	await expect(page.getByRole("link", { name: "2 comments on What one repair costs" })).toBeVisible();

	await page.getByRole("listitem").filter({ hasText: "At which wage?" }).getByRole("link", { name: "Edit" }).first().click();
	await page.getByLabel("Your comment").fill("At which wage? Asking for myself.");
	await page.getByRole("button", { name: "Save" }).click();
	await founder.goto(plan.path);
	await founder.getByRole("link", { name: "edited" }).click();
	await expect(founder.getByText("Asking for a friend.")).toBeVisible();
	await expect(founder.getByText("Asking for myself.")).toBeVisible();

	await page.goto(plan.path);
	await page.getByRole("link", { name: "Delete" }).click();
	await page.getByRole("button", { name: "Delete it" }).click();
	await founder.goto(plan.path);
	await expect(founder.getByText("Asking for myself.")).toHaveCount(0);
	await expect(founder.getByText("Deleted by its writer.")).toBeVisible();
	await expect(founder.getByText("You are right, at none.")).toBeVisible();
});

test("a passage that is marked is quoted", async ({ page, person, signIn }) => {
	const ada = await person("ada");
	const plan = await post(ada);
	await signIn(page, ada);
	await page.goto(plan.path);
	await page.getByText("The city closed the street to cars in May.").click({ clickCount: 3 });
	await page.getByRole("link", { name: "Quote in a comment" }).click();
	await expect(page.getByLabel("Quote", { exact: true })).toHaveValue(/The city closed the street/);
	await page.getByLabel("Your comment").fill("Which street?");
	await page.getByRole("button", { name: "Comment", exact: true }).click();
	const said = page.getByRole("listitem").filter({ hasText: "Which street?" });
	await expect(said.getByRole("blockquote")).toContainText("The city closed the street to cars in May.");
});

test("an open thread tells of new comments without moving, and shows them when asked", async ({ page, person, signIn }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	for (let number = 1; number <= 12; number += 1) {
		await comment(ben, plan, `Question ${number}: who pays for that?`);
	}
	await signIn(page, ada);
	const streaming = page.waitForRequest(/\/live/);
	await page.goto(`/plans/${plan.id}/discussion?sort=old`);
	await streaming;
	const read = page.getByText("Question 6:");
	await read.scrollIntoViewIfNeeded();
	const place = async () => ({ page: await page.evaluate(() => scrollY), text: (await read.boundingBox())?.y });
	const before = await place();

	await comment(ben, plan, "One more thing.");
	await expect(page.getByRole("button", { name: "1 new comment" })).toBeVisible();
	expect(await place()).toEqual(before);
	await expect(page.getByText("One more thing.")).toHaveCount(0);
	await comment(ben, plan, "And another.");
	await page.getByRole("button", { name: "2 new comments" }).click();
	await expect(page.getByText("One more thing.")).toBeVisible();
	await expect(page.getByText("And another.")).toBeVisible();
	await expect(page.getByRole("button", { name: /new comment/ })).toHaveCount(0);

	// What came later is answered in place as well.
	const later = page.getByRole("listitem").filter({ hasText: "And another." });
	await later.getByRole("link", { name: "Reply" }).click();
	await expect(later.getByLabel("Your answer")).toBeFocused();
});

test("an answer is written where the comment stands", async ({ page, person, signIn }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	const first = await comment(ben, plan, "Who insures the cargo bike?");
	const second = await comment(ben, plan, "Where does it sleep?", { parent: first });
	await signIn(page, ada);
	const link = (id: number) => page.locator(`#c${id} > div`).first().getByRole("link", { name: "Reply" });
	const below = (id: number) => page.locator(`#c${id} > div + form`);
	const asked: string[] = [];
	let answer = false;
	page.on("dialog", async (dialog) => {
		asked.push(dialog.message());
		await (answer ? dialog.accept() : dialog.dismiss());
	});

	for (const path of [`/plans/${plan.id}/discussion`, plan.path, `/comments/${first}`]) {
		await page.goto(path);
		await islandsStarted(page);
		const address = page.url();
		await link(first).focus();
		await page.keyboard.press("Enter");
		const text = below(first).getByLabel("Your answer");
		await expect(text).toBeFocused();
		await page.keyboard.press("Escape");
		await expect(text).toHaveCount(0);
		await expect(link(first)).toBeFocused();

		// Typed text is thrown away only when that is meant, and kept while another form is open.
		await link(first).click();
		await text.fill(`The city does, says ${path}.`);
		answer = false;
		await page.keyboard.press("Escape");
		await expect(text).toBeFocused();
		await link(second).click();
		await expect(below(second).getByLabel("Your answer")).toBeFocused();
		await expect(page.getByLabel("Your answer")).toHaveCount(1);
		await link(first).click();
		await expect(text).toHaveValue(`The city does, says ${path}.`);
		await page.reload();
		await islandsStarted(page);
		await link(first).click();
		await expect(text).toHaveValue(`The city does, says ${path}.`);
		answer = true;
		await below(first).getByRole("button", { name: "Cancel" }).click();
		await expect(text).toHaveCount(0);
		await link(first).click();
		await expect(text).toHaveValue("");
		expect(page.url()).toBe(address);
	}
	expect(asked).toEqual(Array(6).fill("Throw away what you typed?"));

	await below(first).getByLabel("Your answer").fill("The city does.");
	await below(first).getByRole("button", { name: "Answer" }).click();
	await expect(page.locator(`#c${first}`).getByText("The city does.")).toBeVisible();
	await islandsStarted(page);
	await link(first).click();
	await expect(below(first).getByLabel("Your answer")).toHaveValue("");

	const [opened] = await Promise.all([
		page.context().waitForEvent("page"),
		link(second).click({ modifiers: ["ControlOrMeta"] }),
	]);
	await expect(opened.getByRole("heading", { name: `Answer ${ben.handle}` })).toBeVisible();
});

test("an answer that cannot be sent, or not as it is, is not lost", async ({ page, person, signIn, expected }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	await comment(ben, plan, "Who insures the cargo bike?");
	await signIn(page, ada);
	await page.goto(`/plans/${plan.id}/discussion`);
	await islandsStarted(page);
	await page.getByRole("link", { name: "Reply" }).click();
	await page.getByLabel("Your answer").fill("The city does, for now.");

	expected.push(/net::ERR/);
	await page.route("**/comments", (route) => route.abort());
	await page.getByRole("button", { name: "Answer" }).click();
	await page.waitForURL(/^chrome-error/);
	await page.unroute("**/comments");
	await page.goto(`/plans/${plan.id}/discussion`);
	await islandsStarted(page);
	await page.getByRole("link", { name: "Reply" }).click();
	await expect(page.getByLabel("Your answer")).toHaveValue("The city does, for now.");

	expected.push(/status of 422/);
	const long = "The city does. ".repeat(1000);
	await page.getByLabel("Your answer").fill(long);
	await page.getByRole("button", { name: "Answer" }).click();
	await expect(page.getByRole("alert")).toBeVisible();
	await expect(page.getByLabel("Your answer")).toHaveValue(long);
	await page.getByLabel("Your answer").fill("The city does.");
	await page.getByRole("button", { name: "Answer" }).click();
	await expect(page.getByRole("listitem").filter({ hasText: "The city does." }).first()).toBeVisible();
	await islandsStarted(page);
	await page.getByRole("link", { name: "Reply" }).first().click();
	await expect(page.getByLabel("Your answer")).toHaveValue("");
});

test("who has not signed in is led to the page that says so", async ({ page, person, expected }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	const said = await comment(ben, plan, "Who insures the cargo bike?");
	await page.goto(plan.path);
	await islandsStarted(page);
	expected.push(/status of 401/);
	await page.getByRole("link", { name: "Reply" }).click();
	await expect(page).toHaveURL(`/comments/${said}/reply`);
	await expect(page.getByRole("heading", { name: "Please sign in" })).toBeVisible();
});
