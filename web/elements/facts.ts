import { hear } from "../lib/signals";

/**
 * Adds each fact that the interviewer gives to the list of what is known.
 * @example <mr-facts><ul class="learned"></ul><p class="empty">Nothing yet.</p></mr-facts>
 */
export class Facts extends HTMLElement {
	#gone = new AbortController();

	connectedCallback(): void {
		this.#gone = new AbortController();
		hear(
			"mr:event",
			(told) => {
				if (told.type !== "fact-given" || !told.html) return;
				this.querySelector(".learned")?.insertAdjacentHTML("beforeend", told.html);
				this.querySelector(".empty")?.toggleAttribute("hidden", true);
			},
			this.#gone.signal,
		);
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}
}
