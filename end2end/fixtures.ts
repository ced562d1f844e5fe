// What every journey starts from: a forum of its worker's own, and a page that fails on any complaint.

import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, test as base, expect, type Page, request } from "@playwright/test";

import { Forum } from "./forum.ts";
import { watch } from "./complaints.ts";

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
	/** Complaints of the page that this test expects, such as the console's line for an answer of 422. */
	expected: RegExp[];
	/** Signs up somebody whose handle starts with this name; a suffix keeps tests apart. */
	person: (name: string) => Promise<Person>;
	/** Signs this page in as somebody, through the form. */
	signIn: (page: Page, person: Person) => Promise<void>;
	/** Fails when axe-core finds anything on the page as it stands. */
	expectAccessible: (page: Page) => Promise<void>;
}

interface WorkerFixtures {
	forum: Forum;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	forum: [
		async ({}, use) => {
			const forum = await Forum.start();
			await use(forum);
			await forum.stop();
		},
		{ scope: "worker", timeout: 30_000 },
	],

	baseURL: async ({ forum }, use) => use(forum.url),

	expected: [[], { option: true }],

	context: async ({ context, expected }, use) => {
		const complaints = await watch(context);
		await use(context);
		const unexpected = complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
		expect(unexpected, "complaints of the page").toEqual([]);
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
		await use(async (page) => {
			const { violations } = await new AxeBuilder({ page }).analyze();
			const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(", ")}`);
			expect(found, `axe-core on ${page.url()}`).toEqual([]);
		});
	},
});

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
