import { beforeEach, expect, test } from "vitest";
import { Spoken } from "./spoken";

beforeEach(() => localStorage.clear());

test("what was said is counted in words and tenths of a second, over a reload too", () => {
	const spoken = new Spoken("r1");
	expect(spoken.now).toBeNull();
	spoken.add({ words: " a cache  in front ", seconds: 1.23 });
	spoken.add({ words: "", seconds: 9 });
	new Spoken("r1").add({ words: "of it", seconds: 1.001 });
	expect(spoken.now).toEqual({ spoken_s: 2.2, words: 6 });
	expect(new Spoken("r2").now).toBeNull();
});

test("what was said while the answer was on its way goes with the next one", () => {
	const spoken = new Spoken("r1");
	spoken.add({ words: "one two", seconds: 2 });
	const sent = spoken.now;
	spoken.add({ words: "three", seconds: 0.5 });
	spoken.settle(sent);
	expect(spoken.now).toEqual({ spoken_s: 0.5, words: 1 });
	spoken.settle(spoken.now);
	expect(spoken.now).toBeNull();
});

test("no turn is refused for its times: they stay in what the server takes", () => {
	const spoken = new Spoken("r1");
	spoken.add({ words: "one", seconds: 0 });
	expect(spoken.now).toEqual({ spoken_s: 0.1, words: 1 });
	spoken.add({ words: "word ".repeat(200_000), seconds: 90_000 });
	expect(spoken.now).toEqual({ spoken_s: 7200, words: 100_000 });
});
