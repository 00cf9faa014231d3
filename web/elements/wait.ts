import { Countdown, minutesAndSeconds } from "../lib/countdown";

/**
 * Counts down until a model may be asked again: from `data-left` seconds, less what has gone by since `data-since`.
 * @example <mr-wait data-left="23" data-since="2026-11-21T12:00:00Z" aria-hidden="true"></mr-wait>
 */
export class Wait extends HTMLElement {
	static readonly observedAttributes = ["data-left"];
	#timer: ReturnType<typeof setInterval> | undefined;

	connectedCallback(): void {
		this.#begin();
	}

	attributeChangedCallback(): void {
		if (this.isConnected) this.#begin();
	}

	disconnectedCallback(): void {
		clearInterval(this.#timer);
	}

	#begin(): void {
		clearInterval(this.#timer);
		const gone = this.dataset.since ? (Date.now() - Date.parse(this.dataset.since)) / 1000 : 0;
		const countdown = new Countdown(Number(this.dataset.left) - Math.max(0, gone), performance.now());
		const show = () => {
			const left = Math.ceil(countdown.left(performance.now()));
			this.textContent = left > 0 ? `in ${minutesAndSeconds(left)}` : (this.dataset.then ?? "");
			if (left === 0) clearInterval(this.#timer);
		};
		this.#timer = setInterval(show, 250);
		show();
	}
}
