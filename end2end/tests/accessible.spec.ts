// Every kind of page, to a visitor and to a member, in light and dark, on a desk and on a telephone: axe-core finds
// nothing, and nobody has to scroll sideways.

import type { Page } from "@playwright/test";

import { expect, islandsStarted, type Person, test } from "../fixtures.ts";
import { comment, fork, post, type Posted, repairNumbers, repairs, revise } from "../plans.ts";

interface Stage {
	ada: Person;
	ben: Person;
	plan: Posted;
	withdrawn: Posted;
	/** The last of five generations. */
	youngest: Posted;
	said: number;
	/** One that Ada keeps. */
	search: number;
}

/** A plan with numbers, three revisions and a deep discussion, and one that was withdrawn. */
async function setStage(person: (name: string) => Promise<Person>): Promise<Stage> {
	const [ada, ben] = [await person("ada"), await person("ben")];
	const plan = await post(ada, { numbers: repairNumbers });
	const body = `${repairs.body}
## What is wide

${"Donaudampfschifffahrtsgesellschaft".repeat(8)}[^1]

${"| a column ".repeat(12)}|
${"|---".repeat(12)}|
${"| 1,234,567.89 ".repeat(12)}|

\`\`\`
${"a line of code ".repeat(20)}
\`\`\`

- [x] done

[^1]: A note.
`;
	await revise(ada, plan, { body, note: "A word from Vienna" });
	const newest = await revise(ada, { ...plan, revision: 2 }, { body: body.replace("11.00", "12.50") });
	const said = await comment(ben, plan, "Which wage is that?", { section: "what-one-repair-costs", quote: "Half an hour" });
	let above = said;
	for (let depth = 1; depth < 8; depth += 1) {
		above = await comment(depth % 2 ? ada : ben, plan, `Mine, **${depth}** times: \`wage = 0\``, { parent: above });
	}
	const withdrawn = await post(ada, { title: "A plan that was taken back" });
	const youngest = await grow(ben, newest);
	const kept = await ada.api.post("/api/v1/searches", {
		data: { q: `tag:repair -${"Donaudampfschifffahrt".repeat(3)}`, name: "Donaudampfschifffahrtsgesellschaft".repeat(2) },
	});
	const { id: search } = await kept.json();
	return { ada, ben, plan: newest, withdrawn, youngest, said, search };
}

/** A family of the plan: five generations, a withdrawn one among them, and forks that are folded. */
async function grow(ben: Person, plan: Posted): Promise<Posted> {
	let youngest = plan;
	for (let generation = 1; generation < 6; generation += 1) {
		youngest = await fork(ben, youngest, { reason: `In street number ${generation}` });
	}
	for (let copy = 0; copy < 4; copy += 1) {
		const title = "Donaudampfschifffahrtsgesellschaft".repeat(3);
		await fork(ben, plan, { reason: "Another city", title: `${title} ${copy}` });
	}
	return youngest;
}

/** Addresses of pages that anybody may open. */
function open({ ada, plan, youngest, said }: Stage): string[] {
	const of = `/plans/${plan.id}`;
	return [
		"/",
		"/plans?sort=new&stage=seeking",
		"/plans?stage=closed",
		"/tags",
		"/tags/repair",
		plan.path,
		`${of}/numbers`,
		`${of}/discussion`,
		`${of}/discussion?sort=old&section=what-one-repair-costs`,
		`${of}/history`,
		`${of}/history/1`,
		`${of}/compare/1..3`,
		`${of}/forks`,
		`${of}/forks?order=distance&words=street`,
		youngest.path,
		`/plans/${youngest.id}/forks?unchanged=hide`,
		`/plans/${youngest.id}/forks?after=${youngest.id}`,
		`/comments/${said}`,
		`/people/${ada.handle}`,
		`/people/${ada.handle}/comments`,
		"/help",
		"/help/writing",
		"/help/ranking",
		"/help/search",
		"/search",
		"/search?q=repair+school",
		"/search?q=repiar&kind=plan",
		"/search?q=colour%3Ared&kind=comment",
		`/search?q=${ada.handle}&kind=person`,
		"/nowhere",
	];
}

const forVisitors = ["/sign-in", "/join", "/reset", "/reset/sent", "/drafts"];

