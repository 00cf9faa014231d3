import { mark, unmark } from "../lib/spans";

/**
 * Marks the quoted words in the transcript when a quote is followed.
 * @example <mr-evidence><a class="quote" href="#turn-4" data-turn="4" data-start="0" data-end="9">…</a></mr-evidence>
 */
export class Evidence extends HTMLElement {
	connectedCallback(): void {
		this.addEventListener("click", this.#follow);
	}

	disconnectedCallback(): void {
		this.removeEventListener("click", this.#follow);
	}

	#follow = (event: Event): void => {
		const link = event.target instanceof Element ? event.target.closest<HTMLElement>("a.quote") : null;
		if (!link) return;
		for (const each of this.querySelectorAll(".raw:has(mark)")) unmark(each);
		const said = this.querySelector(`#turn-${link.dataset.turn} .raw`);
		if (!said) return;
		const marked = mark(said, Number(link.dataset.start), Number(link.dataset.end));
		requestAnimationFrame(() => {
			marked.scrollIntoView({ block: "center" });
			marked.focus({ preventScroll: true });
		});
	};
}
