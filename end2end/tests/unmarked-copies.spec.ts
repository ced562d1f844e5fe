// A moderator finds two plans of which one is a copy, compares them, links them, and takes it back.

import { expect, type Person, test } from "../fixtures.ts";
import { post, type Posted } from "../plans.ts";

const text = `## Who pays

Grandparents in the valley who cannot drive any more pay nine euros for a ride to the doctor, and the health insurer pays
the way back. They booked a taxi from the next town until it closed in March, and nobody has taken its customers over.

## What one ride costs

A driver earns eleven euros an hour, and a ride takes thirty-five minutes with the waiting at the surgery. Electricity is
sixty cents, tyres and insurance another ninety, and the telephone is answered by the bakery for a loaf of bread a day.

## What could go wrong

The road is closed by snow on some nine days of a winter. The insurer may stop paying for the way back, and then a ride
has to cost fifteen euros, which is more than the bus on market days but less than a neighbour who expects a favour.
`;

// Everybody else posts one plan again and again, and such pairs stand first.
test.use({ forumOf: "moderators" });

/** A plan and its copy, whose words nobody else's plans have: tests share their forum. */
async function copied(ada: Person, ben: Person, mark: string): Promise<[Posted, Posted]> {
	const body = text.replace(/(\w{5,}) (\w{3,})/g, `$1 ${mark} $2`);
	const older = await post(ada, { title: `Rides for grandparents ${mark}`, body });
	const changed = body.replace("nine euros", "seven euros").replace("some nine days", "a dozen days");
	return [older, await post(ben, { title: `A car for the valley ${mark}`, body: changed })];
}

for (const javaScriptEnabled of [true, false]) {
	test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
		test.use({ javaScriptEnabled });

		test("a copy is found, compared, linked and unlinked", async ({ page, elsewhere, person, signIn, forum, expected }) => {
			const [ada, ben, mo] = [await person("ada"), await person("ben"), await person("mo")];
			const [older, younger] = await copied(ada, ben, javaScriptEnabled ? "wherever" : "whenever");
			await forum.appoint(mo, "moderator");
			await signIn(page, mo);
			await page.locator("header summary").click();
			await page.getByRole("link", { name: "Moderation", exact: true }).click();
			await page.getByRole("link", { name: "Possible copies" }).click();
			const compare = page.locator(`a[href="/moderation/copies/${older.id}-${younger.id}"]`);
			// The index follows within a second.
			await expect(async () => {
				await page.reload();
				await expect(compare).toBeVisible({ timeout: 200 });
			}).toPass();
			await compare.click();
			await expect(page.getByRole("heading", { level: 1 })).toContainText("of the shorter stands in the longer");
			await expect(page.locator(".passages blockquote").first()).toContainText("A driver");
			await page.getByRole("link", { name: "Compare word by word" }).click();
			await expect(page.getByRole("heading", { name: "Two plans of different families" })).toBeVisible();
			await expect(page.locator("del").filter({ hasText: "nine" }).first()).toBeVisible();
			await page.goBack();
			await page.getByLabel("Why do you decide so?").fill("Word for word, but for two figures");
			await page.getByRole("button", { name: "Link as fork" }).click();
			await expect(page.getByRole("heading", { name: "Linked as a fork" })).toBeVisible();

			const reader = await elsewhere();
			await reader.goto(younger.path);
			const source = reader.locator(".source");
			await expect(source).toContainText(`a moderator found, of Rides for grandparents`);
			await expect(source).toContainText("Word for word, but for two figures");
			await source.getByRole("link", { name: "a moderator found" }).click();
			await expect(reader.locator("#moderators")).toContainText(`The moderator ${mo.handle}`);

			await page.getByLabel("Why do you take it back?").fill("They wrote it together");
			await page.getByRole("button", { name: "Unlink" }).click();
			await expect(page.getByRole("button", { name: "Link as fork" })).toBeVisible();
			await reader.goto(younger.path);
			await expect(reader.locator(".source")).toHaveCount(0);
			await reader.goto("/moderation/copies");
			expected.push(/status of 404/);
			await expect(reader.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
		});
	});
}

test("these pages are accessible and fit a telephone", async ({ page, person, signIn, forum, expectWellMade }) => {
	const [ada, ben, mo] = [await person("ada"), await person("ben"), await person("mo")];
	const [older, younger] = await copied(ada, ben, "Donaudampfschifffahrtsgesellschaftskapitän");
	await forum.appoint(mo, "moderator");
	await signIn(page, mo);
	const pair = `/moderation/copies/${older.id}-${younger.id}`;
	await expect(async () => {
		await page.goto("/moderation/copies");
		await expect(page.locator(`a[href="${pair}"]`)).toBeVisible({ timeout: 200 });
	}).toPass();
	const looked = async (path: string) => {
		await page.goto(path);
		await expectWellMade(page);
	};
	for (const path of ["/moderation/copies", pair, "/moderation/copies/decided"]) {
		await looked(path);
	}
	const headers = { cookie: `session=${mo.token}`, "sec-fetch-site": "same-origin" };
	const form = { reason: "A common source", older_revision: "1", younger_revision: "1" };
	const set = await mo.api.post(`${pair}/set-aside`, { form, headers, maxRedirects: 0 });
	expect(set.status()).toBe(303);
	for (const path of [pair, "/moderation/copies/decided", `/plans/${older.id}/history`]) {
		await looked(path);
	}
});
