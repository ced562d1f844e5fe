// An admin writes the rules, a moderator's and a founder's acts are read in the log, which is narrowed, followed and checked.

import { createHash } from "node:crypto";

import { expect, test } from "../fixtures.ts";
import { comment, post, revise } from "../plans.ts";

/** Follows the chain of an exported log, and tells where it ends. */
function follow(lines: string[]): { seq: number; head: string } {
	let [seq, head] = [0, "0".repeat(64)];
	for (const line of lines) {
		const { hash, prev_hash: prev, ...entry } = JSON.parse(line);
		expect(prev).toBe(head);
		// The line itself is canonical: without its hashes it is what was hashed.
		const text = line.replace(`"hash":"${hash}",`, "").replace(`"prev_hash":"${prev}",`, "");
		const digest = createHash("sha256").update(Buffer.from(prev, "hex")).update(text).digest("hex");
		expect(digest).toBe(hash);
		seq += 1;
		expect(entry.seq).toBe(seq);
		head = hash;
	}
	return { seq, head };
}

for (const javaScriptEnabled of [true, false]) {
	test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
		test.use({ javaScriptEnabled });

		test("rules are written, and everybody reads who did what", async ({ page, elsewhere, person, signIn, forum, expected }) => {
			const [ada, ben, root] = [await person("ada"), await person("ben"), await person("root")];
			await forum.appoint(root, "admin");
			const plan = await post(ada);
			await revise(ada, plan, { note: "Card fees counted" });
			await comment(ben, plan, "Who mends the mender?");

			await signIn(page, root);
			await page.getByRole("contentinfo").getByRole("link", { name: "Rules" }).click();
			await expect(page.getByRole("heading", { level: 1, name: "Rules" })).toBeVisible();
			await page.getByRole("link", { name: "Edit" }).click();
			// Tests share their forum.
			const note = `Shorter, and kinder to ${ada.handle}`;
			const mark = `Nobody is ${ada.handle}’s better.`;
			await page.getByLabel("Text", { exact: true }).fill(`## Be kind\n\n${mark}`);
			await page.getByLabel("What did you change, and why?").fill(note);
			await page.getByRole("button", { name: "Preview" }).click();
			await expect(page.getByRole("region", { name: "Preview" })).toContainText(mark);
			await page.getByRole("button", { name: "Save as a new version" }).click();
			await expect(page.getByRole("main")).toContainText(mark);
			await page.getByRole("link", { name: "History" }).click();
			await expect(page.getByRole("listitem").filter({ hasText: note })).toContainText(root.handle);
			await page.getByRole("button", { name: "Compare the two picked" }).click();
			await expect(page.locator("ins").first()).toBeVisible();

			const reader = await elsewhere({ javaScriptEnabled });
			await reader.goto("/");
			await reader.getByRole("contentinfo").getByRole("link", { name: "Log" }).click();
			const acts = reader.locator(".acts > li");
			await expect(acts.first()).toContainText(`${root.handle} changed the page Rules: “${note}”`);
			await reader.getByLabel("Done by").fill(ada.handle);
			await reader.getByLabel("What was done", { exact: true }).selectOption({ label: "Plans revised" });
			await reader.getByRole("button", { name: "Show" }).click();
			await expect(reader).toHaveURL(`/log?person=${ada.handle}&act=plan.revised`);
			await expect(acts).toHaveCount(1);
			await expect(acts).toContainText("(revision 2): “Card fees counted”");
			await acts.getByRole("link", { name: "revision 2" }).click();
			await expect(reader).toHaveURL(`/plans/${plan.id}/history/2`);
			await reader.goto("/log?person=nobody-here");
			expected.push(/status of 422/);
			await expect(reader.getByRole("alert")).toContainText("nobody’s handle here");
			await expect(reader.getByLabel("Done by")).toHaveValue("nobody-here");

			await reader.goto("/log");
			const exported = await reader.request.get("/log.ndjson");
			const { seq, head } = follow((await exported.text()).trimEnd().split("\n"));
			const newest = await (await reader.request.get("/api/v1/log/head")).json();
			expect(newest).toMatchObject({ seq, hash: head });
			await reader.goto(`/log/${seq}`);
			await expect(reader.getByRole("main")).toContainText(head);
			await expect(reader.getByRole("main")).toContainText("The hash is that of what stands here");
		});
	});
}

test("two admins write at once, and nothing is lost", async ({ page, person, signIn, forum, expected }) => {
	const [root, other] = [await person("root"), await person("other")];
	await forum.appoint(root, "admin");
	await forum.appoint(other, "admin");
	await signIn(page, root);
	await page.goto("/pages/about/edit");
	const now = await (await other.api.get("/api/v1/pages/about")).json();
	const change = { base_version: now.version, body: "## Who we are\n\nTwo of us.", note: "Said who we are" };
	expect((await other.api.put("/api/v1/pages/about", { data: change })).status()).toBe(200);
	await page.getByLabel("Text", { exact: true }).fill("## Who we are\n\nThree of us.");
	await page.getByLabel("What did you change, and why?").fill("Said it too");
	expected.push(/status of 409/);
	await page.getByRole("button", { name: "Save as a new version" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("The page has changed since you began");
	await expect(page.getByRole("main")).toContainText("Said who we are");
	await expect(page.getByLabel("Text", { exact: true })).toHaveValue(/Three of us/);
	await page.getByRole("button", { name: "Save as a new version" }).click();
	await expect(page).toHaveURL("/about");
	await expect(page.getByRole("main")).toContainText("Three of us.");
});

test("these pages are accessible and fit a telephone", async ({ page, person, signIn, forum, expectWellMade }) => {
	const [ada, root] = [await person("ada"), await person("root")];
	await forum.appoint(root, "admin");
	await post(ada, { title: "Donaudampfschifffahrtsgesellschaft".repeat(3) });
	const now = await (await root.api.get("/api/v1/pages/terms")).json();
	const change = { base_version: now.version, body: "## Terms\n\nNone.", note: "Donaudampfschifffahrtsgesellschaft".repeat(4) };
	expect((await root.api.put("/api/v1/pages/terms", { data: change })).status()).toBe(200);
	await signIn(page, root);
	const paths = [
		"/log",
		`/log?person=${ada.handle}&act=plans&since=2020-01-01`,
		"/log?until=2020-01-01",
		"/log/1",
		"/help/log",
		"/rules",
		"/about",
		"/privacy",
		"/terms",
		"/pages/terms/edit",
		"/pages/terms/history",
		"/pages/terms/history/0",
		"/pages/terms/compare/0..1",
	];
	for (const path of paths) {
		await page.goto(path);
		await expectWellMade(page);
	}
});
