import { Shelf } from "./shelf";
import { delay, sleep } from "./waiting";

/** A refusal by the server, in its own words. */
export interface Refusal {
	readonly title: string;
	readonly remedy: string;
}

export type Sent = { readonly late: boolean } | Refusal;

interface Pending {
	readonly key: string;
	readonly text: string;
}

/** Sends turns. Until the server has answered, a text keeps its key, over reloads too, so that it is never taken twice. */
export class Outbox {
	readonly #url: string;
	readonly #shelf: Shelf<Pending>;

	constructor(round: string) {
		this.#url = `/api/rounds/${round}/turns`;
		this.#shelf = new Shelf(`sending:${round}`);
	}

	/** Tries until the server answers; `waiting` hears of every failed try. */
	async send(text: string, waiting: (failures: number) => void, signal: AbortSignal): Promise<Sent | null> {
		const key = this.#keyFor(text);
		for (let failures = 0; !signal.aborted; failures++) {
			if (failures) {
				waiting(failures);
				await sleep(delay(failures), signal);
			}
			const answer = await this.#post(key, text);
			if (!answer) continue;
			this.#shelf.clear();
			return answer;
		}
		return null;
	}

	async #post(key: string, text: string): Promise<Sent | null> {
		try {
			const response = await fetch(this.#url, {
				method: "POST",
				headers: { "Content-Type": "application/json", "Idempotency-Key": key },
				body: JSON.stringify({ text }),
			});
			if (response.status >= 500 || response.status === 429) return null;
			return (await response.json()) as Sent;
		} catch {
			return null;
		}
	}

	#keyFor(text: string): string {
		const kept = this.#shelf.get();
		if (kept?.text === text) return kept.key;
		const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
			byte.toString(16).padStart(2, "0"),
		).join("");
		this.#shelf.put({ key, text });
		return key;
	}
}
