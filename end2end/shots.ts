// Pictures of every page of the sample forum at two widths, in light and dark, written to `shots/`. No test: they are
// for looking at, beside each other and before and after a change to the look.

import { join } from "node:path";

import { type Page, request, test } from "@playwright/test";

import { Forum } from "./forum.ts";

const founder = "ada";
const moderator = "mo-haddad";
const password = "three herons on the harbour wall";

/** What every visitor is shown, by the picture's name. `{plan}` is the sample's most discussed plan. */
const open = {
	front: "/",
	listing: "/plans?sort=new&stage=seeking",
	"listing-empty": "/plans?stage=closed&tag=nowhere",
	tags: "/tags",
	tag: "/tags/food",
	plan: "/plans/{plan}",
	numbers: "/plans/{plan}/numbers",
	"numbers-what-if": "/plans/{plan}/numbers?sales=66&delay=1",
	discussion: "/plans/{plan}/discussion",
	history: "/plans/{plan}/history",
	revision: "/plans/{plan}/history/1",
	compare: "/plans/{plan}/compare/1..2",
	family: "/plans/{root}/forks",
	"family-distance": "/plans/{plan}/forks?order=distance",
	fork: "/plans/{young}",
	person: `/people/${founder}`,
	"person-comments": `/people/${founder}/comments`,
	"person-contributions": `/people/${founder}/contributions`,
	places: "/plans/{plan}/places",
	help: "/help",
	"help-writing": "/help/writing",
	"help-ranking": "/help/ranking",
	"help-search": "/help/search",
	search: "/search?q=laundry+roof",
	"search-nothing": "/search?q=laundormat",
	"search-comments": "/search?q=boiler&kind=comment",
	"search-people": "/search?q=ada&kind=person",
	listings: "/listings",
	"one-listing": "/listings/1",
	"listing-asking": "/listings/2",
	rounds: "/rounds",
	round: "/rounds/1",
	"round-narrowed": "/rounds/1?order=even&rule=3&found=missed",
	"round-history": "/rounds/1/history",
	application: "/applications/1",
	"application-declined": "/applications/2",
	"plan-rules": "/plans/{plan}/rules",
	"help-funding": "/help/funding",
	log: "/log",
	"log-entry": "/log/5",
	"help-log": "/help/log",
	rules: "/rules",
	privacy: "/privacy",
	"sign-in": "/sign-in",
	join: "/join",
	reset: "/reset",
	"no-permission": "/drafts",
	"not-found": "/nowhere",
};

/** What the founder is shown beside. `{own}` is a plan of hers, `{said}` a comment on it. */
const own = {
	"front-signed-in": "/",
	"own-plan": "/plans/{own}",
	editor: "/plans/new",
	"editor-edit": "/plans/{own}/edit",
	withdraw: "/plans/{own}/withdraw",
	"fork-form": "/plans/{plan}/fork",
	place: "/plans/{own}/place",
	import: "/plans/import",
	"discussion-signed-in": "/plans/{own}/discussion",
	comment: "/comments/{said}",
	reply: "/comments/{said}/reply",
	favorite: "/comments/{said}/favorite",
	drafts: "/drafts",
	"searches-empty": "/searches",
	"search-signed-in": "/search?q=laundry+roof",
	"settings-profile": "/settings",
	"settings-email": "/settings/email",
	"settings-password": "/settings/password",
	"settings-sessions": "/settings/sessions",
	"settings-tokens": "/settings/tokens",
	"settings-leaving": "/settings/account",
	"round-new": "/rounds/new?rules=open-source-funding-2009",
	"round-apply": "/rounds/1/apply",
	"round-apply-plan": "/rounds/1/apply?plan={own}",
	applications: "/applications",
};

/** What a moderator is shown beside. */
const desk = {
	queue: "/moderation",
	"queue-unreported": "/moderation?which=unreported",
	appeals: "/moderation/appeals",
	"copies-found": "/moderation/copies",
	"tags-care": "/moderation/tags",
	"tag-care": "/tags/food",
	"listing-edit": "/listings/1/edit",
	"listing-proposals": "/listings/1/proposals",
	"listing-new": "/listings/new",
};

let forum: Forum;
let numbers: Record<string, number>;

test.beforeAll(async () => {
	test.setTimeout(120_000);
	forum = await Forum.start("--sample");
	const api = await request.newContext({ baseURL: `${forum.url}/api/v1/` });
	const { items } = await (await api.get("plans?sort=discussed&limit=100")).json();
	const hers = items.find((plan: { author: { handle?: string } }) => plan.author.handle === founder) ?? items[0];
	const discussion = await (await api.get(`/plans/${hers.id}/discussion`)).text();
	const called = (title: string) => items.find((plan: { title: string }) => plan.title.startsWith(title)).id;
	const family = { root: called("Coin laundry cooperative"), young: called("Laundry in a campsite") };
	numbers = { ...family, plan: items[0].id, own: hers.id, said: Number(discussion.match(/id="c(\d+)"/)?.[1]) };
	await api.dispose();
});

test.afterAll(() => forum.stop());

