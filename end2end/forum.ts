// A server of one's own, on a free port and in an empty folder.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const binary = process.env.OPENPLAN_BIN ?? join(import.meta.dirname, "../target/debug/openplan");

export class Forum {
	/** Where it listens, such as `http://127.0.0.1:40123`. */
	readonly url: string;
	/** Its `--data` folder, with `mail/` in it. */
	readonly data: string;
	readonly #server: ChildProcess;

	private constructor(url: string, data: string, server: ChildProcess) {
		this.url = url;
		this.data = data;
		this.#server = server;
	}

	/** Starts an empty forum without rate limits; further arguments are `openplan serve`'s own. */
	static async start(...further: string[]): Promise<Forum> {
		const data = await mkdtemp(join(tmpdir(), "openplan-end2end-"));
		const fixed = ["serve", "--listen", "127.0.0.1:0", "--data", data, "--limits", "off"];
		const server = spawn(binary, [...fixed, ...further], { stdio: ["ignore", "pipe", "pipe"] });
		return new Forum(await listeningAt(server), data, server);
	}

	/** Makes somebody a moderator or an admin, as an operator does. */
	async appoint(person: { handle: string }, role: "moderator" | "admin"): Promise<void> {
		await promisify(execFile)(binary, ["admin", "--data", this.data, "role", person.handle, role]);
	}

	/** Stops it as an operator would and removes its data. */
	async stop(): Promise<void> {
		if (this.#server.exitCode === null && this.#server.signalCode === null) {
			this.#server.kill("SIGTERM");
			await once(this.#server, "exit");
		}
		await rm(this.data, { recursive: true, force: true });
	}
}

/** Waits for `listening on http://…` on either output; keeps reading after it, so that the server never blocks. */
function listeningAt(server: ChildProcess): Promise<string> {
	const said: string[] = [];
	return new Promise((resolve, reject) => {
		for (const output of [server.stdout, server.stderr]) {
			createInterface({ input: output! }).on("line", (line) => {
				said.push(line);
				const url = line.match(/listening on (http:\/\/[\w.:[\]]+)/)?.[1];
				if (url) {
					resolve(url);
				}
			});
		}
		server.once("error", (error) => reject(new Error(`${binary} did not start: ${error.message}`)));
		server.once("exit", () => reject(new Error(`the server stopped:\n${said.join("\n")}`)));
	});
}
