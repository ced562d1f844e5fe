// What every journey starts from: a forum of its worker's own, and pages that fail on any complaint.

import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, test as base, type BrowserContextOptions, expect, type Page, request } from "@playwright/test";

import { watch } from "./complaints.ts";
import { Forum } from "./forum.ts";

export { expect };

/** Somebody with an account. The cast is the same everywhere: Ada founds, Ben reads, Mo moderates, Fay funds. */
export interface Person {
	handle: string;
	email: string;
	password: string;
	/** For `Authorization: Bearer`. */
	token: string;
	/** REST as this person. */
	api: APIRequestContext;
}

interface Fixtures {
	/** Complaints that this test expects of its pages: push a pattern for the console's line on an answer of 422. */
	expected: RegExp[];
	/** What the pages complained of so far. */
	complaints: string[];
	/** Signs up somebody whose handle starts with this name; a suffix keeps tests apart. */
	person: (name: string) => Promise<Person>;
	/** Signs this page in as somebody, through the form. */
	signIn: (page: Page, person: Person) => Promise<void>;
	/** A page in another browser, signed in as nobody. */
	elsewhere: (options?: BrowserContextOptions) => Promise<Page>;
	/** Fails when axe-core, or these rules of it, find anything on the page as it stands. */
	expectAccessible: (page: Page, rules?: string[]) => Promise<void>;
	/** As that, and when the page is wider than its window: wide and on a telephone, light and dark. */
	expectWellMade: (page: Page) => Promise<void>;
}

interface WorkerFixtures {
	/** Whose forum it is: files that name another share none of its plans. */
	forumOf: string;
	forum: Forum;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	forumOf: ["everybody", { scope: "worker", option: true }],

	forum: [
		async ({}, use) => {
			const forum = await Forum.start();
			await use(forum);
			await forum.stop();
		},
		{ scope: "worker", timeout: 30_000 },
	],

	baseURL: async ({ forum }, use) => use(forum.url),

	expected: async ({}, use) => use([]),

	complaints: async ({ expected }, use) => {
		const complaints: string[] = [];
		await use(complaints);
		const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
		expect(unexpected, "complaints of the pages").toEqual([]);
	},

	context: async ({ context, complaints }, use) => {
		await watch(context, complaints);
		await use(context);
	},

	elsewhere: async ({ browser, baseURL, contextOptions, complaints }, use) => {
		const opened: Page[] = [];
		await use(async (options) => {
			const context = await browser.newContext({ baseURL, ...contextOptions, ...options });
			await watch(context, complaints);
			const page = await context.newPage();
			opened.push(page);
			return page;
		});
		await Promise.all(opened.map((page) => page.context().close()));
	},

	person: async ({ forum }, use) => {
		const contexts: APIRequestContext[] = [];
		await use(async (name) => {
			const person = await signUp(forum.url, name);
			contexts.push(person.api);
			return person;
		});
		await Promise.all(contexts.map((context) => context.dispose()));
	},

	signIn: async ({}, use) => {
		await use(async (page, person) => {
			await page.goto("/sign-in");
			await page.getByLabel("Handle", { exact: false }).fill(person.handle);
			await page.getByLabel("Password", { exact: true }).fill(person.password);
			await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
			await page.waitForURL((url) => url.pathname !== "/sign-in");
		});
	},

	expectAccessible: async ({}, use) => {
		await use(async (page, rules) => {
			// Our pages have no frames, for which axe-core would open another page each time.
			const axe = new AxeBuilder({ page }).setLegacyMode();
			const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
			const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
			expect.soft(found, `axe-core on ${page.url()}`).toEqual([]);
		});
	},

	expectWellMade: async ({ expectAccessible }, use, info) => {
		// Each page is looked through four times.
		info.slow();
		await use(async (page) => {
			for (const width of [1280, 390]) {
				await page.setViewportSize({ width, height: 900 });
				for (const colorScheme of ["light", "dark"] as const) {
					await page.emulateMedia({ colorScheme });
					await expectAccessible(page);
				}
				await expectFits(page);
			}
		});
	},
});

/** Fails when the page is wider than its window. */
export async function expectFits(page: Page): Promise<void> {
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow, `${page.url()} at ${page.viewportSize()?.width}`).toBeLessThanOrEqual(0);
}

/** Until the islands have started, links and forms do what they do without a script. */
export async function islandsStarted(page: Page): Promise<void> {
	await page.locator("html[data-islands=ready]").waitFor();
}

let people = 0;

async function signUp(baseURL: string, name: string): Promise<Person> {
	people += 1;
	const handle = `${name}-${people}`;
	const email = `${handle}@example.org`;
	const password = `${name} rows a green boat`;
	const anonymous = await request.newContext({ baseURL });
	const account = await anonymous.post("/api/v1/accounts", { data: { handle, email, password } });
	expect(account.status(), await account.text()).toBe(201);
	const session = await anonymous.post("/api/v1/session", { data: { handle, password } });
	expect(session.ok(), await session.text()).toBe(true);
	const { token } = await session.json();
	await anonymous.dispose();
	const api = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
	return { handle, email, password, token, api };
}
