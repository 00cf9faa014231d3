import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Reader, type Reading } from "./reader";
import { keepVoice } from "./voice";

/** A browser's voice that says nothing and remembers everything. */
class FakeUtterance {
	voice: { name: string } | null = null;
	rate = 1;
	onend: (() => void) | null = null;
	onerror: ((event: { error: string }) => void) | null = null;
	constructor(readonly text: string) {}
}

let said: FakeUtterance[] = [];
let told: Reading[] = [];
let voices: object[] = [];
const words = () => said.map((each) => each.text);
const reader = () => new Reader((reading) => told.push(reading));

beforeEach(() => {
	localStorage.clear();
	said = [];
	told = [];
	voices = [
		{ name: "Far", lang: "en-US", localService: false },
		{ name: "Near", lang: "en-GB", localService: true },
	];
	const cancel = () => {
		for (const each of said) each.onerror?.({ error: "canceled" });
	};
	vi.stubGlobal("SpeechSynthesisUtterance", FakeUtterance);
	vi.stubGlobal("speechSynthesis", {
		getVoices: () => voices,
		speak: (each: FakeUtterance) => said.push(each),
		cancel,
	});
});

afterEach(() => vi.unstubAllGlobals());

test("sentences are read as they are finished, and the last one with the turn", () => {
	const reads = reader();
	reads.hear(3, 0, "How many links? And");
	expect(words()).toEqual(["How many links?"]);
	reads.hear(3, 19, " how many reads");
	reads.finish("How many links? And how many reads?");
	expect(words()).toEqual(["How many links?", "And how many reads?"]);
});

test("a turn that came at once is read as a whole, and each turn anew", () => {
	const reads = reader();
	reads.finish("One. Two.");
	reads.finish("Three.");
	reads.hear(9, 0, "Four. ");
	expect(words()).toEqual(["One.", "Two.", "Three.", "Four."]);
});

test("after a stop the rest of the turn is not read, and the next turn is", () => {
	const reads = reader();
	reads.hear(3, 0, "How many links? ");
	reads.stop();
	reads.hear(3, 16, "And how many reads? ");
	reads.finish("How many links? And how many reads? Go on.");
	expect(words()).toEqual(["How many links?"]);
	expect(told.at(-1)).toBe("silent");
	reads.hear(5, 0, "Next one. ");
	expect(words()).toEqual(["How many links?", "Next one."]);
});

test("a turn whose words were replaced is not read twice", () => {
	const reads = reader();
	reads.hear(3, 0, "Great answer! ");
	reads.finish("What happens then?");
	expect(words()).toEqual(["Great answer!"]);
});

test("it is silent when the last sentence is over", () => {
	const reads = reader();
	reads.finish("One. Two.");
	said[0]?.onend?.();
	expect(told.at(-1)).toBe("reading");
	said[1]?.onend?.();
	expect(told.at(-1)).toBe("silent");
});

test("a browser that wants a click first is told of, and then reads the turn from its beginning", () => {
	const reads = reader();
	reads.finish("One. Two.");
	said[0]?.onerror?.({ error: "not-allowed" });
	expect(told.at(-1)).toBe("refused");
	said = [];
	reads.again();
	expect(words()).toEqual(["One.", "Two."]);
});

test("a voice of this machine is used unless another one is chosen, at the chosen speed", () => {
	reader().finish("One.");
	keepVoice({ voice: "Far", rate: 1.5 });
	reader().finish("Two.");
	expect(said.map((each) => [each.voice?.name, each.rate])).toEqual([
		["Near", 1],
		["Far", 1.5],
	]);
	keepVoice({ voice: "" });
	voices = voices.slice(0, 1);
	reader().finish("Three.");
	expect(said).toHaveLength(2);
});
