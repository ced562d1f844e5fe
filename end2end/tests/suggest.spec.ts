// Giving improvements back: from a fork to its parent part by part, and from the parent into another fork.

import type { Page } from "@playwright/test";

import { expect, test, type Person } from "../fixtures.ts";
import { post, repairNumbers, repairs, revise } from "../plans.ts";

for (const javaScriptEnabled of [true, false]) {
	test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
		test.use({ javaScriptEnabled });

		test("what a fork improved is accepted in part, credited, and pulled into another fork", async ({
			page,
			elsewhere,
			person,
			signIn,
			expectAccessible,
			expected,
		}) => {
			test.slow();
			const [ada, ben, carla] = [await person("ada"), await person("ben"), await person("carla")];
			const parent = await post(ada, { numbers: repairNumbers });
			const fork = await forkOf(ben, parent.id, "A cheaper bike");
			const other = await forkOf(carla, parent.id, "Another city");

			// Ben changes two sections and a number, and suggests all of it.
			await revise(ben, fork, {
				note: "What it costs here",
				body: repairs.body.replace("11.00", "9.00").replace("Rain, for weeks.", "Snow, for weeks."),
				numbers: { ...repairNumbers, price: 2200 },
			});
			await signIn(page, ben);
			await page.goto(parent.path);
			await page.getByRole("link", { name: "Suggest a change" }).click();
			await page.getByRole("main").getByRole("listitem").getByRole("link", { name: repairs.title }).click();
			await page.getByLabel("What does it change, and why?").fill("Half an hour costs less with an apprentice");
			await page.getByRole("button", { name: "Suggest it" }).click();
			await expect(page.getByText("Open", { exact: true }).first()).toBeVisible();
			const address = page.url();

			// Ada sees each part, declines one with a reason, accepts the others.
			const founder = await elsewhere({ javaScriptEnabled });
			await signIn(founder, ada);
			await founder.goto("/suggestions");
			await founder.getByRole("link", { name: "Half an hour costs less" }).click();
			const costs = founder.getByRole("region", { name: /^What one repair costs/ });
			await expect(costs.locator("del").filter({ hasText: "11.00" })).toBeVisible();
			await expect(costs.locator("ins").filter({ hasText: "9.00" })).toBeVisible();
			if (javaScriptEnabled) {
				await expectAccessible(founder);
				await founder.setViewportSize({ width: 390, height: 800 });
				await expectAccessible(founder);
				expect(await widerThanScreen(founder)).toBe(false);
				await founder.setViewportSize({ width: 1280, height: 800 });
			}
			const risks = founder.getByRole("region", { name: /^What could go wrong/ });
			await costs.getByLabel("Accept", { exact: true }).check();
			await risks.getByLabel("Decline").check();
			expected.push(/status of 422/);
			await founder.getByRole("button", { name: "Decide" }).click();
			await expect(founder.getByRole("alert")).toContainText("needed to decline");
			await expect(costs.getByLabel("Accept", { exact: true })).toBeChecked();
			await risks.getByLabel("Why").fill("It does not snow here.");
			await founder.getByRole("region", { name: /^Numbers/ }).getByLabel("Accept", { exact: true }).check();
			await founder.getByRole("button", { name: "Decide" }).click();
			await expect(founder.getByText("2 of 3 parts accepted")).toBeVisible();
			await expect(founder.getByText("It does not snow here.")).toBeVisible();

			// The plan has the accepted parts, and says whose they are.
			await page.goto(parent.path);
			await expect(page.getByRole("cell", { name: "9.00" })).toBeVisible();
			await expect(page.getByText("Rain, for weeks.")).toBeVisible();
			await page.getByRole("link", { name: /^History/ }).click();
			await expect(page.getByRole("link", { name: ben.handle }).first()).toBeVisible();
			await page.goto(address);
			await expect(page.getByText("Accepted in revision 2").first()).toBeVisible();

			// Carla takes the newer parent over into her own fork.
			const third = await elsewhere({ javaScriptEnabled });
			await signIn(third, carla);
			await third.goto(`/plans/${other.id}/pull`);
			await expect(third.getByText(`${repairs.title} has one newer revision.`)).toBeVisible();
			await third
				.getByRole("region", { name: /^What one repair costs/ })
				.getByLabel("Take it over", { exact: true })
				.check();
			await third.getByRole("button", { name: "Take over what is chosen" }).click();
			await expect(third.getByRole("cell", { name: "9.00" })).toBeVisible();
			await third.goto(`/plans/${other.id}/pull`);
			await expect(third.getByText("has nothing newer")).toBeVisible();
		});

		test("where both changed a section, the founder writes what it shall say", async ({ page, person, signIn, expected }) => {
			const [ada, ben] = [await person("ada"), await person("ben")];
			const plan = await post(ada);
			await signIn(page, ben);
			await page.goto(`/plans/${plan.id}/suggest?section=what-could-go-wrong`);
			const section = page.getByLabel("The section");
			await expect(section).toHaveValue(/^## What could go wrong/);
			await section.fill("## What could go wrong\n\n```\nan open end");
			await page.getByLabel("What does it change, and why?").fill("Thieves");
			await page.getByRole("button", { name: "Suggest it" }).click();
			await expect(page.getByRole("heading", { name: "Thieves" })).toBeVisible();
			await page.goto(`/plans/${plan.id}/suggest?section=who-pays-and-why-now`);
			await page.getByLabel("The section").fill("## Who pays, and why now\n\n```\nan open end");
			await page.getByLabel("What does it change, and why?").fill("Teachers");
			expected.push(/status of 422/);
			await page.getByRole("button", { name: "Suggest it" }).click();
			await expect(page.getByRole("alert")).toContainText("run on into the section after it");
			await expect(page.getByLabel("The section")).toHaveValue(/an open end$/);
			await page.getByLabel("The section").fill("## Who pays, and why now\n\nTeachers.");
			await page.getByRole("button", { name: "Suggest it" }).click();
			const address = page.url();
			await revise(ada, plan, { body: repairs.body.replace("Parents who cycle", "Grandparents who cycle") });
			await page.context().clearCookies();
			await signIn(page, ada);
			await page.goto(address);
			await expect(page.getByText("Both were changed here.")).toBeVisible();
			const part = page.getByRole("region", { name: /^Who pays/ });
			await part.getByLabel("Write what it shall say").check();
			await part.getByLabel("What it shall say", { exact: true }).fill("## Who pays, and why now\n\nBoth of them.");
			await page.getByRole("button", { name: "Decide" }).click();
			await expect(page.getByText("Accepted", { exact: true }).first()).toBeVisible();
			await page.goto(plan.path);
			await expect(page.getByText("Both of them.")).toBeVisible();
		});
	});
}

async function forkOf(author: Person, plan: number, reason: string) {
	const answer = await author.api.post(`/api/v1/plans/${plan}/forks`, { data: { reason } });
	expect(answer.status(), await answer.text()).toBe(201);
	const { id, slug, revision } = await answer.json();
	return { id, slug, revision, path: `/plans/${id}/${slug}` };
}

function widerThanScreen(page: Page): Promise<boolean> {
	return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
