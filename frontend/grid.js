// A table over the text of a plan's months that behaves like one: keys, ranges pasted from a spreadsheet, filling to the
// right, undo. The text stays what the form sends; without this file it is what people type into. What a table means is
// said by the bundle, in the same code that reads it on the server.

const TITLES = ["side", "kind", "label", "life_months"];
const HEADINGS = ["Side", "Kind", "What", "Lasts, months"];
const SIDES = ["revenue", "cost"];
const KINDS = {
	revenue: ["sales", "subscription", "fees", "grant", "advertising", "recruitment", "other"],
	cost: ["fixed", "variable", "capital"],
};
const MOST_MONTHS = 36;
const MOST_UNDONE = 200;

function make(name, attributes = {}, ...children) {
	const element = document.createElement(name);
	for (const [key, value] of Object.entries(attributes)) {
		if (key.startsWith("on")) {
			element.addEventListener(key.slice(2), value);
		} else if (value !== undefined) {
			element.setAttribute(key, value);
		}
	}
	element.append(...children);
	return element;
}

class Grid {
	constructor(area, bundle) {
		this.area = area;
		this.bundle = bundle;
		this.form = area.form;
		this.undone = [];
		this.redone = [];
		this.at = { row: 0, column: 4 };
		this.build();
		this.read();
		this.area.addEventListener("input", (event) => event.isTrusted && this.read());
		for (const name of ["currency", "opening_cash"]) {
			this.form.elements[name]?.addEventListener("input", () => this.tell());
		}
	}

	build() {
		const tool = (words, does, keys) =>
			make("button", { type: "button", "aria-keyshortcuts": keys, onclick: does }, words);
		this.undoTool = tool("Undo", () => this.back(this.undone, this.redone), "Control+Z");
		this.redoTool = tool("Redo", () => this.back(this.redone, this.undone), "Control+Y");
		this.tools = make(
			"div",
			{ class: "actions", role: "toolbar", "aria-label": "Table" },
			tool("Add row", () => this.addRow()),
			tool("Remove row", () => this.removeRow()),
			tool("Add month", () => this.addMonth()),
			tool("Remove month", () => this.removeMonth()),
			tool("Fill right", () => this.fillRight(), "Control+R"),
			this.undoTool,
			this.redoTool,
		);
		this.table = make("table", {
			role: "grid",
			"aria-label": "Month by month",
			"aria-describedby": "grid-keys",
			onkeydown: (event) => this.key(event),
			onpaste: (event) => this.paste(event),
			oncopy: (event) => this.copy(event),
		});
		this.words = make("p", { class: "grid-words", role: "status" });
		this.asText = make(
			"button",
			{ type: "button", onclick: () => this.toggle(!this.area.hidden) },
			"As text",
		);
		this.shell = make(
			"div",
			{ class: "grid" },
			this.tools,
			make("div", { class: "scroll" }, this.table),
			make(
				"p",
				{ class: "hint", id: "grid-keys" },
				"Arrows move, Enter or F2 changes a cell, Escape leaves it as it was; a range can be pasted. Tab goes on ",
				"from cell to cell; after Escape it leaves the table.",
			),
		);
		this.area.after(this.shell, make("p", { class: "actions" }, this.asText), this.words);
		this.table.addEventListener("dblclick", () => this.edit());
		this.toggle(true);
	}

	// The grid, or the text that it stands for.
	toggle(asTable) {
		this.area.hidden = asTable;
		this.shell.hidden = !asTable;
		this.asText.textContent = asTable ? "As text" : "As table";
		if (asTable && this.rows) {
			this.read();
		}
	}

	// From the text. A heading of one's own is put in the place of a missing one.
	read() {
		const rows = JSON.parse(this.bundle.takeApart(this.area.value));
		const hasHeading = rows[0]?.[0].trim().toLowerCase() === "side";
		const body = hasHeading ? rows.slice(1) : rows;
		const width = Math.max(7, ...rows.map((row) => row.length));
		this.rows = body.length > 0 ? body : [this.blank(width)];
		this.widen(hasHeading ? Math.max(5, rows[0].length) : width);
		this.show();
	}

	blank(width) {
		return ["cost", "fixed", ...Array(width - 2).fill("")];
	}

	widen(width) {
		const most = Math.min(width, TITLES.length + MOST_MONTHS);
		const widest = Math.max(most, ...this.rows.map((row) => row.length));
		for (const row of this.rows) {
			row.push(...Array(widest - row.length).fill(""));
		}
	}

	get width() {
		return this.rows[0].length;
	}

	// Notes what there was, lets something change, and shows what there is.
	change(does) {
		const before = JSON.stringify(this.rows);
		does();
		if (JSON.stringify(this.rows) !== before) {
			this.undone.push(before);
			this.undone.splice(0, this.undone.length - MOST_UNDONE);
			this.redone = [];
		}
		this.show();
		this.write();
	}

	back(from, to) {
		const rows = from.pop();
		if (rows) {
			to.push(JSON.stringify(this.rows));
			this.rows = JSON.parse(rows);
			this.show();
			this.write();
			this.focus();
		}
	}

