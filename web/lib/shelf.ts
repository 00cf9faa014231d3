/** What this browser keeps until the server has it. Without storage (private windows) nothing is kept, and all else works. */
export class Shelf<Value> {
	readonly #name: string;

	constructor(name: string) {
		this.#name = `mockround:${name}`;
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
