/** What we use of the browser's SpeechRecognition, which TypeScript does not know. */
export interface Recognizer {
	continuous: boolean;
	interimResults: boolean;
	lang: string;
	onstart: (() => void) | null;
	onresult: ((event: Results) => void) | null;
	onerror: ((event: { readonly error: string }) => void) | null;
	onend: (() => void) | null;
	start(): void;
	stop(): void;
	abort(): void;
}

interface Results {
	readonly resultIndex: number;
	readonly results: ArrayLike<{ readonly isFinal: boolean; readonly 0: { readonly transcript: string } }>;
}

export type Listening = "off" | "starting" | "listening" | "finishing";

/** Who is told what is heard. `words` of a state are what went wrong and what to do; '' where nothing did. */
export interface Ears {
	readonly interim: (words: string) => void;
	/** `seconds` are how long the microphone was on for these words: since it was, or since the words before them. */
	readonly final: (words: string, seconds: number) => void;
	readonly state: (state: Listening, words: string) => void;
}

const TROUBLES: Record<string, string> = {
	"not-allowed": "The browser does not let this page use the microphone. Allow it beside the address, then try again.",
	"service-not-allowed": "The browser's speech recognition is turned off. Turn it on in the browser, or type.",
	"audio-capture": "No microphone was found. Connect one, or choose one in the browser, then try again.",
	network: "The browser's speech service cannot be reached. Type, or try again in a moment.",
	"language-not-supported": "The browser's speech recognition knows no English. Type, or use another browser.",
};
const GAVE_UP = "The browser's speech recognition keeps stopping. Type, or try again in a moment.";
/** A browser may end by itself, after a silence or a minute; ending so soon, so often, for so long is no silence. */
const MOST_ENDS = 8;
const SHORT_MS = 1500;
const PATIENCE_MS = 10_000;
/** One that ends at once is soon not asked again at once: that keeps a machine busy, and it hears nothing anyway. */
const AT_ONCE_MS = 100;
const PAUSE_MS = 250;

/** The browser's speech recognition, kept open until `stop`, however long the candidate is silent. */
export class Dictation {
	readonly #make: () => Recognizer;
	readonly #ears: Ears;
	readonly #now: () => number;
	#recognizer: Recognizer | null = null;
	#isWanted = false;
	#taken = 0;
	#interim = "";
	#openedAt = 0;
	#ends = 0;
	#endsSince = 0;
	#pause: ReturnType<typeof setTimeout> | undefined;
	/** From when the next words count: null until the microphone is on. */
	#onSince: number | null = null;
	#offAt = Number.POSITIVE_INFINITY;
	#trouble = "";

	/** `now` in milliseconds of a clock that never jumps. */
	constructor(make: () => Recognizer, ears: Ears, now: () => number = () => performance.now()) {
		this.#make = make;
		this.#ears = ears;
		this.#now = now;
	}

	start(): void {
		if (this.#isWanted) return;
		this.#isWanted = true;
		this.#ends = 0;
		this.#trouble = "";
		this.#offAt = Number.POSITIVE_INFINITY;
		this.#ears.state("starting", "");
		if (this.#recognizer) return;
		this.#onSince = null;
		this.#open();
	}

	/** Hears out what was said until now. */
	stop(): void {
		if (!this.#isWanted) return;
		this.#isWanted = false;
		this.#offAt = this.#now();
		clearTimeout(this.#pause);
		this.#ears.state(this.#recognizer ? "finishing" : "off", "");
		this.#recognizer?.stop();
	}

	#open(): void {
		const made = this.#make();
		made.continuous = true;
		made.interimResults = true;
		made.lang = navigator.language.startsWith("en") ? navigator.language : "en-US";
		made.onstart = () => {
			this.#onSince ??= this.#now();
			if (this.#isWanted) this.#ears.state("listening", "");
		};
		made.onresult = (event) => this.#hear(event);
		made.onerror = (event) => this.#fail(event.error);
		made.onend = () => this.#end();
		this.#recognizer = made;
		this.#taken = 0;
		this.#openedAt = this.#now();
		made.start();
	}

	#hear(event: Results): void {
		this.#ends = 0;
		this.#interim = "";
		for (let at = Math.min(event.resultIndex, this.#taken); at < event.results.length; at++) {
			const result = event.results[at];
			if (!result || at < this.#taken) continue;
			if (result.isFinal && at === this.#taken) {
				this.#taken = at + 1;
				this.#write(result[0].transcript);
			} else this.#interim += result[0].transcript;
		}
		this.#ears.interim(this.#interim.trim());
	}

	get #isHopeless(): boolean {
		return this.#ends >= MOST_ENDS && this.#now() - this.#endsSince >= PATIENCE_MS;
	}

	#write(words: string): void {
		const at = Math.min(this.#now(), this.#offAt);
		const seconds = Math.max(0, at - (this.#onSince ?? this.#openedAt)) / 1000;
		this.#onSince = at;
		this.#ears.final(words.trim(), seconds);
	}

	#fail(error: string): void {
		if (!(error in TROUBLES)) return;
		this.#trouble = TROUBLES[error] ?? "";
		this.#isWanted = false;
	}

	/** Words that the browser had not made up its mind about are kept as they stand. */
	#end(): void {
		this.#recognizer = null;
		if (this.#interim.trim()) this.#write(this.#interim);
		this.#interim = "";
		this.#ears.interim("");
		const lasted = this.#now() - this.#openedAt;
		if (this.#ends === 0) this.#endsSince = this.#openedAt;
		this.#ends = lasted < SHORT_MS ? this.#ends + 1 : 0;
		if (this.#isWanted && !this.#isHopeless) {
			if (this.#ends > 1 && lasted <= AT_ONCE_MS) this.#pause = setTimeout(() => this.#open(), PAUSE_MS);
			else this.#open();
			return;
		}
		if (this.#isWanted) this.#trouble = GAVE_UP;
		this.#isWanted = false;
		this.#ears.state("off", this.#trouble);
	}
}

/** Makes the browser's recognizer; null where it has none. */
export function recognizerOf(page: Window = window): (() => Recognizer) | null {
	const known = page as unknown as Record<string, (new () => Recognizer) | undefined>;
	const Made = known.SpeechRecognition ?? known.webkitSpeechRecognition;
	return Made ? () => new Made() : null;
}