test("what visitors see", async ({ browser }) => {
	const page = await browser.newPage({ baseURL: forum.url });
	await takeAll(page, open);
	for (const [name, path, typed] of [
		["suggested", "/", "lau"],
		["suggested-search", "/search", "tag:fo"],
	] as const) {
		await page.goto(path);
		await page.getByRole("search").locator("input[type=search]").pressSequentially(typed);
		await page.getByRole("option").first().waitFor();
		await page.keyboard.press("ArrowDown");
		await take(page, name);
	}
});

test("what a founder sees", async ({ browser }) => {
	const page = await (await browser.newContext({ baseURL: forum.url })).newPage();
	await page.goto("/sign-in");
	await page.getByLabel("Handle").fill(founder);
	await page.getByLabel("Password").fill(password);
	await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL("/");
	await takeAll(page, own);
	await page.goto("/");
	await page.locator("header summary").click();
	await take(page, "menu");
	await takeSearches(page);
	await page.goto("/plans/new");
	await page.getByLabel("Title").fill("Rain barrels on a rota");
	await page.getByRole("button", { name: "Save draft" }).click();
	await take(page, "editor-draft");
	await page.goto("/drafts");
	await take(page, "drafts-some");
	await takeConflict(page);
	await takeTombstone(page, await browser.newPage({ baseURL: forum.url }));
	await page.goto("/plans/new");
	await page.getByLabel("Title").fill("Too few");
	await page.locator("form.editor").evaluate((form: HTMLFormElement) => {
		form.noValidate = true;
		form.querySelector<HTMLButtonElement>("[value=publish]")?.click();
	});
	await page.getByRole("alert").waitFor();
	await take(page, "editor-mistakes");
});

test("what a moderator sees", async ({ browser }) => {
	const page = await (await browser.newContext({ baseURL: forum.url })).newPage();
	await page.goto("/sign-in");
	await page.getByLabel("Handle").fill(moderator);
	await page.getByLabel("Password").fill(password);
	await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL("/");
	await page.goto("/plans/2");
	await page.getByRole("link", { name: "Report", exact: true }).first().click();
	await take(page, "report");
	await page.getByLabel("Spam").check();
	await page.getByLabel("More about it").fill("The same plan stands two pages further down.");
	await page.getByRole("button", { name: "Report it" }).click();
	await take(page, "reported");
	await takeAll(page, desk);
	await page.goto("/plans/2");
	await page.locator(".byline a[href^='/people/']").first().click();
	await page.getByRole("button", { name: "Moderate" }).first().click();
	await take(page, "case-person");
	await page.goto("/plans/2");
	await page.getByRole("button", { name: "Moderate" }).first().click();
	await take(page, "case");
	await page.getByLabel("What to do").selectOption({ label: "Hide it" });
	await page.getByLabel("Why?").first().fill("Advertising for a shop");
	await page.getByRole("button", { name: "Decide" }).click();
	await take(page, "measure");
	await page.goto("/moderation?which=decided");
	await take(page, "queue-decided");
	const visitor = await browser.newPage({ baseURL: forum.url });
	await visitor.goto("/plans/2");
	await take(visitor, "tombstone-hidden");
});

async function takeSearches(page: Page): Promise<void> {
	for (const query of ["laundry roof -coin", "tag:food even:<90 ask:<20000", "boiler kind:comment"]) {
		await page.goto(`/search?q=${encodeURIComponent(query)}`);
		await page.getByText("Save this search", { exact: true }).click();
		await take(page, "search-save");
		await page.getByRole("button", { name: "Save", exact: true }).click();
	}
	await page.goto("/searches");
	await take(page, "searches");
	await page.getByRole("link", { name: /^Rename/ }).first().click();
	await take(page, "searches-rename");
}

async function takeConflict(page: Page): Promise<void> {
	const address = `/plans/${numbers.own}/edit`;
	await page.goto(address);
	const older = await page.context().newPage();
	await older.goto(address);
	for (const [editor, words] of [[page, "five people"], [older, "four people"]] as const) {
		const body = editor.getByLabel("Plan", { exact: true });
		await body.fill((await body.inputValue()).replace("three people", words));
		await editor.getByLabel("What did you change").fill("Counted again");
		await editor.getByRole("button", { name: "Save as a new revision" }).click();
		await editor.waitForLoadState();
	}
	await take(older, "conflict");
	await older.close();
}

async function takeTombstone(page: Page, visitor: Page): Promise<void> {
	await page.goto(`/plans/${numbers.own}/withdraw`);
	await page.getByRole("main").getByRole("button", { name: "Withdraw" }).click();
	await page.getByText("You withdrew this plan").waitFor();
	await take(page, "own-plan-withdrawn");
	await visitor.goto(`/plans/${numbers.own}`);
	await take(visitor, "tombstone");
}

async function takeAll(page: Page, pages: Record<string, string>): Promise<void> {
	for (const [name, path] of Object.entries(pages)) {
		await page.goto(path.replace(/\{(\w+)\}/, (_, key) => String(numbers[key])));
		await take(page, name);
	}
}

async function take(page: Page, name: string): Promise<void> {
	for (const width of [1280, 390]) {
		await page.setViewportSize({ width, height: 844 });
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme });
			const path = join(import.meta.dirname, "shots", `${name}-${width}-${colorScheme}.png`);
			await page.screenshot({ path, fullPage: true });
		}
	}
}