function forMembers({ plan, withdrawn, said, search }: Stage): string[] {
	return [
		"/plans/new",
		"/drafts",
		`/plans/${plan.id}/edit`,
		`/plans/${plan.id}/withdraw`,
		`/plans/${plan.id}/fork?revision=1`,
		withdrawn.path,
		`/comments/${said}/reply`,
		`/comments/${said}/favorite`,
		"/searches",
		"/searches?done=saved",
		`/searches/${search}`,
		"/settings",
		"/settings/email",
		"/settings/password",
		"/settings/sessions",
		"/settings/tokens",
		"/settings/account",
	];
}

test.describe("every page is accessible and fits", () => {
	// Some hundred looks at a page each.
	test.describe.configure({ timeout: 240_000 });

	test.beforeEach(({ expected }) => {
		expected.push(/status of (401|404|410|409|422)/);
	});

	test("to a visitor", async ({ page, elsewhere, person, signIn, expectAccessible }) => {
		const stage = await setStage(person);
		const founder = await elsewhere();
		await signIn(founder, stage.ada);
		await withdraw(founder, stage.withdrawn);
		for (const path of [...open(stage), ...forVisitors, stage.withdrawn.path]) {
			await page.goto(path);
			await everyWay(page, expectAccessible);
		}
		await page.goto("/join");
		await page.getByLabel("Handle").fill("x");
		await page.locator("form[action='/join']").evaluate((form: HTMLFormElement) => form.submit());
		await expect(page.getByRole("alert")).toBeVisible();
		await everyWay(page, expectAccessible);
	});

	test("to a founder", async ({ page, person, signIn, expectAccessible }) => {
		const stage = await setStage(person);
		await signIn(page, stage.ada);
		for (const path of open(stage)) {
			await page.goto(path);
			await everyWay(page, expectAccessible);
		}
	});

	test("to a founder, of what is hers", async ({ page, person, signIn, expectAccessible }) => {
		const stage = await setStage(person);
		await signIn(page, stage.ada);
		await withdraw(page, stage.withdrawn);
		for (const path of forMembers(stage)) {
			await page.goto(path);
			await everyWay(page, expectAccessible);
		}
		await page.locator("header summary").click();
		await everyWay(page, expectAccessible);
		await page.goto("/search?q=repair");
		await page.getByText("Save this search", { exact: true }).click();
		await everyWay(page, expectAccessible);
	});

	test("while a comment is answered in place", async ({ page, person, signIn, expectAccessible }) => {
		const { ada, plan, said } = await setStage(person);
		await signIn(page, ada);
		for (const path of [plan.path, `/plans/${plan.id}/discussion`, `/comments/${said}`]) {
			await page.goto(path);
			await islandsStarted(page);
			// The deepest of those on the page has the least room.
			await page.getByRole("link", { name: "Reply" }).last().click();
			await expect(page.getByLabel("Your answer")).toBeFocused();
			const twice = await page.evaluate(() => {
				const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
				return ids.filter((id, at) => ids.indexOf(id) < at);
			});
			expect(twice, `ids that stand twice on ${path}`).toEqual([]);
			await everyWay(page, expectAccessible);
		}
	});

	test("when an edit comes too late", async ({ page, person, signIn, expectAccessible }) => {
		const { ada, plan } = await setStage(person);
		await signIn(page, ada);
		await page.goto(`/plans/${plan.id}/edit`);
		await page.getByLabel("Title").fill("Bicycle repair at the school gates");
		await page.getByLabel("What did you change").fill("There are two gates");
		await revise(ada, plan, { pitch: "A cargo bike with a workbench stands at two schools each morning." });
		await page.getByRole("button", { name: "Save as a new revision" }).click();
		await expect(page.getByRole("heading", { name: "The plan has changed since you began" })).toBeVisible();
		await everyWay(page, expectAccessible);
	});
});

async function withdraw(page: Page, plan: Posted): Promise<void> {
	await page.goto(`/plans/${plan.id}/withdraw`);
	await page.getByRole("button", { name: "Withdraw" }).click();
	await expect(page.getByText("You withdrew this plan.")).toBeVisible();
}

async function everyWay(page: Page, expectAccessible: (page: Page, rules?: string[]) => Promise<void>): Promise<void> {
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 844 });
		const needed = await page.evaluate(() => document.documentElement.scrollWidth);
		expect.soft(needed, `width that ${page.url()} takes of ${width}`).toBeLessThanOrEqual(width);
		await page.emulateMedia({ colorScheme: "light" });
		await expectAccessible(page);
		// Nothing but the colours depends on them.
		await page.emulateMedia({ colorScheme: "dark" });
		await expectAccessible(page, ["color-contrast", "link-in-text-block"]);
	}
}
