const SCALE = 2;
/** Browsers refuse larger pictures, some without a word. */
const LARGEST = 8000;

/**
 * Makes a PNG of a picture of ours, in the browser, and offers it as a file.
 * @example <mr-png data-url="/rounds/9f/board.svg" data-name="board.png" hidden><button type="button">PNG</button><span role="status"></span></mr-png>
 */
export class Png extends HTMLElement {
	connectedCallback(): void {
		this.hidden = false;
		this.querySelector("button")?.addEventListener("click", this.#make);
	}

	disconnectedCallback(): void {
		this.querySelector("button")?.removeEventListener("click", this.#make);
	}

	#make = async (): Promise<void> => {
		try {
			const picture = await loaded(`${this.dataset.url}?at=${Date.now()}`);
			const blob = await drawn(picture);
			const link = document.createElement("a");
			link.href = URL.createObjectURL(blob);
			link.download = this.dataset.name ?? "board.png";
			link.click();
			setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
			this.#say("The picture is made.");
		} catch {
			this.#say("The picture could not be made. Take the SVG instead.");
		}
	};

	#say(words: string): void {
		const status = this.querySelector("[role=status]");
		if (status) status.textContent = words;
	}
}

function loaded(url: string): Promise<HTMLImageElement> {
	return new Promise((resolve, reject) => {
		const picture = new Image();
		picture.onload = () => resolve(picture);
		picture.onerror = () => reject(new Error(`${url} is no picture`));
		picture.src = url;
	});
}

function drawn(picture: HTMLImageElement): Promise<Blob> {
	const scale = Math.min(SCALE, LARGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
	const canvas = document.createElement("canvas");
	canvas.width = Math.round(picture.naturalWidth * scale);
	canvas.height = Math.round(picture.naturalHeight * scale);
	canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
	return new Promise((resolve, reject) => {
		canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("nothing was drawn"))), "image/png");
	});
}
