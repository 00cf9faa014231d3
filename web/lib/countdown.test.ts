import { expect, test } from "vitest";
import { Countdown, minutesAndSeconds } from "./countdown";

test("a countdown falls with the clock it is given and stops at zero", () => {
	const countdown = new Countdown(10, 0);
	expect(countdown.left(4000)).toBe(6);
	expect(countdown.left(60_000)).toBe(0);
});

test("the time left never rises, even when the server seems to say so", () => {
	const countdown = new Countdown(10, 0);
	countdown.correct(30, 1000);
	expect(countdown.left(1000)).toBe(9);
	countdown.correct(5, 2000);
	expect(countdown.left(2000)).toBe(5);
});

test("time is written as the server writes it", () => {
	expect(minutesAndSeconds(2700)).toBe("45:00");
	expect(minutesAndSeconds(65.9)).toBe("1:05");
});
