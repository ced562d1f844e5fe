// A plan to act on, and short ways to have it and what is said about it.

import { type APIResponse, expect, type Page } from "@playwright/test";

import type { Person } from "./fixtures.ts";

/** A plan as the API answers it. */
export interface Posted {
	id: number;
	slug: string;
	revision: number;
	/** Where it is read. */
	path: string;
}

/** What Ada posts when a test does not care. */
export const repairs = {
	title: "Bicycle repair at the school gate",
	pitch: "A cargo bike with a workbench stands at a school each morning; parents drop a bicycle and fetch it mended at three.",
	body: `## Who pays, and why now

Parents who cycle to school and have no shop on the way. The city closed the street to cars in May.

## What one repair costs

| Part of it | Cost |
|---|---|
| Half an hour | 11.00 |
| Parts | 4.50 |

What is left of 24.00 is 8.50.

## What could go wrong

1. Rain, for weeks.
2. A school that says no.
`,
	tags: ["repair", "cycling"],
	stage: "seeking",
	licence: "CC-BY-SA-4.0",
};

/** Numbers that go with it: in the black from the second month. */
export const repairNumbers = {
	currency: "EUR",
	price: 2400,
	unit_cost: 1550,
	months: [40_000, 130_000, 180_000].map((sales, month) => ({
		revenue: [{ kind: "sales", label: "repairs", amount: sales }],
		costs: [
			{ kind: "fixed", label: "pitch and insurance", amount: 30_000 },
			{ kind: "variable", label: "parts", amount: sales / 4 },
			...(month === 0 ? [{ kind: "capital", label: "cargo bike", amount: 420_000, life_months: 48 }] : []),
		],
	})),
	ask: 450_000,
	return: { kind: "revenue_share", terms: "5% of sales until doubled" },
};

/** Posts the plan, changed as the test needs it. */
export async function post(author: Person, changes: object = {}): Promise<Posted> {
	const answer = await author.api.post("/api/v1/plans", { data: { ...repairs, ...changes } });
	return located(await read(answer, 201));
}

/** Saves the next revision of it. */
export async function revise(author: Person, plan: Posted, changes: object): Promise<Posted> {
	const data = { base_revision: plan.revision, note: "Changed for good reasons", ...changes };
	const answer = await author.api.put(`/api/v1/plans/${plan.id}`, { data });
	return located(await read(answer, 200));
}

/** Makes a plan of one's own from it, by the form that pages have. */
export async function fork(member: Person, plan: Posted, fields: { reason: string; title?: string }): Promise<Posted> {
	const headers = { cookie: `session=${member.token}`, "sec-fetch-site": "same-origin" };
	const sent = { form: fields, headers, maxRedirects: 0 };
	const answer = await member.api.post(`/plans/${plan.id}/fork`, sent);
	expect(answer.status(), await answer.text()).toBe(303);
	const path = answer.headers().location ?? "";
	const [, , id, slug = ""] = path.split("/");
	return { id: Number(id), slug, revision: 1, path };
}

/** Says something about it; answers the comment's number. */
export async function comment(reader: Person, plan: Posted, body: string, further: object = {}): Promise<number> {
	const answer = await reader.api.post(`/api/v1/plans/${plan.id}/comments`, { data: { body, ...further } });
	return (await read(answer, 201)).id;
}

async function read(answer: APIResponse, status: number) {
	expect(answer.status(), await answer.text()).toBe(status);
	return answer.json();
}

function located(plan: Omit<Posted, "path">): Posted {
	return { ...plan, path: `/plans/${plan.id}/${plan.slug}` };
}

/** Sends the form of a new plan. Tests share their forum, so that somebody may have posted the same business already. */
export async function publish(page: Page, title: string): Promise<void> {
	await page.getByRole("button", { name: "Publish" }).click();
	const posted = page.getByRole("heading", { level: 1, name: title });
	const anyway = page.getByRole("button", { name: "Publish as it is" });
	await expect(posted.or(anyway)).toBeVisible();
	if (await anyway.isVisible()) {
		await anyway.click();
	}
	await expect(posted).toBeVisible();
}