	addRow() {
		this.change(() => {
			this.at.row += 1;
			this.rows.splice(this.at.row, 0, this.blank(this.width));
		});
		this.at.column = 0;
		this.focus();
	}

	removeRow() {
		this.change(() => {
			const width = this.width;
			this.rows.splice(this.at.row, 1);
			if (this.rows.length === 0) {
				this.rows.push(this.blank(width));
			}
		});
		this.focus();
	}

	addMonth() {
		if (this.width < TITLES.length + MOST_MONTHS) {
			this.change(() => this.rows.forEach((row) => row.push("")));
			this.at.column = this.width - 1;
		}
		this.focus();
	}

	removeMonth() {
		if (this.width > TITLES.length + 1) {
			const month = Math.max(this.at.column, TITLES.length);
			this.change(() => this.rows.forEach((row) => row.splice(month, 1)));
		}
		this.focus();
	}

	fillRight() {
		const from = this.at.column;
		if (from >= TITLES.length) {
			this.change(() => {
				const row = this.rows[this.at.row];
				row.fill(row[from], from);
			});
		}
		this.focus();
	}

	paste(event) {
		if (this.editor) {
			return;
		}
		event.preventDefault();
		const pasted = JSON.parse(this.bundle.takeApart(event.clipboardData.getData("text/plain")));
		const hasHeading = pasted[0]?.[0].trim().toLowerCase() === "side";
		this.change(() => {
			const { row, column } = hasHeading ? { row: 0, column: 0 } : this.at;
			(hasHeading ? pasted.slice(1) : pasted).forEach((cells, down) => {
				const width = this.width;
				const into = (this.rows[row + down] ??= this.blank(width));
				cells.forEach((cell, across) => {
					into[column + across] = cell.trim();
				});
			});
			this.widen(this.width);
		});
		this.focus();
	}

	copy(event) {
		if (!this.editor) {
			event.preventDefault();
			event.clipboardData.setData("text/plain", this.rows[this.at.row][this.at.column]);
		}
	}

	show() {
		const row = Math.max(0, Math.min(this.at.row, this.rows.length - 1));
		this.at = { row, column: Math.min(this.at.column, this.width - 1) };
		this.editor = undefined;
		const month = (column) => `Month ${column - TITLES.length + 1}`;
		const heading = (_, column) =>
			make("th", { role: "columnheader", scope: "col" }, HEADINGS[column] ?? month(column));
		this.cells = this.rows.map((cells, row) =>
			cells.map((text, column) =>
				make(
					"td",
					{
						role: "gridcell",
						tabindex: -1,
						class: column >= TITLES.length ? "amount" : undefined,
						// Before the field that is open closes, and with it every cell is drawn anew.
						onmousedown: (event) => this.press(event, row, column),
					},
					text,
				),
			),
		);
		this.table.replaceChildren(
			make("thead", {}, make("tr", { role: "row" }, ...this.rows[0].map(heading))),
			make("tbody", {}, ...this.cells.map((cells) => make("tr", { role: "row" }, ...cells))),
		);
		this.undoTool.disabled = this.undone.length === 0;
		this.redoTool.disabled = this.redone.length === 0;
		this.cell.tabIndex = 0;
		this.tell();
	}

	get cell() {
		return this.cells[this.at.row][this.at.column];
	}

	titled() {
		const months = this.rows[0].slice(TITLES.length).map((_, month) => `month ${month + 1}`);
		return [[...TITLES, ...months], ...this.rows];
	}

	workOut() {
		const value = (name) => this.form.elements[name]?.value ?? "";
		const rows = JSON.stringify(this.titled());
		return JSON.parse(this.bundle.workOut(value("currency"), value("opening_cash"), rows));
	}

	// Untouched rows that nobody has filled in are not sent.
	write() {
		const rows = this.rows;
		this.rows = rows.filter((row) => row.slice(2).some((cell) => cell.trim() !== ""));
		this.area.value = this.rows.length > 0 ? this.workOut().text : "";
		this.rows = rows;
		this.area.dispatchEvent(new Event("input", { bubbles: true }));
	}

	// Each mistake beside its cell, and what it all comes to.
	tell() {
		const { mistakes, words } = this.workOut();
		for (const cell of this.cells.flat()) {
			cell.removeAttribute("aria-invalid");
			cell.querySelector(".problem")?.remove();
		}
		for (const { row, column, message } of mistakes) {
			const cell = this.cells[row - 1]?.[column ?? 0];
			// A row that was only just added is no mistake yet.
			const isBlank = this.rows[row - 1]?.slice(2).every((text) => text.trim() === "");
			if (cell && !isBlank && !cell.querySelector(".problem")) {
				cell.setAttribute("aria-invalid", "true");
				cell.append(make("small", { class: "problem" }, message));
			}
		}
		this.words.textContent = words;
	}

	press(event, row, column) {
		const isOpen = this.editor?.row === row && this.editor.column === column;
		if (!isOpen) {
			event.preventDefault();
			this.go(row, column);
		}
	}

