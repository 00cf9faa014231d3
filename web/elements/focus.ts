import { Shelf } from "../lib/shelf";
import { hear, type KeyPress } from "../lib/signals";

/**
 * Hides all but the conversation and the clock; the browser remembers it. Escape leaves.
 * @example <mr-focus hidden><button type="button">Focus</button><span role="status"></span></mr-focus>
 */
export class Focus extends HTMLElement {
	#gone = new AbortController();
	readonly #shelf = new Shelf<boolean>("focus");

	connectedCallback(): void {
		this.#gone = new AbortController();
		this.hidden = false;
		this.#show(this.#shelf.get() === true);
		this.#button?.addEventListener("click", () => this.#change(!this.#isOn), { signal: this.#gone.signal });
		hear("mr:key", (press) => this.#key(press), this.#gone.signal);
	}

	disconnectedCallback(): void {
		this.#gone.abort();
		document.body.classList.remove("focused");
	}

	get #isOn(): boolean {
		return document.body.classList.contains("focused");
	}

	get #button(): HTMLButtonElement | null {
		return this.querySelector("button");
	}

	#key(press: KeyPress): void {
		if (!press.isDown) return;
		if (press.does === "focus") this.#change(!this.#isOn);
		else if (press.does === "leave") this.#change(false);
	}

	#change(on: boolean): void {
		this.#shelf.put(on);
		this.#show(on);
		const state = this.querySelector("[role=status]");
		if (state) state.textContent = on ? "Focus mode. Escape leaves it." : "The whole page is shown.";
	}

	/** Where the focus was on something that is hidden now, it goes to the button that brings it back. */
	#show(on: boolean): void {
		const had = document.activeElement;
		document.body.classList.toggle("focused", on);
		if (this.#button) this.#button.textContent = on ? "Show all" : "Focus";
		if (on && had instanceof HTMLElement && had !== document.body && !had.checkVisibility()) this.#button?.focus();
	}
}
