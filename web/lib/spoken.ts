import type { Dictated } from "./events.gen";
import { Shelf } from "./shelf";
import type { Heard } from "./signals";

/** What the server takes at most; it is more than any round lasts. */
const MOST: Dictated = { spoken_s: 7200, words: 100_000 };

/** How much of the answer that is being written was said. Kept over a reload, like the answer. */
export class Spoken {
	readonly #shelf: Shelf<Dictated>;

	constructor(round: string) {
		this.#shelf = new Shelf(`spoken:${round}`);
	}

	/** What goes with the turn; null where all of it was typed. */
	get now(): Dictated | null {
		const kept = this.#shelf.get();
		if (!kept) return null;
		const spoken_s = Math.max(0.1, Math.round(kept.spoken_s * 10) / 10);
		return { spoken_s: Math.min(spoken_s, MOST.spoken_s), words: Math.min(kept.words, MOST.words) };
	}

	add({ words, seconds }: Heard): void {
		const heard = words.split(/\s+/).filter(Boolean).length;
		if (heard === 0) return;
		const kept = this.#shelf.get() ?? { spoken_s: 0, words: 0 };
		this.#shelf.put({ spoken_s: kept.spoken_s + seconds, words: kept.words + heard });
	}

	/** The server has the turn: what was said since then is the next one's. */
	settle(sent: Dictated | null): void {
		const kept = this.#shelf.get();
		if (!kept || !sent) return;
		const left = { spoken_s: Math.max(0, kept.spoken_s - sent.spoken_s), words: kept.words - sent.words };
		if (left.words > 0) this.#shelf.put(left);
		else this.clear();
	}

	clear(): void {
		this.#shelf.clear();
	}
}
