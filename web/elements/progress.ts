import { hear } from "../lib/signals";

/**
 * Shows how many criteria are graded, and opens the grade when it is there.
 * @example <mr-progress><progress></progress><p>Waiting for the grader.</p></mr-progress>
 */
export class Progress extends HTMLElement {
	#gone = new AbortController();

	connectedCallback(): void {
		this.#gone = new AbortController();
		hear(
			"mr:event",
			(told) => {
				if (told.type === "graded" || told.type === "grade-stopped") location.reload();
				else if (told.type === "criterion-graded" && told.html) this.innerHTML = told.html;
			},
			this.#gone.signal,
		);
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}
}
