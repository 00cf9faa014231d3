/** What a press begins and ends. */
export interface Talk {
	readonly isOn: () => boolean;
	readonly begin: () => void;
	readonly end: () => void;
	/** A button that should be held was only tapped. */
	readonly tapped: () => void;
}

export type PressMode = "hold" | "toggle";

const TAP_MS = 300;

/** One button to talk with: held by mouse, finger or key, or pressed to begin and pressed again to end. */
export class Press {
	readonly #mode: PressMode;
	readonly #talk: Talk;
	readonly #now: () => number;
	#heldSince: number | null = null;

	constructor(mode: PressMode, talk: Talk, now: () => number = () => performance.now()) {
		this.#mode = mode;
		this.#talk = talk;
		this.#now = now;
	}

	listen(button: HTMLButtonElement, signal: AbortSignal): void {
		const on = (names: string, listener: (event: Event) => void) => {
			for (const name of names.split(" ")) button.addEventListener(name, listener, { signal });
		};
		on("pointerdown", (event) => this.#pointer(button, event as PointerEvent));
		on("pointerup pointercancel lostpointercapture blur", () => this.up());
		on("keydown", (event) => this.#key(event as KeyboardEvent, true));
		on("keyup", (event) => this.#key(event as KeyboardEvent, false));
		on("contextmenu", (event) => this.#mode === "hold" && event.preventDefault());
		on("click", (event) => this.#click(event as MouseEvent));
	}

	/** The button, or the shortcut that stands for it, went down. */
	down(): void {
		const isHeld = this.#mode === "hold" && !this.#talk.isOn();
		if (isHeld) this.#heldSince = this.#now();
		this.#toggle();
	}

	up(): void {
		if (this.#heldSince === null) return;
		const held = this.#now() - this.#heldSince;
		this.#heldSince = null;
		this.#talk.end();
		if (held < TAP_MS) this.#talk.tapped();
	}

	#pointer(button: HTMLButtonElement, event: PointerEvent): void {
		if (this.#mode === "toggle" || event.button !== 0) return;
		button.setPointerCapture(event.pointerId);
		this.down();
	}

	#key(event: KeyboardEvent, isDown: boolean): void {
		if (this.#mode === "toggle" || (event.key !== " " && event.key !== "Enter")) return;
		event.preventDefault();
		if (!isDown) this.up();
		else if (!event.repeat) this.down();
	}

	/** Where it should be held, a click without a press comes from a screen reader or a spoken command, which cannot hold. */
	#click(event: MouseEvent): void {
		if (this.#mode === "toggle" || event.detail === 0) this.#toggle();
	}

	#toggle(): void {
		if (this.#talk.isOn()) this.#talk.end();
		else this.#talk.begin();
	}
}
