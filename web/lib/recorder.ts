/** The longest recording; it ends by itself then, and nothing of it is lost. */
export const LONGEST_S = 600;
/** Enough for speech: ten minutes are two and a half megabytes. */
const BITS_PER_S = 32_000;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export interface Recording {
	readonly audio: Blob;
	readonly seconds: number;
}

export type Taping = "off" | "starting" | "recording";

/** Who is told of it. `words` are what went wrong and what to do; '' where nothing did. */
export interface Desk {
	readonly state: (state: Taping, words: string) => void;
	readonly done: (recording: Recording) => void;
}

const TROUBLES: Record<string, string> = {
	NotAllowedError:
		"The browser does not let this page use the microphone. Allow it beside the address, then try again.",
	NotFoundError: "No microphone was found. Connect one, or choose one in the browser, then try again.",
	NotReadableError: "The microphone is in use by another program. Close that, then try again.",
};
const UNKNOWN = "The browser cannot record here. Use another browser, or type.";
const FULL = "Ten minutes are the longest recording. It was ended and is being written down.";

/** Records the microphone between `start` and `stop`, silences included, and keeps it in memory. */
export class Recorder {
	readonly #desk: Desk;
	#isWanted = false;
	#isOpening = false;
	#tape: MediaRecorder | null = null;
	#limit: ReturnType<typeof setTimeout> | undefined;
	#words = "";

	constructor(desk: Desk) {
		this.#desk = desk;
	}

	start(): void {
		if (this.#isWanted || this.#tape) return;
		this.#isWanted = true;
		this.#words = "";
		this.#desk.state("starting", "");
		if (!this.#isOpening) void this.#open();
	}

	stop(): void {
		this.#isWanted = false;
		clearTimeout(this.#limit);
		if (this.#tape?.state === "recording") this.#tape.stop();
		else if (!this.#tape) this.#desk.state("off", this.#words);
	}

	async #open(): Promise<void> {
		this.#isOpening = true;
		try {
			const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
			// Let go of before the browser was ready.
			if (this.#isWanted) this.#record(stream);
			else release(stream);
		} catch (error) {
			this.#words = (error instanceof Error && TROUBLES[error.name]) || UNKNOWN;
			this.stop();
		} finally {
			this.#isOpening = false;
		}
	}

	#record(stream: MediaStream): void {
		const pieces: Blob[] = [];
		const begun = performance.now();
		const mimeType = KINDS.find((each) => MediaRecorder.isTypeSupported(each)) ?? "";
		const tape = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_S });
		tape.ondataavailable = (event) => pieces.push(event.data);
		tape.onstop = () => this.#finish(new Blob(pieces, { type: tape.mimeType }), begun, stream);
		tape.start(1000);
		this.#tape = tape;
		this.#limit = setTimeout(() => this.#fill(), LONGEST_S * 1000);
		this.#desk.state("recording", "");
	}

	#fill(): void {
		this.#words = FULL;
		this.stop();
	}

	#finish(audio: Blob, begun: number, stream: MediaStream): void {
		release(stream);
		clearTimeout(this.#limit);
		this.#isWanted = false;
		this.#tape = null;
		this.#desk.state("off", this.#words);
		this.#desk.done({ audio, seconds: (performance.now() - begun) / 1000 });
	}
}

/** Lets go of the microphone, so that the browser no longer says that it is used. */
function release(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
