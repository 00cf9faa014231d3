const LONGEST = 900_000;

/**
 * Reads a chosen file into the box beside it; nothing is sent before the form is.
 * @example <mr-file><textarea></textarea><p class="file" hidden><input type="file"><span role="status"></span></p></mr-file>
 */
export class FileBox extends HTMLElement {
	connectedCallback(): void {
		const offer = this.querySelector<HTMLElement>(".file");
		if (offer) offer.hidden = false;
		this.addEventListener("change", this.#chosen);
	}

	disconnectedCallback(): void {
		this.removeEventListener("change", this.#chosen);
	}

	#chosen = (event: Event): void => {
		const input = event.target;
		if (input instanceof HTMLInputElement && input.type === "file" && input.files?.[0]) void this.#read(input.files[0]);
	};

	async #read(file: File): Promise<void> {
		const box = this.querySelector("textarea");
		if (!box) return;
		if (file.size > LONGEST) {
			this.#say(`${file.name} is too large: at most 900 kB are taken in.`);
			return;
		}
		box.value = await file.text();
		box.dispatchEvent(new Event("input", { bubbles: true }));
		this.#say(`${file.name} was read. Look it over, then take it in.`);
	}

	#say(text: string): void {
		const state = this.querySelector("[role=status]");
		if (state) state.textContent = text;
	}
}
