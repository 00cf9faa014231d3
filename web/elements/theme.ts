/**
 * Shows the chosen colours at once; saving the form keeps them.
 * @example <mr-theme><input type="radio" name="theme" value="dark"></mr-theme>
 */
export class Theme extends HTMLElement {
	connectedCallback(): void {
		this.addEventListener("change", this.#show);
	}

	disconnectedCallback(): void {
		this.removeEventListener("change", this.#show);
	}

	#show = (event: Event): void => {
		if (event.target instanceof HTMLInputElement) document.documentElement.dataset.theme = event.target.value;
	};
}
