// Finding plans, comments and people, and seeing beside a plan that somebody else has posted the same.

import type { APIRequestContext, Locator, Page } from "@playwright/test";

import { expect, islandsStarted, type Person, test } from "../fixtures.ts";
import { comment, post, type Posted } from "../plans.ts";

const bread = {
	title: "Bakery on a cargo bike",
	pitch: "Fresh bread at the doors of offices before nine, by subscription.",
	body: "## Who bakes\n\nTwo bakers and a rider, from four in the morning.\n",
	tags: ["food"],
};

const loaves = {
	title: "Loaves for the desk, pedalled round before work",
	pitch: "Companies order rolls and loaves by the month; a rider leaves them at reception from the oven.",
	body: "## The oven\n\nIt is rented from a pizzeria that opens at noon. One baker, one rider.\n",
	tags: ["delivery"],
};

/** Asks until the answer holds this: what is posted is found within a moment. */
async function searchUntil(page: Page, query: string, title: string): Promise<void> {
	await expect(async () => {
		await page.goto(`/search?q=${encodeURIComponent(query)}`);
		await expect(page.getByRole("link", { name: title }).first()).toBeVisible({ timeout: 1_000 });
	}).toPass();
}

const boxOf = (page: Page): Locator => page.getByLabel("Search plans, comments and people");
const listOf = (page: Page): Locator => page.getByRole("listbox", { name: "Suggestions" });

/** Posts a plan, and waits until it is suggested. */
async function suggestible(request: APIRequestContext, author: Person, changes: { title: string; tags?: string[] }): Promise<Posted> {
	const plan = await post(author, changes);
	await expect
		.poll(async () => {
			const answer = await request.get("/api/v1/suggest", { params: { q: changes.title } });
			return (await answer.json()).plans.map(({ id }: { id: number }) => id);
		})
		.toContain(plan.id);
	return plan;
}

/** What Enter would open. */
function active(page: Page): Promise<string | null> {
	// In one look: between two the list may have been drawn anew.
	return boxOf(page).evaluate((box) => {
		const named = box.getAttribute("aria-activedescendant");
		const selected = [...document.querySelectorAll<HTMLElement>("[role=option][aria-selected=true]")];
		const [one] = selected;
		if (selected.length > 1 || (one?.id ?? null) !== named) {
			return `the box names ${named}, the list shows ${selected.map(({ id }) => id)}`;
		}
		return one?.innerText ?? null;
	});
}

