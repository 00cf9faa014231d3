import { counted } from "./canvas/words";

/** Seconds since the start, number of the event, boxes, arrows. */
type Drawing = readonly [at: number, seq: number, boxes: number, arrows: number];

/** The board of a replay, as it was at a time: a picture at once, the tables where they are open. */
export class BoardThen {
	readonly #section: HTMLElement;
	readonly #url: string;
	readonly #drawings: readonly Drawing[];
	#shown: number;
	#told: number;
	#asking: AbortController | null = null;

	constructor(section: HTMLElement) {
		this.#section = section;
		this.#url = section.dataset.url ?? "";
		this.#drawings = JSON.parse(section.dataset.drawings ?? "[]") as Drawing[];
		this.#shown = this.#told = this.#drawings.at(-1)?.[1] ?? 0;
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
		void this.#tell();
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
