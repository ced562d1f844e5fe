// Copies of a plan: where they run, how they differ, and plans that come from other forums.

import { request } from "@playwright/test";

import { expect, type Person, test } from "../fixtures.ts";
import { Forum } from "../forum.ts";
import { type Posted, post, repairNumbers, repairs } from "../plans.ts";

async function fork(reader: Person, plan: Posted, data: object): Promise<Posted> {
	const answer = await reader.api.post(`/api/v1/plans/${plan.id}/forks`, { data });
	expect(answer.status(), await answer.text()).toBe(201);
	const made = await answer.json();
	return { ...made, path: `/plans/${made.id}/${made.slug}` };
}

/** Ada's plan in a forum of its own, as the file that it is downloaded as there. */
async function fromElsewhere(): Promise<Buffer> {
	const other = await Forum.start("--public-url", "https://elsewhere.example");
	const anonymous = await request.newContext({ baseURL: other.url });
	const account = { handle: "ada", email: "ada@example.org", password: "ada rows a green boat" };
	expect((await anonymous.post("/api/v1/accounts", { data: account })).status()).toBe(201);
	const { token } = await (await anonymous.post("/api/v1/session", { data: account })).json();
	const api = await request.newContext({ baseURL: other.url, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
	expect((await api.post("/api/v1/plans", { data: { ...repairs, numbers: repairNumbers } })).status()).toBe(201);
	const edit = { base_revision: 1, note: "Dearer parts", body: repairs.body.replace("4.50", "5.50") };
	expect((await api.put("/api/v1/plans/1", { data: edit })).ok()).toBe(true);
	const file = await (await api.get("/plans/1/plan.json")).body();
	await api.dispose();
	await anonymous.dispose();
	await other.stop();
	return file;
}

for (const javaScriptEnabled of [true, false]) {
	test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
		test.use({ javaScriptEnabled });

		test("a founder says where her plan runs, and takes it back", async ({ page, person, signIn, expected }) => {
			const ada = await person("ada");
			const plan = await post(ada, { numbers: repairNumbers });
			await signIn(page, ada);
			await page.goto(`/plans/${plan.id}/places`);
			await expect(page.getByRole("heading", { name: "Nobody has said yet that it runs" })).toBeVisible();
			await page.getByRole("link", { name: "Say where it runs" }).click();
			await page.getByLabel("Place").fill("Ghent, at the Dampoort");
			await page.getByLabel("Since").fill("2099-01");
			await page.getByLabel("Report").fill("Busy on **Thursdays**.");
			await page.getByRole("button", { name: "Save" }).click();
			expected.push(/status of 422/);
			await expect(page.getByRole("alert")).toContainText("Since has not begun yet");
			await expect(page.getByLabel("Report")).toHaveValue("Busy on **Thursdays**.");
			await page.getByLabel("Since").fill("2025-03");
			await page.getByRole("button", { name: "Save" }).click();
			await expect(page.getByRole("heading", { name: "Running in 1 place" })).toBeVisible();
			await expect(page.getByRole("heading", { name: "Ghent, at the Dampoort" })).toBeVisible();
			await expect(page.locator("strong").filter({ hasText: "Thursdays" })).toBeVisible();
			await expect(page.getByRole("main")).toContainText("Since March 2025, this plan");
			await page.getByRole("link", { name: "Change what you say of your place" }).click();
			await page.getByRole("button", { name: "remove this" }).click();
			await expect(page.getByRole("heading", { name: "Nobody has said yet that it runs" })).toBeVisible();
		});

		test("a plan comes from another forum with its history", async ({ page, person, signIn, expected }) => {
			const plan = (buffer: Buffer) => ({ name: "plan.json", mimeType: "application/json", buffer });
			const ben = await person("ben");
			await signIn(page, ben);
			await page.goto("/plans/new");
			await page.getByRole("link", { name: "Bring it here" }).click();
			await page.getByLabel("Why do you bring it here?").fill("To do it in Lisbon");
			await page.getByLabel("The file").setInputFiles(plan(Buffer.from("{}")));
			await page.getByRole("button", { name: "Bring it here" }).click();
			expected.push(/status of 422/);
			await expect(page.getByRole("alert")).toContainText("no plan that an Openplan gave");
			await expect(page.getByLabel("Why do you bring it here?")).toHaveValue("To do it in Lisbon");
			await page.getByLabel("The file").setInputFiles(plan(await fromElsewhere()));
			await page.getByRole("button", { name: "Bring it here" }).click();
			await expect(page.getByRole("heading", { level: 1, name: repairs.title })).toBeVisible();
			await page.getByRole("link", { name: /^History/ }).click();
			await expect(page.getByRole("main")).toContainText("ada elsewhere, as revision 2 of");
			await expect(page.getByRole("main")).toContainText("Dearer parts");
		});
	});
}

test("a fork is compared with its parent, and its reader told what she gave", async ({ page, person }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	const copy = await fork(ben, plan, { reason: "A town with hills", title: "Bicycle repair on a hill" });
	const edit = { base_revision: 1, note: "Steeper", body: repairs.body.replace("Rain, for weeks", "Hills, for ever") };
	expect((await ben.api.put(`/api/v1/plans/${copy.id}`, { data: edit })).ok()).toBe(true);
	await page.goto(`/plans/${plan.id}/compare?from=1&to=2&with=${copy.id}`);
	await expect(page).toHaveURL(new RegExp(`/plans/${plan.id}/compare/1\\.\\.${copy.id}@2$`));
	await expect(page.getByRole("heading", { name: "Two plans of one family" })).toBeVisible();
	await expect(page.getByRole("main")).toContainText(`Bicycle repair on a hill by ${ben.handle}, revision 2`);
	await expect(page.locator("ins").filter({ hasText: "Hills" })).toBeVisible();
	await page.getByRole("link", { name: "Turn around" }).click();
	await expect(page.locator("del").filter({ hasText: "Hills" })).toBeVisible();
	await page.goto(`/people/${ben.handle}/contributions`);
	await expect(page.getByRole("main")).toContainText("has led to a revision yet");
});

test("these pages are accessible and fit a telephone", async ({ page, person, signIn, expectAccessible }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada, { numbers: repairNumbers });
	const copy = await fork(ben, plan, { reason: "A town with hills", title: "Bicycle repair on a hill" });
	const report = `Quiet.\n\n| Week | Repairs |\n|---|---|\n| 1 | 12 |\n\n${"Donaudampfschifffahrt".repeat(12)}`;
	for (const [whose, of, place] of [[ada, plan, "Ghent"], [ben, copy, "Innsbruck, behind the station"]] as const) {
		const data = { place, since: "2025-03", report };
		expect((await whose.api.put(`/api/v1/plans/${of.id}/place`, { data })).ok()).toBe(true);
	}
	await signIn(page, ada);
	const pages = [
		`/plans/${plan.id}/places`,
		`/plans/${plan.id}/place`,
		`/plans/${plan.id}/compare/1..${copy.id}@1`,
		"/plans/import",
		`/people/${ada.handle}/contributions`,
	];
	for (const path of pages) {
		await page.goto(path);
		for (const width of [1280, 390]) {
			await page.setViewportSize({ width, height: 900 });
			await expectAccessible(page);
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(0);
		}
	}
});
