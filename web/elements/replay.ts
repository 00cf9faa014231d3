import { BoardThen } from "../lib/board-then";

const TICK_MS = 250;

/**
 * Plays an ended round along its own time. Without it, the whole round stands there.
 * @example <mr-replay data-length="1200"><div class="player" hidden>…</div><div data-at="12">…</div></mr-replay>
 */
export class Replay extends HTMLElement {
	#timer: number | undefined;
	#gone = new AbortController();
	#position = 0;
	#board: BoardThen | null = null;

	connectedCallback(): void {
		this.#gone = new AbortController();
		this.#position = this.#length;
		const then = this.querySelector<HTMLElement>(".board-then");
		this.#board = then && new BoardThen(then, () => import("./board-canvas"));
		const { signal } = this.#gone;
		const player = this.querySelector<HTMLElement>(".player");
		if (player) player.hidden = false;
		this.#button?.addEventListener("click", () => this.#toggle(), { signal });
		this.#slider?.addEventListener("input", () => this.#show(), { signal });
		this.addEventListener("click", this.#jump, { signal });
	}

	disconnectedCallback(): void {
		this.#pause();
		this.#board?.close();
		this.#gone.abort();
	}

	#toggle(): void {
		if (this.#timer !== undefined) {
			this.#pause();
			return;
		}
		if (this.#position >= this.#length) this.#go(0);
		this.#timer = window.setInterval(() => this.#tick(), TICK_MS);
		this.#say("Pause");
	}

	#tick(): void {
		const speed = Number(this.querySelector("select")?.value ?? 1);
		this.#go(this.#position + (speed * TICK_MS) / 1000);
		if (this.#position >= this.#length) this.#pause();
	}

	#pause(): void {
		window.clearInterval(this.#timer);
		this.#timer = undefined;
		this.#say("Play");
	}

	#jump = (event: MouseEvent): void => {
		const link = (event.target as Element).closest<HTMLElement>("a[data-at]");
		if (link) this.#go(Math.max(this.#position, Number(link.dataset.at)));
	};

	#go(seconds: number): void {
		this.#position = Math.min(Math.max(seconds, 0), this.#length);
		if (this.#slider) this.#slider.value = String(Math.round(this.#position));
		this.#draw();
	}

	#show(): void {
		this.#position = Number(this.#slider?.value ?? 0);
		this.#draw();
	}

	#draw(): void {
		this.#board?.show(this.#position);
		let last: HTMLElement | undefined;
		for (const each of this.querySelectorAll<HTMLElement>(".replayed > [data-at]")) {
			each.hidden = Number(each.dataset.at) > this.#position;
			if (!each.hidden) last = each;
		}
		if (this.#timer !== undefined) last?.scrollIntoView({ block: "nearest" });
		const clock = this.querySelector("output");
		if (clock) clock.textContent = clockText(this.#position);
	}

	#say(text: string): void {
		if (this.#button) this.#button.textContent = text;
	}

	get #length(): number {
		return Number(this.dataset.length ?? 0);
	}

	get #button(): HTMLButtonElement | null {
		return this.querySelector("[data-play]");
	}

	get #slider(): HTMLInputElement | null {
		return this.querySelector("input[type=range]");
	}
}

/** 75 seconds are 1:15. */
export function clockText(seconds: number): string {
	const whole = Math.floor(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
