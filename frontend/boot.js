// Starts the islands on a page that has some. Everything on a page can be read and every form be sent
// without this file.

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

if (document.querySelector("leptos-island")) {
	(window.requestIdleCallback ?? setTimeout)(boot);
}
