// One's own account: password, sessions, tokens, a letter, and the two ways to leave.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { request } from "@playwright/test";

import { expect, type Person, test } from "../fixtures.ts";
import type { Forum } from "../forum.ts";
import { comment, post } from "../plans.ts";

const anotherPassword = "seven lanterns cross the moor";

/** The link in the newest letter to this address that holds one to such a page. */
async function linkInMail(forum: Forum, to: string, page: string): Promise<string> {
	const folder = join(forum.data, "mail");
	let link: string | undefined;
	const look = async () => {
		const letters = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
		for (const letter of letters.toSorted()) {
			// Lines that were folded for the journey.
			const text = (await readFile(join(folder, letter), "utf8")).replaceAll("=\r\n", "").replaceAll("=3D", "=");
			const found = text.match(new RegExp(`/${page}/[\\w-]+`));
			if (found && text.includes(to)) {
				link = found[0];
			}
		}
		return link;
	};
	await expect.poll(look, { timeout: 10_000, message: `a letter to ${to} with a link to /${page}` }).toBeDefined();
	return link!;
}

test("a new password ends the other sessions; sessions are listed and ended", async ({
	page,
	elsewhere,
	person,
	signIn,
	expected,
}) => {
	const ada = await person("ada");
	await signIn(page, ada);
	const telephone = await elsewhere();
	await signIn(telephone, ada);

	await page.goto("/settings/sessions");
	const browsers = page.getByRole("listitem").filter({ hasText: "Chrome" });
	await expect(browsers).toHaveCount(2);
	await expect(page.getByText("This one", { exact: true })).toHaveCount(1);

	await page.goto("/settings/password");
	await page.getByLabel("Current password").fill(ada.password);
	await page.getByLabel("New password").fill(anotherPassword);
	await page.getByRole("button", { name: "Change the password" }).click();
	await expect(page.getByRole("status")).toContainText("Your password is changed");
	await telephone.goto("/");
	await expect(telephone.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();

	await signIn(telephone, { ...ada, password: anotherPassword });
	await page.goto("/settings/sessions");
	await browsers.filter({ hasText: "Last used" }).getByRole("button", { name: /^End the session/ }).click();
	await expect(browsers).toHaveCount(1);
	expected.push(/status of 401/);
	await telephone.goto("/drafts");
	await expect(telephone.getByRole("heading", { name: "Please sign in" })).toBeVisible();
	await page.getByRole("button", { name: "Sign out everywhere" }).click();
	await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("a token acts for its owner until it is revoked", async ({ page, person, signIn, baseURL }) => {
	const ada = await person("ada");
	await signIn(page, ada);
	await page.goto("/settings/tokens");
	await page.getByLabel("What is it for?").fill("a script of mine");
	await page.getByRole("button", { name: "Make a token" }).click();
	const token = await page.locator("code.secret").innerText();
	const api = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
	const plan = await post({ ...ada, api });
	await page.goto(plan.path);
	await expect(page.getByRole("main").getByRole("link", { name: ada.handle })).toBeVisible();

	await page.goto("/settings/tokens");
	await expect(page.locator("code.secret")).toHaveCount(0);
	await page.getByRole("button", { name: "Revoke the token a script of mine" }).click();
	expect((await api.put(`/api/v1/plans/${plan.id}/vote`)).status()).toBe(401);
	await api.dispose();
});

test("a forgotten password is replaced by a link in a letter, once", async ({ page, forum, person, signIn, expected }) => {
	const ada = await person("ada");
	await page.goto(await linkInMail(forum, ada.email, "confirm"));
	await page.getByRole("main").getByRole("button").click();
	await page.goto("/sign-in");
	await page.getByRole("link", { name: "Forgotten your password?" }).click();
	await page.getByLabel("E-mail address").fill(ada.email);
	await page.getByRole("button", { name: "Send the link" }).click();
	await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();

	const link = await linkInMail(forum, ada.email, "reset");
	await page.goto(link);
	await page.getByLabel("New password").fill(anotherPassword);
	await page.getByRole("button", { name: "Change the password" }).click();
	await expect(page.getByRole("status")).toContainText("Your password is changed");
	await signIn(page, { ...ada, password: anotherPassword });
	expected.push(/status of 409/);
	expect((await page.goto(link))?.status()).toBe(409);
});

test("who leaves becomes a former member, or takes every word along", async ({ page, elsewhere, person, signIn, expected }) => {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada);
	const said = await comment(ben, plan, "Who insures the cargo bike?");
	await comment(ada, plan, "The city does.", { parent: said });

	const leave = async (who: Person, how: "Deactivate" | "Erase everything") => {
		const browser = await elsewhere();
		await signIn(browser, who);
		await browser.goto("/settings/account");
		await browser.getByRole("radio", { name: how }).check();
		await browser.getByRole("textbox", { name: "Your handle" }).fill(who.handle);
		await browser.getByLabel("Your password").fill(who.password);
		await browser.getByRole("button", { name: "Leave" }).click();
		await expect(browser.getByRole("heading", { name: "Goodbye" })).toBeVisible();
	};
	await leave(ada, "Deactivate");
	await page.goto(plan.path);
	await expect(page.locator(".byline")).toContainText("a former member");
	await expect(page.getByText("The city does.")).toBeVisible();
	expected.push(/status of 404/);
	expect((await page.goto(`/people/${ada.handle}`))?.status()).toBe(404);

	await leave(ben, "Erase everything");
	await page.goto(plan.path);
	await expect(page.getByText("Who insures the cargo bike?")).toHaveCount(0);
	await expect(page.getByText("Its writer left and took this comment along.")).toBeVisible();
	await expect(page.getByText("The city does.")).toBeVisible();
});
