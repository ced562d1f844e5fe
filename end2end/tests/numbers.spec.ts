// A plan's numbers: looked at under other assumptions, doubted by a reader, adopted by the founder, and typed as a table.

import type { Page } from "@playwright/test";

import { expect, expectFits, type Person, test } from "../fixtures.ts";
import { post, repairNumbers } from "../plans.ts";

type SignIn = (page: Page, person: Person) => Promise<void>;

/** Ben doubts Ada's plan with half of its sales, and she takes that over. */
async function doubtAndAdopt(page: Page, founder: Page, [ada, ben]: Person[], signIn: SignIn) {
	const plan = await post(ada, { numbers: repairNumbers });
	await signIn(page, ben);
	await page.goto(`/plans/${plan.id}/numbers`);
	await expect(page.getByRole("img", { name: /breaks even by day 60/ })).toBeVisible();
	await page.getByRole("link", { name: "Half the sales" }).click();
	await expect(page.getByRole("heading", { name: "With 50% of the sales" })).toBeVisible();
	await page.getByText("Your own assumptions").click();
	await page.getByLabel("Sales, percent of planned").fill("many");
	await page.getByRole("button", { name: "Show" }).click();
	await expect(page.getByText("must be a whole number, such as 80")).toBeVisible();
	await page.getByLabel("Sales, percent of planned").fill("20");
	await page.getByLabel("Costs, percent of planned").fill("110");
	await page.getByRole("button", { name: "Show" }).click();
	await expect(page.getByRole("heading", { name: "With 20% of the sales, 110% of the costs" })).toBeVisible();
	await expect(page.getByRole("row", { name: /^Breaks even by day 60 not within 3 months/ })).toBeVisible();
	await expectFits(page);

	await page.getByText("Tell the founder").click();
	await page.getByLabel("Your comment").fill("Nobody cycles in winter.");
	await page.getByRole("button", { name: "Post with these numbers" }).click();
	const said = page.getByRole("listitem").filter({ hasText: "Nobody cycles in winter." });
	await expect(said.getByText("Counts with 20% of the sales, 110% of the costs")).toBeVisible();
	await expect(said.getByRole("img", { name: /^Bar chart of cash flow/ })).toBeVisible();
	await expectFits(page);

	await signIn(founder, ada);
	await founder.goto(`/plans/${plan.id}/discussion`);
	await founder.getByRole("button", { name: "Make these the plan's numbers" }).click();
	await expect(founder.getByText(`Numbers by @${ben.handle}`)).toBeVisible();
	await page.goto(`/plans/${plan.id}/numbers`);
	await expect(page.getByText("It does not break even within 3 months.")).toBeVisible();
	await page.goto(`/people/${ben.handle}/contributions`);
	await expect(page.getByRole("link", { name: "Bicycle repair at the school gate" })).toBeVisible();
}

test("a reader counts otherwise and the founder adopts it", async ({ page, elsewhere, person, signIn, expected }) => {
	expected.push(/status of 422/);
	const people = [await person("ada"), await person("ben")];
	await doubtAndAdopt(page, await elsewhere(), people, signIn);
});

test("the same on a telephone", async ({ elsewhere, person, signIn, expected }) => {
	expected.push(/status of 422/);
	const small = { viewport: { width: 390, height: 844 } };
	const people = [await person("ada"), await person("ben")];
	await doubtAndAdopt(await elsewhere(small), await elsewhere(small), people, signIn);
});

test("the same without a script", async ({ elsewhere, person, signIn, expected }) => {
	expected.push(/status of 422/);
	const plain = { javaScriptEnabled: false };
	const people = [await person("ada"), await person("ben")];
	await doubtAndAdopt(await elsewhere(plain), await elsewhere(plain), people, signIn);
});

test("numbers pages are well made", async ({ page, person, expectWellMade }) => {
	const ada = await person("ada");
	const plan = await post(ada, { numbers: { ...repairNumbers, opening_cash: 10_000 } });
	await page.goto(`/plans/${plan.id}/numbers?sales=50`);
	await expectWellMade(page);
});

