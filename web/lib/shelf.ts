const OURS = "mockround:";

/** What this browser keeps until the server has it. Without storage (private windows) nothing is kept, and all else works. */
export class Shelf<Value> {
	readonly #name: string;

	constructor(name: string) {
		this.#name = `${OURS}${name}`;
	}

	get(): Value | null {
		try {
			const kept = localStorage.getItem(this.#name);
			return kept === null ? null : (JSON.parse(kept) as Value);
		} catch {
			return null;
		}
	}

	put(value: Value): void {
		try {
			localStorage.setItem(this.#name, JSON.stringify(value));
		} catch {
			// Full or forbidden: the server's copy is the one that counts.
		}
	}

	clear(): void {
		try {
			localStorage.removeItem(this.#name);
		} catch {
			// As above.
		}
	}
}

/** Drops all that this browser keeps of a round that was deleted. */
export function forgetRound(round: string): void {
	try {
		const isOf = (name: string) => name.startsWith(OURS) && name.split(":").includes(round);
		for (const name of Object.keys(localStorage).filter(isOf)) localStorage.removeItem(name);
	} catch {
		// Without storage nothing was kept.
	}
}
