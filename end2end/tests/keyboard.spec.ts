// The forum with a keyboard alone.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { comment, post } from "../plans.ts";

/** What has the focus, by what a screen reader calls it. */
async function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const element = document.activeElement as HTMLElement;
		return (element.getAttribute("aria-label") ?? element.innerText ?? "").trim();
	});
}

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
	for (let presses = 0; presses < 60; presses += 1) {
		await page.keyboard.press("Tab");
		const at = await focused(page);
		if (typeof name === "string" ? at === name : name.test(at)) {
			return;
		}
	}
	throw new Error(`Tab never reaches ${name}`);
}

test("Tab begins with a link past the head, then goes as the page reads, always in sight", async ({ page, person }) => {
	const plan = await post(await person("ada"));
	await page.goto(plan.path);
	await page.keyboard.press("Tab");
	expect(await focused(page)).toBe("Skip to content");
	await page.keyboard.press("Enter");
	await page.keyboard.press("Tab");
	expect(await focused(page)).toBe("Plans");
	const inMain = await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement));
	expect(inMain).toBe(true);

	await page.goto("/");
	await page.keyboard.press("Tab");
	const order: string[] = [];
	for (let presses = 0; presses < 11; presses += 1) {
		await page.keyboard.press("Tab");
		order.push(await focused(page));
		const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
		expect(outline, `${order.at(-1)} shows that it has the focus`).not.toBe("none");
	}
	const search = "Search plans, comments and people";
	expect(order).toEqual(["openplan", "Plans", "Seeking", "Listings", "Rounds", "Tags", search, "Sign in", "Join", "Post a plan", "Hot"]);
});

test("menus, votes and comments", async ({ page, person, signIn }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	await comment(ada, plan, "Ask me anything.");
	await signIn(page, ben);

	await page.goto(plan.path);
	await tabTo(page, ben.handle);
	await page.keyboard.press("Enter");
	await tabTo(page, "Drafts");
	await page.keyboard.press("Enter");
	await expect(page).toHaveURL(/\/drafts$/);

	await page.goto(plan.path);
	await tabTo(page, /^Vote for/);
	await page.keyboard.press("Space");
	await expect(page.getByRole("button", { name: /^Vote for/, pressed: true })).toBeVisible();
	expect((await (await ben.api.get(`/api/v1/plans/${plan.id}`)).json()).votes).toBe(1);

	await page.goto(`/plans/${plan.id}/discussion`);
	await tabTo(page, "Agree");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("button", { name: "1 agree", pressed: true })).toBeVisible();

	await page.goto(`/plans/${plan.id}/discussion#write`);
	await page.getByRole("combobox", { name: "Section" }).focus();
	await page.keyboard.type("What one");
	await page.keyboard.press("Tab");
	expect(await focused(page)).toBe("Quote a passage");
	await page.keyboard.press("Enter");
	await page.keyboard.press("Tab");
	await page.keyboard.type("Half an hour");
	await page.keyboard.press("Tab");
	await page.keyboard.type("Typed without a mouse.");
	await page.keyboard.press("Tab");
	expect(await focused(page)).toBe("Comment");
	await page.keyboard.press("Enter");
	const said = page.getByRole("listitem").filter({ hasText: "Typed without a mouse." });
	await expect(said).toContainText("on What one repair costs");
	await expect(said.getByRole("blockquote")).toHaveText("Half an hour");
});
