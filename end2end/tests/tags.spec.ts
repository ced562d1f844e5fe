// A moderator merges a misspelt tag into the right one, retires another, and takes both back; founders are told.

import { expect, test } from "../fixtures.ts";
import { post, publish } from "../plans.ts";

for (const javaScriptEnabled of [true, false]) {
	test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
		test.use({ javaScriptEnabled });

		test("a tag is merged, retired and brought back", async ({ page, elsewhere, person, signIn, forum, expected, expectAccessible }) => {
			const [ada, mo] = [await person("ada"), await person("mo")];
			// Tests share their forum.
			const end = javaScriptEnabled ? "with" : "without";
			const [right, wrong] = [`upcycling-${end}`, `upcyling-${end}`];
			const title = `Shelves from doors, ${end} glass`;
			await post(ada, { title: `Lamps from bottles, ${end} wire`, tags: [right] });
			const { path } = await post(ada, { title, tags: [wrong] });
			await post(ada, { title: `Tables from doors, ${end} glue`, tags: [right] });
			await forum.appoint(mo, "moderator");
			await signIn(page, mo);
			await page.locator("header summary").click();
			await page.getByRole("link", { name: "Looking after tags" }).click();
			await page.getByRole("link", { name: `Merge ${wrong} into ${right}` }).click();
			await expect(page.getByLabel("Into which tag")).toHaveValue(right);
			const merging = page.locator("form[action$='/merge']");
			await merging.getByLabel("Why").fill("A slip of the keyboard");
			if (javaScriptEnabled) {
				await expectAccessible(page);
			}
			await merging.getByRole("button", { name: "Merge" }).click();
			await expect(page).toHaveURL(new RegExp(`/tags/${right}$`));
			await expect(page.locator("#words")).toContainText(`Also called “${wrong}”`);
			await expect(page.locator(".plans").getByRole("link", { name: title })).toBeVisible();

			const reader = await elsewhere();
			await reader.goto(`/tags/${wrong}`);
			await expect(reader).toHaveURL(new RegExp(`/tags/${right}$`));
			await expect(reader.locator("#moderators")).toContainText("“A slip of the keyboard”");
			await expect(reader.locator("#care")).toHaveCount(0);
			await reader.goto(path);
			await expect(reader.locator(`article a[href="/tags/${right}"]`).first()).toBeVisible();

			const founder = await elsewhere();
			await signIn(founder, ada);
			await founder.goto("/plans/new");
			const own = `Chairs from pallets, ${end} nails`;
			await founder.getByLabel("Title").fill(own);
			await founder.getByLabel("Pitch").fill("Old pallets become chairs for gardens, sold from the yard on Saturdays.");
			await founder.getByLabel("Tags").fill(wrong);
			await founder.getByLabel("Plan", { exact: true }).fill("## Who pays\n\nGardeners, on Saturdays, in cash.");
			await founder.getByLabel("I want this to be public").check();
			await publish(founder, own);
			await expect(founder.locator("main > .note.good")).toContainText(`“${wrong}” is called ${right} here`);

			await page.getByText("Undo a merge").click();
			const undoing = page.locator("form[action$='/unmerge']");
			await undoing.getByLabel("Why").fill("Two things after all");
			await undoing.getByRole("button", { name: "Take it out again" }).click();
			await expect(page).toHaveURL(new RegExp(`/tags/${wrong}$`));
			await expect(page.locator(".plans > li")).toHaveCount(1);

			await page.getByText("Retire it").click();
			const retiring = page.locator("form[action$='/retire']");
			await retiring.getByLabel("What to use instead").fill(wrong);
			await retiring.getByLabel("Why").fill("Nobody spells it so");
			expected.push(/422/);
			await retiring.getByRole("button", { name: "Retire" }).click();
			await expect(retiring.getByText("is the tag itself").last()).toBeVisible();
			await retiring.getByLabel("What to use instead").fill(right);
			await retiring.getByRole("button", { name: "Retire" }).click();
			await expect(page.getByText("This tag is no longer given to plans.")).toBeVisible();
			await page.getByText("Bring it back").click();
			const restoring = page.locator("form[action$='/restore']");
			await restoring.getByLabel("Why").fill("Somebody does");
			await restoring.getByRole("button", { name: "Bring back" }).click();
			await expect(page.getByText("This tag is no longer given to plans.")).toHaveCount(0);
		});
	});
}
