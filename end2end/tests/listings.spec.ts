// A moderator makes a listing, puts its plans in order, publishes and features it; a reader follows it and proposes a plan.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect, islandsStarted, type Person, test } from "../fixtures.ts";
import { post, type Posted, repairNumbers } from "../plans.ts";

/** Three plans with numbers. */
async function three(author: Person, mark: string): Promise<[Posted, Posted, Posted]> {
	const one = await post(author, { title: `Mending bicycles ${mark}`, numbers: repairNumbers });
	const two = await post(author, { title: `Mending shoes ${mark}`, numbers: { ...repairNumbers, ask: 900_000 } });
	return [one, two, await post(author, { title: `Mending radios ${mark}`, numbers: { ...repairNumbers, ask: 120_000 } })];
}

/** A listing of these plans, as calls make it. */
async function listing(mo: Person, title: string, plans: Posted[]): Promise<number> {
	const made = await mo.api.post("/api/v1/listings", { data: { title } });
	const { id } = await made.json();
	for (const plan of plans) {
		await mo.api.post(`/api/v1/listings/${id}/plans`, { data: { plan: plan.id } });
	}
	return id;
}

for (const javaScriptEnabled of [true, false]) {
	for (const width of [1280, 390]) {
		test.describe(`${javaScriptEnabled ? "with" : "without"} JavaScript, ${width} px wide`, () => {
			test.use({ javaScriptEnabled, viewport: { width, height: 900 } });

			test("a listing is made, put in order, published, followed, and a plan proposed for it", async ({ page, elsewhere, person, signIn, forum }) => {
				const mark = `${javaScriptEnabled ? "promptly" : "patiently"} ${width}`;
				const [ada, ben, mo] = [await person("ada"), await person("ben"), await person("mo")];
				const [bicycles, shoes, radios] = await three(ada, mark);
				await forum.appoint(mo, "moderator");
				await signIn(page, mo);
				await page.goto("/listings");
				await page.getByRole("link", { name: "Make a listing" }).click();
				await page.getByLabel("Title").fill(`Mended ${mark}`);
				await page.getByLabel("Introduction").fill("What is **mended** is not thrown away.");
				await page.getByRole("button", { name: "Go on to its plans" }).click();
				for (const plan of [bicycles, shoes]) {
					await page.getByLabel("Put a plan into it").fill(plan.path);
					await page.getByLabel("What you say of it").fill("Counted twice");
					await page.getByRole("button", { name: "Put it in" }).click();
				}
				const names = page.locator(".arranged .name a");
				await expect(names).toHaveText([`Mending bicycles ${mark}`, `Mending shoes ${mark}`]);
				await page.getByRole("button", { name: `Up: Mending shoes ${mark}` }).click();
				await expect(names).toHaveText([`Mending shoes ${mark}`, `Mending bicycles ${mark}`]);
				await page.getByRole("button", { name: "Publish" }).click();
				await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Mended ${mark}`);
				const address = new URL(page.url()).pathname;
				await page.getByRole("link", { name: "Edit", exact: true }).click();
				await page.getByRole("button", { name: "Put it on the front page" }).click();

				const reader = await elsewhere({ javaScriptEnabled, viewport: { width, height: 900 } });
				await signIn(reader, ben);
				await reader.goto("/");
				await reader.locator(".featured").getByRole("link", { name: `Mended ${mark}` }).click();
				await expect(reader.locator(".prose")).toContainText("mended");
				await expect(reader.locator(".picks h2 a")).toHaveText([`Mending shoes ${mark}`, `Mending bicycles ${mark}`]);
				await reader.getByText("The figure as a table").click();
				await expect(reader.locator(".cover tbody tr")).toHaveCount(2);
				await reader.getByRole("button", { name: "Follow" }).click();
				await expect(reader.getByRole("button", { name: "Following" })).toBeVisible();
				await reader.getByRole("link", { name: "Propose a plan" }).click();
				await reader.getByLabel("Plan", { exact: true }).fill(String(radios.id));
				await reader.getByLabel("Why it belongs there").fill("Radios break as well");
				await reader.getByRole("button", { name: "Propose it" }).click();

				await page.goto(`${address.split("/").slice(0, 3).join("/")}/proposals`);
				await page.getByText(`Answer ${ben.handle}`).click();
				await page.getByLabel("Why, or why not").fill("So they do");
				await page.getByRole("button", { name: "Put it in" }).click();
				await expect(page.locator(".proposals")).toContainText("So they do");
				await reader.goto("/listings?followed=true");
				await expect(reader.getByRole("listitem").filter({ hasText: `Mended ${mark}` })).toContainText("1 new");
				await reader.getByRole("button", { name: `Mended ${mark}` }).click();
				await expect(reader.locator(".picks > li").filter({ hasText: "New" })).toContainText(`Mending radios ${mark}`);
				await reader.goto(radios.path);
				await expect(reader.locator(".rail").getByRole("link", { name: `Mended ${mark}` })).toBeVisible();
				// Tests share their forum: the front page has few places.
				await page.goto(`${address.split("/").slice(0, 3).join("/")}/edit`);
				await page.getByRole("button", { name: "Take it from the front page" }).click();
			});
		});
	}
}

test("plans are dragged by pointer and moved by arrow keys, and the order is kept", async ({ page, person, signIn, forum, expectAccessible }) => {
	const [ada, mo] = [await person("ada"), await person("mo")];
	const plans = await three(ada, "by hand");
	await forum.appoint(mo, "moderator");
	const id = await listing(mo, "Mended by hand", plans);
	await signIn(page, mo);
	await page.goto(`/listings/${id}/edit`);
	await islandsStarted(page);
	await expectAccessible(page);
	const names = page.locator(".arranged .name a");
	const [bicycles, shoes, radios] = ["bicycles", "shoes", "radios"].map((what) => `Mending ${what} by hand`);

	const handle = page.getByRole("button", { name: `Move ${bicycles} by the arrow keys` });
	await handle.focus();
	await page.keyboard.press("ArrowDown");
	await expect(names).toHaveText([shoes, bicycles, radios]);
	await expect(page.locator("[aria-live=assertive]")).toHaveText(`${bicycles}: place 2 of 3`);
	await expect(handle).toBeFocused();
	await page.keyboard.press("End");
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("End");
	await expect(names).toHaveText([shoes, radios, bicycles]);
	await expect(async () => {
		const { items } = await (await mo.api.get(`/api/v1/listings/${id}`)).json();
		expect(items.map((item: { plan: { id: number } }) => item.plan.id)).toEqual([plans[1].id, plans[2].id, plans[0].id]);
	}).toPass();

	const from = (await handle.boundingBox())!;
	const to = (await page.locator(".arranged > li").first().boundingBox())!;
	await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
	await page.mouse.down();
	await page.mouse.move(to.x + 60, to.y + to.height - 4, { steps: 12 });
	await page.mouse.move(to.x + 60, to.y + 4, { steps: 4 });
	await page.mouse.up();
	await expect(names).toHaveText([bicycles, shoes, radios]);
	await expect(page.locator("[aria-live=assertive]")).toHaveText(`${bicycles}: place 1 of 3`);
	await expect(async () => {
		await page.reload();
		await expect(names).toHaveText([bicycles, shoes, radios], { timeout: 500 });
	}).toPass();
});

test("a listing stands in a page of others, and runs nothing there", async ({ page, person, forum }) => {
	const [ada, mo] = [await person("ada"), await person("mo")];
	const plans = await three(ada, "elsewhere");
	await forum.appoint(mo, "moderator");
	const id = await listing(mo, "Mended elsewhere", plans);
	await mo.api.post(`/api/v1/listings/${id}/publish`);
	// A page of another origin.
	const html = `<!doctype html><link rel="icon" href="data:,"><title>Elsewhere</title><iframe src="${forum.url}/listings/${id}/embed"></iframe>`;
	const other = createServer((_request, answer) => answer.setHeader("content-type", "text/html").end(html));
	await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
	try {
		await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
		const frame = page.frameLocator("iframe");
		await expect(frame.getByRole("heading", { name: "Mended elsewhere" })).toBeVisible();
		await expect(frame.locator(".embedded-plans li")).toHaveCount(3);
	} finally {
		other.close();
	}
});

test("every page of it can be used by everybody, on a desk and on a telephone", async ({ page, person, signIn, forum, expectWellMade }) => {
	const [ada, mo] = [await person("ada"), await person("mo")];
	const plans = await three(ada, "for everybody");
	await forum.appoint(mo, "moderator");
	const id = await listing(mo, `Mended for everybody ${"Donaudampfschifffahrtsgesellschaft".repeat(2)}`, plans.slice(0, 2));
	await mo.api.post(`/api/v1/listings/${id}/publish`);
	await ada.api.post(`/api/v1/listings/${id}/proposals`, { data: { plan: plans[2].id, because: "Donaudampfschifffahrt".repeat(4) } });
	await mo.api.put(`/api/v1/listings/${id}/curators/${ada.handle}`);
	await mo.api.put(`/api/v1/listings/${id}/follow`);
	await signIn(page, mo);
	const of = `/listings/${id}`;
	for (const path of ["/listings", "/listings?followed=true", "/listings?drafts=true", "/listings/new", of, `${of}/edit`, `${of}/proposals`, `${of}/propose`, `${of}/embed`]) {
		await page.goto(path);
		await expectWellMade(page);
	}
});
