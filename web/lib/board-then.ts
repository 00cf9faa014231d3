import { BoardWatched, type Load } from "./board-watched";
import { counted } from "./canvas/words";

/** Seconds since the start, number of the event, boxes, arrows. */
type Drawing = readonly [at: number, seq: number, boxes: number, arrows: number];

/** The board of a replay, as it was at a time: a picture at once, tables and canvas where they are open. */
export class BoardThen {
	readonly #section: HTMLElement;
	readonly #url: string;
	readonly #drawings: readonly Drawing[];
	#shown: number;
	#told: number;
	#asking: AbortController | null = null;
	readonly #watched: BoardWatched;

	/** `load` brings the canvas, once somebody asks for it. */
	constructor(section: HTMLElement, load: Load) {
		this.#section = section;
		this.#url = section.dataset.url ?? "";
		this.#drawings = JSON.parse(section.dataset.drawings ?? "[]") as Drawing[];
		this.#shown = this.#told = this.#drawings.at(-1)?.[1] ?? 0;
		this.#watched = new BoardWatched(section, this.#shown, load);
		section.querySelector("details")?.addEventListener("toggle", () => void this.#tell());
	}

	show(seconds: number): void {
		const [, seq, boxes, arrows] = this.#drawings.filter(([at]) => at <= seconds).at(-1) ?? [0, 0, 0, 0];
		if (seq === this.#shown) return;
		this.#shown = seq;
		const picture = this.#section.querySelector("img");
		if (picture) picture.src = `${this.#url}.svg?at=${seq}`;
		const count = this.#section.querySelector(".drawn-count");
		if (count) count.textContent = `${counted(boxes, "box")}, ${counted(arrows, "arrow")}`;
		this.#watched.show(seq);
		void this.#tell();
	}

	close(): void {
		this.#watched.close();
	}

	/** Brings the tables as the server writes them. */
	async #tell(): Promise<void> {
		const seq = this.#shown;
		const place = this.#section.querySelector("details[open] .read-out");
		if (!place || seq === this.#told) return;
		this.#asking?.abort();
		this.#asking = new AbortController();
		try {
			const response = await fetch(`${this.#url}?at=${seq}`, { signal: this.#asking.signal });
			const page = new DOMParser().parseFromString(await response.text(), "text/html");
			place.replaceChildren(...(page.querySelector(".read-out")?.children ?? []));
			this.#told = seq;
		} catch {
			// Overtaken, or no server: what is there stays, and the next step asks again.
		}
	}
}
