import { freshKey } from "../lib/key";
import type { Refusal } from "../lib/outbox";
import { tell } from "../lib/signals";

/** Clicks closer together are one: each hint has its price. */
const DOUBLE_CLICK_MS = 1000;

/**
 * Posts its form to the API, so that the page stays; says why where it is refused.
 * @example <mr-ask data-url="/api/rounds/9f86d081/hints"><form>…<p class="ask-state" role="status"></p></form></mr-ask>
 */
export class Ask extends HTMLElement {
	#key = "";
	#clicked = Number.NEGATIVE_INFINITY;

	connectedCallback(): void {
		this.addEventListener("submit", this.#submit);
	}

	disconnectedCallback(): void {
		this.removeEventListener("submit", this.#submit);
	}

	#submit = (event: SubmitEvent): void => {
		event.preventDefault();
		if (event.timeStamp - this.#clicked > DOUBLE_CLICK_MS) this.#key = freshKey();
		this.#clicked = event.timeStamp;
		void this.#post(this.#key);
	};

	async #post(key: string): Promise<void> {
		try {
			const response = await fetch(this.dataset.url ?? "", {
				method: "POST",
				headers: { "Idempotency-Key": key },
			});
			this.#say(response.ok ? "" : words((await response.json()) as Refusal));
			if (response.ok) tell("mr:posted", null);
		} catch {
			this.#say("The server does not answer. Try again in a moment.");
		}
	}

	#say(text: string): void {
		const state = this.querySelector(".ask-state");
		if (state) state.textContent = text;
	}
}

function words(refusal: Refusal): string {
	return `${refusal.title} ${refusal.remedy}`;
}
