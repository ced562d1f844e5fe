// Starts the islands on a page that has some, and lets `/` lead to the search box. Everything on a page can
// be read and every form be sent without this file.

// Leptos builds an island's DOM from a <template>, through innerHTML. Its strings are compiled into the
// bundle, so they pass; code made from strings never does, nor a script from anywhere but our own assets.
// Before anything else, since a string given to the DOM without a default policy would be refused.
window.trustedTypes?.createPolicy("default", {
	createHTML: (html) => html,
	createScriptURL: (url) => {
		const { origin, pathname } = new URL(url, location.href);
		if (origin === location.origin && pathname.startsWith("/assets/")) {
			return url;
		}
		throw new TypeError(`refused to load a script from ${url}`);
	},
});

// What Leptos reads when it starts. Pages are rendered in one pass, so nothing is serialised into them.
window.__RESOLVED_RESOURCES = [];
window.__SERIALIZED_ERRORS = [];
window.__INCOMPLETE_CHUNKS = [];

// The islands of the innermost <leptos-children> wait for this call before they take their place.
const childrenCallbacks = [];

async function startIsland(element, islands) {
	const start = islands[element.dataset.component];
	if (!start) {
		console.error(`the bundle holds no island ${element.dataset.component}`);
		return;
	}
	childrenCallbacks.at(-1)?.();
	await start(element);
}

// Outer islands start before those inside them, which may need their context.
async function startIslandsIn(element, islands) {
	const isChildren = element.localName === "leptos-children";
	if (element.localName === "leptos-island") {
		await startIsland(element, islands);
	} else if (isChildren) {
		childrenCallbacks.push(element.$$on_hydrate);
	}
	for (const child of [...element.children]) {
		await startIslandsIn(child, islands);
	}
	if (isChildren) {
		childrenCallbacks.pop();
	}
}

async function boot() {
	const wasm = fetch("/assets/openplan.wasm");
	const islands = await import("/assets/openplan.js");
	await islands.default({ module_or_path: wasm });
	islands.hydrate();
	await startIslandsIn(document.body, islands);
	document.documentElement.dataset.islands = "ready";
}

// An island inside this adds to something that nobody may come to use: it waits until somebody does.
const WHEN_USED = "[data-when-used]";

function start() {
	const islands = [...document.querySelectorAll("leptos-island")];
	const idle = window.requestIdleCallback ?? setTimeout;
	if (islands.some((island) => !island.closest(WHEN_USED))) {
		idle(boot);
	} else if (islands.some((island) => island.contains(document.activeElement))) {
		boot();
	} else if (islands.length > 0) {
		const used = ({ target }) => {
			if (target.closest?.(WHEN_USED)) {
				removeEventListener("focusin", used);
				boot();
			}
		};
		addEventListener("focusin", used);
	}
}

start();

// The editor's months as a table. Only who writes a plan is sent what it takes.
const months = document.querySelector("textarea[name=months]");
if (months) {
	import("/assets/grid.js").then((grid) => grid.start(months));
}

// `/` leads to the search box, from wherever nobody is typing, unless this browser was told not to. (Somebody who speaks
// to their computer must be able to switch off what a single key does.)
const SLASH = "search/slash";
const TYPED_INTO = "input:not([type=checkbox], [type=radio]), textarea, select";

function isSlashOn() {
	try {
		return localStorage.getItem(SLASH) !== "off";
	} catch {
		// The browser keeps nothing for us.
		return true;
	}
}

function isTyping({ target, isComposing }) {
	return isComposing || target.isContentEditable || target.matches?.(TYPED_INTO);
}

const searchBox = document.querySelector("[role=search] input[type=search]");

function followSlash() {
	if (isSlashOn()) {
		searchBox?.setAttribute("aria-keyshortcuts", "/");
	} else {
		searchBox?.removeAttribute("aria-keyshortcuts");
	}
}

addEventListener("keydown", (event) => {
	const isHeld = event.ctrlKey || event.metaKey || event.altKey;
	if (event.key === "/" && !isHeld && !event.defaultPrevented && !isTyping(event) && searchBox && isSlashOn()) {
		event.preventDefault();
		searchBox.focus();
		searchBox.select();
	}
});

// Where it is switched off, on the help page.
const slashSwitch = document.querySelector("input[data-slash]");
if (slashSwitch) {
	slashSwitch.checked = isSlashOn();
	slashSwitch.closest("[hidden]").hidden = false;
	slashSwitch.addEventListener("change", () => {
		localStorage.setItem(SLASH, slashSwitch.checked ? "on" : "off");
		followSlash();
	});
}

followSlash();

// In a moderators' list, `j` and `k` go on and back, `x` ticks, and `d` goes to the decision. Whoever has switched off `/` has
// switched these off as well.
const items = [...document.querySelectorAll("[data-keys] > li")];

function goOn(step) {
	const at = items.findIndex((item) => item.contains(document.activeElement));
	const from = at < 0 && step < 0 ? items.length : at;
	items[from + step]?.querySelector("a.name")?.focus();
}

const LIST_KEYS = {
	j: () => goOn(1),
	k: () => goOn(-1),
	x: () => document.activeElement?.closest("[data-keys] > li")?.querySelector("input[type=checkbox]")?.click(),
	d: () => document.getElementById("field-deed")?.focus(),
};

if (items.length > 0) {
	document.querySelector("[data-keys-told]").hidden = !isSlashOn();
	addEventListener("keydown", (event) => {
		const isHeld = event.ctrlKey || event.metaKey || event.altKey;
		const does = LIST_KEYS[event.key];
		if (does && !isHeld && !event.defaultPrevented && !isTyping(event) && isSlashOn()) {
			event.preventDefault();
			does();
		}
	});
}