for (const script of [true, false]) {
	test.describe(script ? "with a script" : "without a script", () => {
		test.use({ javaScriptEnabled: script });

		test("a reader finds a plan by its words, narrows, and is told what is near", async ({ page, person }) => {
			const ada = await person("ada");
			const plan = await post(ada, bread);
			await comment(ada, plan, "The oven is a loan.");
			await searchUntil(page, "bakers", bread.title);

			await page.goto("/plans");
			await expect(listOf(page)).toBeHidden();
			if (!script) {
				await expect(boxOf(page)).toHaveRole("searchbox");
				await expect(boxOf(page)).not.toHaveAttribute("aria-expanded");
			}
			await boxOf(page).fill("bakers");
			await boxOf(page).press("Enter");
			await expect(page).toHaveURL(/\/search\?q=bakers$/);
			await expect(page.locator("mark", { hasText: "bakers" }).first()).toBeVisible();
			const narrower = page.getByRole("complementary", { name: "Narrow it down" });
			await narrower.getByRole("link", { name: "food" }).click();
			await expect(page.getByLabel("Search plans, comments and people")).toHaveValue("bakers tag:food");
			await expect(page.getByRole("link", { name: "food ×" })).toBeVisible();
			await page.getByRole("link", { name: "Who bakes" }).first().click();
			await expect(page).toHaveURL(/#who-bakes$/);

			await page.goto("/search?q=loan");
			await page.getByRole("link", { name: /^Comments \d/ }).click();
			await expect(page.locator("mark", { hasText: "loan" }).first()).toBeVisible();

			await page.goto("/search?q=bakrey");
			await page.getByRole("link", { name: "bakery", exact: true }).click();
			await expect(page.getByRole("link", { name: bread.title }).first()).toBeVisible();
		});
	});
}

test("the same business in other words stands beside a plan, with why", async ({ page, person }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	await post(ada, bread);
	const other = await post(ben, loaves);
	await searchUntil(page, "loaves desk", loaves.title);
	await page.goto(other.path);
	const similar = page.getByRole("complementary", { name: "About this plan" });
	await expect(similar.getByRole("heading", { name: "Similar plans" })).toBeVisible();
	await similar.getByRole("link", { name: bread.title }).first().click();
	await expect(page.getByRole("heading", { level: 1, name: bread.title })).toBeVisible();
});

test.describe("while one types", () => {
	test("a keyboard alone finds the box, walks through the list and opens a plan", async ({ page, person, request }) => {
		const ada = await person("ada");
		const plan = await suggestible(request, ada, { ...bread, title: "Zeppelin rides over the lake" });
		await suggestible(request, ada, { ...bread, title: "Zeppelin hangar for hire" });
		// Nothing on this page but the box takes a script.
		await page.goto("/help/ranking");
		await page.keyboard.press("/");
		await expect(boxOf(page)).toBeFocused();
		await expect(boxOf(page)).toHaveValue("");
		await islandsStarted(page);
		await expect(boxOf(page)).toHaveRole("combobox");
		await page.keyboard.type("z");
		await page.waitForTimeout(400);
		await expect(listOf(page)).toBeHidden();

		await page.keyboard.type("ep");
		await expect(listOf(page)).toBeVisible();
		await expect(boxOf(page)).toHaveAttribute("aria-expanded", "true");
		await expect(listOf(page)).toHaveAttribute("id", (await boxOf(page).getAttribute("aria-controls"))!);
		await expect(listOf(page).getByRole("group", { name: "Plans" }).locator("mark").first()).toHaveText("Zep");
		await expect(page.getByRole("search").locator("[aria-live=polite]")).toHaveText("2 suggestions");
		const names = await listOf(page).getByRole("option").allInnerTexts();
		for (const [key, expected] of [
			["ArrowDown", names[0]],
			["ArrowDown", names[1]],
			["ArrowDown", null],
			["ArrowUp", names[1]],
			["Home", null],
			["ArrowUp", names[1]],
			["End", null],
			["Tab", null],
		] as const) {
			await page.keyboard.press(key);
			await expect.poll(() => active(page), { message: key }).toBe(expected);
		}
		await expect(listOf(page)).toBeHidden();
		await expect(boxOf(page)).not.toBeFocused();

		await page.keyboard.press("Shift+Tab");
		await page.keyboard.press("Alt+ArrowDown");
		await expect(listOf(page)).toBeVisible();
		await expect.poll(() => active(page)).toBeNull();
		await page.keyboard.press("Alt+ArrowUp");
		await expect(listOf(page)).toBeHidden();
		await page.keyboard.press("ArrowUp");
		await expect.poll(() => active(page)).toBe(names[1]);
		while ((await active(page)) !== "Zeppelin rides over the lake") {
			await page.keyboard.press("ArrowDown");
		}
		await page.keyboard.press("Enter");
		await expect(page).toHaveURL(new RegExp(`${plan.path}$`));
	});

	test("Escape closes the list, then empties the box; Enter searches", async ({ page, person, request }) => {
		await suggestible(request, await person("ada"), { ...bread, title: "Yodelling lessons by telephone" });
		await page.goto("/");
		await boxOf(page).pressSequentially("yode");
		await expect(listOf(page)).toBeVisible();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Escape");
		await expect(listOf(page)).toBeHidden();
		await expect.poll(() => active(page)).toBeNull();
		await expect(boxOf(page)).toHaveValue("yode");
		await page.keyboard.press("Escape");
		await expect(boxOf(page)).toHaveValue("");
		await expect(boxOf(page)).toBeFocused();

		await boxOf(page).pressSequentially("yodelling");
		await expect(listOf(page)).toBeVisible();
		await page.keyboard.press("Enter");
		await expect(page).toHaveURL(/\/search\?q=yodelling$/);
	});

	test("a mouse chooses without leaving the box first", async ({ page, person, request }) => {
		const plan = await suggestible(request, await person("ada"), { ...bread, title: "Xylophones from scrap wood" });
		await page.goto("/plans");
		await boxOf(page).pressSequentially("xylop");
		const option = listOf(page).getByRole("option", { name: "Xylophones from scrap wood" });
		await option.hover();
		await page.mouse.down();
		await expect(option).toBeVisible();
		await expect(boxOf(page)).toBeFocused();
		await page.mouse.up();
		await expect(page).toHaveURL(new RegExp(`${plan.path}$`));

		await boxOf(page).pressSequentially("xylop");
		await expect(listOf(page)).toBeVisible();
		await page.getByRole("heading", { level: 1 }).click();
		await expect(listOf(page)).toBeHidden();
	});

	test("a tag or a person behind its condition completes the query", async ({ page, person, request }) => {
		const ada = await person("ada");
		await suggestible(request, ada, { ...bread, title: "Wafers for waiting rooms", tags: ["wafers"] });
		await page.goto("/search");
		await expect(boxOf(page)).toBeFocused();
		await islandsStarted(page);
		await page.keyboard.type("rooms tag:waf");
		await listOf(page).getByRole("option", { name: "wafers" }).waitFor();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		await expect(boxOf(page)).toHaveValue("rooms tag:wafers ");
		await expect(boxOf(page)).toBeFocused();
		await page.keyboard.type(`by:${ada.handle}`);
		await listOf(page).getByRole("option", { name: ada.handle, exact: true }).click();
		await expect(boxOf(page)).toHaveValue(`rooms tag:wafers by:${ada.handle} `);
		const twice = await page.evaluate(() => {
			const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
			return ids.filter((id, at) => ids.indexOf(id) < at);
		});
		expect(twice).toEqual([]);
		await page.keyboard.press("Enter");
		await expect(page.getByRole("link", { name: "Wafers for waiting rooms" }).first()).toBeVisible();
	});

	test("an answer that comes late is dropped, and nothing flickers until the newest has come", async ({
		page,
		person,
		request,
	}) => {
		const ada = await person("ada");
		await suggestible(request, ada, { ...bread, title: "Quilts from old shirts" });
		await suggestible(request, ada, { ...bread, title: "Quinces in jars" });
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		const late: string[] = [];
		await page.route(/search\/suggest\?q=quil$/, async (route) => {
			await held;
			await route.fulfill({ response: await route.fetch() });
			late.push("quil");
		});
		await page.goto("/");
		await boxOf(page).pressSequentially("qui");
		await expect(listOf(page).getByRole("option")).toHaveCount(2);

		await Promise.all([page.waitForRequest(/q=quil$/), boxOf(page).press("l")]);
		await expect(listOf(page).getByRole("option")).toHaveCount(2);
		await boxOf(page).press("Backspace");
		await boxOf(page).pressSequentially("nces");
		await expect(listOf(page).getByRole("option")).toHaveText(["Quinces in jars"]);
		release();
		await expect.poll(() => late).toEqual(["quil"]);
		await page.waitForTimeout(300);
		await expect(listOf(page).getByRole("option")).toHaveText(["Quinces in jars"]);

		// Nor does one come after the list was closed.
		await boxOf(page).press("Escape");
		await page.waitForTimeout(300);
		await expect(listOf(page)).toBeHidden();
	});

	test("without an answer the form still searches", async ({ page, person, request, expected }) => {
		expected.push(/Failed to load resource/);
		await suggestible(request, await person("ada"), { ...bread, title: "Paprika from balconies" });
		await page.goto("/");
		await boxOf(page).pressSequentially("papr");
		await expect(listOf(page)).toBeVisible();
		await page.route(/search\/suggest/, (route) => route.abort());
		await Promise.all([page.waitForEvent("requestfailed"), boxOf(page).pressSequentially("ika")]);
		await expect(listOf(page)).toBeHidden();
		await expect(boxOf(page)).toHaveAttribute("aria-expanded", "false");
		await page.keyboard.press("Enter");
		await expect(page.getByRole("link", { name: "Paprika from balconies" }).first()).toBeVisible();
	});

	test("an input method keeps its keys", async ({ page, person, request }) => {
		await suggestible(request, await person("ada"), { ...bread, title: "Origami in hospitals" });
		await page.goto("/");
		await boxOf(page).focus();
		await islandsStarted(page);
		const chromium = await page.context().newCDPSession(page);
		await chromium.send("Input.imeSetComposition", { text: "orig", selectionStart: 4, selectionEnd: 4 });
		await expect(listOf(page)).toBeVisible();
		for (const key of ["ArrowDown", "Enter", "Escape"]) {
			const taken = await boxOf(page).evaluate((box, key) => {
				const init = { key, isComposing: true, bubbles: true, cancelable: true };
				return !box.dispatchEvent(new KeyboardEvent("keydown", init));
			}, key);
			expect(taken, key).toBe(false);
		}
		await expect(listOf(page)).toBeVisible();
		await expect.poll(() => active(page)).toBeNull();
	});

	test("what is hidden is not suggested, and that nothing is gets told", async ({ page, person, request, signIn }) => {
		const ada = await person("ada");
		const plan = await suggestible(request, ada, { ...bread, title: "Jukebox museum", tags: ["jukebox"] });
		await signIn(page, ada);
		await page.goto(`/plans/${plan.id}/withdraw`);
		await page.getByRole("main").getByRole("button", { name: "Withdraw" }).click();
		await expect(page.getByText("You withdrew this plan.")).toBeVisible();
		for (const typed of ["jukeb", "jukbeox", "tag:jukeb"]) {
			await boxOf(page).fill("");
			await boxOf(page).pressSequentially(typed);
			await expect(page.getByRole("search").locator("[aria-live=polite]")).toHaveText("No suggestions");
			await expect(listOf(page)).toBeHidden();
		}
	});

	test("the open list is accessible and fits, on a desk and on a telephone", async ({
		page,
		person,
		request,
		expectAccessible,
	}) => {
		// Nine looks at a page.
		test.slow();
		const title = `Ironing ${"by the metre of unhurried steam ".repeat(3)}`.trim();
		const ada = await person("ada");
		await suggestible(request, ada, { ...bread, title, tags: ["ironing"] });
		await suggestible(request, ada, { ...bread, title: "מכבסה ironing שכונתית על גג הבית המשותף לכל הדיירים" });
		for (const path of ["/", "/search"]) {
			for (const width of [1280, 700, 390]) {
				await page.setViewportSize({ width, height: 844 });
				await page.goto(path);
				const before = await boxOf(page).boundingBox();
				await boxOf(page).pressSequentially("ironi");
				await listOf(page).getByRole("option", { name: title }).waitFor();
				await page.keyboard.press("ArrowDown");
				expect(await boxOf(page).boundingBox(), "the box does not move").toEqual(before);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
				const { x, width: wide } = (await listOf(page).boundingBox())!;
				expect(x).toBeGreaterThanOrEqual(0);
				expect(x + wide).toBeLessThanOrEqual(width);
				if (width === 390) {
					expect([x, wide]).toEqual([0, 390]);
					for (const option of await listOf(page).getByRole("option").all()) {
						expect((await option.boundingBox())!.height).toBeGreaterThanOrEqual(44);
					}
				}
				for (const colorScheme of ["light", "dark"] as const) {
					await page.emulateMedia({ colorScheme });
					await expectAccessible(page);
				}
			}
		}
		await page.emulateMedia({ media: "print" });
		await expect(listOf(page)).toBeHidden();
	});

	test("`/` leads to the box unless somebody types, or has switched it off", async ({ page, person, signIn }) => {
		await signIn(page, await person("ben"));
		await page.goto("/plans/new");
		await page.getByLabel("Title").press("/");
		await expect(page.getByLabel("Title")).toHaveValue("/");
		await page.getByRole("heading", { level: 1 }).click();
		await page.keyboard.press("Control+/");
		await expect(boxOf(page)).not.toBeFocused();
		await page.keyboard.press("/");
		await expect(boxOf(page)).toBeFocused();
		await page.keyboard.press("/");
		await expect(boxOf(page)).toHaveValue("/");

		await page.goto("/help/search");
		await expect(boxOf(page)).toHaveAttribute("aria-keyshortcuts", "/");
		await page.getByLabel("leads to the search box").uncheck();
		await expect(boxOf(page)).not.toHaveAttribute("aria-keyshortcuts");
		await page.goto("/help/search");
		await page.getByRole("heading", { level: 1 }).click();
		await page.keyboard.press("/");
		await expect(boxOf(page)).not.toBeFocused();
		await page.getByLabel("leads to the search box").check();
		await page.keyboard.press("/");
		await expect(boxOf(page)).toBeFocused();
	});
});