/** The editor of a new plan with its grid. */
async function grid(page: Page) {
	await page.goto("/plans/new");
	await page.locator("textarea[data-grid=ready]").waitFor({ state: "attached" });
	await page.getByLabel("Currency").selectOption("USD");
	return page.getByRole("grid", { name: "Month by month" });
}

const text = (page: Page) => page.locator("textarea[name=months]");

/** What a spreadsheet puts into the clipboard. */
async function paste(page: Page, cells: string) {
	await page.evaluate((cells) => {
		const clipboardData = new DataTransfer();
		clipboardData.setData("text/plain", cells);
		const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
		document.activeElement?.dispatchEvent(event);
	}, cells);
}

test("months are typed, pasted, filled and undone in a table", async ({ page, person, signIn }) => {
	await signIn(page, await person("ada"));
	const table = await grid(page);
	const first = table.getByRole("row").nth(1);
	await first.getByRole("gridcell").nth(0).click();
	await page.keyboard.press("F2");
	await page.getByLabel("Side, row 1").selectOption("revenue");
	await page.keyboard.press("Tab");
	await expect(first.getByRole("gridcell").nth(1)).toHaveText("sales");
	await page.keyboard.press("ArrowRight");
	await page.keyboard.type("washes, dry");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Tab");
	await page.keyboard.type("100");
	await page.keyboard.press("Enter");
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("Control+r");
	await expect(text(page)).toHaveValue(
		"side,kind,label,life_months,month 1,month 2,month 3\nrevenue,sales,\"washes, dry\",,100,100,100\n",
	);
	await expect(page.getByRole("status").filter({ hasText: "Breaks even by day 30." })).toBeVisible();

	await page.getByRole("button", { name: "Add row" }).click();
	await paste(page, "cost\tcapital\tmachine\t36\t1,200.50\ncost\tfixed\trent\t\t40\t40\tforty\n");
	await expect(table.getByRole("row")).toHaveCount(4);
	const wrong = table.locator("[aria-invalid=true]");
	await expect(wrong).toHaveCount(1);
	await expect(wrong).toContainText("must be written in digits");
	await wrong.click();
	await page.keyboard.type("-4");
	await page.keyboard.press("Enter");
	await expect(wrong).toContainText("must be zero or more");
	await page.keyboard.type("40");
	await page.keyboard.press("Escape");
	await page.keyboard.type("40");
	await page.keyboard.press("Enter");
	await expect(wrong).toHaveCount(0);
	await expect(page.getByRole("status").filter({ hasText: "Lowest cash −$1,140.50 in month 1." })).toBeVisible();

	await page.keyboard.press("Control+z");
	await expect(wrong).toHaveCount(1);
	await page.keyboard.press("Control+y");
	await expect(wrong).toHaveCount(0);
	await page.getByRole("button", { name: "Add month" }).click();
	await expect(table.getByRole("columnheader", { name: "Month 4" })).toBeVisible();
	await page.getByRole("button", { name: "Remove month" }).click();
	await expect(table.getByRole("columnheader", { name: "Month 4" })).toHaveCount(0);
	await page.getByRole("button", { name: "As text" }).click();
	await expect(text(page)).toBeVisible();
	await text(page).fill("revenue,sales,one,,7\n");
	await page.getByRole("button", { name: "As table" }).click();
	await expect(table.getByRole("gridcell", { name: "one" })).toBeVisible();
});

test("the table can be left by the keyboard and fits a telephone", async ({ elsewhere, person, signIn, expectAccessible }) => {
	const page = await elsewhere({ viewport: { width: 390, height: 844 } });
	await signIn(page, await person("ada"));
	const table = await grid(page);
	await table.getByRole("gridcell").nth(5).click();
	await page.keyboard.press("Escape");
	await page.keyboard.press("Tab");
	await expect(page.getByRole("button", { name: "As text" })).toBeFocused();
	await expectFits(page);
	await expectAccessible(page);
});
