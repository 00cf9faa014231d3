import type { Dictated } from "./events.gen";
import { freshKey } from "./key";
import { Shelf } from "./shelf";
import { reason } from "./trouble";
import { delay, sleep } from "./waiting";

/** A refusal by the server, in its own words. */
export interface Refusal {
	readonly title: string;
	readonly remedy: string;
}

export type Sent = { readonly late: boolean } | Refusal;

/** `dictated` is what of the text was said; null where all of it was typed. */
export interface NewTurn {
	readonly text: string;
	readonly dictated: Dictated | null;
}

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

	/** Tries until the server answers; `waiting` hears of every failed try, and why where the server says it. */
	async send(
		{ text, dictated }: NewTurn,
		waiting: (failures: number, why: string) => void,
		signal: AbortSignal,
	): Promise<Sent | null> {
		const key = this.#keyFor(text);
		for (let failures = 0; !signal.aborted; failures++) {
			const answer = await this.#post(key, { text, dictated });
			if (typeof answer !== "string") {
				this.#shelf.clear();
				return answer;
			}
			waiting(failures + 1, answer);
			await sleep(delay(failures + 1), signal);
		}
		return null;
	}

	/** The server's answer; why there is none yet, in its words, or "" where it says nothing. */
	async #post(key: string, turn: NewTurn): Promise<Sent | string> {
		try {
			const response = await fetch(this.#url, {
				method: "POST",
				headers: { "Content-Type": "application/json", "Idempotency-Key": key },
				body: JSON.stringify(turn),
			});
			if (response.status >= 500 || response.status === 429) return await reason(response);
			return (await response.json()) as Sent;
		} catch {
			return "";
		}
	}

	#keyFor(text: string): string {
		const kept = this.#shelf.get();
		if (kept?.text === text) return kept.key;
		const key = freshKey();
		this.#shelf.put({ key, text });
		return key;
	}
}
