// Fay opens a round from the ready-made set; Ada's plan misses one rule and shows by how much; she mends it, enters it, is
// asked, and is accepted.

import type { Page } from "@playwright/test";

import { expect, test } from "../fixtures.ts";
import { post, type Posted, repairNumbers, revise } from "../plans.ts";

// An open round stands beside every plan: others' plans are not to be measured by these.
test.use({ forumOf: "funders" });

/** Even by day 90: a month later than the set asks. */
const late = {
	...repairNumbers,
	months: [40_000, 50_000, 180_000].map((sales) => ({
		revenue: [{ kind: "sales", label: "repairs", amount: sales }],
		costs: [{ kind: "fixed", label: "pitch and insurance", amount: 90_000 }],
	})),
};

const inTime = { ...late, months: [late.months[0], late.months[2], late.months[2]] };

function day(fromNow: number): string {
	return new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
}

/** Fay's round by the thirteen rules, made with the form. */
async function open(page: Page, title: string): Promise<string> {
	await page.goto("/rounds");
	await page.getByRole("link", { name: "Open a round" }).first().click();
	await page.getByRole("link", { name: "Open source funding, 2009" }).click();
	await expect(page.getByLabel("Rule 13 asks")).toHaveValue("no_revenue");
	await page.getByLabel("Title").fill(title);
	await page.getByLabel("What it is for").fill("Money for what **runs**.");
	await page.getByLabel("Currency").selectOption("EUR");
	await page.getByLabel("Money in all").fill("100,000");
	await page.getByLabel("For one plan, at most").fill("20,000");
	await page.getByLabel("First day").fill(day(0));
	await page.getByLabel("Last day").fill(day(30));
	await page.getByRole("button", { name: "Save the draft" }).click();
	await expect(page.getByText("This is a draft")).toBeVisible();
	await page.getByRole("button", { name: "Publish" }).click();
	await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
	return new URL(page.url()).pathname;
}

for (const javaScriptEnabled of [true, false]) {
	for (const width of [1280, 390]) {
		test.describe(`${javaScriptEnabled ? "with" : "without"} JavaScript, ${width} px wide`, () => {
			test.use({ javaScriptEnabled, viewport: { width, height: 900 } });

			test("a plan that misses a rule says by how much, is mended, entered, asked about and accepted", async ({ page, elsewhere, person, signIn }) => {
				const title = `What runs, ${javaScriptEnabled ? "promptly" : "patiently"} ${width}`;
				const [fay, ada] = [await person("fay"), await person("ada")];
				await signIn(page, fay);
				const round = await open(page, title);

				const plan: Posted = await post(ada, { numbers: late });
				const founder = await elsewhere({ javaScriptEnabled, viewport: { width, height: 900 } });
				await signIn(founder, ada);
				await founder.goto(plan.path);
				const beside = founder.locator(".rail").getByRole("listitem").filter({ hasText: title });
				await expect(beside).toContainText("Keeps 12 of 13 rules");
				await expect(beside).toContainText("rule 3: breaks even by day 90, limit 60");
				await beside.getByRole("link", { name: title }).click();
				const standing = founder.locator(".standing").filter({ hasText: title });
				await expect(standing.locator(".missed")).toHaveCount(1);
				await standing.getByRole("link", { name: "Enter this plan" }).click();
				await expect(founder.getByRole("button", { name: "Enter this plan" })).toHaveCount(0);
				await founder.getByRole("link", { name: "Edit the plan" }).click();
				await expect(founder.getByText("How it stands in open rounds").first()).toBeVisible();

				await revise(ada, plan, { numbers: inTime });
				await founder.goto(`${round.split("/").slice(0, 3).join("/")}/apply`);
				await founder.getByRole("link", { name: "Bicycle repair at the school gate" }).first().click();
				for (const box of await founder.getByRole("checkbox").all()) {
					await box.check();
				}
				await founder.getByRole("button", { name: "Enter this plan" }).click();
				await expect(founder.locator(".byline").first()).toContainText("Waiting");

				await page.goto(round);
				await page.locator("table.entered").getByRole("link", { name: "Bicycle repair at the school gate" }).click();
				await page.getByLabel("Ask something").fill("Who mends in the rain?");
				await page.getByRole("button", { name: "Ask", exact: true }).click();
				await founder.reload();
				await founder.getByLabel("Your answer").fill("We do, under the bridge.");
				await founder.getByRole("button", { name: "Answer" }).click();
				await expect(founder.locator("ul.asked")).toContainText("under the bridge");
				await page.reload();
				await page.getByLabel("Why", { exact: true }).fill("Even by day 60, with the rain counted");
				await page.getByRole("button", { name: "Accept" }).click();
				await founder.reload();
				await expect(founder.locator(".note.good")).toContainText("with the rain counted");

				await page.goto(`${round}?rule=3&found=met`);
				await expect(page.locator("table.entered tbody tr")).toHaveCount(1);
				await page.goto("/log?act=funding");
				await expect(page.getByRole("main")).toContainText("accepted Bicycle repair at the school gate in");

				// A plan shows only some of the rounds that are open.
				await page.goto(round);
				await page.getByRole("button", { name: "Close it now" }).click();
				await expect(page.getByRole("button", { name: "Close it now" })).toHaveCount(0);
			});
		});
	}
}

test("what funders and founders see is well made", async ({ page, person, signIn, elsewhere, expectWellMade }) => {
	const [fay, ada] = [await person("fay"), await person("ada")];
	await signIn(page, fay);
	await page.goto("/rounds/new?rules=open-source-funding-2009");
	await expectWellMade(page);
	const round = await open(page, "What runs, well made");
	const { id } = await post(ada, { numbers: inTime });
	const entered = await ada.api.post(`/api/v1${round.split("/").slice(0, 3).join("/")}/applications`, {
		data: { plan: id, version: 1, attested: [5, 7, 9, 10, 11] },
	});
	const application = await entered.json();
	for (const path of ["/rounds", round, `${round.split("/").slice(0, 3).join("/")}/history`, `/applications/${application.id}`]) {
		await page.goto(path);
		await expectWellMade(page);
	}
	const founder = await elsewhere();
	await signIn(founder, ada);
	const other = await post(ada, { title: "A second workbench at the gate", numbers: late });
	for (const path of [`/plans/${other.id}/rules`, `${round.split("/").slice(0, 3).join("/")}/apply?plan=${other.id}`, "/applications"]) {
		await founder.goto(path);
		await expectWellMade(founder);
	}
});
