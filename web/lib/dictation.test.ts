import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Dictation, type Listening, type Recognizer, recognizerOf } from "./dictation";

/** A recognizer that hears what the test says. */
class FakeRecognizer implements Recognizer {
	continuous = false;
	interimResults = false;
	lang = "";
	onstart: (() => void) | null = null;
	onresult: Recognizer["onresult"] = null;
	onerror: Recognizer["onerror"] = null;
	onend: (() => void) | null = null;
	readonly asked: string[] = [];
	readonly #results: { isFinal: boolean; 0: { transcript: string } }[] = [];
	start(): void {
		this.asked.push("start");
		this.onstart?.();
	}
	stop(): void {
		this.asked.push("stop");
	}
	abort(): void {
		this.asked.push("abort");
	}
	hear(at: number, transcript: string, isFinal: boolean): void {
		this.#results[at] = { isFinal, 0: { transcript } };
		this.onresult?.({ resultIndex: at, results: this.#results });
	}
}

let made: FakeRecognizer[] = [];
let finals: string[] = [];
let heardFor: number[] = [];
let interims: string[] = [];
let states: [Listening, string][] = [];
let now = 0;
const last = () => made.at(-1) as FakeRecognizer;

function dictation(): Dictation {
	const make = () => {
		made.push(new FakeRecognizer());
		return last();
	};
	const ears = {
		interim: (words: string) => interims.push(words),
		final: (words: string, seconds: number) => {
			finals.push(words);
			heardFor.push(seconds);
		},
		state: (state: Listening, words: string) => states.push([state, words]),
	};
	return new Dictation(make, ears, () => now);
}

/** A silence of `ms`, in which the browser ends by itself `lasting` ms after each time that it was asked. */
function passes(ms: number, { lasting }: { lasting: number }): void {
	const until = now + ms;
	let ended = 0;
	let since = now;
	while (now < until) {
		if (made.length > ended && now - since >= lasting) {
			ended = made.length;
			last().onend?.();
			since = now;
		}
		now += 10;
		vi.advanceTimersByTime(10);
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	made = [];
	finals = [];
	heardFor = [];
	interims = [];
	states = [];
	now = 0;
});

afterEach(() => {
	vi.useRealTimers();
});

test("it listens on through silence, with words under way and words that stand", () => {
	const ears = dictation();
	ears.start();
	expect([last().continuous, last().interimResults, last().lang]).toEqual([true, true, "en-US"]);
	last().hear(0, "I would add a cash", false);
	expect(interims.at(-1)).toBe("I would add a cash");
	last().hear(0, "I would add a cache", true);
	expect([finals, interims.at(-1)]).toEqual([["I would add a cache"], ""]);
	last().hear(1, " with a TTL", true);
	expect(finals).toEqual(["I would add a cache", "with a TTL"]);
	expect(states.map(([state]) => state)).toEqual(["starting", "listening"]);
});

test("a browser that ends by itself is opened again until the candidate is done", () => {
	const ears = dictation();
	ears.start();
	for (let minute = 1; minute < 20; minute++) {
		now += 60_000;
		last().onend?.();
	}
	expect(made).toHaveLength(20);
	ears.stop();
	expect(last().asked).toEqual(["start", "stop"]);
	last().onend?.();
	expect(made).toHaveLength(20);
	expect(states.at(-1)).toEqual(["off", ""]);
});

test("a silence is no error", () => {
	const ears = dictation();
	ears.start();
	now += 5000;
	last().onerror?.({ error: "no-speech" });
	last().onend?.();
	expect(made).toHaveLength(2);
	expect(states.at(-1)).toEqual(["listening", ""]);
});

test("what was said before the button was let go is heard out", () => {
	const ears = dictation();
	ears.start();
	last().hear(0, "the last", false);
	ears.stop();
	expect(states.at(-1)).toEqual(["finishing", ""]);
	last().hear(0, "the last words", true);
	last().onend?.();
	expect(finals).toEqual(["the last words"]);
});

test("words that the browser was unsure of when it ended are kept", () => {
	const ears = dictation();
	ears.start();
	last().hear(0, "half a thought", false);
	last().onerror?.({ error: "network" });
	last().onend?.();
	expect(finals).toEqual(["half a thought"]);
	expect(interims.at(-1)).toBe("");
});

test("results that a browser tells twice are taken once", () => {
	const ears = dictation();
	ears.start();
	last().hear(0, "once", true);
	last().hear(0, "once", true);
	expect(finals).toEqual(["once"]);
});

test("pressed again before it has ended, it goes on", () => {
	const ears = dictation();
	ears.start();
	ears.stop();
	ears.start();
	expect(made).toHaveLength(1);
	last().onend?.();
	expect(made).toHaveLength(2);
	expect(states.at(-1)).toEqual(["listening", ""]);
});

test.each([
	["not-allowed", /Allow it beside the address/],
	["audio-capture", /Connect one/],
	["network", /Type/],
	["service-not-allowed", /Turn it on/],
])("'%s' ends it with what to do", (error, words) => {
	const ears = dictation();
	ears.start();
	last().onerror?.({ error });
	last().onend?.();
	expect(made).toHaveLength(1);
	expect(states.at(-1)?.[0]).toBe("off");
	expect(states.at(-1)?.[1]).toMatch(words);
});

test("a browser that stops at once again and again is given up", () => {
	const ears = dictation();
	ears.start();
	passes(60_000, { lasting: 0 });
	expect(made.length).toBeLessThan(60);
	expect(states.at(-1)?.[0]).toBe("off");
	expect(states.at(-1)?.[1]).toMatch(/keeps stopping/);
	const asked = made.length;
	ears.start();
	expect(made).toHaveLength(asked + 1);
});

test.each([0, 100, 400, 1000, 4500])(
	"a silence of 9 s is not cut off by a browser that ends every %d ms",
	(lasting) => {
		const ears = dictation();
		ears.start();
		last().hear(0, "First,", true);
		passes(9000, { lasting });
		expect(states.at(-1)).toEqual(["listening", ""]);
		vi.advanceTimersByTime(1000);
		last().hear(0, "a queue.", true);
		expect(finals).toEqual(["First,", "a queue."]);
	},
);

test("let go of between two tries of a browser that ends at once, it is over", () => {
	const ears = dictation();
	ears.start();
	passes(20, { lasting: 0 });
	ears.stop();
	expect(states.at(-1)).toEqual(["off", ""]);
	const asked = made.length;
	vi.advanceTimersByTime(5000);
	expect(made).toHaveLength(asked);
});

test("words come with how long the microphone was on for them, and not with what the browser took to write them", () => {
	const ears = dictation();
	now = 50_000;
	ears.start();
	now += 3000;
	last().hear(0, "Reads outnumber writes", true);
	now += 2000;
	last().onend?.();
	now += 2500;
	last().hear(0, "by far", true);
	now += 1500;
	ears.stop();
	now += 4000;
	last().hear(1, "I think", true);
	last().onend?.();
	now += 60_000;
	ears.start();
	now += 500;
	last().hear(0, "so", true);
	expect(heardFor).toEqual([3, 4.5, 1.5, 0.5]);
});

test("the recognizer is found under both of its names, or not at all", () => {
	expect(recognizerOf({} as Window)).toBeNull();
	for (const name of ["SpeechRecognition", "webkitSpeechRecognition"]) {
		const make = recognizerOf({ [name]: FakeRecognizer } as unknown as Window);
		expect(make?.()).toBeInstanceOf(FakeRecognizer);
	}
});