	focus() {
		this.go(this.at.row, this.at.column);
	}

	go(row, column) {
		if (this.editor?.cell === this.cells[row]?.[column]) {
			return;
		}
		this.keep();
		this.cell.tabIndex = -1;
		this.at = {
			row: Math.max(0, Math.min(row, this.rows.length - 1)),
			column: Math.max(0, Math.min(column, this.width - 1)),
		};
		this.cell.tabIndex = 0;
		this.cell.focus();
	}

	// The cell as a field; with what was typed in place of what it said.
	edit(typed) {
		const { row, column } = this.at;
		const cell = this.cell;
		const said = this.rows[row][column];
		const choices = column === 0 ? SIDES : column === 1 ? KINDS[this.rows[row][0]] : undefined;
		const label = `${HEADINGS[column] ?? `Month ${column - TITLES.length + 1}`}, row ${row + 1}`;
		const field = choices
			? make("select", { "aria-label": label }, ...choices.map((word) => make("option", {}, word)))
			: make("input", { "aria-label": label, inputmode: column >= 3 ? "decimal" : undefined });
		field.value = typed ?? said;
		if (choices && !choices.includes(field.value)) {
			field.value = choices.find((word) => word.startsWith(typed ?? "")) ?? choices[0];
		}
		cell.replaceChildren(field);
		this.editor = { cell, field, row, column };
		field.addEventListener("blur", () => this.editor?.field === field && this.keep());
		field.focus();
		if (typed === undefined) {
			field.select?.();
		}
	}

	// What the field says is what the cell says from now on.
	keep() {
		const { field, row, column } = this.editor ?? {};
		this.editor = undefined;
		if (field) {
			this.change(() => {
				const cells = this.rows[row];
				cells[column] = field.value.trim();
				const kinds = KINDS[cells[0]];
				if (column === 0 && kinds && !kinds.includes(cells[1])) {
					cells[1] = kinds[0];
				}
			});
		}
	}

	key(event) {
		const { key, shiftKey } = event;
		const isHeld = event.ctrlKey || event.metaKey;
		if (event.altKey || event.isComposing) {
			return;
		}
		const does = isHeld ? this.held(key, shiftKey) : this.plain(key, shiftKey);
		this.leaves = key === "Escape" || (this.leaves && ["Shift", "Tab"].includes(key));
		if (does) {
			event.preventDefault();
			does();
		}
	}

	held(key, shiftKey) {
		if (this.editor) {
			return undefined;
		}
		const redo = () => this.back(this.redone, this.undone);
		const keys = {
			z: shiftKey ? redo : () => this.back(this.undone, this.redone),
			y: redo,
			r: () => this.fillRight(),
			Home: () => this.go(0, 0),
			End: () => this.go(this.rows.length - 1, this.width - 1),
		};
		return keys[key.length === 1 ? key.toLowerCase() : key];
	}

	plain(key, shiftKey) {
		const { row, column } = this.at;
		const isChoosing = this.editor?.field.localName === "select";
		const move = (down, across) => () => this.go(row + down, column + across);
		const always = {
			Tab: this.leaves ? undefined : this.next(shiftKey ? -1 : 1),
			Escape: () => this.editor && this.leave(),
			Enter: this.editor ? move(shiftKey ? -1 : 1, 0) : () => this.edit(),
		};
		if (key in always) {
			return always[key];
		}
		const whileEditing = isChoosing ? {} : { ArrowUp: move(-1, 0), ArrowDown: move(1, 0) };
		if (this.editor) {
			return whileEditing[key];
		}
		const keys = {
			ArrowUp: move(-1, 0),
			ArrowDown: move(1, 0),
			ArrowLeft: move(0, -1),
			ArrowRight: move(0, 1),
			Home: () => this.go(row, 0),
			End: () => this.go(row, this.width - 1),
			F2: () => this.edit(),
			Delete: () => this.clear(),
			Backspace: () => this.clear(),
		};
		return keys[key] ?? (key.length === 1 ? () => this.edit(key) : undefined);
	}

	// The next cell in reading order; none after the last, so that Tab leaves the table there.
	next(step) {
		const place = this.at.row * this.width + this.at.column + step;
		const isInside = place >= 0 && place < this.rows.length * this.width;
		return isInside ? () => this.go(Math.floor(place / this.width), place % this.width) : undefined;
	}

	leave() {
		this.editor = undefined;
		this.show();
		this.focus();
	}

	clear() {
		const { row, column } = this.at;
		if (column >= 2) {
			this.change(() => {
				this.rows[row][column] = "";
			});
			this.focus();
		}
	}
}

// A table of all numbers, which begins with its figures, is left as the text that it is.
export async function start(area) {
	const wasm = fetch("/assets/sums.wasm");
	const bundle = await import("/assets/sums.js");
	await bundle.default({ module_or_path: wasm });
	if (!area.value.trimStart().toLowerCase().startsWith("figure")) {
		area.grid = new Grid(area, bundle);
	}
	area.dataset.grid = "ready";
}
